#include "form/excel_pattern.h"

#include "base/utf8.h"
#include "form/excel_part.h"
#include "form/pattern_pieces.h"

#include <algorithm>
#include <map>
#include <set>

namespace kenkei::form {

namespace {

std::string quoted(const std::u32string& word)
{
    return excel_text(base::to_utf8(word));
}

std::string array_of_words(const Words& words)
{
    std::vector<std::string> items;
    for (const std::u32string& word : words)
        items.push_back(quoted(word));
    return items.size() == 1 ? items.front() : array_of(items);
}

// Whether one of the words stands in `text`, from a place on.
std::string found(const Words& words, const std::string& text, const std::string& from)
{
    const std::string place = from.empty() ? "" : "," + from;
    const std::string one = "ISNUMBER(FIND(" + array_of_words(words) + "," + text + place + "))";
    return words.size() == 1 ? one : "SUMPRODUCT(--" + one + ")>0";
}

// Behind the earliest end of one of the words; beyond the text, or an error, if there is none.
std::string behind(const Words& words, const std::string& text, const std::string& from)
{
    const std::string place = from.empty() ? "" : "," + from;
    if (words.size() == 1)
        return "FIND(" + quoted(words.front()) + "," + text + place + ")+" +
               std::to_string(utf16_length(words.front()));
    std::u32string all = U"|"; // with all of them behind the text, each is found
    std::vector<std::string> lengths;
    for (const std::u32string& word : words) {
        all += word;
        lengths.push_back(std::to_string(utf16_length(word)));
    }
    return "SUMPRODUCT(MIN(FIND(" + array_of_words(words) + "," + text + "&" + quoted(all) + place + ")+" +
           array_of(lengths) + "))";
}

std::map<std::size_t, Words> by_length(const Words& words)
{
    std::map<std::size_t, Words> lengths;
    for (const std::u32string& word : words)
        lengths[utf16_length(word)].push_back(word);
    return lengths;
}

std::string is_one_of(const std::string& part, const Words& words)
{
    if (words.size() == 1)
        return "EXACT(" + part + "," + quoted(words.front()) + ")";
    return "SUMPRODUCT(--EXACT(" + part + "," + array_of_words(words) + "))>0";
}

std::string part_at(const std::string& text, std::size_t place, std::size_t length)
{
    if (place == 0)
        return "LEFT(" + text + "," + std::to_string(length) + ")";
    return "MID(" + text + "," + std::to_string(place + 1) + "," + std::to_string(length) + ")";
}

// The words stand at the beginning, at the end, or are all of it.
std::string at_edge(const Words& words, bool start, bool end, const std::string& text)
{
    if (start && end)
        return is_one_of(text, words);
    std::vector<std::string> any;
    for (const auto& [length, same] : by_length(words)) {
        if (length == 0)
            return "TRUE";
        any.push_back(is_one_of((start ? "LEFT(" : "RIGHT(") + text + "," + std::to_string(length) + ")", same));
    }
    return any_of(any);
}

// Words with gaps of any characters between them: each from the earliest end of those before.
std::optional<std::string> with_gaps(const Alternative& alternative, const std::string& text)
{
    std::string from; // where the next words may begin
    std::string whole = text;
    const std::vector<Stretch>& stretches = alternative.stretches;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const Stretch& stretch = stretches[i];
        const bool anchored = i == 0 && alternative.start && stretch.most != unlimited;
        const bool last = i + 1 == stretches.size();
        if (std::find(stretch.words.begin(), stretch.words.end(), U"") != stretch.words.end())
            return {};
        if (i > 0 && stretch.most != unlimited)
            return {};
        if (i == 0 && !anchored)
            from = stretch.least > 0 ? std::to_string(stretch.least + 1) : "";
        else if (!anchored && stretch.least > 0)
            from += "+" + std::to_string(stretch.least);
        if (last && alternative.end) {
            if (anchored || alternative.trailing > 0)
                return {};
            std::vector<std::string> any;
            for (const auto& [length, same] : by_length(stretch.words)) {
                const std::string one = is_one_of("RIGHT(" + text + "," + std::to_string(length) + ")", same);
                any.push_back(from.empty() ? one
                                           : "IFERROR(AND(" + one + ",LEN(" + text + ")-" + std::to_string(length - 1) +
                                                 ">=" + from + "),FALSE)");
            }
            return any_of(any);
        }
        if (last && alternative.trailing > 0)
            whole = "LEFT(" + text + ",MAX(0,LEN(" + text + ")-" + std::to_string(alternative.trailing) + "))";
        if (!anchored) {
            if (last)
                return found(stretch.words, whole, from);
            from = behind(stretch.words, text, from);
            continue;
        }
        if (stretch.most - stretch.least > 3)
            return {};
        std::map<std::size_t, std::vector<std::string>> here; // by where the words end
        for (std::size_t place = stretch.least; place <= stretch.most; ++place) {
            for (const auto& [length, same] : by_length(stretch.words))
                here[place + length].push_back(is_one_of(part_at(whole, place, length), same));
        }
        std::string end;
        std::string closing;
        std::vector<std::string> any;
        for (const auto& [place, ways] : here) {
            any.push_back(any_of(ways));
            end += "IF(" + any_of(ways) + "," + std::to_string(place + 1) + ",";
            closing += ")";
        }
        if (last)
            return any_of(any);
        from = end + "NA()" + closing;
    }
    return {};
}

// The whole text, place by place; at most one piece may be of different lengths.
std::optional<std::string> place_by_place(const Alternative& alternative, const std::string& text)
{
    const std::vector<Piece>& pieces = alternative.pieces;
    std::size_t least = 0;
    std::size_t most = 0;
    std::optional<std::size_t> varying;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].kind != Piece::Kind::Words || !pieces[i].is_set())
            return {};
        if (pieces[i].least != pieces[i].most) {
            if (varying)
                return {};
            varying = i;
        }
        least += pieces[i].least;
        most = pieces[i].most == unlimited ? unlimited : most + pieces[i].most;
    }
    std::vector<std::string> all;
    const std::string length = "LEN(" + text + ")";
    if (most == least)
        all.push_back(length + "=" + std::to_string(least));
    else
        all.push_back(length + ">=" + std::to_string(least));
    if (most != least && varying && pieces[*varying].most != unlimited)
        all.push_back(length + "<=" + std::to_string(least + pieces[*varying].most - pieces[*varying].least));

    std::size_t place = 0;
    std::size_t behind_it = 0; // places behind the piece of different lengths
    for (std::size_t i = varying ? *varying + 1 : pieces.size(); i < pieces.size(); ++i)
        behind_it += pieces[i].least;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = pieces[i];
        const std::vector<char32_t> characters = piece.characters();
        std::string part;
        std::string places = std::to_string(piece.least);
        if (varying == i) {
            const std::size_t others = place + behind_it;
            places = others == 0 ? length : length + "-" + std::to_string(others);
            part = others == 0      ? text
                   : behind_it == 0 ? "MID(" + text + "," + std::to_string(place + 1) + "," + length + ")"
                                    : "MID(" + text + "," + std::to_string(place + 1) + ",MAX(0," + places + "))";
        } else if (varying && i > *varying) {
            part = "LEFT(RIGHT(" + text + "," + std::to_string(behind_it) + ")," + std::to_string(piece.least) + ")";
            behind_it -= piece.least;
        } else if (pieces.size() == 1) {
            part = text;
        } else {
            part = part_at(text, place, piece.least);
        }
        if (varying != i && piece.least == 1)
            all.push_back(characters.size() == 1
                              ? "EXACT(" + part + "," + quoted(std::u32string(1, characters.front())) + ")"
                              : "ISNUMBER(FIND(" + part + "," +
                                    quoted(std::u32string(characters.begin(), characters.end())) + "))");
        else if (piece.most > 0)
            all.push_back(count_characters(characters, part) + "=" + places);
        place += piece.least;
    }
    return "AND(" + [&] {
        std::string joined;
        for (const std::string& one : all)
            joined += (joined.empty() ? "" : ",") + one;
        return joined;
    }() + ")";
}

