#include "scheme/lint.h"

#include "base/json.h"
#include "scheme/load_edition.h"
#include "scheme/null_rule.h"
#include "scheme/parts.h"
#include "scheme/static_types.h"
#include "scheme/yaml_tree.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace kenkei::scheme {

namespace fs = std::filesystem;

namespace {

const fs::path root = KENKEI_SOURCE_DIR;

std::string told(const std::vector<base::Error>& errors)
{
    std::string all;
    for (const base::Error& error : errors)
        all += error.code + " " + base::describe(error) + "\n";
    return all;
}

edition::ReadResult compiled(const edition::Parts& parts)
{
    return edition::read_edition(parts,
                                 [](std::string_view text, const feel::Names& names) -> base::Result<feel::NodePtr> {
                                     return apply_null_rule(TRY(feel::parse_expression(text, names)));
                                 });
}

// tests/editions/shop/2030, which a test may change.
class Shop {
public:
    Shop() : m_parts(read_parts(root / "tests/editions/shop/2030").parts) {}

    // In `file`, `from` becomes `to`; the first place counts.
    Shop& replace(std::string_view file, std::string_view from, std::string_view to)
    {
        edition::Part& changed = part(file);
        const std::size_t at = changed.text.find(from);
        EXPECT_NE(at, std::string::npos) << file << ": " << from;
        if (at == std::string::npos)
            return *this;
        changed.text.replace(at, from.size(), to);
        auto tree = read_yaml(changed.text, changed.file);
        EXPECT_TRUE(tree.ok());
        if (tree.ok())
            changed.tree = std::move(*tree);
        return *this;
    }

    edition::Part& part(std::string_view file)
    {
        if (file == "questions.yaml")
            return m_parts.questions;
        for (auto& [id, table] : m_parts.tables) {
            if (file == "tables/" + id + ".yaml")
                return table;
        }
        return file == "edition.yaml" ? m_parts.edition : m_parts.criteria;
    }

    std::vector<base::Error> lint() const
    {
        const edition::ReadResult read = compiled(m_parts);
        EXPECT_TRUE(read.edition) << told(read.errors);
        std::vector<base::Error> errors;
        if (read.edition)
            lint_expressions(m_parts, *read.edition, errors);
        return errors;
    }

    edition::Edition edition() const
    {
        edition::ReadResult read = compiled(m_parts);
        EXPECT_TRUE(read.edition) << told(read.errors);
        return read.edition ? std::move(*read.edition) : edition::Edition{};
    }

private:
    edition::Parts m_parts;
};

}

// Not only those of today: an edition that is added is looked at, too.
TEST(LintExpressions, 同梱の年度版に誤りの疑いはない)
{
    for (const char* folder : {"schemes", "tests/editions", "tests/cli/schemes"}) {
        for (const auto& scheme : fs::directory_iterator(root / folder)) {
            if (!scheme.is_directory() || scheme.path().filename() == "shared")
                continue;
            for (const auto& each : fs::directory_iterator(scheme)) {
                const edition::ReadResult read = load_edition(each.path());
                if (!read.edition) {
                    std::cout << each.path() << " を読めないので調べません。\n" << told(read.errors);
                    continue;
                }
                std::vector<base::Error> errors;
                lint_expressions(read_parts(each.path()).parts, *read.edition, errors);
                EXPECT_TRUE(errors.empty()) << each.path() << "\n" << told(errors);
            }
        }
    }
}

