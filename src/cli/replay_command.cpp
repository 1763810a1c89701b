#include "cli/commands.h"

#include "cli/print.h"
#include "cli/replay_applications.h"
#include "edition/tree_reader.h"
#include "scheme/overrides.h"
#include "scheme/revisions.h"

namespace kenkei::cli {

namespace {

struct RulesOrStatus {
    std::optional<RuleSet> rules;
    ExitStatus status = ExitStatus::Done;
};

RulesOrStatus complain(std::string message)
{
    print_error(
        base::Error{.code = "replay.with",
                    .message = std::move(message),
                    .way_out = "--with で比べる相手（前の規則）を指すか、--set で変えて試す規則を書いてください。"});
    return {.rules = {}, .status = ExitStatus::WrongUse};
}

RulesOrStatus load_rules(const std::string& schemes, const std::string& name, const std::string& remark)
{
    EditionOrStatus loaded = load_or_complain(schemes, name);
    if (!loaded.edition)
        return {.rules = {}, .status = loaded.status};
    return {.rules = RuleSet{std::move(*loaded.edition), name, remark}};
}

// The last published revision of an edition in a folder.
RulesOrStatus last_revision(const ReplayOptions& options)
{
    auto schemes = find_schemes(options.schemes);
    const auto folder = schemes.ok() ? edition_folder(*schemes, options.edition) : std::nullopt;
    if (!folder)
        return complain("公表した版の記録は、フォルダの年度版にだけあります。");
    const scheme::RevisionsResult read = scheme::read_revisions(*folder);
    for (const base::Error& error : read.errors)
        print_error(error);
    if (!read.revisions)
        return {.rules = {}, .status = ExitStatus::SomethingBad};
    if (read.revisions->state() == scheme::Revisions::State::Draft)
        return complain("年度版「" + options.edition + "」は下書きで、比べる公表した版がありません。");
    const scheme::Revision& last = read.revisions->revisions.back();
    return load_rules(options.schemes, options.edition + "@" + std::to_string(last.number),
                      base::to_iso(last.published) + " 公表");
}

// What the applications were judged by before: --with, else the edition as it stands where it is changed for a trial,
// else its last published revision.
RulesOrStatus rules_before(const ReplayOptions& options, const RuleSet& as_it_stands)
{
    if (!options.with.empty())
        return load_rules(options.schemes, options.with, "");
    if (!options.set.empty())
        return {.rules = as_it_stands};
    return last_revision(options);
}

RulesOrStatus changed_for_trial(const ReplayOptions& options, RuleSet rules)
{
    if (options.set.empty())
        return {.rules = std::move(rules)};
    edition::ReadResult changed = scheme::with_overrides(rules.edition, options.set);
    for (const base::Error& error : changed.errors)
        print_error(error);
    if (!changed.edition)
        return {.rules = {}, .status = ExitStatus::WrongUse};
    return {.rules = RuleSet{std::move(*changed.edition), rules.name, "", options.set}};
}

// The breakdowns that --by names; all of the edition without it.
base::Result<std::vector<edition::Breakdown>> breakdowns_by(const edition::Edition& edition,
                                                            const std::optional<std::vector<std::string>>& by)
{
    if (!by)
        return edition.breakdowns;
    std::vector<edition::Breakdown> breakdowns;
    for (const std::string& id : *by) {
        auto breakdown = edition::find_breakdown(edition, id);
        if (!breakdown) {
            const std::vector<std::string> ids = edition::breakdown_ids(edition);
            const std::string near = edition::nearest(id, std::vector<std::string_view>(ids.begin(), ids.end()));
            return base::Error{.code = "replay.by",
                               .message =
                                   "--by: " + edition.key() + " に「" + id + "」という内訳も設問も値もありません。",
                               .way_out = near.empty() ? "id は kenkei show " + edition.key() + " でご覧になれます。"
                                                       : "「" + near + "」ではありませんか。"};
        }
        breakdowns.push_back(std::move(*breakdown));
    }
    return breakdowns;
}

}

ExitStatus run_replay(const ReplayOptions& options)
{
    RulesOrStatus edition = load_rules(options.schemes, options.edition, options.with.empty() ? "いまの内容" : "");
    if (!edition.rules)
        return edition.status;
    const RulesOrStatus before = rules_before(options, *edition.rules);
    if (!before.rules)
        return before.status;
    const RulesOrStatus after = changed_for_trial(options, std::move(*edition.rules));
    if (!after.rules)
        return after.status;
    auto breakdowns = breakdowns_by(after.rules->edition, options.by);
    if (!breakdowns.ok()) {
        print_error(breakdowns.error());
        return ExitStatus::WrongUse;
    }
    const ReplayResult result = replay_applications({.before = *before.rules,
                                                     .after = *after.rules,
                                                     .as_of = options.as_of.value_or(today()),
                                                     .breakdowns = std::move(*breakdowns),
                                                     .format = options.format},
                                                    options.inputs);
    return worse(result.status, finish_output());
}

}
