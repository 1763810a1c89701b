#pragma once

#include "answers/application.h"
#include "cli/documents.h"
#include "cli/exit_status.h"
#include "cli/progress.h"

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace kenkei::cli {

// Walks over the applications of the inputs that a command names: files, folders (their .json, .jsonl and workbooks by
// name) and
// "-" for standard input, which is also what no input means. One application is held at a time.
class ApplicationReader {
public:
    struct Visitor {
        std::function<void(const answers::Application&)> take;
        // An application that cannot be read: the error has file, line and column.
        std::function<void(const base::Error&)> refuse;
        // Takes an input that is one application a line as a whole, where it is given: `done` is called now and then
        // with the number of applications since the last time and those of them that cannot be read.
        using Done = std::function<void(std::size_t applications, std::size_t unreadable)>;
        std::function<void(Documents&, const std::string& name, const Done& done)> take_lines = {};
        // Takes a workbook; where it is not given, one is refused. The error need not name the file.
        std::function<base::Result<void>(std::string_view bytes, const std::string& name)> take_workbook = {};
    };
    explicit ApplicationReader(Visitor visitor) : m_visitor(std::move(visitor)) {}

    // Failure if a file cannot be read or holds no application; it is told, and the others are read.
    ExitStatus read(std::vector<std::string> inputs);

    std::size_t applications() const { return m_applications; } // those refused too
    std::size_t unreadable() const { return m_unreadable; }
    bool several_inputs() const { return m_several_inputs; }

private:
    void read_input(const std::string& input);
    void read_folder(const std::string& folder);
    void read_file(std::FILE*, const std::string& name, std::uintmax_t size);
    void read_workbook(std::FILE*, const std::string& name, std::uintmax_t size);
    void fail(const std::string& input, const std::string& why);

    Visitor m_visitor;
    Progress m_progress;
    ExitStatus m_status = ExitStatus::Done;
    std::size_t m_applications = 0;
    std::size_t m_unreadable = 0;
    bool m_several_inputs = false;
};

}
