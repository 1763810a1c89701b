#pragma once

#include "support/dice.h"
#include "support/editions.h"

#include <cstdint>
#include <string>
#include <vector>

// Editions and applications drawn at random, to compare two ways of judging them.
namespace kenkei::support {

// Draws an edition of a few questions of every type, with rules that read them in every way that rules do. The rules
// are not sensible, and what is null in them is met by the plain standard.
class RandomEdition {
public:
    explicit RandomEdition(std::uint64_t seed) : m_dice(seed) { draw(); }

    const Small& small() const { return m_small; }

    // A line of JSON: an application with the edition's questions, most of them answered as asked.
    std::string line(Dice& dice, std::size_t number) const;

private:
    struct Asked {
        std::string id;
        std::string type;
        bool derived = false;
    };

    void draw();
    void add_question(const std::string& type, std::size_t number);
    std::string of_type(const std::string& type)
    {
        std::vector<std::string> ids;
        for (const Asked& one : m_asked) {
            if (one.type == type)
                ids.push_back(one.id);
        }
        return ids.empty() ? "null" : m_dice.among(ids);
    }
    std::string number(int depth);
    std::string text(int depth);
    std::string date();
    std::string truth(int depth);
    std::string table();
    static std::string answer(Dice& dice, const Asked& asked);
    static std::string odd(Dice& dice);

    Dice m_dice;
    Small m_small;
    std::vector<Asked> m_asked;
    std::vector<std::string> m_numbers; // ids of values
    std::vector<std::string> m_truths;
};

inline void RandomEdition::add_question(const std::string& type, std::size_t number)
{
    const std::string id = type.substr(0, 3) + std::to_string(number) + (m_dice.one_in(8) ? std::string(40, 'x') : "");
    std::string members = R"("type":")" + type + "\"";
    if (type == "choice" || type == "choices") {
        members += R"(,"options":{)";
        const std::size_t count = 2 + m_dice.below(9);
        const std::size_t first = m_dice.below(3);
        for (std::size_t i = 0; i < count; ++i)
            members += (i > 0 ? ",\"" : "\"") + std::to_string(first + i * (1 + m_dice.below(2) * (i + 1 == count))) +
                       R"(":"選択肢")";
        members += "}";
        if (type == "choices" && m_dice.one_in(2))
            members += R"(,"exclusive":)" + std::to_string(first);
    }
    if (type == "text" && m_dice.one_in(2))
        members += R"(,"format":")" + m_dice.among({"name", "kana", "code", "contact", "email"}) + "\"";
    if (type == "text" && m_dice.one_in(6))
        members += R"(,"drop_suffix":["支部","県"])";
    if (type == "text" && m_dice.one_in(6))
        members += R"(,"list":"places")";
    if (type == "integer" && m_dice.one_in(3))
        members += R"(,"minimum":0,"maximum":500)";
    if (!m_asked.empty() && m_dice.one_in(3))
        members += ",\"when\":" + in_quotes(truth(2));
    if (m_dice.one_in(3))
        members += R"(,"deciding":true)";
    if (m_dice.one_in(2))
        members += R"(,"changeable":true)";
    if ((type == "integer" || type == "decimal") && m_dice.one_in(3))
        members += ",\"best\":" + in_quotes(this->number(1));
    else if ((type == "date" || type == "month") && m_dice.one_in(3))
        members += ",\"best\":" + in_quotes(date());
    if (type == "text" && m_dice.one_in(3))
        members += R"(,"example":")" + m_dice.among({"東京都", "A12", "あ い"}) + "\"";
    if (type == "integer" && m_dice.one_in(6))
        members += R"(,"default":7)";
    else if (type == "boolean" && m_dice.one_in(4))
        members += R"(,"default":false)";
    else if (type == "integer" && m_dice.one_in(6))
        members += ",\"default_from\":" + in_quotes(this->number(1));
    else if (type == "integer" && m_dice.one_in(6))
        members += ",\"derive\":" + in_quotes(this->number(2));
    m_small.questions.emplace_back(id, members);
    m_asked.push_back({id, type, members.find("\"derive\"") != std::string::npos});
}

