#include "form/answer_formulas.h"

#include "base/decimal.h"
#include "base/fold.h"
#include "form/date_formulas.h"
#include "form/formula_parts.h"

#include <algorithm>
#include <array>

namespace kenkei::form {

using edition::Question;
using edition::Type;

namespace {

std::string cell_reference(xlsx::Place place)
{
    return xlsx::reference(form_sheet, place);
}

// Reads the cells of one question.
class AnswerReader {
public:
    AnswerReader(const edition::Edition& edition, std::size_t index, const Layout& layout, const Lists& lists,
                 const Part& part)
        : m_question(edition.questions[index])
        , m_index(index)
        , m_cells(layout.inputs(index))
        , m_lists(lists)
        , m_part(part)
    {}

    AnswerFormulas read() const
    {
        switch (m_question.type) {
        case Type::Choice:
            return read_choice();
        case Type::Choices:
            return read_choices();
        case Type::Integer:
        case Type::Decimal:
            return read_number();
        case Type::Date:
        case Type::Month:
            return read_date(m_question, m_index, typed(), cell(), m_part);
        case Type::Boolean:
            return read_boolean();
        case Type::Text:
            break;
        }
        return read_text();
    }

private:
    std::string cell(std::size_t option = 0) const { return cell_reference(m_cells[option]); }

    // What stands in a cell; nothing while its pull-down still says what to do.
    TextFormula typed(std::size_t option = 0, const char* yes = "TRUE", const char* no = "FALSE") const
    {
        const std::string at = cell(option);
        return {"IF(ISLOGICAL(" + at + "),IF(" + at + "," + excel_text(yes) + "," + excel_text(no) + "),IF(EXACT(" +
                    at + "," + excel_text(choose) + "),\"\"," + at + "&\"\"))",
                [index = m_index, option, yes = std::string(yes), no = std::string(no)](const Filled& filled) {
                    const CellText& text = filled.cells[index][option];
                    if (text.kind == xlsx::CellKind::Boolean)
                        return text.number != 0 ? yes : no;
                    return text.text == choose ? std::string() : text.text;
                }};
    }

    // The answer as it is read from the cells: a number, "?" if there is something else, "" if there is nothing.
    std::function<Stored(const Filled&)> number_or_question_mark() const
    {
        return [index = m_index](const Filled& filled) -> Stored {
            const auto raw = base::json::parse(filled.answers.states[index].raw);
            if (!raw.ok() || raw->kind == base::json::Kind::Null)
                return std::string();
            const auto number = raw->kind == base::json::Kind::Number ? base::Decimal::parse(raw->text) : std::nullopt;
            if (!number)
                return std::string("?");
            return stored(Holds::Number, feel::Value::number(*number));
        };
    }

    // A number in a text without blanks at its ends: 1,800, 「１８」. An Excel value, or an error.
    std::string number_in(const TextFormula& text) const
    {
        const TextFormula digits = in_row(m_part, text.substitute(",", ""));
        TextFormula rest = digits;
        for (char c = '0'; c <= '9'; ++c)
            rest = rest.substitute(std::string(1, c), "");
        const std::string n = digits.formula();
        const std::string signs = in_row(m_part, rest).formula();
        return "IF(AND(" + is_one_of(signs, "\"\",\".\",\"-\",\"-.\",\"+\",\"+.\"") + ",LEN(" + n + ")>LEN(" + signs +
               "),OR(LEN(" + signs + ")=0," + signs + "=\".\",EXACT(LEFT(" + n + ",1),LEFT(" + signs + ",1)))),VALUE(" +
               n + "),\"?\")";
    }

    AnswerFormulas read_number() const
    {
        const TextFormula raw = typed();
        const TextFormula text = in_row(m_part, raw.folded(number_folds()).blanks_to_spaces().trimmed());
        TextFormula digits = text;
        if (!m_question.unit.empty()) {
            const std::string unit = base::fold_width(m_question.unit);
            const std::string at = text.formula();
            const std::string length = "LEN(" + excel_text(unit) + ")";
            digits = {"IF(EXACT(RIGHT(" + at + "," + length + ")," + excel_text(unit) + "),TRIM(LEFT(" + at + ",LEN(" +
                          at + ")-" + length + "))," + at + ")",
                      [value = text.value(), unit](const Filled& filled) {
                          const std::string whole = value(filled);
                          return whole.ends_with(unit) ? base::trim(whole.substr(0, whole.size() - unit.size()))
                                                       : whole;
                      }};
        }
        AnswerFormulas read{.holds = Holds::Number, .value = {}, .blank = text.formula() + "=\"\""};
        const std::string found = m_part(Holds::Text,
                                         "IF(" + read.blank + ",\"\",IFERROR(IF(" + is_number(cell()) + "," + cell() +
                                             "," + number_in(digits) + "),\"?\"))",
                                         number_or_question_mark());
        read.unreadable = m_question.type == Type::Integer
                              ? "IF(ISNUMBER(" + found + ")," + found + "<>INT(" + found + ")," + found + "=\"?\")"
                              : found + "=\"?\"";
        read.value = "IF(" + read.unreadable + ",\"\"," + found + ")";
        read.shown = raw.formula();
        return read;
    }

