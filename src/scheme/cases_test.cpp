#include "scheme/cases.h"

#include "scheme/demo.h"
#include "scheme/edition_folder_testing.h"
#include "support/editions.h"

#include <algorithm>

namespace kenkei::scheme {

TEST(ReadCases, 事例は基の回答を写して変え_期待を受け継ぐ)
{
    EditionFolder folder;
    const edition::Edition edition = loaded(folder);
    const Cases cases = read_cases(folder.folder(), edition);
    EXPECT_TRUE(cases.errors.empty());
    ASSERT_GT(cases.cases.size(), 10U);
    EXPECT_EQ(cases.cases[0].name, "sample");
    EXPECT_TRUE(cases.cases[0].good);
    auto found = std::find_if(cases.cases.begin(), cases.cases.end(),
                              [](const Case& one) { return one.name == "21人からは小さな店ではない"; });
    ASSERT_NE(found, cases.cases.end());
    EXPECT_EQ(found->file, "editions/shop/2030/cases/bad/size.yaml");
    EXPECT_EQ(found->at.line, 2U);
    EXPECT_FALSE(found->good);
    EXPECT_EQ(found->as_of, (base::Date{2030, 5, 1}));
    EXPECT_EQ(found->document.find("answers")->find("staff")->text, "21");
    EXPECT_EQ(found->document.find("answers")->find("plan")->text, "1");
    EXPECT_EQ(found->expect.items.at("small"), edition::Outcome::NotMet);
    EXPECT_EQ(found->expect.items.at("plan"), edition::Outcome::Met);
    EXPECT_EQ(found->expect.class_reached, "AAA");
}

TEST(ReadCases, 事例の誤りは場所と直し方を言う)
{
    struct {
        std::string from;
        std::string to;
        std::string code;
        std::string at;
    } faults[] = {
        {"from: sample", "from: smaple", "case.base", "smaple"},
        {"small: not_met", "smal: not_met", "case.unknown", "not_met }"},
        {"small: not_met", "small: lost", "case.outcome", "lost"},
        {"facts: { size: large }", "facts: { sice: large }", "case.unknown", "large }"},
        {"set: { staff: 21, trained: 20 }", "sett: { staff: 21 }", "edition.unknown-key", "sett:"},
        {"name: 21人からは小さな店ではない\n    from", "from", "edition.missing", "from: sample"},
        {"expect: { items: { small: not_met }", "expect: { itmes: { small: not_met }", "edition.unknown-key", "itmes:"},
    };
    const edition::Edition edition = loaded(EditionFolder{});
    for (const auto& fault : faults) {
        EditionFolder folder;
        folder.replace("cases/bad/size.yaml", fault.from, fault.to);
        const Cases cases = read_cases(folder.folder(), edition);
        ASSERT_EQ(cases.errors.size(), 1U) << fault.to;
        const base::Error& error = cases.errors[0];
        EXPECT_EQ(error.code, fault.code) << base::describe(error);
        EXPECT_EQ(error.file, "editions/shop/2030/cases/bad/size.yaml");
        EXPECT_FALSE(error.way_out.empty());
        const std::string changed = folder.text("cases/bad/size.yaml");
        EXPECT_EQ(error.at, base::position_of(changed, changed.find(fault.at))) << base::describe(error);
    }
}

TEST(ReadDemo, 引き方はどれも読め_誤りは場所を言う)
{
    EditionFolder folder;
    const edition::Edition edition = loaded(folder);
    const DemoResult read = read_demo(folder.folder(), edition);
    ASSERT_TRUE(read.plan);
    EXPECT_EQ(read.plan->seed, 1U);
    ASSERT_EQ(read.plan->rules.size(), 4U);
    EXPECT_EQ(read.plan->rules[0].from, 1);
    EXPECT_EQ(read.plan->rules[0].to, 40);
    EXPECT_EQ(read.plan->rules[1].weights.size(), 4U);
    EXPECT_FALSE(read.plan->rules[1].weights[3].first);
    EXPECT_EQ(read.plan->rules[3].each.to_text(), "0.5");
    for (const auto& [from, to, code] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"start: sample", "start: nobody", "demo.start"},
             {"  staff:", "  stuff:", "demo.unknown"},
             {"[1, 40]", "[40, 1]", "demo.rule"},
             {"[1, 40]", "40", "demo.rule"},
             {"3: 2,", "4: 2,", "demo.rule"},
             {"plan = 2", "plam = 2", "feel.unknown-name"},
             {"{ integer: [1, 40] }", "{ integers: [1, 40] }", "edition.unknown-key"}}) {
        EditionFolder changed;
        changed.replace("demo.yaml", from, to);
        const DemoResult refused = read_demo(changed.folder(), edition);
        EXPECT_FALSE(refused.plan) << to;
        ASSERT_FALSE(refused.errors.empty()) << to;
        EXPECT_EQ(refused.errors[0].code, code) << to;
        EXPECT_TRUE(refused.errors[0].at.known()) << to;
        EXPECT_FALSE(refused.errors[0].way_out.empty()) << to;
    }
}

}