TEST(LintExpressions, 式の誤りをファイルと行と桁で示す)
{
    struct Fault {
        std::string file;
        std::string from;
        std::string to;
        std::string code;
        std::string at; // what stands where the error points
    };
    const Fault faults[] = {
        {"criteria.yaml", "plan = 1\n      or", "plan = 4\n      or", "rule.impossible", "4\n      or"},
        {"criteria.yaml", "or plan = 2", "or plan = \"2\"", "rule.incomparable", "\"2\""},
        {"criteria.yaml", "some m in means satisfies m in [1..3]", "means in [1..3]", "rule.incomparable", "[1..3]"},
        {"criteria.yaml", "satisfies m in [1..3]", "satisfies m in [1..8]", "rule.impossible", "[1..8]"},
        {"criteria.yaml", "size = \"small\"", "size = \"smal\"", "rule.impossible", "\"smal\""},
        {"criteria.yaml", "if total = null or trained = null", "if total = null", "rule.if-null",
         "total = null or total"},
        {"criteria.yaml", "100*trained >= 95*total", "trained >= floor", "rule.unit", "trained >= floor"},
        {"criteria.yaml", "duration(\"P1Y\")", "365", "rule.type", "period_from - 365"},
        {"criteria.yaml", "opened_on <= period_from - duration(\"P1Y\")", "opened_on <= date(\"2029-02-29\")",
         "rule.date", "date(\"2029-02-29\")"},
        {"criteria.yaml", "agreed = true", "agreed = true or true", "rule.constant", "true\n  opened"},
        {"criteria.yaml", "agreed = true", "true", "rule.constant", "true\n  opened"},
        {"criteria.yaml", "agreed = true", "staff", "rule.type", "staff\n  opened"},
        {"criteria.yaml", "when: trained > total", "when: trained - total", "rule.type", "trained - total"},
        {"criteria.yaml", "when: trained > total", "when: trained", "rule.type", "trained\n    message"},
        {"criteria.yaml", "value: 20", "value: floor + 20", "rule.unit", "floor + 20"},
        {"criteria.yaml", "a.class = \"A\"", "a.class = 1", "rule.incomparable", "1\nrequirements"},
        {"questions.yaml", "when: plan = 2", "when: plan = 9", "rule.impossible", "9\n        example"},
        {"questions.yaml", "when: plan = 2", "when: plan", "rule.type", "plan\n        example"},
        {"questions.yaml", "when: plan = 2", "when: false", "rule.constant", "false\n        example"},
        {"questions.yaml", "derive: staff + helpers", "derive: name", "rule.type", "name, carry"},
        {"questions.yaml", "derive: staff + helpers", "derive: floor", "rule.unit", "floor, carry"},
        {"questions.yaml", "if kind = 1 then name", "if kind = 1 then staff", "rule.type", "if kind = 1 then staff"},
        {"questions.yaml", "if kind = 1 then name else null", "if plan = 1 then name else code", "rule.if-null",
         "plan = 1 then name"},
        {"questions.yaml", "best: total", "best: opened_on", "rule.type", "opened_on\n"},
        {"questions.yaml", "options: { 1: ある, 2: 別の形である, 3: ない }",
         "options: { 1: ある, 2: 別の形である, 3: ない }\n        default_from: if as_of > period_to then 1 else 4",
         "rule.impossible", "if as_of > period_to then 1 else 4"},
        {"tables/rank.yaml", "[2..3]", "[2..4]", "rule.impossible", "[2..4]"},
        {"tables/rank.yaml", ">= 2 ", "\"2\"  ", "rule.incomparable", "\"2\"  "},
        {"tables/rank.yaml", "count(means)", "count(staff)", "rule.type", "staff)"},
        {"tables/size.yaml", "| false ", "| 0     ", "rule.incomparable", "0     "},
        {"tables/size.yaml", "[1..limit] | true", "[9..1]     | true", "rule.date", "[9..1]     | true"},
        {"tables/size.yaml", "> limit", "> floor", "rule.unit", "floor"},
    };
    for (const Fault& fault : faults) {
        SCOPED_TRACE(fault.file + ": " + fault.from + " → " + fault.to);
        Shop shop;
        shop.replace(fault.file, fault.from, fault.to);
        const std::vector<base::Error> errors = shop.lint();
        ASSERT_EQ(errors.size(), 1U) << told(errors);
        const base::Error& error = errors.front();
        EXPECT_EQ(error.code, fault.code) << told(errors);
        const edition::Part& part = shop.part(fault.file);
        EXPECT_EQ(error.file, part.file);
        const std::size_t offset = part.text.find(fault.at);
        ASSERT_NE(offset, std::string::npos) << fault.at;
        EXPECT_EQ(error.at, base::position_of(part.text, offset)) << told(errors);
        EXPECT_FALSE(error.way_out.empty());
        EXPECT_FALSE(error.excerpt.empty());
    }
}

TEST(LintExpressions, 誤りを一度にすべて示す)
{
    Shop shop;
    shop.replace("criteria.yaml", "plan = 1\n      or plan = 2", "plan = 4\n      or plan = \"2\"");
    shop.replace("questions.yaml", "when: plan = 2", "when: plan = 9");
    shop.replace("tables/rank.yaml", "[2..3]", "[2..4]");
    EXPECT_EQ(shop.lint().size(), 4U) << told(shop.lint());
}

// The answer is made the list's own name, so that it never equals another spelling of it.
TEST(LintExpressions, 一覧の別名と比べる式は正式な名前を示して断る)
{
    Shop shop;
    shop.replace("criteria.yaml", "agreed = true", "town = \"みどり町\"");
    const std::vector<base::Error> errors = shop.lint();
    ASSERT_EQ(errors.size(), 1U) << told(errors);
    EXPECT_EQ(errors.front().code, "rule.impossible");
    EXPECT_EQ(errors.front().way_out, "\"緑町\" と書いてください。");
    shop.replace("criteria.yaml", "town = \"みどり町\"", "town in (\"港町\", \"朝日\", \"ほかの町\")");
    EXPECT_EQ(shop.lint().size(), 1U) << told(shop.lint());
}

TEST(StaticTypes, 設問と値の型は選択肢と単位と未回答のあり得ることを持つ)
{
    using Form = feel::StaticType::Form;
    const edition::Edition edition = Shop().edition();
    const std::vector<feel::StaticType> types = static_types(edition);
    ASSERT_EQ(types.size(), edition.names.size());
    const auto type = [&](std::string_view name) { return types[static_cast<std::size_t>(edition.names.find(name))]; };
    EXPECT_EQ(type("as_of").form, Form::Date);
    EXPECT_FALSE(type("as_of").nullable);
    EXPECT_EQ(type("lists").entries.front().second.element->form, Form::String);
    EXPECT_TRUE(type("known").entries.front().second.nullable); // a record
    EXPECT_EQ(type("known").entries.back().second.form, Form::List);
    EXPECT_EQ(type("staff").form, Form::Number);
    EXPECT_EQ(type("staff").unit, "人");
    EXPECT_TRUE(type("staff").nullable);
    EXPECT_TRUE(type("helpers").nullable); // has a default, but an answer that cannot be read is null
    EXPECT_TRUE(type("total").nullable);
    EXPECT_EQ(type("plan").values.size(), 3U);
    EXPECT_TRUE(type("plan").choice);
    EXPECT_EQ(type("means").element->values.size(), 4U);
    EXPECT_FALSE(type("means").element->nullable);
    EXPECT_EQ(type("renewed").form, Form::Date);
    EXPECT_TRUE(type("branch").nullable);
    EXPECT_TRUE(type("owner").nullable); // default_from may find nothing
    EXPECT_EQ(type("limit").unit, "人");
    EXPECT_FALSE(type("limit").nullable);
    EXPECT_EQ(type("size").values.size(), 2U);
    EXPECT_EQ(type("rank").form, Form::Number);
    EXPECT_EQ(type("rank").values.size(), 2U);
    EXPECT_FALSE(type("first_day").nullable);
}

}
