#include "scheme/edition_folder_testing.h"
#include "scheme/lint.h"
#include "scheme/parts.h"

namespace kenkei::scheme {

namespace {

// What is said of the procedure in the reading-town edition, changed by `change`.
std::string told(const auto& change)
{
    EditionFolder folder("reading-town/2031");
    change(folder);
    const edition::Edition edition = loaded(folder);
    std::vector<base::Error> errors;
    lint_process(read_parts(folder.folder()).parts, edition, errors);
    std::string all;
    for (const base::Error& error : errors) {
        EXPECT_TRUE(error.at.known()) << error.message;
        EXPECT_FALSE(error.way_out.empty()) << error.message;
        all += error.code + " " + error.message + "\n";
    }
    return all;
}

}

TEST(LintProcess, 整った手続には何も言わない)
{
    EXPECT_EQ(told([](EditionFolder&) {}), "");
    EXPECT_EQ(told([](EditionFolder& folder) { folder.replace("edition.yaml", "  due: 2031-08-29T15:00\n", ""); }), "");
}

TEST(LintProcess, 申請料があるのに入金の関門がない)
{
    EXPECT_EQ(told([](EditionFolder& folder) {
                  folder.replace("edition.yaml", "    - { gate: payment, source: guide-2031 p.3 }\n", "");
              }),
              "process.fee 申請料（fee）がありますが、その入金を確かめる関門（gate: payment）がありません。\n");
}

TEST(LintProcess, 保険者の回答を受け取る所がないのに照会の関門がある)
{
    const auto ask = [](EditionFolder& folder) {
        folder.replace("edition.yaml", "    - { gate: resolution",
                       "    - { gate: insurer, source: none }\n    - { gate: resolution");
    };
    EXPECT_EQ(
        told(ask),
        "process.insurer 保険者に照会する関門（gate: insurer）がありますが、その回答を受け取る known の insurer が"
        "ありません。\n");
    EXPECT_EQ(told([&](EditionFolder& folder) {
                  ask(folder);
                  folder.replace("edition.yaml", "known:\n",
                                 "known:\n  insurer: { register: 保険者照会, fields: { declared: boolean }, "
                                 "use: 照会, source: none }\n");
              }),
              "");
}

TEST(LintProcess, 祝日の一覧は日の並びで_申請期間の年の祝日がある)
{
    const auto list = [](EditionFolder& folder, const std::string& days) {
        folder.write("../../shared/holidays.csv", "date,name\n" + days);
    };
    EXPECT_EQ(told([&](EditionFolder& folder) { list(folder, "2031-05-05,こどもの日\n"); }), "");
    EXPECT_EQ(told([&](EditionFolder& folder) { list(folder, "2030-05-05,こどもの日\n"); }),
              "process.holidays 祝日の一覧（shared/holidays.csv）に2031年の日が一日もないので、資料の提出期限（days: "
              "business）を数えられません。\n");
    for (const char* wrong : {"2031/5/5", "2031-02-29", "こどもの日"})
        EXPECT_EQ(told([&](EditionFolder& folder) { list(folder, "2031-01-01,元日\n" + std::string(wrong) + ",x\n"); }),
                  "process.holidays 祝日の一覧（shared/holidays.csv）の「" + std::string(wrong) +
                      "」は、日（2031-05-05 の形）ではありません。\n");
}

TEST(LintProcess, 申請者を表す設問と祝日の一覧は使われている)
{
    EditionFolder folder("reading-town/2031");
    const auto unused = [&] {
        const edition::Edition edition = loaded(folder);
        std::vector<base::Error> errors;
        lint_uses(read_parts(folder.folder()).parts, edition, errors);
        std::string all;
        for (const base::Error& error : errors)
            all += error.code + " " + error.message + "\n";
        return all;
    };
    EXPECT_EQ(unused(), "");
    folder.replace("edition.yaml", "    persons: contact_name\n", "").replace("edition.yaml", "  days: business\n", "");
    const std::string all = unused();
    EXPECT_NE(all.find("unused.question 設問「contact_name」"), std::string::npos) << all;
    EXPECT_NE(all.find("unused.list 一覧「holidays」"), std::string::npos) << all;
}

}
