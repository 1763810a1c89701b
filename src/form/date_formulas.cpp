#include "form/date_formulas.h"

#include <algorithm>
#include <array>

namespace kenkei::form {

using edition::Question;
using edition::Type;

namespace {

// 元号 with its first and last day, oldest first.
struct Era {
    std::string_view name;
    char letter;
    int year_before;
    base::Date first;
    base::Date last;
};
constexpr std::array<Era, 5> eras = {{{"明治", 'M', 1867, {1900, 3, 1}, {1912, 7, 29}},
                                      {"大正", 'T', 1911, {1912, 7, 30}, {1926, 12, 24}},
                                      {"昭和", 'S', 1925, {1926, 12, 25}, {1989, 1, 7}},
                                      {"平成", 'H', 1988, {1989, 1, 8}, {2019, 4, 30}},
                                      {"令和", 'R', 2018, {2019, 5, 1}, {9999, 12, 31}}}};

// Which era a written day begins with, from 1; 0 if none. And how long its word is.
std::pair<std::size_t, std::size_t> era_of(const std::string& text)
{
    for (std::size_t i = 0; i < eras.size(); ++i) {
        if (text.starts_with(eras[i].name))
            return {i + 1, eras[i].name.size()};
        if (!text.empty() && (text.front() == eras[i].letter || text.front() == eras[i].letter - 'A' + 'a'))
            return {i + 1, text.size() > 1 && text[1] == '.' ? 2U : 1U};
    }
    return {0, 0};
}

// The weekdays that may stand behind a day, longest first for each day.
std::vector<std::string> weekdays()
{
    std::vector<std::string> all;
    for (std::string_view day : {"日", "月", "火", "水", "木", "金", "土"}) {
        const std::string name(day);
        for (const std::string& word :
             {"(" + name + "曜日)", "(" + name + "曜)", "(" + name + ")", name + "曜日", name + "曜"})
            all.push_back(word);
    }
    return all;
}

std::string sign_between(std::string text, bool month)
{
    auto has = [&](std::string_view sign) { return text.find(sign) != std::string::npos; };
    auto replace_first = [&](std::string_view from) {
        if (const std::size_t at = text.find(from); at != std::string::npos)
            text.replace(at, from.size(), "/");
    };
    auto replace_all = [&](char from) { std::replace(text.begin(), text.end(), from, '/'); };
    if (has("年")) {
        const std::string_view last = month ? "月" : "日";
        if (!text.ends_with(last) || has("/"))
            return "?";
        text.resize(text.size() - last.size());
        replace_first("年");
        if (!month)
            replace_first("月");
    } else if (has("/")) {
    } else if (has("-")) {
        replace_all('-');
    } else {
        replace_all('.');
    }
    return text + (month ? "/1" : "");
}

bool all_digits(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// The pieces of 2024/8/1, each "" if there is none.
std::array<std::string, 3> pieces_of(const std::string& text)
{
    const std::size_t first = text.find('/');
    const std::size_t second = first == std::string::npos ? first : text.find('/', first + 1);
    if (second == std::string::npos)
        return {};
    return {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

}

AnswerFormulas read_date(const Question& question, std::size_t question_index, const TextFormula& raw,
                         const std::string& at, const Part& part)
{
    const bool month = question.type == Type::Month;
    AnswerFormulas read{.holds = Holds::Date, .value = {}, .blank = {}};
    read.shown = raw.formula();
    // A number that is a day written without signs, 20240801, and no serial number.
    const double least = month ? 190001 : 19000101;
    const double most = month ? 999912 : 99991231;
    auto whole = [](double number) { return std::to_string(static_cast<std::int64_t>(number)); };
    const std::string packed =
        "IF(" + is_number(at) + ",AND(" + at + ">=" + whole(least) + "," + at + "<=" + whole(most) + "),FALSE)";

    TextFormula text = raw.folded(date_folds());
    for (const std::string& hyphen : hyphens())
        text = text.substitute(hyphen, "-");
    const TextFormula written = in_row(part, text.blanks_to_spaces().trimmed());
    read.blank = written.formula() + "=\"\"";
    const TextFormula compact = in_row(part, written.substitute(" ", ""));

    TextFormula day = compact;
    if (!month) {
        std::vector<std::string> words;
        for (const std::string& weekday : weekdays())
            words.push_back(excel_text(weekday));
        const std::string list = "{" + join(words, ",") + "}";
        const std::string c = compact.formula();
        day = in_row(part, {"LEFT(" + c + ",LEN(" + c + ")-SUMPRODUCT(MAX(EXACT(RIGHT(" + c + ",LEN(" + list + "))," +
                                list + ")*LEN(" + list + "))))",
                            [value = compact.value()](const Filled& filled) {
                                const std::string all = value(filled);
                                for (const std::string& weekday : weekdays()) {
                                    if (all.ends_with(weekday))
                                        return all.substr(0, all.size() - weekday.size());
                                }
                                return all;
                            }});
    }

    const std::string d = day.formula();
    std::string names;
    std::string letters;
    std::string numbers;
    for (std::size_t i = 0; i < eras.size(); ++i) {
        const std::string comma = i == 0 ? "" : ",";
        names += comma + excel_text(eras[i].name);
        letters += comma + excel_text(std::string(1, eras[i].letter));
        numbers += comma + std::to_string(i + 1);
    }
    const std::string era =
        part(Holds::Number,
             "SUMPRODUCT(EXACT(LEFT(" + d + ",2),{" + names + "})*{" + numbers + "})+SUMPRODUCT(EXACT(UPPER(LEFT(" + d +
                 ",1)),{" + letters + "})*{" + numbers + "})",
             [value = day.value()](const Filled& filled) -> Stored {
                 return static_cast<double>(era_of(value(filled)).first);
             });
    const TextFormula rest =
        in_row(part, {"IF(" + era + "=0," + d + ",MID(" + d + ",IF(" + is_one_of("LEFT(" + d + ",2)", names) +
                          ",3,IF(MID(" + d + ",2,1)=\".\",3,2)),99))",
                      [value = day.value()](const Filled& filled) {
                          const std::string all = value(filled);
                          return all.substr(era_of(all).second);
                      }});
    const std::string r0 = rest.formula();
    const TextFormula year_first =
        in_row(part, {"IF(AND(" + era + ">0,LEFT(" + r0 + ",1)=\"元\"),\"1\"&MID(" + r0 + ",2,99)," + r0 + ")",
                      [value = rest.value(), all = day.value()](const Filled& filled) {
                          const std::string behind = value(filled);
                          const bool first_year = era_of(all(filled)).first > 0 && behind.starts_with("元");
                          return first_year ? "1" + behind.substr(std::string_view("元").size()) : behind;
                      }});
    const std::string r = year_first.formula();
    const std::string t = written.formula();
    const std::string zeros = month ? "\"000000\"" : "\"00000000\"";
    const std::string unsigned_day = "IFERROR(AND(LEN(" + t + ")=" + (month ? "6" : "8") + ",EXACT(TEXT(VALUE(" + t +
                                     ")," + zeros + ")," + t + ")),FALSE)";
    const std::string split =
        "LEFT(" + t + ",4)&\"/\"&MID(" + t + ",5,2)&\"/" + (month ? "1\"" : "\"&MID(" + t + ",7,2)");
    const std::string without_last = "LEFT(" + r + ",LEN(" + r + ")-1)";
    const std::string kanji = month ? "SUBSTITUTE(" + without_last + ",\"年\",\"/\",1)"
                                    : "SUBSTITUTE(SUBSTITUTE(" + without_last + ",\"年\",\"/\",1),\"月\",\"/\",1)";
    auto has = [&](std::string_view sign) { return "ISNUMBER(FIND(" + excel_text(sign) + "," + r + "))"; };
    const std::string first = month ? "&\"/1\"" : "";
    const TextFormula pieces =
        in_row(part, {"IF(" + unsigned_day + "," + split + ",IF(" + has("年") + ",IF(AND(RIGHT(" + r + ",1)=\"" +
                          (month ? "月" : "日") + "\",NOT(" + has("/") + "))," + kanji + first + ",\"?\"),IF(" +
                          has("/") + "," + r + ",IF(" + has("-") + ",SUBSTITUTE(" + r + ",\"-\",\"/\"),SUBSTITUTE(" +
                          r + ",\".\",\"/\")))" + first + "))",
                      [value = year_first.value(), digits = written.value(), month](const Filled& filled) {
                          const std::string all = digits(filled);
                          if (all.size() == (month ? 6U : 8U) && all_digits(all))
                              return all.substr(0, 4) + "/" + all.substr(4, 2) + "/" + (month ? "1" : all.substr(6));
                          return sign_between(value(filled), month);
                      }});
    const std::string p = pieces.formula();
    const std::string slash = "FIND(\"/\"," + p + ")";
    const std::string second = "FIND(\"/\"," + p + "," + slash + "+1)";
    const std::array<std::string, 3> texts = {"LEFT(" + p + "," + slash + "-1)",
                                              "MID(" + p + "," + slash + "+1," + second + "-" + slash + "-1)",
                                              "MID(" + p + "," + second + "+1,9)"};
    std::array<std::string, 3> values;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string& one = texts[i];
        const std::string fits =
            i == 0 ? "IF(" + era + "=0,LEN(" + one + ")=4,LEN(" + one + ")<=2)" : "LEN(" + one + ")<=2";
        values[i] = part(Holds::Text,
                         "IFERROR(IF(AND(" + fits + ",EXACT(TEXT(VALUE(" + one + "),REPT(\"0\",LEN(" + one + ")))," +
                             one + ")),VALUE(" + one + "),\"?\"),\"?\")",
                         [value = pieces.value(), all = day.value(), i](const Filled& filled) -> Stored {
                             const std::string piece = pieces_of(value(filled))[i];
                             const bool gregorian = era_of(all(filled)).first == 0;
                             const bool long_enough =
                                 i == 0 && gregorian ? piece.size() == 4 : !piece.empty() && piece.size() <= 2;
                             if (!long_enough || !all_digits(piece))
                                 return std::string("?");
                             return static_cast<double>(std::stoi(piece));
                         });
    }
    std::string years = "0";
    std::string firsts = "61";
    std::string lasts = "2958465";
    for (const Era& one : eras) {
        const base::Date from = month ? base::Date{one.first.year, one.first.month, 1} : one.first;
        years += "," + std::to_string(one.year_before);
        firsts += "," + whole(serial_of(from));
        lasts += "," + whole(serial_of(one.last));
    }
    const std::string year = "(" + values[0] + "+CHOOSE(" + era + "+1," + years + "))";
    const std::string made = "DATE(" + year + "," + values[1] + "," + values[2] + ")";
    const std::string there = "IF(AND(" + year + ">=1900,MONTH(" + made + ")=" + values[1] + ",DAY(" + made +
                              ")=" + values[2] + "," + made + ">=CHOOSE(" + era + "+1," + firsts + ")," + made +
                              "<=CHOOSE(" + era + "+1," + lasts + "))," + made + ",\"?\")";
    const std::string serial = month ? "DATE(YEAR(" + at + "),MONTH(" + at + "),1)" : "INT(" + at + ")";
    const std::string found =
        part(Holds::Text,
             "IF(" + read.blank + ",\"\",IFERROR(IF(" + packed + "," + there + ",IF(" + is_number(at) + ",IF(AND(" +
                 at + ">=61," + at + "<2958466)," + serial + ",\"?\")," + there + ")),\"?\"))",
             [index = question_index](const Filled& filled) -> Stored {
                 const std::optional<feel::Value>& value = filled.answers.as_read[index];
                 if (!value)
                     return std::string();
                 return value->is_null() ? Stored(std::string("?")) : stored(Holds::Date, *value);
             });
    read.unreadable = found + "=\"?\"";
    read.value = "IF(" + read.unreadable + ",\"\"," + found + ")";
    return read;
}

}
