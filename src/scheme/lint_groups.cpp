#include "scheme/lint.h"

#include "base/fold.h"
#include "edition/tree_reader.h"
#include "scheme/written.h"

namespace kenkei::scheme {

using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

// The number in 「…4項目以上」 of a group's label; nothing if it says none.
std::optional<std::size_t> number_said(std::string_view label)
{
    const std::string folded = base::fold_width(label);
    for (std::string_view unit : {"項目以上", "つ以上"}) {
        const std::size_t at = folded.find(unit);
        if (at == std::string::npos)
            continue;
        std::size_t from = at;
        while (from > 0 && folded[from - 1] >= '0' && folded[from - 1] <= '9')
            --from;
        if (from < at && at - from < 4)
            return static_cast<std::size_t>(std::stoul(folded.substr(from, at - from)));
    }
    return {};
}

}

void lint_groups(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    TreeReader reader(parts.criteria, errors);
    // An item whose rule reads no answer has the same outcome for everybody.
    auto constant = [&](std::size_t item) -> std::optional<bool> {
        const feel::Node& rule = *edition.items[item].met.tree;
        if (!feel::slots_read(rule).empty())
            return {};
        const feel::Value value = feel::evaluate(rule, {.slots = {}});
        return value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt;
    };
    auto check = [&](const std::vector<edition::Group>& groups, std::string_view key, std::string_view word) {
        for (const edition::Group& group : groups) {
            std::size_t always = 0;
            std::string lost;
            std::size_t never = 0;
            for (std::size_t item : group.items) {
                always += constant(item) == true ? 1U : 0U;
                if (constant(item) == false) {
                    ++never;
                    lost += (lost.empty() ? "" : "、") + edition.items[item].id;
                }
            }
            const Value& at = written(parts.criteria.tree, {key, group.id});
            const auto said = number_said(group.label);
            if (!group.all && said && *said != group.need)
                reader.refuse_key(written(at, {"at_least"}), "group.label",
                                  std::string(word) + "「" + group.id + "」の名前は「" + group.label +
                                      "」ですが、at_least は " + std::to_string(group.need) + " です。",
                                  "どちらが正しいかを典拠で確かめて、そろえてください。");
            const std::string what = std::string(word) + "「" + group.id + "」";
            if (group.need > group.items.size() - never)
                reader.refuse_key(at, "group.never",
                                  what +
                                      "は、どの申請も満たせません。だれに対しても偽になる評価項目があります: " + lost,
                                  "その評価項目の条件を直すか、この要件から外してください。");
            else if (!group.all && always >= group.need)
                reader.refuse_key(written(at, {"at_least"}), "group.always",
                                  what + "は、どの申請でも満たされます。だれに対しても真になる評価項目が " +
                                      std::to_string(always) + " あります。",
                                  "それらの評価項目の条件を直すか、必要な数を見直してください。");
        }
    };
    check(edition.requirements, "requirements", "認定要件");
    check(edition.titles, "titles", "称号");
    check(edition.classes, "classes", "区分");
}

}
