// Filling a form and reading it gives the normalised answers again, for random answers of every edition.

#include "answers/answers.h"
#include "answers/normalise.h"
#include "form/form.h"
#include "form/in_cells.h"
#include "scheme/load_edition.h"
#include "support/random_edition.h"
#include "xlsx/workbook_writer.h"

#include <cstdlib>

namespace kenkei {

using base::json::Kind;
using edition::Question;
using edition::Type;
using support::Dice;
using JsonValue = base::json::Value;

namespace {

constexpr base::Date as_of{2024, 10, 1};

JsonValue scalar(Kind kind, std::string text)
{
    JsonValue value;
    value.kind = kind;
    value.text = std::move(text);
    return value;
}

// What people and their programs put into text fields.
std::string some_text(Dice& dice)
{
    static const std::vector<std::string> pieces = {
        "株式会社", "𠮷野",     "髙﨑",     "①",          "㈱",
        "(有)",     "\n",       " ",        "　",         "0012345",
        "-",        "ー",       "ｶﾌﾞｼｷ",    "かな",       "\"引用\"",
        "‘曲’",     "<b>&amp;", "_x000D_",  "=1+2",       "'",
        "+81",      "1e5",      "2024/8/1", "葛󠄀城", "👨‍👩‍👧",
        "TRUE",     "#REF!",    "\t",       "1,800",      "　末尾"};
    std::string text;
    for (std::size_t n = 1 + dice.below(6); n > 0; --n)
        text += dice.among(pieces);
    if (dice.one_in(8))
        text = "12345678901234567890123456789012345"; // 35 digits
    if (dice.one_in(40))
        text.append(3'000, 'x');
    return text;
}

std::string some_number(Dice& dice, bool whole)
{
    static const std::vector<std::string> edges = {"0",
                                                   "1",
                                                   "19",
                                                   "20",
                                                   "50",
                                                   "51",
                                                   "100",
                                                   "300000000",
                                                   "999999999999999",
                                                   "1000000000000000",
                                                   "12345678901234567890",
                                                   "-3"};
    if (dice.one_in(2))
        return dice.among(edges);
    if (whole)
        return std::to_string(dice.below(100'000));
    return dice.among({"0.1", "1.1", "33.333", "0.000001", "99999.99", "1.23456789012345678901234567890123"});
}

JsonValue some_answer(const edition::Edition& edition, const Question& question, Dice& dice)
{
    switch (question.type) {
    case Type::Choice:
        return scalar(Kind::Number, std::to_string(question.options[dice.below(question.options.size())].number));
    case Type::Choices: {
        JsonValue list;
        list.kind = Kind::Array;
        for (const edition::Option& option : question.options) {
            if (option.number != question.exclusive && dice.one_in(3))
                list.items.push_back(scalar(Kind::Number, std::to_string(option.number)));
        }
        if (list.items.empty() && question.exclusive)
            list.items.push_back(scalar(Kind::Number, std::to_string(*question.exclusive)));
        return list;
    }
    case Type::Integer:
    case Type::Decimal:
        return scalar(Kind::Number, some_number(dice, question.type == Type::Integer));
    case Type::Date:
        return scalar(Kind::String, dice.among({"2024-08-01", "1900-03-01", "1899-12-31", "1868-01-01", "2024-02-29",
                                                "9999-12-31", "1989-01-07", "2019-05-01"}));
    case Type::Month:
        return scalar(Kind::String, dice.among({"2024-08", "1900-03", "1900-02", "9999-12", "2019-05"}));
    case Type::Boolean: {
        JsonValue value;
        value.kind = Kind::Boolean;
        value.boolean = dice.one_in(2);
        return value;
    }
    case Type::Text:
        break;
    }
    if (const edition::NameList* list = edition.find_list(question.list); list && !dice.one_in(4))
        return scalar(Kind::String, dice.among(list->names));
    return scalar(Kind::String, some_text(dice));
}

std::string text_of(const JsonValue& value)
{
    base::json::Writer writer(base::json::Writer::Layout::Indented);
    writer.value(value);
    return writer.take();
}

JsonValue normalised(const edition::Edition& edition, const answers::Application& application)
{
    return form::normalised_answers(edition, answers::read_answers(edition, application, as_of).as_read);
}

void expect_round_trips(const edition::Edition& edition, std::size_t count)
{
    const form::Form form(edition);
    Dice dice(20241001);
    for (std::size_t n = 0; n < count; ++n) {
        answers::Application raw;
        raw.answers.kind = Kind::Object;
        for (const Question& question : edition.questions) {
            if (!question.derive && !dice.one_in(5))
                raw.answers.members.push_back({question.id, some_answer(edition, question, dice)});
        }
        answers::Application filled;
        filled.id = "𠮷-" + std::to_string(n);
        filled.answers = normalised(edition, raw);
        const form::Form::Workbook workbook = form.fill(filled, as_of);
        EXPECT_TRUE(workbook.not_shown.empty());
        const auto bytes = xlsx::write_workbook(workbook.book);
        ASSERT_TRUE(bytes.ok()) << base::describe(bytes.error());
        auto reader = xlsx::WorkbookReader::open(*bytes);
        ASSERT_TRUE(reader.ok()) << base::describe(reader.error());
        const auto reading = form::answers_from_workbook(*reader, edition, form.layout());
        ASSERT_TRUE(reading.ok()) << base::describe(reading.error());
        EXPECT_TRUE(reading->current);
        EXPECT_EQ(reading->application.id, filled.id);
        EXPECT_TRUE(reading->application.findings.empty());
        ASSERT_EQ(text_of(normalised(edition, reading->application)), text_of(filled.answers)) << edition.key();
        ASSERT_EQ(text_of(reading->exported), text_of(filled.answers)) << edition.key();
    }
}

}

TEST(WorkbookRoundTrip, 用紙に書いて読むと_正規化した回答に戻る)
{
    namespace fs = std::filesystem;
    std::size_t editions = 0;
    for (const char* root : {"schemes", "tests/editions"}) {
        for (const auto& scheme : fs::directory_iterator(fs::path(KENKEI_SOURCE_DIR) / root)) {
            if (!scheme.is_directory())
                continue;
            for (const auto& folder : fs::directory_iterator(scheme.path())) {
                if (!fs::exists(folder.path() / "edition.yaml"))
                    continue;
                SCOPED_TRACE(folder.path().string());
                const edition::ReadResult read = scheme::load_edition(folder.path());
                ASSERT_TRUE(read.edition);
                expect_round_trips(*read.edition, 12);
                ++editions;
            }
        }
    }
    EXPECT_GE(editions, 6U);
}

TEST(WorkbookRoundTrip, でたらめな年度版の用紙でも)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE(seed);
        expect_round_trips(support::edition_of(support::RandomEdition(seed).small()), 5);
    }
}

}
