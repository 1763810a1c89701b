#include "cli/commands.h"

#include "base/json.h"
#include "casework/story.h"
#include "cli/audit_report.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "scheme/write_file.h"

#include <algorithm>
#include <filesystem>

namespace kenkei::cli {

namespace {

void print_json(const store::AuditReport& report)
{
    base::json::Writer out;
    out.begin_object().key("cases").number(report.cases).key("events").number(report.events);
    out.key("payloads").number(report.payloads).key("erased").number(report.erased);
    out.key("files").number(report.files).key("anchors").number(report.anchors);
    out.key("damage").begin_array();
    for (const store::Damage& damage : report.damage) {
        out.begin_object().member("code", damage.code).member("case", damage.case_id.text);
        out.key("event").number(damage.event).member("message", damage.message).end_object();
    }
    out.end_array().end_object();
    print(out.take() + "\n");
}

void print_text(const store::AuditReport& report)
{
    for (const store::Damage& damage : report.damage) {
        std::string where = damage.case_id.text;
        if (damage.event > 0)
            where += " の出来事 " + std::to_string(damage.event);
        print((where.empty() ? "" : where + ": ") + damage.message + "（" + damage.code + "）\n");
    }
    print("案件 " + std::to_string(report.cases) + "、出来事 " + std::to_string(report.events) + "、個人に関わる内容 " +
          std::to_string(report.payloads) + "（消去済み " + std::to_string(report.erased) + "）、ファイル " +
          std::to_string(report.files) + "、署名 " + std::to_string(report.anchors) + " を確かめました。" +
          (report.damage.empty() ? "書き換えられたものはありません。\n"
                                 : "書き換えられたもの " + std::to_string(report.damage.size()) + " 件\n"));
}

base::Result<std::vector<std::string>> read_all(const std::vector<std::string>& files)
{
    std::vector<std::string> texts;
    for (const std::string& file : files)
        texts.push_back(TRY(read_bytes(file)));
    return texts;
}

ExitStatus verify(const AuditOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    auto anchors = read_all(options.anchors);
    if (!anchors.ok())
        return complain(anchors.error());
    std::string public_key;
    if (!options.public_key.empty()) {
        auto read = read_bytes(options.public_key);
        if (!read.ok())
            return complain(read.error());
        public_key = std::move(*read);
    }
    auto report = store::verify(open->store, *anchors, public_key);
    return report.ok() ? print_report(*report, options.desk.json) : complain(report.error());
}

ExitStatus show(const AuditOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::string story;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        const casework::CaseId id{options.subject};
        const std::vector<casework::Event> events = TRY(kept.events_of(id));
        story = casework::story_of(casework::fold(id, events), events);
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    print(story);
    return finish_output();
}

// To a file, or to standard output where none is named.
ExitStatus put(const std::string& file, const std::string& text)
{
    if (file.empty()) {
        print(text);
        return finish_output();
    }
    auto written = scheme::write_file(file, text);
    return written.ok() ? ExitStatus::Done : complain(written.error());
}

ExitStatus anchor(const AuditOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    auto key = read_bytes(options.key);
    if (!key.ok())
        return complain(key.error());
    auto number = store::make_anchor(open->store, *key, open->now);
    if (!number.ok())
        return complain(number.error());
    if (!*number) {
        print("前の署名のあとに変わった案件はありません。\n");
        return finish_output();
    }
    if (options.output.empty()) {
        print("署名 " + std::to_string(**number) + " を作りました。\n");
        return finish_output();
    }
    auto text = store::export_anchor(open->store, **number);
    return text.ok() ? put(options.output, *text) : complain(text.error());
}

ExitStatus export_one(const AuditOptions& options)
{
    const bool digits = !options.subject.empty() && options.subject.size() < 10 &&
                        options.subject.find_first_not_of("0123456789") == std::string::npos;
    if (!digits)
        return complain({.code = "usage.value",
                         .message = "署名の番号「" + options.subject + "」が整数ではありません。",
                         .way_out = "kenkei audit export 1 のように書いてください。"});
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    auto text = store::export_anchor(open->store, std::stoll(options.subject));
    return text.ok() ? put(options.output, *text) : complain(text.error());
}

// FILE and FILE.pub; never over a key that is there.
ExitStatus new_key(const AuditOptions& options)
{
    std::error_code error;
    for (const std::string& file : {options.output, options.output + ".pub"}) {
        if (std::filesystem::exists(file, error))
            return complain({.code = "file.exists",
                             .message = "「" + file + "」は既にあります。鍵は上書きしません。",
                             .way_out = "別の名前を -o で指してください。"});
    }
    auto pair = store::new_key_pair();
    if (!pair.ok())
        return complain(pair.error());
    auto written = scheme::write_file(options.output, pair->private_key, scheme::Readable::ByOwner);
    if (!written.ok())
        return complain(written.error());
    return put(options.output + ".pub", pair->public_key);
}

struct Verb {
    std::string_view name;
    ExitStatus (*run)(const AuditOptions&);
};
constexpr Verb verbs_of_audit[] = {
    {"verify", verify}, {"show", show}, {"anchor", anchor}, {"export", export_one}, {"key", new_key}};

}

ExitStatus print_report(const store::AuditReport& report, bool json)
{
    json ? print_json(report) : print_text(report);
    return worse(finish_output(), report.damage.empty() ? ExitStatus::Done : ExitStatus::SomethingBad);
}

ExitStatus run_audit(const AuditOptions& options)
{
    for (const Verb& verb : verbs_of_audit) {
        if (verb.name == options.verb)
            return verb.run(options);
    }
    return ExitStatus::WrongUse;
}

}