inline std::string RandomEdition::number(int depth)
{
    switch (depth <= 0 ? m_dice.below(3) : m_dice.below(13)) {
    case 0:
        return m_dice.among({"0", "1", "5", "100", "-3", "2.5", "null", "1000000000000"});
    case 1:
    case 2:
        return of_type(m_dice.one_in(4) ? "choice" : m_dice.one_in(6) ? "decimal" : "integer");
    case 3:
        return "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
    case 4:
        return "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
    case 5:
        return "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
    case 6:
        return "(if " + truth(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) + ")";
    case 7:
        return m_numbers.empty() ? "count(" + of_type("choices") + ")" : m_dice.among(m_numbers);
    case 8:
        return "number(substring(" + text(depth - 1) + ", " + m_dice.among({"1", "2", "-1"}) + ", 1))";
    case 9:
        return "modulo(" + number(depth - 1) + ", " + m_dice.among({"7", "10", "1", "0", "-3"}) + ")";
    case 10:
        return "floor(" + number(depth - 1) + " / " + m_dice.among({"10", "3", "1", "0"}) + ")";
    case 11:
        return "sum(for i in 1..3" + m_dice.among({"", ", p in [i * 2]"}) + " return number(substring(" +
               text(depth - 1) + ", i, 1)) * (1 + modulo(i, 2)))";
    default:
        return "string length(" + text(depth - 1) + ")";
    }
}

inline std::string RandomEdition::text(int depth)
{
    switch (depth <= 0 ? m_dice.below(3) : m_dice.below(7)) {
    case 0:
        return m_dice.among({"\"東京都\"", "\"A12\"", "\"\"", "null"});
    case 1:
    case 2:
        return of_type("text");
    case 3:
        return "substring(" + text(depth - 1) + ", " + m_dice.among({"1", "2", "-3", "0"}) + ")";
    case 4:
        return "substring(" + text(depth - 1) + ", " + m_dice.among({"1, 2", "-2, 1", "5, 9"}) + ")";
    case 5:
        return "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
    default:
        return "replace(" + text(depth - 1) + ", \"[ 　0-9]\", \"\")";
    }
}

inline std::string RandomEdition::date()
{
    return m_dice.among(
        {of_type("date"), of_type("month"), "date(\"2030-05-01\")", "period_from", "period_to", "as_of"});
}

inline std::string RandomEdition::truth(int depth)
{
    const std::string operation = m_dice.among({"=", "!=", "<", "<=", ">", ">="});
    switch (depth <= 0 ? m_dice.below(4) : m_dice.below(19)) {
    case 0:
        return of_type("boolean");
    case 1:
        return of_type("choice") + " in " + m_dice.among({"[1..3]", "(1, 4)", "(2, [3..5])", "(< 2, 4)", "(null, 1)"});
    case 2:
        return "(some x in " + of_type("choices") + " satisfies x " + m_dice.among({"in [1..3]", "= 2", "> 3", "< 1"}) +
               ")";
    case 3:
        return m_truths.empty() ? "true" : m_dice.among(m_truths);
    case 4:
        return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
    case 5:
        return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
    case 6:
        return "not(" + truth(depth - 1) + ")";
    case 7:
        return "(if " + truth(depth - 1) + " then " + truth(depth - 1) + " else " + truth(depth - 1) + ")";
    case 8:
        return "(" + number(depth - 1) + " " + operation + " " + number(depth - 1) + ")";
    case 9:
        return "(" + m_dice.among({number(1), text(1), date(), of_type("choices"), of_type("boolean")}) + " " +
               m_dice.among({"=", "!="}) + " null)";
    case 10:
        return "(" + text(depth - 1) + " " + m_dice.among({"=", "!=", "<"}) + " " + text(depth - 1) + ")";
    case 11:
        return "(" + date() + " " + operation + " " + date() + ")";
    case 12:
        return "(" + date() + " in [period_from..period_to])";
    case 13:
        return m_dice.among({"matches", "contains", "starts with", "ends with"}) + "(" + text(depth - 1) + ", \"" +
               m_dice.among({"東京", "[0-9]+", "A", "^$", "都"}) + "\")";
    case 14:
        return "list contains(" + of_type("choices") + ", " + m_dice.among({"1", "2", "9", "null"}) + ")";
    case 15:
        return "(count(" + of_type("choices") + "[item " + m_dice.among({"< 3", "in [2..4]", "= 1"}) + "]) " +
               operation + " " + m_dice.among({"0", "1", "2", "3", "2.5"}) + ")";
    case 16:
        return "(every x in " + of_type("choices") + " satisfies x " + m_dice.among({"in [1..3]", "= 2", "> 0"}) + ")";
    case 17:
        return "(count([" + truth(depth - 1) + ", " + truth(depth - 1) + ", " + truth(depth - 1) +
               "][item = " + m_dice.among({"true", "false"}) + "]) " + operation + " " + m_dice.among({"1", "2", "3"}) +
               ")";
    default:
        return "(" + number(1) + " in " + m_dice.among({"[1..100]", "(1, 7, > 50)", "]0..5[", "[0.5..9.5]", "< 3"}) +
               ")";
    }
}

