#include "cli/commands.h"

#include "cli/print.h"
#include "cli/replay_applications.h"
#include "scheme/revisions.h"

namespace kenkei::cli {

namespace {

struct NameOrStatus {
    std::string name;
    std::string remark;
    ExitStatus status = ExitStatus::Done;
};

NameOrStatus complain(std::string message)
{
    print_error(base::Error{.code = "replay.with",
                            .message = std::move(message),
                            .way_out = "--with で比べる相手（前の規則）を指してください。"});
    return {.status = ExitStatus::WrongUse};
}

// The last published revision of an edition in a folder.
NameOrStatus last_revision(const ReplayOptions& options)
{
    auto schemes = find_schemes(options.schemes);
    const auto folder = schemes.ok() ? edition_folder(*schemes, options.edition) : std::nullopt;
    if (!folder)
        return complain("公表した版の記録は、フォルダの年度版にだけあります。");
    const scheme::RevisionsResult read = scheme::read_revisions(*folder);
    for (const base::Error& error : read.errors)
        print_error(error);
    if (!read.revisions)
        return {.status = ExitStatus::SomethingBad};
    if (read.revisions->state() == scheme::Revisions::State::Draft)
        return complain("年度版「" + options.edition + "」は下書きで、比べる公表した版がありません。");
    const scheme::Revision& last = read.revisions->revisions.back();
    return {.name = options.edition + "@" + std::to_string(last.number),
            .remark = base::to_iso(last.published) + " 公表"};
}

}

ExitStatus run_replay(const ReplayOptions& options)
{
    EditionOrStatus after = load_or_complain(options.schemes, options.edition);
    if (!after.edition)
        return after.status;
    const NameOrStatus with = options.with.empty() ? last_revision(options) : NameOrStatus{.name = options.with};
    if (with.name.empty())
        return with.status;
    EditionOrStatus before = load_or_complain(options.schemes, with.name);
    if (!before.edition)
        return before.status;
    const RuleSet one{std::move(*before.edition), with.name, with.remark};
    const RuleSet other{std::move(*after.edition), options.edition, options.with.empty() ? "いまの内容" : ""};
    const ReplayResult result =
        replay_applications(one, other, options.inputs, options.as_of.value_or(today()), options.format);
    return worse(result.status, finish_output());
}

}
