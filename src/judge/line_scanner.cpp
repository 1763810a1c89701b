#include "judge/line_scanner.h"

#include "answers/known.h"
#include "answers/normalise.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "judge/scan_state.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace kenkei::judge {

using edition::Question;
using edition::Type;

namespace narrow {

namespace {

#ifdef __SSE2__

// The first quote, backslash or control character at or behind `p`.
inline const char* string_stop(const char* p)
{
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i last_control = _mm_set1_epi8(0x1F);
    for (;; p += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
        const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
        if (const auto stops = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(ends, controls))); stops != 0)
            return p + std::countr_zero(stops);
    }
}

inline bool begins_with(const char* p, const char* key, std::uint32_t wanted)
{
    auto same = [&](std::size_t at) {
        const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + at));
        const __m128i b = _mm_load_si128(reinterpret_cast<const __m128i*>(key + at));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)));
    };
    return ((same(0) | same(16) << 16) & wanted) == wanted;
}

#else

inline const char* string_stop(const char* p)
{
    while (*p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20)
        ++p;
    return p;
}

inline bool begins_with(const char* p, const char* key, std::uint32_t wanted)
{
    return std::memcmp(p, key, static_cast<std::size_t>(std::popcount(wanted))) == 0;
}

#endif

#include "judge/scan_line.inc"

}

const char* scan(LineScanner::State& state, const char* p, LineBlock& lines, unsigned lane)
{
    return scan_line(state, p, lines, lane);
}

}

PlainCharacters::PlainCharacters(edition::Format format) : m_format(format), m_pages(0x10000 / page_size)
{
    for (std::size_t c = 0x21; c < 0x7F; ++c)
        m_ascii[c] =
            answers::fold(format, std::string(1, static_cast<char>(c))) == std::string(1, static_cast<char>(c));
}

bool PlainCharacters::is_plain(char32_t c)
{
    Page& page = m_pages[c / page_size];
    if (!page.known) {
        page.known = true;
        const auto first = static_cast<char32_t>(c / page_size * page_size);
        for (std::size_t i = 0; i < page_size; ++i) {
            const auto other = static_cast<char32_t>(first + i);
            if (other >= 0xD800 && other <= 0xDFFF)
                continue;
            std::string text;
            base::append_utf8(text, other);
            const bool joins = other == 0x3099 || other == 0x309A;
            page.plain[i] = !joins && answers::fold(m_format, text) == text;
        }
    }
    return page.plain[c % page_size];
}

bool PlainCharacters::all_plain(const char* text, const char* end)
{
    bool after_blank = true; // a blank here would be at an end or a second one
    const bool keeps_blanks = m_format != edition::Format::Code;
    while (text != end) {
        const auto c = static_cast<unsigned char>(*text);
        if (c < 0x80) {
            if (c == ' ') {
                if (after_blank || !keeps_blanks)
                    return false;
                after_blank = true;
                ++text;
                continue;
            }
            if (!m_ascii[c])
                return false;
            ++text;
        } else {
            if (c < 0xE0 || c >= 0xF0)
                return false;
            const auto code_point = static_cast<char32_t>((c & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F));
            if (!is_plain(code_point))
                return false;
            text += 3;
        }
        after_blank = false;
    }
    return !after_blank;
}

LineScanner::State::State(const Program& compiled) : program(compiled), edition(*compiled.edition)
{
    for (Keys* keys : {&top, &answers}) {
        keys->all.resize(1);
        keys->details.resize(1);
    }
    plain.resize(static_cast<std::size_t>(edition::Format::Email) + 1);
    for (const edition::NameList& list : edition.lists)
        lists[list.id].insert(list.names.begin(), list.names.end());
}

// A new line: no key has been seen in it.
void LineScanner::State::next_line()
{
    if (++line != 0)
        return;
    for (Keys* keys : {&top, &answers}) {
        for (Key& key : keys->all)
            key.seen = 0;
    }
    line = 1;
}