    // Which option's words a text is; 0 if none.
    std::string option_of(const TextFormula& text) const
    {
        std::string formula;
        Folds labels;
        for (const edition::Option& option : m_question.options) {
            std::string label = folded(option.label, choice_folds());
            const std::string number = std::to_string(option.number);
            formula +=
                (formula.empty() ? "" : "+") + ("EXACT(" + text.formula() + "," + excel_text(label) + ")*") + number;
            labels.emplace_back(std::move(label), number);
        }
        return m_part(Holds::Number, std::move(formula),
                      [value = text.value(), labels](const Filled& filled) -> Stored {
                          const std::string words = value(filled);
                          for (const auto& [label, number] : labels) {
                              if (words == label)
                                  return std::stod(number);
                          }
                          return 0.0;
                      });
    }

    // A number, perhaps with an option's words behind it: 「2」, 「②」, 「2.」, 「2番」, 「2．その他」; or the words
    // alone.
    AnswerFormulas read_choice() const
    {
        const TextFormula raw = typed();
        const TextFormula text = in_row(m_part, raw.folded(choice_folds()).blanks_to_spaces().trimmed());
        const std::string t = text.formula();
        AnswerFormulas read{.holds = Holds::Number, .value = {}, .blank = t + "=\"\""};

        // How many digits the text begins with.
        TextFormula zeros = text;
        for (char c = '1'; c <= '9'; ++c)
            zeros = zeros.substitute(std::string(1, c), "0");
        const std::string z = in_row(m_part, zeros).formula();
        auto digits_of_text = [value = text.value()](const Filled& filled) {
            const std::string whole = value(filled);
            return std::min(whole.find_first_not_of("0123456789"), whole.size());
        };
        constexpr std::size_t most = 9;
        std::string lengths;
        std::string noughts;
        for (std::size_t length = 1; length <= most + 1; ++length) {
            lengths += (lengths.empty() ? "" : ",") + std::to_string(length);
            noughts += (noughts.empty() ? "\"" : ",\"") + std::string(length, '0') + "\"";
        }
        const std::string digits =
            m_part(Holds::Number,
                   "SUMPRODUCT(MAX(EXACT(LEFT(" + z + ",{" + lengths + "}),{" + noughts + "})*{" + lengths + "}))",
                   [digits_of_text](const Filled& filled) -> Stored {
                       return static_cast<double>(std::min(digits_of_text(filled), most + 1));
                   });
        const TextFormula behind =
            in_row(m_part, {"TRIM(MID(" + t + "," + digits + "+1,32767))",
                            [value = text.value(), digits_of_text](const Filled& filled) {
                                return base::trim(value(filled).substr(std::min(digits_of_text(filled), most + 1)));
                            }});
        static constexpr std::array<std::string_view, 6> marks = {"番", ".", ")", ":", "、", "。"};
        std::string mark_list;
        for (std::string_view mark : marks)
            mark_list += (mark_list.empty() ? "" : ",") + excel_text(mark);
        const std::string b = behind.formula();
        const TextFormula words = in_row(
            m_part, {"IF(" + is_one_of("LEFT(" + b + ",1)", mark_list) + ",TRIM(MID(" + b + ",2,32767))," + b + ")",
                     [value = behind.value()](const Filled& filled) {
                         const std::string rest = value(filled);
                         for (std::string_view mark : marks) {
                             if (rest.starts_with(mark))
                                 return base::trim(rest.substr(mark.size()));
                         }
                         return rest;
                     }});
        const std::string w = words.formula();
        const std::string by_label = option_of(text);
        const std::string of_words = option_of(words);
        const std::string number = "VALUE(LEFT(" + t + "," + digits + "))";
        const std::string fits = "OR(SUBSTITUTE(" + w + ",\"0\",\"\")=\"\",AND(MID(" + t + "," + digits +
                                 "+1,1)=\" \"," + of_words + "=0,NOT(ISNUMBER(FIND(LEFT(" + w +
                                 ",1),\"0123456789\"))))," + of_words + "=" + number + ")";
        const std::string found = m_part(Holds::Text,
                                         "IF(" + read.blank + ",\"\",IF(" + is_number(cell()) + "," + cell() + ",IF(" +
                                             by_label + ">0," + by_label + ",IF(AND(" + digits + ">0," + digits +
                                             "<=9),IF(" + fits + "," + number + ",\"?\"),\"?\"))))",
                                         number_or_question_mark());
        std::string numbers;
        for (const edition::Option& option : m_question.options)
            numbers += (numbers.empty() ? "" : ",") + std::to_string(option.number);
        const std::string is_option = "ISNUMBER(MATCH(" + found + ",{" + numbers + "},0))";
        read.unreadable = "IF(ISNUMBER(" + found + ")," + found + "<>INT(" + found + ")," + found + "=\"?\")";
        read.no_option =
            "IF(ISNUMBER(" + found + "),AND(" + found + "=INT(" + found + "),NOT(" + is_option + ")),FALSE)";
        read.value = "IF(" + is_option + "," + found + ",\"\")";
        read.shown = raw.formula();
        read.number = found;
        return read;
    }

