#include "feel/builtins.h"
#include "feel/parser.h"

#include "base/edits.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr std::string_view keywords[] = {"and",  "or",   "in",     "between",  "instance",
                                         "then", "else", "return", "satisfies"};

}

bool is_keyword(std::string_view word)
{
    return std::find(std::begin(keywords), std::end(keywords), word) != std::end(keywords);
}

// The longest known name that stands at `offset`; among equals the innermost variable first, built-in functions last.
std::optional<Parser::Match> Parser::match_known(std::size_t offset) const
{
    Match best;
    auto longer = [&](std::string_view name) {
        if (name.empty() || name.front() != m_text[offset])
            return false;
        const auto end = match_name(m_text, offset, name);
        if (end == std::string_view::npos || end <= best.end)
            return false;
        best = Match{.end = end, .name = name};
        return true;
    };
    for (auto local = m_locals.rbegin(); local != m_locals.rend(); ++local) {
        longer(*local);
    }
    for (std::size_t slot = 0; slot < m_names.size(); ++slot) {
        if (longer(m_names.all()[slot]))
            best.slot = static_cast<int>(slot);
    }
    const auto before_builtins = best;
    for (const auto& builtin : builtins()) {
        if (longer(builtin.name))
            best.builtin = &builtin;
    }
    // `date and time` may be two variables: it is the function only where it is called.
    if (best.builtin != nullptr && before_builtins.end != 0 && read_token(m_text, best.end).text != "(")
        best = before_builtins;
    if (best.end == 0)
        return {};
    return best;
}

bool Parser::longer_name_at(std::size_t offset, std::size_t end) const
{
    const auto match = match_known(offset);
    return match && match->builtin == nullptr && match->end > end;
}

std::string Parser::read_words()
{
    std::string words;
    while (m_token.kind == TokenKind::Word && !(is_keyword(m_token.text) && !words.empty())) {
        if (!words.empty())
            words += ' ';
        words += m_token.text;
        advance();
    }
    return words;
}

std::string Parser::read_name_until(std::string_view ends)
{
    std::string name;
    while (m_token.kind == TokenKind::Word || m_token.kind == TokenKind::Number ||
           (m_token.kind == TokenKind::Symbol && ends.find(m_token.text) == std::string_view::npos &&
            std::string_view("+-*/'.**..?").find(m_token.text) != std::string_view::npos)) {
        if (!name.empty() && m_token.begin > m_behind)
            name += ' ';
        name += m_token.text;
        advance();
    }
    return name;
}

NodePtr Parser::parse_name()
{
    const auto begin = m_token.begin;
    const auto match = match_known(begin);
    if (match) {
        const auto behind = read_token(m_text, match->end);
        const bool goes_on = behind.kind == TokenKind::Word && !is_keyword(behind.text);
        if (!goes_on) {
            go_to(match->end);
            return make({.kind = NodeKind::Name,
                         .text = std::string(match->name),
                         .slot = match->slot,
                         .builtin = match->builtin},
                        begin);
        }
    }
    if (!match && is_keyword(m_token.text))
        return fail_expecting("式");
    auto name = read_words();
    if (m_filters > 0 || m_unknown == UnknownNames::ReadNull)
        return make({.kind = NodeKind::Name, .text = std::move(name)}, begin);
    return unknown_name(name, begin);
}

NodePtr Parser::unknown_name(const std::string& name, std::size_t begin)
{
    std::string way_out;
    if (const auto folded = base::fold_width(name);
        folded != name && m_names.find(folded) < 0 &&
        std::all_of(folded.begin(), folded.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        way_out = "全角の数字・英字・記号は半角で「" + folded + "」と書いてください";
    } else if (const auto nearest = nearest_names(name); !nearest.empty()) {
        way_out = "近い名前: " + nearest;
    }
    return fail(begin, "feel.unknown-name", "「" + name + "」という名前はありません", std::move(way_out));
}

std::string Parser::nearest_names(const std::string& name) const
{
    struct Candidate {
        std::size_t distance;
        std::string_view name;
    };
    std::vector<Candidate> candidates;
    const auto wanted = base::to_code_points(name);
    const auto furthest = std::max<std::size_t>(1, wanted.size() / 3);
    auto consider = [&](std::string_view known) {
        const auto points = base::to_code_points(known);
        const auto longer = std::max(points.size(), wanted.size());
        if (longer > 100 || longer - std::min(points.size(), wanted.size()) > furthest)
            return;
        const auto apart = base::edits_between(wanted, points);
        const bool known_already = std::any_of(candidates.begin(), candidates.end(),
                                               [&](const Candidate& other) { return other.name == known; });
        if (apart <= furthest && apart < longer && !known_already)
            candidates.push_back({apart, known});
    };
    for (const auto& local : m_locals)
        consider(local);
    for (const auto& known : m_names.all())
        consider(known);
    for (const auto& builtin : builtins())
        consider(builtin.name);
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
    std::string nearest;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, candidates.size()); ++i)
        nearest += (i == 0 ? "「" : "、「") + std::string(candidates[i].name) + "」";
    return nearest;
}

}