// The key in [key, quote), as it will be recognised from now on.
std::uint16_t LineScanner::State::find(Keys& keys, const char* key, const char* quote)
{
    constexpr std::size_t most_keys = 8192;
    constexpr std::size_t longest_key = 90; // a comparison stays within what may be read behind a line
    const std::string_view name(key, static_cast<std::size_t>(quote - key));
    if (auto known = keys.by_name.find(name); known != keys.by_name.end())
        return known->second;
    if (keys.all.size() >= most_keys || name.size() > longest_key)
        return 0;
    Key added;
    KeyDetails details{.name = std::string(name)};
    added.size = static_cast<std::uint16_t>(name.size() + 1);
    const std::size_t here = std::min<std::size_t>(added.size, Key::inline_size);
    std::memcpy(added.text, key, here);
    added.wanted = here == Key::inline_size ? ~std::uint32_t{0} : (std::uint32_t{1} << here) - 1;
    if (&keys == &top) {
        added.action = name == "id"        ? Action::Id
                       : name == "answers" ? Action::Answers
                       : name == "known"   ? Action::Known
                                           : Action::Unknown;
    } else {
        plan(added, details);
    }
    const auto index = static_cast<std::uint16_t>(keys.all.size());
    keys.all.push_back(added);
    keys.details.push_back(std::move(details));
    keys.by_name.emplace(keys.details.back().name, index);
    return index;
}

void LineScanner::State::plan(Key& key, KeyDetails& details)
{
    const Question* question = edition.find_question(details.name);
    if (!question) {
        key.action = Action::Unknown;
        return;
    }
    details.question = static_cast<std::size_t>(question - edition.questions.data());
    const AnswerPlan& plan = program.answers[details.question];
    key.answered = plan.answered;
    key.action = Action::General;
    if (plan.derived)
        return;
    if (!plan.options.empty()) {
        key.place = static_cast<Register>(plan.lowest);
        key.option_numbers = plan.option_numbers;
        if (question->exclusive)
            details.exclusive = Mask{1} << (*question->exclusive - plan.lowest);
    }
    if (plan.number)
        key.place = *plan.number;
    if (plan.text)
        key.place = *plan.text;
    switch (question->type) {
    case Type::Choice:
        key.action = Action::Choice;
        break;
    case Type::Choices:
        key.action = Action::Choices;
        break;
    case Type::Boolean:
        key.action = Action::Boolean;
        break;
    case Type::Integer:
    case Type::Decimal:
        // What bounds that are no whole numbers of this size may refuse is looked at the general way.
        details.least = -largest_number;
        details.most = largest_number;
        if (question->minimum)
            details.least = std::max(details.least, question->minimum->ceiling().to_int64().value_or(largest_number));
        if (question->maximum)
            details.most = std::min(details.most, question->maximum->floor().to_int64().value_or(-largest_number));
        key.action = Action::Integer;
        break;
    case Type::Date:
        key.action = Action::Date;
        break;
    case Type::Month:
        key.action = Action::Month;
        break;
    case Type::Text:
        key.action = plan.text_read || !question->list.empty() ? Action::ReadText
                     : plan.presence_read                      ? Action::FindText
                                                               : Action::IgnoreText;
        break;
    }
}

bool LineScanner::State::read_text(const Key& key, const char* begin, const char* end, LineBlock& lines, unsigned lane)
{
    const Question& question = edition.questions[details_of(key).question];
    const std::string_view text(begin, static_cast<std::size_t>(end - begin));
    if (!question.list.empty()) {
        auto names = lists.find(question.list);
        if (names == lists.end() || !names->second.contains(text))
            return false;
    } else {
        auto& characters = plain[static_cast<std::size_t>(question.format)];
        if (!characters)
            characters = std::make_unique<PlainCharacters>(question.format);
        if (!characters->all_plain(begin, end))
            return false;
    }
    for (const std::string& suffix : question.drop_suffix) {
        if (text.ends_with(suffix))
            return false;
    }
    lines.block.masks[key.answered] |= Mask{1} << lane;
    lines.block.texts[key.place].of[lane] = text;
    return true;
}

