#include "edition/edition.h"

#include "support/editions.h"

#include <algorithm>

namespace kenkei::edition {

using support::edition_of;
using support::error_of;

namespace {

int slot_of_step(const Edition& edition, const Step& step)
{
    return step.what == Step::What::Question ? edition.questions[step.index].slot : edition.values[step.index].slot;
}

std::vector<std::string> names_of(const Edition& edition, const std::vector<int>& slots)
{
    std::vector<std::string> names;
    for (int slot : slots)
        names.push_back(edition.names.name(slot));
    return names;
}

template<typename Enum>
void expect_words(std::optional<Enum> (*read)(std::string_view), std::initializer_list<std::string_view> words)
{
    for (std::string_view word : words) {
        auto value = read(word);
        ASSERT_TRUE(value) << word;
        EXPECT_EQ(name_of(*value), word);
    }
    EXPECT_FALSE(read("")) << "no word";
    EXPECT_FALSE(read("Other")) << "unknown word";
}

}

TEST(Edition, 書式の言葉は読み書きで変わらない)
{
    expect_words(read_type, {"choice", "choices", "integer", "decimal", "text", "date", "month", "boolean"});
    expect_words(read_format, {"free", "name", "kana", "code", "contact", "email"});
    expect_words(read_carry, {"keep", "show", "re-enter", "recompute"});
    expect_words(read_severity, {"error", "warning", "note"});
    expect_words(read_field_type, {"boolean", "text", "number", "date"});
}

TEST(Edition, 日時は分まで書く)
{
    EXPECT_EQ(to_iso(Instant{{2030, 4, 1}, 9, 5}), "2030-04-01T09:05");
    EXPECT_LT((Instant{{2030, 4, 1}, 16, 59}), (Instant{{2030, 4, 1}, 17, 0}));
}

TEST(Edition, 出典は文書と場所_なければnone)
{
    EXPECT_EQ((Source{"guide", "p.1"}).text(), "guide p.1");
    EXPECT_EQ((Source{"guide", ""}).text(), "guide");
    EXPECT_EQ(Source{}.text(), "none");
}

TEST(Edition, 名前は設問か値のどちらか一つを指す)
{
    const Edition& edition = support::shop();
    for (const Question& question : edition.questions) {
        EXPECT_EQ(edition.find_question(question.id), &question);
        EXPECT_EQ(edition.find_value(question.id), nullptr);
        EXPECT_EQ(edition.names.name(question.slot), question.id);
    }
    for (const ComputedValue& value : edition.values) {
        EXPECT_EQ(edition.find_value(value.id), &value);
        EXPECT_EQ(edition.find_question(value.id), nullptr);
        EXPECT_EQ(edition.names.name(value.slot), value.id);
    }
    for (std::size_t slot = 0; slot < std::size(fixed_names); ++slot) {
        EXPECT_EQ(edition.names.name(static_cast<int>(slot)), fixed_names[slot]);
        EXPECT_EQ(edition.question_at(static_cast<int>(slot)), nullptr);
        EXPECT_EQ(edition.value_at(static_cast<int>(slot)), nullptr);
    }
    for (int nowhere : {-1, static_cast<int>(edition.names.size())}) {
        EXPECT_EQ(edition.question_at(nowhere), nullptr);
        EXPECT_EQ(edition.value_at(nowhere), nullptr);
    }
    EXPECT_EQ(edition.find_question("nothing"), nullptr);
}

TEST(Edition, 一覧は別名からも正式な名前を返す)
{
    const NameList* towns = support::shop().find_list("towns");
    ASSERT_TRUE(towns);
    EXPECT_EQ(towns->names, (std::vector<std::string>{"朝日町", "緑町", "港町"}));
    EXPECT_EQ(*towns->find("朝日"), "朝日町");
    EXPECT_EQ(*towns->find("朝日町"), "朝日町");
    EXPECT_EQ(towns->find("夕日町"), nullptr);
    EXPECT_EQ(support::shop().find_list("rivers"), nullptr);
}

TEST(OrderSteps, 値は自分が読むものより後に計算する)
{
    const Edition& edition = support::shop();
    ASSERT_EQ(edition.steps.size(), edition.questions.size() + edition.values.size());
    std::vector<int> done{0, 1, 2, 3, 4};
    for (const Step& step : edition.steps) {
        std::vector<int> needed;
        if (step.what == Step::What::Value) {
            needed = slots_read_by(edition, edition.values[step.index]);
        } else {
            const Question& question = edition.questions[step.index];
            for (const auto* rule : {&question.when, &question.derive, &question.fallback_rule}) {
                if (*rule) {
                    for (int slot : feel::slots_read(*(*rule)->tree))
                        needed.push_back(slot);
                }
            }
        }
        for (int slot : needed)
            EXPECT_NE(std::find(done.begin(), done.end(), slot), done.end()) << edition.names.name(slot);
        done.push_back(slot_of_step(edition, step));
    }
    std::sort(done.begin(), done.end());
    EXPECT_EQ(std::adjacent_find(done.begin(), done.end()), done.end()) << "each once";
}

TEST(OrderSteps, 表は入力もセルも先に計算する)
{
    const Edition edition =
        edition_of({.questions = {{"q", R"("type":"integer")"}},
                    .values = {{"twice", "bound * 2"}, {"bound", "q + 1"}},
                    .tables = {{"size", support::table_of("U", "q * 2 | size\n<= twice | small\n> bound | large\n")}}});
    EXPECT_EQ(names_of(edition, slots_read_by(edition, *edition.find_value("size"))),
              (std::vector<std::string>{"q", "twice", "bound"}));
    std::vector<std::string> order;
    for (const Step& step : edition.steps)
        order.push_back(edition.names.name(slot_of_step(edition, step)));
    EXPECT_EQ(order, (std::vector<std::string>{"q", "bound", "twice", "size"}));
}

TEST(OrderSteps, 自分自身に依存する値は輪を名指しして拒む)
{
    const base::Error error =
        error_of({.questions = {{"q", R"("type":"integer")"}}, .values = {{"a", "b + q"}, {"b", "c"}, {"c", "b"}}});
    EXPECT_EQ(error.code, "edition.cycle");
    EXPECT_NE(error.message.find("b → c → b"), std::string::npos) << error.message;
    EXPECT_EQ(error.message.find("a →"), std::string::npos) << error.message;
    EXPECT_FALSE(error.way_out.empty());
}

TEST(OrderSteps, 設問を問う条件も自動計算も既定の値も輪になりえる)
{
    for (const auto* member : {"when", "derive", "default_from"}) {
        const base::Error error = error_of(
            {.questions = {{"q", R"("type":"boolean",")" + std::string(member) + R"(":"v")"}}, .values = {{"v", "q"}}});
        EXPECT_EQ(error.code, "edition.cycle") << member;
        EXPECT_NE(error.message.find("q → v → q"), std::string::npos) << error.message;
    }
    const base::Error alone = error_of({.values = {{"v", "v + 1"}}});
    EXPECT_NE(alone.message.find("v → v"), std::string::npos) << alone.message;
}

TEST(OrderSteps, 同じ値を二つの道から読んでも輪ではない)
{
    const Edition edition =
        edition_of({.questions = {{"q", R"("type":"integer")"}}, .values = {{"a", "b + c"}, {"b", "q"}, {"c", "b"}}});
    EXPECT_EQ(edition.steps.size(), 4U);
}

TEST(Edition, 一覧に二度ある名前は一度だけ数える)
{
    const Edition edition =
        edition_of({.lists = R"("towns":{"names":["朝日町","緑町","朝日町"],"aliases":{"朝日":"朝日町"}})"});
    EXPECT_EQ(edition.lists[0].names, (std::vector<std::string>{"朝日町", "緑町"}));
    EXPECT_EQ(*edition.lists[0].find("朝日"), "朝日町");
}

TEST(SlotsBehind, 値をたどって設問まで降りる)
{
    const Edition edition = edition_of({.questions = {{"p", R"("type":"integer")"},
                                                      {"q", R"("type":"integer","derive":"p + 1")"},
                                                      {"r", R"("type":"integer","default_from":"p")"},
                                                      {"s", R"("type":"integer","when":"p = 1")"}},
                                        .values = {{"v", "q + r"}},
                                        .items = {{"i", "v > s"}}});
    const feel::Node& rule = *edition.items.front().met.tree;
    EXPECT_EQ(names_of(edition, slots_behind(edition, rule, Reach::Direct)), (std::vector<std::string>{"s", "v"}));
    EXPECT_EQ(names_of(edition, slots_behind(edition, rule, Reach::Deep)),
              (std::vector<std::string>{"p", "q", "r", "s", "v"}));
}

}
