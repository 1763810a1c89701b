#include "edition/edition_reader.h"

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

// The question, value or fact with the nearest id.
std::string nearest_name(const Edition& edition, std::string_view id)
{
    std::vector<std::string_view> ids;
    for (const Question& question : edition.questions)
        ids.push_back(question.id);
    for (const ComputedValue& value : edition.values)
        ids.push_back(value.id);
    return nearest(id, ids);
}

const Source& source_of(const Edition& edition, int slot)
{
    const Question* question = edition.question_at(slot);
    return question ? question->source : edition.value_at(slot)->source;
}

// As far as it can be told before the rules' types are worked out (scheme/lint_breakdowns.cpp looks at those).
bool may_be_number(const Edition& edition, int slot)
{
    if (const Question* question = edition.question_at(slot))
        return question->type == Type::Integer || question->type == Type::Decimal;
    const ComputedValue& value = *edition.value_at(slot);
    return value.table < 0 || edition.table(value).output_type == FieldType::Number;
}

// Answers that are nearly all different: groups of one application each say nothing.
bool is_all_different(const Edition& edition, int slot)
{
    const Question* question = edition.question_at(slot);
    return question && ((question->type == Type::Text && question->list.empty()) || question->type == Type::Date ||
                        question->type == Type::Month);
}

}

void EditionReader::read_breakdowns()
{
    TreeReader reader(m_parts.edition, m_errors);
    const Value* breakdowns = m_parts.edition.tree.find("breakdowns");
    if (!breakdowns || !reader.map_of_ids(*breakdowns, "内訳", TreeReader::Hyphen::Allowed))
        return;
    // A question or value that could not be read has been refused; the slots of those behind it are not theirs.
    if (m_edition.questions.size() + m_edition.values.size() != m_definitions.size())
        return;
    for (const auto& [id, breakdown] : breakdowns->members) {
        if (auto read = read_breakdown(reader, id, breakdown))
            m_edition.breakdowns.push_back(std::move(*read));
    }
}

std::optional<Breakdown> EditionReader::read_breakdown(TreeReader& reader, const std::string& id, const Value& tree)
{
    const std::string what = "内訳「" + id + "」";
    if (!reader.object(tree, what, {"label", "of", "bands", "source"}))
        return {};
    Breakdown breakdown;
    breakdown.id = id;
    breakdown.label = reader.need_text(tree, "label", what);
    const Value* of = reader.need(tree, "of", what);
    const std::string name = of ? reader.text(*of, "of") : std::string();
    breakdown.slot = m_edition.names.find(name);
    if (!m_edition.question_at(breakdown.slot) && !m_edition.value_at(breakdown.slot)) {
        const std::string near = nearest_name(m_edition, name);
        if (!name.empty())
            reader.refuse(*of, "edition.unknown-name", what + "の「" + name + "」は設問でも値でもありません。",
                          near.empty() ? "設問か値、事実の id を書いてください。"
                                       : "「" + near + "」ではありませんか。");
        return {};
    }
    if (const int slot = m_edition.names.find(id); slot >= 0 && slot != breakdown.slot)
        reader.refuse_key(tree, "edition.duplicate",
                          "「" + id + "」という名前の設問か値が別にあり、どちらで数えるのかが決まりません。",
                          "内訳の id を変えるか、of を " + id + " にしてください。");
    if (is_all_different(m_edition, breakdown.slot))
        reader.refuse(*of, "edition.breakdown",
                      what + "の設問「" + name + "」は、回答が申請ごとに違うので、数えても内訳になりません。",
                      "選ぶ設問、はい・いいえ、数、一覧（list）のある文字の設問か、値・事実にしてください。");
    breakdown.source = source_of(m_edition, breakdown.slot);
    if (const Value* bands = tree.find("bands")) {
        read_bands(reader, *bands, breakdown);
        breakdown.source = reader.need_source(tree, what + "（bands）", m_edition.documents);
    } else if (const Value* source = tree.find("source")) {
        breakdown.source = reader.source(*source, m_edition.documents);
    }
    return breakdown;
}

void EditionReader::read_bands(TreeReader& reader, const Value& tree, Breakdown& breakdown)
{
    const std::string what = "内訳「" + breakdown.id + "」の bands ";
    if (!may_be_number(m_edition, breakdown.slot)) {
        reader.refuse_key(tree, "edition.breakdown", what + "は、数の設問か値だけに書けます。",
                          "bands を消すか、of を確かめてください。");
        return;
    }
    if (tree.kind != Kind::Array || tree.items.empty()) {
        reader.refuse(tree, "edition.breakdown", what + "は、数を [ ] に並べて書きます。", "例: bands: [20, 50, 100]");
        return;
    }
    const Question* question = m_edition.question_at(breakdown.slot);
    const bool whole = question && question->type == Type::Integer;
    for (const Value& written : tree.items) {
        const auto band = written.kind == Kind::Number ? base::Decimal::parse(written.text) : std::nullopt;
        if (!band || (whole && !band->is_integer())) {
            reader.refuse(written, "edition.type", what + "は" + (whole ? "整数" : "数") + "で書きます。",
                          "数字だけを書いてください。");
            return;
        }
        if (!breakdown.bands.empty() && !(breakdown.bands.back() < *band)) {
            reader.refuse(written, "edition.breakdown",
                          what + "の " + band->to_text() + " が、前の " + breakdown.bands.back().to_text() +
                              " より大きくありません。",
                          "小さい順に、それぞれの組の最後の数を書いてください。");
            return;
        }
        breakdown.bands.push_back(*band);
    }
}

}