inline std::string RandomEdition::table()
{
    const std::string policy = m_dice.among({"U", "F", "A"});
    std::string rows =
        of_type("choice") + " | " + of_type("integer") + " | " + of_type("boolean") + " | out | source\\n";
    const std::size_t count = 1 + m_dice.below(5);
    for (std::size_t row = 0; row < count; ++row)
        rows += m_dice.among({"-", "1", "[1..3]", "not(2)", "2,4"}) + " | " +
                m_dice.among({"-", "<= 10", "> 10", "[0..100]", "7"}) + " | " + m_dice.among({"-", "true", "false"}) +
                " | " + m_dice.among({"small", "large"}) + " | none\\n";
    return R"({"label":"表","policy":")" + policy +
           R"(","output":{"type":"text","values":["small","large"]},"source":"none","rows":")" + rows + "\"}";
}

inline void RandomEdition::draw()
{
    m_small.lists = R"("places":{"names":["東京都","千葉県","横浜市"],"aliases":{"東京":"東京都"}})";
    m_small.known =
        R"("insurer":{"register":"台帳","fields":{"declared":"boolean","programme":"text"},"source":"none"})";
    const std::vector<std::string> types = {"choice",  "choices", "boolean", "integer",
                                            "decimal", "date",    "month",   "text"};
    const std::size_t questions = 8 + m_dice.below(10);
    for (std::size_t i = 0; i < questions; ++i)
        add_question(i < types.size() ? types[i] : m_dice.among(types), i);
    for (std::size_t i = 0; i < 2; ++i) {
        m_small.values.emplace_back("n" + std::to_string(i), number(3));
        m_numbers.push_back("n" + std::to_string(i));
        m_small.values.emplace_back("t" + std::to_string(i), truth(3));
        m_truths.push_back("t" + std::to_string(i));
    }
    m_truths.emplace_back("known.insurer.declared");
    if (of_type("choice") != "null" && of_type("integer") != "null" && of_type("boolean") != "null") {
        m_small.tables.emplace_back("size", table());
        m_truths.emplace_back("size = \"small\"");
    }
    m_small.facts.emplace_back("fact_text",
                               m_dice.one_in(2) ? text(2) : "if " + truth(1) + " then \"a\\\"b\" else \"c\"");
    m_small.facts.emplace_back("fact_number", number(2));
    m_small.facts.emplace_back("fact_date", date());
    const std::size_t items = 1 + m_dice.below(m_dice.one_in(5) ? 80 : 8);
    std::string all;
    for (std::size_t i = 0; i < items; ++i) {
        const std::string id = "i" + std::to_string(i);
        m_small.items.emplace_back(id, truth(4));
        all += (i > 0 ? ",\"" : "\"") + id + "\"";
    }
    m_small.requirements = {
        {"some", R"("at_least":)" + std::to_string(1 + m_dice.below(items)) + R"(,"of":[)" + all + "]"},
        {"first", R"("all_of":["i0"])"}};
    const std::string others = items > 1 ? R"(,"at_least":1,"of":[)" + all.substr(all.find(',') + 1) + "]" : "";
    m_small.titles = {{"title", R"("all_of":["i0"])" + others}};
    if (m_dice.one_in(3))
        m_small.classes = {{"a", R"("all_of":["i0"])"}, {"b", R"("beyond":"a","all_of":["i0"])" + others}};
    for (std::size_t i = 0; i < 4; ++i) {
        const std::string question = m_asked[m_dice.below(m_asked.size())].id;
        m_small.findings.emplace_back(question + ".f" + std::to_string(i),
                                      R"("severity":"warning","when":)" + in_quotes(truth(3)) + R"(,"message":"見る")");
    }
}