// How often the words stand in the text; none of them may overlap itself.
std::string occurrences(const Words& words, const std::string& text)
{
    const auto lengths = by_length(words);
    std::string sum;
    for (const auto& [length, same] : lengths) {
        std::string count =
            "SUMPRODUCT(LEN(" + text + ")-LEN(SUBSTITUTE(" + text + "," + array_of_words(same) + ",\"\")))";
        if (length > 1)
            count += "/" + std::to_string(length);
        sum += (sum.empty() ? "" : "+") + count;
    }
    return sum;
}

bool overlaps_itself(const std::u32string& word)
{
    for (std::size_t n = 1; n < word.size(); ++n) {
        if (word.compare(0, n, word, word.size() - n, n) == 0)
            return true;
    }
    return false;
}

// [^皆](さん|氏): more such words than stand at the beginning or behind what is shut out.
std::optional<std::string> behind_others(const Alternative& alternative, const std::string& text)
{
    const std::vector<Piece>& pieces = alternative.pieces;
    if (alternative.start || alternative.end || pieces.size() < 2 || pieces[0].kind != Piece::Kind::Outside ||
        pieces[0].least != 1)
        return {};
    Alternative behind_it;
    behind_it.pieces.assign(pieces.begin() + 1, pieces.end());
    const auto finite = behind_it.words();
    if (!finite)
        return {};
    const Words& words = *finite;
    Words shut_out;
    for (const std::u32string& before : pieces[0].words) {
        for (const std::u32string& word : words) {
            shut_out.push_back(before + word);
            if (word.empty() || overlaps_itself(word) || overlaps_itself(shut_out.back()))
                return {};
            // One word inside another would be counted with it.
            for (const std::u32string& other : words) {
                if (other != word && other.find(word) != std::u32string::npos)
                    return {};
            }
        }
    }
    if (shut_out.size() > most_words)
        return {};
    return occurrences(words, text) + "-(" + at_edge(words, true, false, text) + ")>" + occurrences(shut_out, text);
}

