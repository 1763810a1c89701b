#include "base/era.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::base {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum class Precision { Day, Month };

// What stands in the text, before anybody asked whether there is such a day.
struct Written {
    const Era* era = nullptr; // nullptr: Gregorian
    int year = 0;
    int month = 0;
    int day = 1;
};

class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    bool at_end() const { return m_rest.empty(); }

    bool take(std::string_view expected)
    {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(expected.size());
        return true;
    }

    // A number of `fewest` to `most` digits, all of them: never the first part of a longer one.
    std::optional<int> take_number(std::size_t fewest, std::size_t most)
    {
        std::size_t length = 0;
        int number = 0;
        for (; length < m_rest.size() && is_digit(m_rest[length]); ++length) {
            if (length == most)
                return {};
            number = number * 10 + (m_rest[length] - '0');
        }
        if (length < fewest)
            return {};
        m_rest.remove_prefix(length);
        return number;
    }

    const Era* take_era()
    {
        for (const Era& era : eras()) {
            if (take(era.name))
                return &era;
            char small = static_cast<char>(era.letter - 'A' + 'a');
            if (take({&era.letter, 1}) || take({&small, 1})) {
                take(".");
                return &era;
            }
        }
        return nullptr;
    }

private:
    std::string_view m_rest;
};

std::string without_blanks(std::string_view text)
{
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        std::size_t start = offset;
        next_code_point(text, offset);
        std::string_view character = text.substr(start, offset - start);
        if (!is_blank(character))
            out += character;
    }
    return out;
}

// 「2024年8月1日(木)」 → 「2024年8月1日」. The weekday is not checked: it decides nothing.
std::string_view without_weekday(std::string_view text)
{
    for (std::string_view name : {"日", "月", "火", "水", "木", "金", "土"}) {
        for (std::string_view ending : {"曜日", "曜", ""}) {
            std::string weekday = std::string(name) + std::string(ending);
            std::string in_brackets = "(" + weekday + ")";
            if (text.ends_with(in_brackets))
                return text.substr(0, text.size() - in_brackets.size());
            if (!ending.empty() && text.ends_with(weekday))
                return text.substr(0, text.size() - weekday.size());
        }
    }
    return text;
}

// 20240801 and 202408. Only without blanks: 「2024 1 2」 must not become December.
std::optional<Written> read_digits(std::string_view text, Precision precision)
{
    std::size_t length = precision == Precision::Day ? 8 : 6;
    if (text.size() != length || !std::all_of(text.begin(), text.end(), is_digit))
        return {};
    auto number = [text](std::size_t start, std::size_t count) {
        return Reader(text.substr(start, count)).take_number(count, count).value_or(0);
    };
    return Written{.year = number(0, 4), .month = number(4, 2), .day = length == 8 ? number(6, 2) : 1};
}

std::optional<int> read_year(Reader& reader, const Era* era)
{
    if (!era)
        return reader.take_number(4, 4);
    if (reader.take("元"))
        return 1;
    return reader.take_number(1, 2);
}

std::optional<Written> read_parts(std::string_view text, Precision precision)
{
    Reader reader(text);
    Written written;
    written.era = reader.take_era();
    auto year = read_year(reader, written.era);
    if (!year)
        return {};
    written.year = *year;

    // The signs behind year, month and day: all of one sort.
    struct Signs {
        std::string_view year, month, day;
    };
    constexpr Signs sorts[] = {{"年", "月", "日"}, {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}};
    for (const Signs& signs : sorts) {
        if (!reader.take(signs.year))
            continue;
        auto month = reader.take_number(1, 2);
        if (!month)
            return {};
        written.month = *month;
        if (precision == Precision::Day) {
            if (!reader.take(signs.month))
                return {};
            auto day = reader.take_number(1, 2);
            if (!day || !reader.take(signs.day))
                return {};
            written.day = *day;
        } else if (signs.year == "年" && !reader.take("月")) {
            return {};
        }
        return reader.at_end() ? std::optional(written) : std::nullopt;
    }
    return {};
}

bool has_time(std::string_view text)
{
    std::size_t t = text.find_first_of("Tt");
    bool t_behind_digits = t != std::string_view::npos && t > 0 && is_digit(text[t - 1]);
    return text.find(':') != std::string_view::npos || text.find("時") != std::string_view::npos || t_behind_digits;
}

