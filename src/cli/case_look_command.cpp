#include "cli/case_command.h"

#include "base/json.h"
#include "base/utf8.h"
#include "casework/event_json.h"
#include "casework/story.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "office/receive_applications.h"
#include "scheme/write_file.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace kenkei::cli {

using casework::Case;
using casework::CaseId;

namespace {

void print_rows(const CaseOptions& options, const std::vector<store::CaseRow>& rows)
{
    if (options.desk.json) {
        for (const store::CaseRow& row : rows) {
            base::json::Writer out;
            out.begin_object().member("case", row.id.text).member("edition", row.edition);
            out.member("firm", row.firm).member("name", row.name).member("stage", casework::name_of(row.stage));
            out.member("result", row.result).member("class", row.class_id).member("submitted", row.submitted_at);
            out.key("versions").number(row.versions);
            out.member("certificate", row.certificate).member("to", row.valid_to).end_object();
            print(out.take() + "\n");
        }
        return;
    }
    for (const store::CaseRow& row : rows) {
        std::string line = row.id.text + "  " + std::string(casework::label_of(row.stage));
        for (const std::string& part : {row.class_id, row.firm, row.name}) {
            if (!part.empty())
                line += "  " + part;
        }
        if (!row.valid_to.empty())
            line += "  " + row.valid_from + "〜" + row.valid_to;
        print_told(line + "\n");
    }
    print(std::to_string(rows.size()) + "件\n");
}

using Look = std::function<base::Result<std::vector<store::CaseRow>>(store::Transaction&)>;

ExitStatus run_looking(const CaseOptions& options, const Look& look)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::vector<store::CaseRow> rows;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        rows = TRY(look(kept));
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    if (rows.empty() && !options.edition.empty()) { // else a misspelt one would look like one without cases
        if (auto edition = open->editions->find(options.edition); !edition.ok())
            return complain(edition.error());
    }
    print_rows(options, rows);
    return finish_output();
}

// The event whose file is asked for: by its number, by the version of a submission, else that of the application that
// counts: the last correction, or the submission that counts.
std::int64_t event_asked_for(const CaseOptions& options, const Case& about, const std::vector<casework::Event>& events)
{
    if (options.event > 0)
        return options.event;
    const Case::Submission* counting = casework::counting_submission(about);
    for (const Case::Submission& submission : about.submissions) {
        if (options.version > 0 && submission.version == options.version)
            return submission.event;
    }
    if (options.version > 0)
        return 0;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (std::holds_alternative<casework::CorrectionReturned>(event->what))
            return event->number;
    }
    return counting ? counting->event : 0;
}

base::Error no_such_file(const Case& about)
{
    return {.code = "case.value",
            .message = "案件 " + about.id.text + " に、そのファイルはありません（申請書は第" +
                       std::to_string(about.submissions.size()) + "版まで）。",
            .way_out = "kenkei case show で、申請書の版（--version）と出来事の番号（--event）を確かめてください。"};
}

struct KeptFile {
    std::string name;
    std::string bytes;
};

base::Result<std::vector<KeptFile>> load_files(store::Transaction& kept, const CaseOptions& options)
{
    const CaseId id{options.subject};
    const std::vector<casework::Event> events = TRY(kept.events_of(id));
    const Case about = casework::fold(id, events);
    const std::int64_t number = event_asked_for(options, about, events);
    std::vector<KeptFile> found;
    for (const casework::Event& event : events) {
        if (event.number != number)
            continue;
        for (const casework::FileRef& file : casework::files_of(event.what)) {
            std::string bytes = TRY(kept.load_file(file.sha256));
            found.push_back({file.name, std::move(bytes)});
        }
    }
    if (found.empty())
        return no_such_file(about);
    return found;
}

// A sender's name for a file must not lead out of the folder.
std::string name_in_folder(std::size_t index, const std::string& name)
{
    return std::to_string(index + 1) + "-" + std::filesystem::path(base::printable(name)).filename().string();
}

ExitStatus write_files(const CaseOptions& options, const std::vector<KeptFile>& files)
{
    if (files.size() == 1 && options.output.empty()) {
        print(files.front().bytes);
        return finish_output();
    }
    if (options.output.empty())
        return complain({.code = "usage.missing",
                         .message = "ファイルが " + std::to_string(files.size()) + " つあります。",
                         .way_out = "書き出すフォルダを -o で指してください。"});
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::filesystem::path path =
            files.size() == 1 ? std::filesystem::path(options.output)
                              : std::filesystem::path(options.output) / name_in_folder(i, files[i].name);
        auto written = scheme::write_file(path, files[i].bytes, scheme::Readable::ByOwner);
        if (!written.ok())
            return complain(written.error());
    }
    return ExitStatus::Done;
}

void tell_refusal(const CaseId& id, base::Error error)
{
    error.message = "案件 " + id.text + ": " + error.message;
    print_error(error);
}

}

ExitStatus show_case(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::optional<Case> about;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        about = TRY(kept.load_case(CaseId{options.subject}));
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    if (options.desk.json) {
        print(casework::to_json(*about) + "\n");
    } else {
        // Without its edition a case can still be shown; only the gates' names are missing then.
        auto edition = open->editions->find(about->edition);
        print_told(casework::describe(edition.ok() ? *edition : nullptr, *about, open->now));
    }
    return finish_output();
}

ExitStatus list_cases(const CaseOptions& options)
{
    store::Filter filter{.edition = options.edition, .firm = options.firm, .limit = options.limit};
    if (!options.stage.empty()) {
        filter.stage = casework::read_stage(options.stage);
        if (!filter.stage)
            return complain(bad_value("--stage", options.stage,
                                      "draft、submitted、received、decided、certified、withdrawn、ended"));
    }
    return run_looking(options, [&](store::Transaction& kept) { return kept.list(filter); });
}

ExitStatus find_cases(const CaseOptions& options)
{
    constexpr std::int64_t most = 50;
    return run_looking(options, [&](store::Transaction& kept) {
        return kept.search(options.subject, options.limit > 0 ? options.limit : most);
    });
}

ExitStatus write_case_file(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::vector<KeptFile> files;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        files = TRY(load_files(kept, options));
        return {};
    });
    return read.ok() ? write_files(options, files) : complain(read.error());
}

ExitStatus receive_all_cases(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    if (auto edition = open->editions->find(options.subject); !edition.ok())
        return complain(edition.error());
    auto done = office::receive_applications(open->store, *open->editions, options.subject, options.desk.by, open->now,
                                             [&](const CaseId& id, const base::Result<Case>& received) {
                                                 if (received.ok()) {
                                                     print(id.text + "  受付済み\n");
                                                     std::fflush(stdout); // it is kept
                                                 } else {
                                                     tell_refusal(id, received.error());
                                                 }
                                             });
    if (!done.ok())
        return complain(done.error());
    print_error("受付 " + std::to_string(done->received) + " 件、受け付けられない案件 " +
                std::to_string(done->refused) + " 件");
    return worse(finish_output(), done->refused > 0 ? ExitStatus::SomethingBad : ExitStatus::Done);
}

}