bool LineScanner::State::general(const Key& key, const char* begin, const char* end, LineBlock& lines, unsigned lane)
{
    Block& block = lines.block;
    const Mask bit = Mask{1} << lane;
    const std::size_t index = details_of(key).question;
    const AnswerPlan& plan = program.answers[index];
    const Question& question = edition.questions[index];
    const auto raw = base::json::parse({begin, static_cast<std::size_t>(end - begin)});
    if (!raw.ok())
        return false;
    answers::Reading reading = answers::normalise(edition, question, *raw);
    if (plan.derived)
        return reading.unanswered && !reading.finding; // an answer would be compared with what is computed
    if (reading.finding) {
        lines.remarks.push_back({.lane = lane,
                                 .about = Remark::About::Question,
                                 .question = index,
                                 .code = std::move(reading.finding->code)});
        lines.remarked |= bit;
    }
    if (reading.unanswered)
        return true;
    const feel::Value& value = reading.value;
    block.masks[value.is_null() ? plan.refused : plan.answered] |= bit;
    if (value.is_null())
        return true;
    auto choose = [&](std::int64_t option) { block.masks[plan.option(option)] |= bit; };
    switch (value.kind()) {
    case feel::Kind::Boolean:
        choose(value.as_boolean() ? 1 : 0);
        return true;
    case feel::Kind::List:
        for (const feel::Value& item : value.as_list())
            choose(*item.as_number().to_int64());
        return true;
    case feel::Kind::Number: {
        const auto number = value.as_number().to_int64();
        if (!plan.options.empty()) {
            choose(*number);
            return true;
        }
        if (number && *number >= -largest_number && *number <= largest_number) {
            block.numbers[*plan.number].of[lane] = *number;
            return true;
        }
        return !plan.number_read;
    }
    case feel::Kind::Date: {
        const feel::CalendarDate& date = value.as_date();
        block.numbers[*plan.number].of[lane] = date.year * 10000 + date.month * 100 + date.day;
        return true;
    }
    case feel::Kind::String:
        block.texts[*plan.text].of[lane] = block.keep(value.as_string());
        return true;
    default:
        return false;
    }
}

bool LineScanner::State::read_known(const char* begin, const char* end, LineBlock& lines, unsigned lane)
{
    const auto raw = base::json::parse({begin, static_cast<std::size_t>(end - begin)},
                                       {.depth = base::json::Limits{}.depth - 1}); // it stands inside the document
    if (!raw.ok() || (raw->kind != base::json::Kind::Object && raw->kind != base::json::Kind::Null))
        return false;
    std::vector<answers::Finding> findings;
    feel::Value facts = answers::read_known(edition, *raw, findings);
    for (answers::Finding& finding : findings) {
        lines.remarks.push_back({.lane = lane, .about = Remark::About::Known, .code = std::move(finding.code)});
        lines.remarked |= Mask{1} << lane;
    }
    lines.block.masks[program.known_given] |= Mask{1} << lane;
    if (program.known)
        lines.block.boxes[*program.known][lane] = std::move(facts);
    return true;
}

void LineScanner::State::take_back(LineBlock& lines, unsigned lane, std::size_t remarks)
{
    const Mask bit = Mask{1} << lane;
    if (program.known && lines.block.holds(program.known_given, lane))
        lines.block.boxes[*program.known][lane] = program.nothing_known;
    for (Register mask = 2; mask < program.sources_end; ++mask)
        lines.block.masks[mask] &= ~bit;
    lines.remarks.erase(lines.remarks.begin() + static_cast<std::ptrdiff_t>(remarks), lines.remarks.end());
    lines.remarked &= ~bit;
    lines.ids[lane] = {};
}

LineScanner::LineScanner(const Program& program, Width width) : m_state(std::make_unique<State>(program))
{
    m_state->scan = width == Width::Wide ? &wide::scan : &narrow::scan;
}

LineScanner::~LineScanner() = default;
LineScanner::LineScanner(LineScanner&&) noexcept = default;
LineScanner& LineScanner::operator=(LineScanner&&) noexcept = default;

const char* LineScanner::scan(const char* text, LineBlock& lines, unsigned lane)
{
    const std::size_t remarks = lines.remarks.size();
    const char* end = m_state->scan(*m_state, text, lines, lane);
    if (end == nullptr)
        m_state->take_back(lines, lane, remarks);
    return end;
}

void LineScanner::expect_bare(bool bare)
{
    m_state->bare = bare && m_state->edition.find_question("answers") == nullptr;
}

void LineBlock::clear()
{
    block.clear();
    ids.fill({});
    remarks.clear();
    remarked = 0;
}

}