    AnswerFormulas read_choices() const
    {
        static const std::string ticks = "\"1\",\"１\",\"○\",\"〇\",\"◯\",\"レ\",\"ﾚ\",\"✓\",\"✔\"";
        std::string numbers;
        std::string wrong;
        std::string exclusive;
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            const std::string text = in_row(m_part, typed(i, "1", "0").blanks_to_spaces().trimmed()).formula();
            const std::string number = std::to_string(m_question.options[i].number);
            const std::string ticked = is_one_of(text, ticks);
            numbers += (numbers.empty() ? "" : "&") + ("IF(" + ticked + ",\"," + number + "\",\"\")");
            wrong += (wrong.empty() ? "" : ",") + ("NOT(" + is_one_of(text, ticks + ",\"\",\"0\",\"０\"") + ")");
            if (m_question.options[i].number == m_question.exclusive)
                exclusive = number;
        }
        AnswerFormulas read{.holds = Holds::Choices, .value = {}, .blank = {}};
        auto raw_list = [index = m_index](const Filled& filled) {
            auto raw = base::json::parse(filled.answers.states[index].raw);
            return raw.ok() ? std::move(raw->items) : std::vector<base::json::Value>();
        };
        read.unreadable = m_part(Holds::Number, "IF(OR(" + wrong + "),1,0)",
                                 [raw_list](const Filled& filled) -> Stored {
                                     for (const base::json::Value& item : raw_list(filled)) {
                                         if (item.kind != base::json::Kind::Number)
                                             return 1.0;
                                     }
                                     return 0.0;
                                 }) +
                          "=1";
        const std::string found = m_part(Holds::Text, numbers, [raw_list](const Filled& filled) -> Stored {
            std::string text;
            for (const base::json::Value& item : raw_list(filled)) {
                if (item.kind == base::json::Kind::Number)
                    text += "," + item.text;
            }
            return text;
        });
        read.blank = "AND(" + found + "=\"\",NOT(" + read.unreadable + "))";
        if (!exclusive.empty()) {
            read.exclusive = "AND(NOT(" + read.unreadable + ")," + found + "<>\"," + exclusive +
                             "\",ISNUMBER(FIND(\"," + exclusive + ",\"," + found + "&\",\")))";
        }
        std::string invalid = "OR(" + found + "=\"\"," + read.unreadable;
        if (!read.exclusive.empty())
            invalid += "," + read.exclusive;
        read.value = "IF(" + invalid + "),\"\"," + found + "&\",\")";
        read.shown = "\"\"";
        return read;
    }

    AnswerFormulas read_boolean() const
    {
        const TextFormula raw = typed();
        const std::string text = in_row(m_part, typed(0, "はい", "いいえ").blanks_to_spaces().trimmed()).formula();
        AnswerFormulas read{.holds = Holds::Truth, .value = {}, .blank = text + "=\"\""};
        const std::string yes = is_one_of(text, "\"はい\",\"○\",\"〇\",\"◯\"");
        const std::string no = is_one_of(text, "\"いいえ\",\"×\"");
        read.unreadable = "NOT(OR(" + read.blank + "," + yes + "," + no + "))";
        read.value = "IF(" + yes + ",1,IF(" + no + ",0,0.5))";
        read.shown = raw.formula();
        return read;
    }