inline std::string RandomEdition::odd(Dice& dice)
{
    return dice.among({"null",
                       "\"\"",
                       "\"　\"",
                       "-1",
                       "99",
                       "1.5",
                       "1e2",
                       "12345678901234567890",
                       "[]",
                       "[1,1]",
                       "[1,99]",
                       "{}",
                       "[[1]]",
                       "\"abc\"",
                       "true",
                       "\"2030-02-29\"",
                       "\"令和12年5月1日\"",
                       "\"１２３\"",
                       "[\"1\"]",
                       "\"\\u6771\\u4eac\"",
                       "-0",
                       "0.0",
                       "[1.0,2]",
                       "\"R12.5\"",
                       "9007199254740993",
                       "1000000000001"});
}

inline std::string RandomEdition::answer(Dice& dice, const Asked& asked)
{
    if (dice.one_in(30))
        return odd(dice);
    auto option = [&] { return std::to_string(1 + dice.below(11)); };
    auto two_digits = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    if (asked.type == "choice")
        return option();
    if (asked.type == "choices") {
        std::string all = "[" + option();
        for (std::size_t i = dice.below(4); i > 0; --i)
            all += (dice.one_in(4) ? ", " : ",") + option();
        return all + "]";
    }
    if (asked.type == "boolean")
        return dice.one_in(2) ? "true" : "false";
    if (asked.type == "integer")
        return std::to_string(dice.below(dice.one_in(4) ? 1000000000 : 20));
    if (asked.type == "decimal")
        return std::to_string(dice.below(20)) + (dice.one_in(12) ? ".5" : "");
    if (asked.type == "date")
        return "\"2030-" + two_digits(1 + dice.below(12)) + "-" + two_digits(1 + dice.below(31)) + "\"";
    if (asked.type == "month")
        return "\"2030-" + two_digits(1 + dice.below(12)) + "\"";
    return dice.among({"\"東京都\"", "\"東京\"", "\"千葉県\"", "\"A12\"", "\" 青葉  支部 \"", "\"ｶﾌﾞｼｷ\"", "\"が゛ー\"",
                       "\"a b\"", "\"１２－３\"", "\"x\\ny\"", "\"カブシキガイシャ\"", "\"㈱青葉\"", "\"あいう県\"",
                       "\"12-34\""});
}

inline std::string RandomEdition::line(Dice& dice, std::size_t number) const
{
    const std::string gap = dice.one_in(3) ? " " : "";
    const bool bare = dice.one_in(10);
    std::string text = "{";
    auto add = [&](const std::string& key, const std::string& value) {
        text += (text.ends_with('{') ? "" : "," + gap) + "\"" + key + "\":" + gap + value;
    };
    if (!bare) {
        if (!dice.one_in(6))
            add("id", dice.one_in(8) ? dice.among({"null", "12.50", "true", "\"a\\\"b\""})
                                     : "\"N" + std::to_string(number) + "\"");
        if (dice.one_in(10))
            add("submitted", "[1,\"a\"]");
        if (dice.one_in(5))
            add("known",
                dice.among({"null", "{}", R"({"insurer":{"declared":true}})", R"({"insurer":{"declared":1},"x":2})",
                            R"({"insurer":null})", "3", R"({"insurer":{"declared":false,"programme":"p"}})"}));
        text += (text.ends_with('{') ? "" : "," + gap) + "\"answers\":" + gap + "{";
    }
    const bool backwards = dice.one_in(10);
    for (std::size_t i = 0; i < m_asked.size(); ++i) {
        const Asked& asked = m_asked[backwards ? m_asked.size() - 1 - i : i];
        if (asked.derived ? dice.one_in(30) : !dice.one_in(6))
            add(asked.id, answer(dice, asked));
        if (dice.one_in(60))
            add(dice.among({"nobody", "id", "known", "answers", asked.id}), odd(dice));
    }
    text += bare ? "}" : "}" + gap + "}";
    if (dice.one_in(40)) // broken off
        text.resize(dice.below(text.size()));
    if (dice.one_in(60)) // or with a byte that does not belong there
        text[dice.below(text.size() + 1) % std::max<std::size_t>(1, text.size())] = static_cast<char>(dice.below(255));
    std::erase(text, '\n');
    return text;
}

}