// [(（][^)）]+[)）]: an opening character that no closing one follows at once, and a closing one later.
std::optional<std::string> in_brackets(const Alternative& alternative, const std::string& text)
{
    const std::vector<Piece>& pieces = alternative.pieces;
    if (alternative.start || alternative.end || pieces.size() != 3 || !pieces[0].is_set() || !pieces[2].is_set() ||
        pieces[1].kind != Piece::Kind::Outside || pieces[0].least != 1 || pieces[2].least != 1 ||
        pieces[1].least != 1 || pieces[1].most != unlimited || pieces[1].words != pieces[2].words)
        return {};
    std::string opened = text; // with the pairs that hold nothing blotted out
    for (const std::u32string& opening : pieces[0].words) {
        for (const std::u32string& closing : pieces[2].words)
            opened = "SUBSTITUTE(" + opened + "," + quoted(opening + closing) + ",\"||\")";
    }
    return found(pieces[2].words, text, behind(pieces[0].words, opened, "") + "+1");
}

// One character that is none of these.
std::optional<std::string> any_other(const Alternative& alternative, const std::string& text)
{
    const std::vector<Piece>& pieces = alternative.pieces;
    if (pieces.size() != 1 || pieces[0].kind != Piece::Kind::Outside || pieces[0].least != 1)
        return {};
    std::vector<char32_t> characters = pieces[0].characters();
    if (!alternative.start && !alternative.end)
        return count_characters(characters, text) + "<LEN(" + text + ")";
    if (alternative.start && alternative.end && pieces[0].most == unlimited)
        return "AND(LEN(" + text + ")>0," + count_characters(characters, text) + "=0)";
    return {};
}

}

std::size_t utf16_length(std::u32string_view text)
{
    return text.size() +
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char32_t c) { return c > 0xFFFF; }));
}

std::string count_characters(const std::vector<char32_t>& characters, const std::string& text)
{
    Words words;
    for (const char32_t c : characters)
        words.emplace_back(1, c);
    const std::string left = "LEN(" + text + ")-LEN(SUBSTITUTE(" + text + "," + array_of_words(words) + ",\"\"))";
    return words.size() == 1 ? "(" + left + ")" : "SUMPRODUCT(" + left + ")";
}

std::optional<PatternFormula> excel_pattern(std::string_view pattern, const std::string& text)
{
    if (auto address = address_pattern(pattern, text))
        return PatternFormula{*address};
    const auto alternatives = alternatives_of(pattern);
    if (!alternatives)
        return {};
    std::vector<std::string> any;
    std::map<std::pair<bool, bool>, Words> words; // by what they are anchored to
    for (const Alternative& alternative : *alternatives) {
        const auto finite = alternative.words();
        if (finite &&
            !(alternative.start && alternative.end && finite->size() > 20 && place_by_place(alternative, text))) {
            if (!alternative.start && !alternative.end &&
                std::find(finite->begin(), finite->end(), U"") != finite->end())
                return PatternFormula{"TRUE"};
            Words& all = words[{alternative.start, alternative.end}];
            for (const std::u32string& word : *finite) {
                if (std::find(all.begin(), all.end(), word) == all.end())
                    all.push_back(word);
            }
            continue;
        }
        std::optional<std::string> formula;
        if (alternative.start && alternative.end)
            formula = place_by_place(alternative, text);
        for (const auto way : {with_gaps, behind_others, in_brackets, any_other}) {
            if (!formula && (way != with_gaps || !alternative.stretches.empty()))
                formula = way(alternative, text);
        }
        if (!formula)
            return {};
        any.push_back(*formula);
    }
    for (const auto& [anchors, all] : words) {
        if (all.size() > most_words)
            return {};
        any.push_back(anchors.first || anchors.second ? at_edge(all, anchors.first, anchors.second, text)
                                                      : found(all, text, ""));
    }
    if (any.empty())
        return {};
    const bool gaps = std::any_of(alternatives->begin(), alternatives->end(), [](const Alternative& alternative) {
        return std::any_of(alternative.pieces.begin(), alternative.pieces.end(),
                           [](const Piece& piece) { return piece.kind == Piece::Kind::Any; });
    });
    if (!gaps)
        return PatternFormula{any_of(any)};
    return PatternFormula{"IF(ISNUMBER(FIND(CHAR(10)," + text + ")),NA()," + any_of(any) + ")", true};
}

}