    AnswerFormulas read_text() const
    {
        using edition::Format;
        AnswerFormulas read{.holds = Holds::Text, .value = {}, .blank = {}};
        TextFormula text = in_row(m_part, typed());
        fold_in_rows(text, width_folds());
        fold_in_rows(text, half_kana_folds());
        if (m_question.format == Format::Kana)
            fold_in_rows(text, hiragana_folds());
        if (m_question.format == Format::Code || m_question.format == Format::Contact) {
            for (const std::string& hyphen : hyphens())
                text = text.substitute(hyphen, "-");
        }
        switch (m_question.format) {
        case Format::Code:
            text = in_row(m_part, text.blanks_to_spaces().substitute("-", "").substitute(" ", ""));
            break;
        case Format::Name:
        case Format::Kana:
            text = in_row(m_part,
                          text.substitute(blanks()[4], "").substitute(blanks()[6], "").blanks_to_spaces().trimmed());
            break;
        case Format::Contact:
        case Format::Free:
        case Format::Email:
            text = without_blank_ends(text);
            break;
        }
        read.blank = text.formula() + "=\"\"";
        text = without_suffix(text);
        std::string value = text.formula();
        if (auto list = m_lists.names.find(m_question.list); list != m_lists.names.end()) {
            const std::string row =
                "SUMPRODUCT(EXACT(" + list->second.spelling + "," + value + ")*(ROW(" + list->second.spelling + ")-1))";
            value = "IF(" + row + ">0,INDEX(" + list->second.spelt + "," + row + ")," + value + ")";
        }
        read.value = "IF(" + read.blank + ",\"\"," + value + ")";
        read.shown = value;
        return read;
    }

    void fold_in_rows(TextFormula& text, const Folds& folds) const
    {
        constexpr std::size_t most = 50; // Excel takes 64 levels
        const std::span<const std::pair<std::string, std::string>> all(folds);
        for (std::size_t at = 0; at < all.size(); at += most)
            text = in_row(m_part, text.folded(all.subspan(at, std::min(most, all.size() - at))));
    }

    // Without blanks at its ends; those inside stay as they are, but for wide ones.
    TextFormula without_blank_ends(const TextFormula& whole) const
    {
        const TextFormula text = in_row(m_part, whole.substitute(blanks()[3], " ").substitute(blanks()[5], " "));
        const TextFormula spaced = in_row(m_part, text.blanks_to_spaces());
        const TextFormula core = in_row(m_part, spaced.trimmed());
        const std::string all = spaced.formula();
        const std::string last = "RIGHT(" + core.formula() + ",1)";
        const std::string begin = "FIND(LEFT(" + core.formula() + ",1)," + all + ")";
        const std::string end = "FIND(CHAR(1),SUBSTITUTE(" + all + "," + last + ",CHAR(1),LEN(" + all +
                                ")-LEN(SUBSTITUTE(" + all + "," + last + ",\"\"))))";
        return in_row(m_part, {"IF(" + core.formula() + "=\"\",\"\",MID(" + text.formula() + "," + begin + "," + end +
                                   "-" + begin + "+1))",
                               [value = text.value()](const Filled& filled) { return base::trim(value(filled)); }});
    }

    // Without the first of the suffixes that it has.
    TextFormula without_suffix(const TextFormula& text) const
    {
        if (m_question.drop_suffix.empty())
            return text;
        const std::string at = text.formula();
        std::string formula = at;
        for (auto suffix = m_question.drop_suffix.rbegin(); suffix != m_question.drop_suffix.rend(); ++suffix) {
            const std::string length = "LEN(" + excel_text(*suffix) + ")";
            formula = "IF(AND(LEN(" + at + ")>" + length + ",EXACT(RIGHT(" + at + "," + length + ")," +
                      excel_text(*suffix) + ")),TRIM(LEFT(" + at + ",LEN(" + at + ")-" + length + "))," + formula + ")";
        }
        return in_row(m_part,
                      {std::move(formula), [value = text.value(), suffixes = m_question.drop_suffix](const Filled& f) {
                           const std::string whole = value(f);
                           for (const std::string& suffix : suffixes) {
                               if (whole.size() > suffix.size() && whole.ends_with(suffix))
                                   return base::trim(whole.substr(0, whole.size() - suffix.size()));
                           }
                           return whole;
                       }});
    }

    const Question& m_question;
    std::size_t m_index;
    std::vector<xlsx::Place> m_cells;
    const Lists& m_lists;
    const Part& m_part;
};

}

Holds holds_of(const Question& question)
{
    switch (question.type) {
    case Type::Choice:
    case Type::Integer:
    case Type::Decimal:
        return Holds::Number;
    case Type::Choices:
        return Holds::Choices;
    case Type::Date:
    case Type::Month:
        return Holds::Date;
    case Type::Boolean:
        return Holds::Truth;
    case Type::Text:
        break;
    }
    return Holds::Text;
}

AnswerFormulas read_answer(const edition::Edition& edition, std::size_t index, const Layout& layout, const Lists& lists,
                           const Part& part)
{
    return AnswerReader(edition, index, layout, lists, part).read();
}

}
