#include "cli/application_reader.h"

#include "cli/documents.h"
#include "cli/print.h"
#include "cli/workbook_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <unistd.h>

namespace kenkei::cli {

namespace fs = std::filesystem;

namespace {

base::Result<answers::Application> application_of(Document document)
{
    base::json::Value value = TRY(std::move(document.value));
    auto application = answers::read_application(std::move(value), "line:" + std::to_string(document.line));
    if (application.ok())
        return application;
    base::Error error = std::move(application).error();
    error.at.line = document.line + (error.at.line == 0 ? 0 : error.at.line - 1);
    return error;
}

}

ExitStatus ApplicationReader::read(std::vector<std::string> inputs)
{
    if (inputs.empty()) {
        if (isatty(STDIN_FILENO))
            print_error("標準入力から申請を読みます（終わりは Ctrl-D）。ファイルを渡すこともできます。");
        inputs.emplace_back("-");
    }
    m_several_inputs = inputs.size() > 1;
    for (const std::string& input : inputs)
        read_input(input);
    m_progress.clear();
    return m_status;
}

void ApplicationReader::read_input(const std::string& input)
{
    if (input == "-") {
        read_file(stdin, "標準入力", 0);
        return;
    }
    std::error_code error;
    if (fs::is_directory(input, error)) {
        read_folder(input);
        return;
    }
    std::FILE* file = std::fopen(input.c_str(), "rb");
    if (!file) {
        fail(input, why_in_japanese(errno));
        return;
    }
    const auto size = fs::file_size(input, error);
    read_file(file, input, error ? 0 : size);
    std::fclose(file);
}

void ApplicationReader::read_folder(const std::string& folder)
{
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const fs::path extension = entry.path().extension();
        if (extension == ".json" || extension == ".jsonl" || is_workbook_name(entry.path()))
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    if (files.empty())
        fail(folder, "フォルダに .json も .jsonl も .xlsx もありません");
    m_several_inputs = m_several_inputs || files.size() > 1;
    for (const std::string& file : files)
        read_input(file);
}

void ApplicationReader::read_file(std::FILE* file, const std::string& name, std::uintmax_t size)
{
    if (is_workbook_name(name) || begins_like_workbook(file)) {
        read_workbook(file, name, size);
        return;
    }
    Documents documents(file);
    const std::size_t before = m_applications;
    if (m_visitor.take_lines && documents.holds_lines()) {
        m_visitor.take_lines(documents, name, [&](std::size_t applications, std::size_t unreadable) {
            m_applications += applications;
            m_unreadable += unreadable;
            m_progress.show(m_applications, documents.bytes_read(), size);
        });
    }
    while (auto document = documents.next()) {
        ++m_applications;
        m_progress.show(m_applications, documents.bytes_read(), size);
        auto application = application_of(std::move(*document));
        if (application.ok()) {
            m_visitor.take(*application);
            continue;
        }
        ++m_unreadable;
        base::Error error = std::move(application).error();
        error.file = name;
        m_visitor.refuse(error);
    }
    if (documents.failed())
        fail(name, "読み取りの途中で失敗しました");
    else if (m_applications == before)
        fail(name, "申請がありません。入力が空です");
}

void ApplicationReader::read_workbook(std::FILE* file, const std::string& name, std::uintmax_t size)
{
    ++m_applications;
    auto bytes = read_workbook_bytes(file, name, size);
    base::Result<void> taken = base::Error{};
    if (!bytes.ok())
        taken = std::move(bytes).error();
    else if (!m_visitor.take_workbook)
        taken = base::Error{.code = "application.workbook",
                            .message = "Excel の用紙は、ここでは読めません。",
                            .way_out = "kenkei read --format application で回答にしてから渡してください。"};
    else
        taken = m_visitor.take_workbook(*bytes, name);
    m_progress.show(m_applications, 0, 0);
    if (taken.ok())
        return;
    ++m_unreadable;
    base::Error error = std::move(taken).error();
    error.file = name;
    m_visitor.refuse(error);
}

void ApplicationReader::fail(const std::string& input, const std::string& why)
{
    print_error("「" + input + "」を読めません（" + why + "）。ファイル名と権限を確かめてください。");
    m_status = worse(m_status, ExitStatus::Failure);
}

}
