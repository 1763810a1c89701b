#include "judge/line_writer.h"

#include "base/json.h"
#include "judge/evaluate_items.h"
#include "judge/json_value.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kenkei::judge {

using base::json::Writer;
using edition::Edition;

namespace {

constexpr std::size_t step = 32; // bytes that are copied at once

std::string quoted(std::string_view text)
{
    std::string out;
    base::json::append_quoted(out, text);
    return out;
}

std::string json_of(const feel::Value& value)
{
    Writer out;
    write_value(out, value);
    return out.take();
}

// Bits 0, 1, 2 of each word, so that both give an index below 64.
std::size_t three_by_three(Mask met, Mask not_met)
{
    return static_cast<std::size_t>((met & 7) | (not_met & 7) << 3);
}

std::size_t words_for(std::size_t bits)
{
    return (bits + block_size - 1) / block_size;
}

std::vector<Mask> bits_of(const std::vector<std::size_t>& items, std::size_t words)
{
    std::vector<Mask> bits(words);
    for (std::size_t item : items)
        bits[item / block_size] |= Mask{1} << item % block_size;
    return bits;
}

char* copy_text(char* out, std::string_view text)
{
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

}

void Output::append(std::string_view text)
{
    grow_to(copy_text(room(text.size()), text));
}

void Output::enlarge(std::size_t bytes)
{
    const std::size_t capacity = std::max(m_capacity * 2, m_size + bytes + 65536);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (m_size > 0)
        std::memcpy(larger.get(), m_bytes.get(), m_size);
    m_bytes = std::move(larger);
    m_capacity = capacity;
}

LineWriter::LineWriter(const Program& program, WithFinal with_final)
    : m_program(program)
    , m_edition(*program.edition)
    , m_final(with_final)
{
    m_before_id = piece("{\"id\":");
    m_after_id = piece(",\"edition\":" + quoted(m_edition.key()) + ",\"outcome\":");
    for (Outcome outcome : {Outcome::Met, Outcome::NotMet, Outcome::Undetermined})
        m_outcomes[static_cast<std::size_t>(outcome)] = piece(quoted(edition::word_of(outcome)) + ",\"class\":");
    m_before_facts =
        piece(m_edition.classes.empty() && with_final == WithFinal::No ? "null,\"facts\":{" : ",\"facts\":{");
    m_before_items = piece("},\"items\":{");
    m_before_requirements = piece("},\"requirements\":{");
    m_before_titles = piece("},\"titles\":{");
    m_before_codes = piece("},\"codes\":[");
    m_end = piece("]}\n");
    plan_items();
    for (const edition::Group& group : m_edition.requirements)
        m_requirements.push_back(plan_group(group, m_requirements.empty(), true));
    for (const edition::Group& group : m_edition.titles)
        m_titles.push_back(plan_group(group, m_titles.empty(), false));
    for (const edition::Group& group : m_edition.classes)
        m_classes.push_back(plan_group(group, false, false));
    plan_facts();
    for (const CodePlan& code : m_program.codes)
        m_codes.push_back(piece(quoted(code.code) + ","));
    for (const edition::Item& item : m_edition.items)
        m_longest_final += quoted(item.id).size() + 16;
    for (const edition::Group& group : m_edition.requirements)
        m_longest_final += quoted(group.id).size() + 16;
    for (const edition::Group& group : m_edition.classes)
        m_longest_final += 3 * (quoted(group.id).size() + 16);
    m_longest_final += 128;
    m_met.resize(words_for(m_edition.items.size()));
    m_not_met.resize(m_met.size());
    m_told.resize(words_for(m_program.codes.size()));
}

LineWriter::Piece LineWriter::piece(const std::string& text)
{
    const Piece made{static_cast<std::uint32_t>(m_texts.size()), static_cast<std::uint32_t>(text.size())};
    m_texts += text;
    m_texts.append(step, '\0');
    m_longest += (text.size() + step) / step * step;
    return made;
}

char* LineWriter::copy(char* out, Piece text) const
{
    const char* from = m_texts.data() + text.at;
    std::memcpy(out, from, step);
    for (std::size_t done = step; done < text.size; done += step)
        std::memcpy(out + done, from + done, step);
    return out + text.size;
}

void LineWriter::plan_items()
{
    constexpr std::size_t together = 3;
    constexpr std::size_t longest = 80;
    const auto& items = m_edition.items;
    for (std::size_t first = 0; first < items.size();) {
        ItemPieces group{.first = first};
        std::size_t size = 0;
        while (group.count < together && first < items.size() &&
               (group.count == 0 || size + items[first].id.size() + 20 <= longest)) {
            size += items[first].id.size() + 20;
            ++group.count;
            ++first;
        }
        for (std::size_t outcomes = 0; outcomes < group.pieces.size(); ++outcomes) {
            std::string text;
            bool possible = true;
            for (std::size_t i = 0; i < together; ++i) {
                const bool met = (outcomes >> i & 1) != 0;
                const bool not_met = (outcomes >> (i + together) & 1) != 0;
                possible = possible && !(met && not_met) && (i < group.count || (!met && !not_met));
                if (!possible || i >= group.count)
                    continue;
                const Outcome outcome = met ? Outcome::Met : not_met ? Outcome::NotMet : Outcome::Undetermined;
                text += group.first + i == 0 ? "" : ",";
                text += quoted(items[group.first + i].id) + ":" + quoted(edition::word_of(outcome));
            }
            if (possible)
                group.pieces[outcomes] = piece(text);
        }
        m_items.push_back(group);
    }
}

LineWriter::GroupPieces LineWriter::plan_group(const edition::Group& group, bool first, bool with_counts)
{
    const std::size_t words = words_for(m_edition.items.size());
    GroupPieces plan{.items = bits_of(group.items, words),
                     .besides = bits_of(group.besides, words),
                     .size = group.items.size(),
                     .need = group.need,
                     .pieces = {}};
    for (Outcome outcome : {Outcome::Met, Outcome::NotMet, Outcome::Undetermined}) {
        for (std::size_t have = 0; have <= plan.size; ++have) {
            std::string text = (first ? "" : ",") + quoted(group.id) + ":";
            if (with_counts)
                text += "{\"outcome\":" + quoted(edition::word_of(outcome)) + ",\"have\":" + std::to_string(have) +
                        ",\"need\":" + std::to_string(group.need) + "}";
            else
                text += quoted(edition::word_of(outcome));
            plan.pieces.push_back(piece(text));
        }
    }
    return plan;
}

void LineWriter::plan_facts()
{
    for (const auto& [value, column] : m_program.facts) {
        const std::string name = (m_facts.empty() ? "" : ",") + quoted(m_edition.values[value].id) + ":";
        m_fact_names.push_back(piece(name));
        std::vector<Piece> pieces;
        if (column.kind == Column::Kind::Finite) {
            for (const auto& [one, mask] : column.values)
                pieces.push_back(piece(name + json_of(one)));
        }
        pieces.push_back(piece(name + "null"));
        m_facts.push_back(std::move(pieces));
    }
}

// Rows become columns: bit i of word j changes places with bit j of word i.
void LineWriter::transpose(std::array<Mask, block_size>& bits)
{
    Mask keep = 0x00000000FFFFFFFF;
    for (unsigned width = 32; width != 0; width >>= 1, keep ^= keep << width) {
        for (unsigned row = 0; row < block_size; row = ((row | width) + 1) & ~width) {
            const Mask swapped = ((bits[row] >> width) ^ bits[row | width]) & keep;
            bits[row] ^= swapped << width;
            bits[row | width] ^= swapped;
        }
    }
}

void LineWriter::take(const LineBlock& lines)
{
    const std::vector<Mask>& masks = lines.block.masks;
    auto gather = [&](std::array<Mask, block_size>& word, std::size_t first, std::size_t count, auto mask_of) {
        for (std::size_t i = 0; i < block_size; ++i)
            word[i] = first + i < count ? masks[mask_of(first + i)] : 0;
        transpose(word);
    };
    for (std::size_t word = 0; word < m_met.size(); ++word) {
        gather(m_met[word], word * block_size, m_program.items.size(),
               [&](std::size_t i) { return m_program.items[i].yes; });
        gather(m_not_met[word], word * block_size, m_program.items.size(),
               [&](std::size_t i) { return m_program.items[i].no; });
    }
    for (std::size_t word = 0; word < m_told.size(); ++word)
        gather(m_told[word], word * block_size, m_program.codes.size(),
               [&](std::size_t i) { return m_program.codes[i].mask; });
}

GroupOutcome LineWriter::outcome_of(const GroupPieces& group, unsigned lane) const
{
    GroupOutcome result;
    for (std::size_t word = 0; word < m_met.size(); ++word) {
        result.tally.met += static_cast<std::size_t>(std::popcount(m_met[word][lane] & group.items[word]));
        result.tally.not_met += static_cast<std::size_t>(std::popcount(m_not_met[word][lane] & group.items[word]));
    }
    result.tally.undetermined = group.size - result.tally.met - result.tally.not_met;
    result.outcome = edition::at_least(group.need, result.tally);
    for (std::size_t word = 0; word < m_met.size(); ++word) {
        if ((m_not_met[word][lane] & group.besides[word]) != 0)
            result.outcome = Outcome::NotMet;
        else if ((m_met[word][lane] & group.besides[word]) != group.besides[word])
            result.outcome = edition::both(result.outcome, Outcome::Undetermined);
    }
    return result;
}

Outcome LineWriter::outcome_of_group(bool of_class, std::size_t index, unsigned lane) const
{
    return outcome_of((of_class ? m_classes : m_requirements)[index], lane).outcome;
}

Judgement LineWriter::outcomes(unsigned lane) const
{
    Judgement judgement;
    outcomes(lane, judgement);
    return judgement;
}

void LineWriter::outcomes(unsigned lane, Judgement& judgement) const
{
    judgement.as_of = m_program.as_of;
    judgement.items.clear();
    for (std::size_t item = 0; item < m_edition.items.size(); ++item) {
        const std::size_t word = item / block_size;
        const unsigned bit = item % block_size;
        judgement.items.push_back((m_met[word][lane] >> bit & 1) != 0       ? Outcome::Met
                                  : (m_not_met[word][lane] >> bit & 1) != 0 ? Outcome::NotMet
                                                                            : Outcome::Undetermined);
    }
    judge_groups(m_edition, judgement);
}

char* LineWriter::write_class_and_final(char* out, unsigned lane, Outcome& outcome) const
{
    const Judgement judgement = outcomes(lane);
    outcome = judgement.outcome;
    std::string text = class_and_final(m_edition, judgement, m_final);
    out = copy(out, m_outcomes[static_cast<std::size_t>(outcome)]);
    return copy_text(out, text);
}

char* LineWriter::write_facts(char* out, const LineBlock& lines, unsigned lane) const
{
    for (std::size_t fact = 0; fact < m_facts.size(); ++fact) {
        const Column& column = m_program.facts[fact].second;
        const std::vector<Piece>& pieces = m_facts[fact];
        if (column.kind != Column::Kind::Finite) {
            out = copy(out, m_fact_names[fact]);
            out = copy_text(out, json_of(lines.block.value(column, lane)));
            continue;
        }
        std::size_t value = 0;
        while (value < column.values.size() && !lines.block.holds(column.values[value].second, lane))
            ++value;
        out = copy(out, pieces[value]);
    }
    return out;
}

char* LineWriter::write_codes(char* out, const LineBlock& lines, unsigned lane) const
{
    if ((lines.remarked >> lane & 1) != 0)
        return write_remarked_codes(out, lines, lane);
    const char* const begin = out;
    for (std::size_t word = 0; word < m_told.size(); ++word) {
        for (Mask told = m_told[word][lane]; told != 0; told &= told - 1)
            out = copy(out, m_codes[word * block_size + static_cast<std::size_t>(std::countr_zero(told))]);
    }
    return out == begin ? out : out - 1;
}

// The same with what was told of the document and of reading its answers, each in its place.
char* LineWriter::write_remarked_codes(char* out, const LineBlock& lines, unsigned lane) const
{
    const char* const begin = out;
    std::vector<const Remark*> of_questions;
    auto write = [&](const Remark& remark) { out = copy_text(out, quoted(remark.code) + ","); };
    for (Remark::About about : {Remark::About::Document, Remark::About::UnknownAnswer, Remark::About::Known}) {
        for (const Remark& remark : lines.remarks) {
            if (remark.lane == lane && remark.about == about)
                write(remark);
        }
    }
    for (const Remark& remark : lines.remarks) {
        // What is not asked is not read.
        if (remark.lane == lane && remark.about == Remark::About::Question &&
            !lines.block.holds(m_program.not_asked[remark.question], lane))
            of_questions.push_back(&remark);
    }
    std::stable_sort(of_questions.begin(), of_questions.end(),
                     [](const Remark* a, const Remark* b) { return a->question < b->question; });
    auto next = of_questions.begin();
    auto write_up_to = [&](std::size_t code) {
        for (; next != of_questions.end() && m_program.first_code[(*next)->question] <= code; ++next)
            write(**next);
    };
    for (std::size_t word = 0; word < m_told.size(); ++word) {
        for (Mask told = m_told[word][lane]; told != 0; told &= told - 1) {
            const std::size_t code = word * block_size + static_cast<std::size_t>(std::countr_zero(told));
            write_up_to(code);
            out = copy(out, m_codes[code]);
        }
    }
    write_up_to(m_codes.size());
    return out == begin ? out : out - 1;
}

// No line is longer. Pieces count all ways they can come out, which is more than enough.
std::size_t LineWriter::longest_line(const LineBlock& lines, unsigned lane, std::string_view otherwise) const
{
    constexpr std::size_t word = 64;
    std::size_t longest = m_longest + std::max(lines.ids[lane].size(), otherwise.size()) + word;
    if ((lines.remarked >> lane & 1) != 0) {
        for (const Remark& remark : lines.remarks)
            longest += remark.lane == lane ? remark.code.size() + word : 0;
    }
    for (const auto& [value, column] : m_program.facts) {
        if (column.kind != Column::Kind::Finite)
            longest += json_of(lines.block.value(column, lane)).size();
        longest += word;
    }
    if (!m_edition.classes.empty() || m_final == WithFinal::Yes)
        longest += m_longest_final;
    return longest;
}

Outcome LineWriter::line(const LineBlock& lines, unsigned lane, std::string_view otherwise, Output& output)
{
    char* out = output.room(longest_line(lines, lane, otherwise));
    out = copy(out, m_before_id);
    *out++ = '"';
    out = copy_text(out, lines.ids[lane].data() == nullptr ? otherwise : lines.ids[lane]);
    *out++ = '"';
    out = copy(out, m_after_id);
    Outcome outcome = Outcome::Met;
    std::vector<GroupOutcome>& requirements = m_requirement_outcomes;
    requirements.clear();
    for (const GroupPieces& group : m_requirements) {
        requirements.push_back(outcome_of(group, lane));
        outcome = edition::both(outcome, requirements.back().outcome);
    }
    if (m_edition.classes.empty() && m_final == WithFinal::No)
        out = copy(out, m_outcomes[static_cast<std::size_t>(outcome)]);
    else
        out = write_class_and_final(out, lane, outcome);
    out = copy(out, m_before_facts);
    out = write_facts(out, lines, lane);
    out = copy(out, m_before_items);
    for (const ItemPieces& items : m_items) {
        const std::size_t word = items.first / block_size;
        const unsigned shift = items.first % block_size;
        Mask met = m_met[word][lane] >> shift;
        Mask not_met = m_not_met[word][lane] >> shift;
        if (shift + items.count > block_size) {
            met |= m_met[word + 1][lane] << (block_size - shift);
            not_met |= m_not_met[word + 1][lane] << (block_size - shift);
        }
        const Mask counted = (Mask{1} << items.count) - 1;
        out = copy(out, items.pieces[three_by_three(met & counted, not_met & counted)]);
    }
    out = copy(out, m_before_requirements);
    for (std::size_t i = 0; i < m_requirements.size(); ++i)
        out = copy(
            out,
            m_requirements[i].pieces[static_cast<std::size_t>(requirements[i].outcome) * (m_requirements[i].size + 1) +
                                     requirements[i].tally.met]);
    out = copy(out, m_before_titles);
    for (const GroupPieces& group : m_titles) {
        const GroupOutcome title = outcome_of(group, lane);
        out = copy(out, group.pieces[static_cast<std::size_t>(title.outcome) * (group.size + 1) + title.tally.met]);
    }
    out = copy(out, m_before_codes);
    out = write_codes(out, lines, lane);
    output.grow_to(copy(out, m_end));
    return outcome;
}

}