// The text as a message repeats it: what a person typed, not a whole page.
std::string quoted(std::string_view text)
{
    constexpr std::size_t most = 30;
    std::string shown;
    std::size_t offset = 0;
    std::string folded = collapse_blanks(text);
    for (std::size_t count = 0; count < most && offset < folded.size(); ++count)
        append_utf8(shown, next_code_point(folded, offset));
    return "「" + shown + (offset < folded.size() ? "…」" : "」");
}

Error error_of(std::string code, std::string message, std::string way_out)
{
    return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

Result<Written> read_written(std::string_view text, Precision precision)
{
    bool day = precision == Precision::Day;
    std::string thing = day ? "日付" : "年月";
    std::string way_out = day ? "2024-08-01、2024年8月1日、令和6年8月1日、R6.8.1 のどれかの形で書いてください。"
                              : "2024-08、2024年8月、令和6年8月、R6.8 のどれかの形で書いてください。";

    std::string folded = trim(fold_hyphens(fold_width(text)));
    if (folded.empty())
        return error_of("date.empty", thing + "が書かれていません。", way_out);
    if (auto written = read_digits(folded, precision))
        return *written;

    std::string compact = without_blanks(folded);
    if (has_time(compact))
        return error_of("date.time", quoted(text) + "には時刻が入っています。",
                        "時刻を消し、" + thing + "だけにしてください。");
    if (auto written = read_parts(day ? without_weekday(compact) : compact, precision))
        return *written;
    return error_of("date.form", quoted(text) + "は" + thing + "として読めません。", way_out);
}

std::string year_text(const Written& written)
{
    if (written.era)
        return era_year_text(*written.era, written.era->year_before + written.year) + "年";
    return std::to_string(written.year) + "年";
}

Result<Month> check_month(const Written& written)
{
    if (written.year == 0)
        return error_of("date.year", year_text(written) + "はありません。",
                        written.era ? "その元号の最初の年は元年（1年）です。" : "西暦の年は0001から9999です。");
    if (written.month < 1 || written.month > 12)
        return error_of("date.month", std::to_string(written.month) + "月はありません。", "月は1から12です。");
    return Month{written.era ? written.era->year_before + written.year : written.year, written.month};
}

// 「平成は平成元年1月8日（1989年）から平成31年4月30日（2019年）までです。」
std::string extent_of(const Era& era)
{
    auto day = [&era](Date date) {
        return era_year_text(era, date.year) + "年" + std::to_string(date.month) + "月" + std::to_string(date.day) +
               "日（" + std::to_string(date.year) + "年）";
    };
    std::string text = std::string(era.name) + "は" + day(era.first) + "から";
    return &era == &eras().back() ? text + "です。" : text + day(era.last) + "までです。";
}

Error outside_era(const Era& era, const std::string& written, const std::optional<std::string>& right_name)
{
    std::string way_out = right_name ? *right_name + "のことか、元号と年を確かめてください。"
                                     : "元号と年を確かめるか、西暦で書いてください。";
    return error_of("date.era", written + "はありません。" + extent_of(era), way_out);
}

}

Result<Date> read_date(std::string_view text)
{
    Written written = TRY(read_written(text, Precision::Day));
    Month month = TRY(check_month(written));
    auto date = Date::create(month.year, month.month, written.day);
    std::string month_name = year_text(written) + std::to_string(written.month) + "月";
    std::string name = month_name + std::to_string(written.day) + "日";
    if (!date)
        return error_of("date.day", name + "はありません。",
                        month_name + "は1日から" + std::to_string(days_in_month(month.year, month.month)) +
                            "日までです。");
    if (written.era && (*date < written.era->first || *date > written.era->last))
        return outside_era(*written.era, name, to_wareki(*date));
    return *date;
}

Result<Month> read_month(std::string_view text)
{
    Written written = TRY(read_written(text, Precision::Month));
    Month month = TRY(check_month(written));
    Date last = {month.year, month.month, days_in_month(month.year, month.month)};
    if (written.era && (last < written.era->first || month.first_day() > written.era->last))
        return outside_era(*written.era, year_text(written) + std::to_string(written.month) + "月", to_wareki(month));
    return month;
}

}
