#include "form/in_cells.h"

#include "base/text_table.h"
#include "edition/words.h"
#include "form/words.h"

namespace kenkei::form {

using base::json::Kind;
using edition::Edition;
using edition::Question;
using edition::Type;
using JsonValue = base::json::Value;

namespace {

JsonValue text_value(Kind kind, std::string text)
{
    JsonValue value;
    value.kind = kind;
    value.text = std::move(text);
    return value;
}

std::string date_text(const Question& question, const feel::CalendarDate& date)
{
    const base::Date day{static_cast<int>(date.year), date.month, date.day};
    return question.type == Type::Month ? base::to_iso(base::Month{day.year, day.month}) : base::to_iso(day);
}

JsonValue json_of(const Question& question, const feel::Value& value)
{
    JsonValue json;
    switch (value.kind()) {
    case feel::Kind::Boolean:
        json.kind = Kind::Boolean;
        json.boolean = value.as_boolean();
        return json;
    case feel::Kind::Number:
        return text_value(Kind::Number, value.as_number().to_text());
    case feel::Kind::Date:
        return text_value(Kind::String, date_text(question, value.as_date()));
    case feel::Kind::List:
        json.kind = Kind::Array;
        for (const feel::Value& item : value.as_list())
            json.items.push_back(json_of(question, item));
        return json;
    default:
        return text_value(Kind::String, feel::to_display(value));
    }
}

std::string_view word_of(Found found)
{
    return found == Found::Identity ? "identity" : "labels";
}

std::string place_of(const Edition& edition, const FormReading& reading, const answers::Finding& finding)
{
    const Question* question = edition.find_question(finding.question);
    return question ? reading.places[static_cast<std::size_t>(question - edition.questions.data())].where_to_look()
                    : std::string();
}

}

void put_in_cells(const Edition& edition, const Layout& layout, const FormReading& reading,
                  std::vector<answers::Finding>& findings)
{
    for (answers::Finding& finding : findings) {
        const Question* question = edition.find_question(finding.question);
        if (!question || finding.code != question->id + ".type")
            continue;
        const auto index = static_cast<std::size_t>(question - edition.questions.data());
        finding.message = message_of(edition, layout, finding, reading.places[index].raw);
        finding.next.clear();
    }
}

std::vector<std::string> cells_of(const FormReading& reading)
{
    std::vector<std::string> cells;
    for (const AnsweredAt& place : reading.places)
        cells.push_back(place.where_to_look());
    return cells;
}

JsonValue normalised_answers(const Edition& edition, const answers::AsRead& as_read)
{
    JsonValue object;
    object.kind = Kind::Object;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        if (as_read[i] && !as_read[i]->is_null() && !edition.questions[i].derive)
            object.members.push_back({edition.questions[i].id, json_of(edition.questions[i], *as_read[i])});
    }
    return object;
}

std::string to_json(const Edition& edition, const FormReading& reading, const answers::Answers& answers)
{
    base::json::Writer out(base::json::Writer::Layout::Indented);
    out.begin_object().member("id", reading.application.id).member("edition", edition.key());
    out.member("found", word_of(reading.found)).key("current").boolean(reading.current);
    out.key("answers").value(normalised_answers(edition, answers.as_read));
    out.key("cells").begin_object();
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const AnsweredAt& place = reading.places[i];
        if (answers.states[i].raw.empty() && place.raw.empty())
            continue;
        out.key(edition.questions[i].id).begin_object().member("cell", place.text()).member("raw", place.raw);
        out.end_object();
    }
    out.end_object();
    out.key("findings").begin_array();
    for (const answers::Finding& finding : answers.findings) {
        out.begin_object().member("code", finding.code).member("severity", edition::name_of(finding.severity));
        if (!finding.question.empty())
            out.member("question", finding.question);
        if (const std::string cell = place_of(edition, reading, finding); !cell.empty())
            out.member("cell", cell);
        out.member("message", finding.message + finding.next);
        if (!finding.source.empty())
            out.member("source", finding.source);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take() + "\n";
}

std::string to_text(const Edition& edition, const FormReading& reading, const answers::Answers& answers)
{
    std::string text = edition.name + "　" + reading.application.id + "\n";
    base::TextTable table({base::TextTable::Align::Left});
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const Question& question = edition.questions[i];
        const std::optional<feel::Value>& read = answers.as_read[i];
        const AnsweredAt& place = reading.places[i];
        if (!read || question.derive)
            continue;
        std::string value = read->is_null() ? "読み取れません" : answers::show(question, *read);
        if (read->is_null() || (question.type == Type::Text && value != place.raw))
            value += "（セル: " + place.raw + "）";
        table.add_row({place.text(), question.name(), std::move(value)});
    }
    text += table.to_text("");
    for (const answers::Finding& finding : answers.findings) {
        const std::string cell = place_of(edition, reading, finding);
        text += "・" + finding.message + finding.next + (cell.empty() ? "" : "［" + cell + "］") + "　" + finding.code +
                "\n";
    }
    return text;
}

}
