#include "fuzz/try_out.h"

#include "edition/canonical_json.h"
#include "edition/description.h"
#include "edition/differences.h"
#include "fuzz/require.h"
#include "judge/judgement_json.h"
#include "judge/judgement_text.h"

#include <fstream>
#include <sstream>

namespace kenkei::fuzz {

using base::json::Kind;
using base::json::Value;
using edition::Edition;
using edition::FieldType;
using edition::Type;

namespace {

Value string(std::string text)
{
    return {.kind = Kind::String, .text = std::move(text)};
}

Value number(std::string digits)
{
    return {.kind = Kind::Number, .text = std::move(digits)};
}

Value truth()
{
    return {.kind = Kind::Boolean, .boolean = true};
}

Value first_option(const edition::Question& question)
{
    return number(question.options.empty() ? "1" : std::to_string(question.options.front().number));
}

Value answer_to(const Edition& edition, const edition::Question& question)
{
    switch (question.type) {
    case Type::Choice:
        return first_option(question);
    case Type::Choices:
        return {.kind = Kind::Array, .items = {first_option(question)}};
    case Type::Integer:
    case Type::Decimal:
        return number(question.maximum ? question.maximum->to_text() : "1");
    case Type::Text:
        if (const edition::NameList* list = edition.find_list(question.list); list && !list->names.empty())
            return string(list->names.front());
        return string(question.example.empty() ? "見本" : question.example);
    case Type::Date:
        return string("2030-04-01");
    case Type::Month:
        return string("2030-04");
    case Type::Boolean:
        return truth();
    }
    return {};
}

Value fact_of(FieldType type)
{
    switch (type) {
    case FieldType::Boolean:
        return truth();
    case FieldType::Number:
        return number("1");
    case FieldType::Date:
        return string("2029-03-31");
    case FieldType::Text:
        return string("A");
    }
    return {};
}

Value known_facts(const Edition& edition)
{
    Value all{.kind = Kind::Object};
    for (const edition::KnownFacts& facts : edition.known) {
        Value record{.kind = Kind::Object};
        for (const auto& [id, type] : facts.fields)
            record.members.emplace_back(id, fact_of(type));
        if (facts.many)
            record = {.kind = Kind::Array, .items = {record, record}};
        all.members.emplace_back(facts.id, std::move(record));
    }
    return all;
}

answers::Application blank()
{
    return {.id = "blank", .answers = {.kind = Kind::Object}};
}

answers::Application answered(const Edition& edition)
{
    answers::Application application{
        .id = "answered", .answers = {.kind = Kind::Object}, .known = known_facts(edition)};
    for (const edition::Question& question : edition.questions)
        application.answers.members.emplace_back(question.id, answer_to(edition, question));
    return application;
}

void require_json(const std::string& text)
{
    constexpr base::json::Limits as_deep_as_proofs{.depth = 3000};
    const auto parsed = base::json::parse(text, as_deep_as_proofs);
    require_value(parsed, "what is written is JSON", text);
}

}

const Edition& shop()
{
    static const Edition edition = [] {
        std::ifstream in(KENKEI_SOURCE_DIR "/tests/editions/shop-2030.json", std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        return require_value(edition::read_canonical_json(text.str()), "tests/editions/shop-2030.json can be read");
    }();
    return edition;
}

void try_out(const Edition& edition)
{
    const std::string compiled = edition::to_canonical_json(edition);
    const auto again = edition::read_canonical_json(compiled);
    const Edition& same = require_value(again, "what is compiled can be read", compiled);
    const std::string compiled_again = edition::to_canonical_json(same);
    if (compiled != compiled_again)
        broken("what is compiled compiles to the same text", compiled + "\n" + compiled_again);
    require(edition.digest == same.digest, "its digest is the same");
    if (!edition::differences(edition, same).empty())
        broken("it differs in nothing", edition::changes_as_text(edition, same));

    edition::describe(edition);
    for (const std::string& id : edition::ids_of(edition))
        require(edition::describe(edition, id).has_value(), "every id can be described");

    edition::changes_as_text(shop(), edition);

    judge_and_show(edition, blank());
    judge_and_show(edition, answered(edition));
}

void judge_and_show(const Edition& edition, const answers::Application& application)
{
    using namespace judge;
    const base::Date as_of{2030, 5, 1};
    const Judgement judgement = judge::judge(edition, application, as_of);
    const Judgement brief = judge::judge(edition, application, as_of, Next::Skip);
    require(judgement.outcome == brief.outcome && judgement.items == brief.items,
            "a judgement does not depend on whether measures are searched for");
    require(close(edition, judgement).passed == (judgement.outcome == Outcome::Met), "only who meets all passes");

    to_text(edition, judgement, WithFinal::Yes, Explain::Yes);
    require_json(to_json(edition, judgement, WithFinal::Yes, Explain::Yes));
    const std::string line = to_json_line(edition, judgement, WithFinal::Yes);
    require(line.find('\n') == std::string::npos, "a line is one line");
    require_json(line);
}

}
