#include "desk/inquiry_reply.h"

#include "desk/reply_values.h"
#include "support/insurer_replies.h"
#include "table/cp932.h"
#include "table/text_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace kenkei::desk {

namespace {

std::vector<InquiryFact> shared_facts()
{
    std::ifstream file(KENKEI_SOURCE_DIR "/schemes/shared/insurer_inquiry.csv");
    std::stringstream text;
    text << file.rdbuf();
    const InquiryFacts read = read_inquiry_facts(text.str());
    EXPECT_TRUE(read.faults.empty());
    return read.facts;
}

InquiredCase firm(std::size_t n, bool silver = false)
{
    const std::string digits = std::to_string(100'000 + n);
    InquiredCase one{.id = "case-" + digits,
                     .number = "7012301" + digits,
                     .firm = "株式会社見本" + digits,
                     .symbol = "0" + std::to_string(7'100'000 + n),
                     .applied = base::Date{2024, 10, 15}};
    one.asked = {{"declared", true, "1"}, {"programme", true, "1"}, {"data_provided", true, "2"}};
    if (silver)
        one.asked.push_back({"silver", true, "1"});
    return one;
}

InquiryBatch batch_of(std::size_t first, std::size_t count, std::string id = "25A001")
{
    InquiryBatch batch{.id = std::move(id), .insurer = "見本健康保険組合", .cases = {}};
    for (std::size_t i = 0; i < count; ++i)
        batch.cases.push_back(firm(first + i, i % 3 == 0));
    return batch;
}

class Reply {
public:
    explicit Reply(std::size_t count = 3) : batch(batch_of(1, count)), rows(inquiry_table(batch, facts)) {}

    MergedReply merge() const
    {
        std::string text;
        for (const auto& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i)
                text += (i == 0 ? "" : ",") + row[i];
            text += "\n";
        }
        return merge_reply(table::read_csv(text), batch, facts, others, {"見本健保", {2024, 11, 20}});
    }

    // Of row 2, whose firm is not asked about 銀.
    void answer(const std::string& declared, const std::string& since, const std::string& data)
    {
        rows[2][5] = declared;
        rows[2][6] = since;
        rows[2][7] = "○";
        rows[2][8] = data;
    }

    std::vector<InquiryFact> facts = shared_facts();
    InquiryBatch batch;
    std::vector<InquiryBatch> others = {batch_of(500, 3, "25A002")};
    std::vector<std::vector<std::string>> rows;
};

TEST(InquiryReply, 申請者と同じ回答は確認できたものとなりknownに書かれる)
{
    Reply reply;
    reply.answer("○", "令和5年4月1日", "済");
    const MergedReply merged = reply.merge();
    ASSERT_EQ(merged.results.size(), 3u);
    EXPECT_EQ(merged.results[1].outcome, ReplyOutcome::Confirmed);
    EXPECT_EQ(merged.results[1].known, R"({"insurer":{"declared":true,"programme":true,"data_provided":true}})");
    EXPECT_EQ(merged.results[0].outcome, ReplyOutcome::Unconfirmed) << "nothing was written there";
    EXPECT_EQ(merged.results[0].known, "");
}

TEST(InquiryReply, 食い違いはどの設問に誰がいつ何と答えたかを示す)
{
    Reply reply;
    reply.answer("○", "", "×");
    const MergedReply merged = reply.merge();
    const ReplyResult& result = merged.results.at(1);
    EXPECT_EQ(result.outcome, ReplyOutcome::Contradicted);
    EXPECT_EQ(result.facts, std::vector<std::string>{"data_provided"});
    ASSERT_EQ(result.contradictions.size(), 1u);
    EXPECT_EQ(result.contradictions[0].question, "q9");
    EXPECT_EQ(result.contradictions[0].firm_said, "2");
    EXPECT_EQ(result.contradictions[0].insurer_said, "×");
    EXPECT_EQ(result.contradictions[0].told, "見本健保（2024年11月20日（令和6年）の回答、3行目）");
}

TEST(InquiryReply, 申請日の参加は参加で翌日の参加は食い違い)
{
    for (const auto& [since, outcome] :
         {std::pair{"R6.10.15", ReplyOutcome::Confirmed}, std::pair{"R6.10.16", ReplyOutcome::Contradicted}}) {
        Reply reply;
        reply.answer("○", since, "○");
        EXPECT_EQ(reply.merge().results.at(1).outcome, outcome) << since;
    }
    Reply reply;
    reply.answer("○", "令和6年10月", "○"); // of the month of the application the day matters
    EXPECT_EQ(reply.merge().doubts.at(0).kind, ReplyDoubtKind::Unreadable);
}

TEST(InquiryReply, 列だけを並べ替えた表はどの行も記録しない)
{
    Reply reply;
    for (std::size_t i = 1; i <= 3; ++i)
        reply.rows[i][5] = reply.rows[i][7] = reply.rows[i][8] = "○";
    std::swap(reply.rows[1][2], reply.rows[2][2]); // 法人番号 only
    const MergedReply merged = reply.merge();
    EXPECT_EQ(merged.results.size(), 1u);
    ASSERT_EQ(merged.doubts.size(), 2u);
    EXPECT_EQ(merged.doubts[0].kind, ReplyDoubtKind::Mixed);
}

TEST(InquiryReply, 別の保険者の行と誰のものでもない行は疑問として残る)
{
    Reply reply;
    reply.rows.push_back(inquiry_table(reply.others[0], reply.facts)[1]);
    reply.rows.push_back({"", "", "9999999999999", "よその会社", "", "○"});
    reply.rows.push_back({"法人番号 7012301100001 は廃業"});
    reply.rows.push_back({"以上"});
    const MergedReply merged = reply.merge();
    ASSERT_EQ(merged.doubts.size(), 3u);
    EXPECT_EQ(merged.doubts[0].kind, ReplyDoubtKind::OtherInsurer);
    EXPECT_EQ(merged.doubts[1].kind, ReplyDoubtKind::Unknown);
    EXPECT_EQ(merged.doubts[2].kind, ReplyDoubtKind::Unknown);
    EXPECT_EQ(merged.passed.back().line, 8u);
}

TEST(InquiryReply, 列の名前があれば順序が変わり控えの列がなくても読む)
{
    Reply reply;
    reply.answer("○", "", "○");
    for (auto& row : reply.rows) {
        row.pop_back();
        std::swap(row[2], row[3]);
        std::swap(row[5], row[8]);
    }
    EXPECT_EQ(reply.merge().results.at(1).outcome, ReplyOutcome::Confirmed);
    reply.rows[2].insert(reply.rows[2].begin() + 5, "");
    EXPECT_EQ(reply.merge().doubts.at(0).kind, ReplyDoubtKind::Shifted);
}

TEST(InquiryReply, 見出しのない表は両端の照合番号があれば送った順に読む)
{
    Reply reply;
    reply.answer("○", "", "○");
    reply.rows.erase(reply.rows.begin());
    EXPECT_EQ(reply.merge().results.at(1).outcome, ReplyOutcome::Confirmed);
    reply.rows[1][11] = "";
    EXPECT_EQ(reply.merge().doubts.at(0).kind, ReplyDoubtKind::Shifted);
}

TEST(InquiryReply, 照合番号が片方しかない行と中の欄が入れ替わった行は記録しない)
{
    Reply reply;
    reply.answer("○", "", "○");
    Reply other = reply;
    reply.rows[2][11] = "";
    EXPECT_EQ(reply.merge().doubts.at(0).kind, ReplyDoubtKind::Shifted);
    std::swap(other.rows[2][2], other.rows[2][3]);
    EXPECT_EQ(other.merge().doubts.at(0).kind, ReplyDoubtKind::Shifted);
}

TEST(InquiryReply, 照合番号が回答をはさまない表では行の幅が見出しと違えば記録しない)
{
    Reply reply;
    reply.answer("○", "", "○");
    for (auto& row : reply.rows) {
        row.insert(row.begin() + 1, row.back());
        row.pop_back();
    }
    EXPECT_EQ(reply.merge().results.at(1).outcome, ReplyOutcome::Confirmed);
    reply.rows[2].insert(reply.rows[2].begin() + 6, "");
    EXPECT_EQ(reply.merge().doubts.at(0).kind, ReplyDoubtKind::Shifted);
}

TEST(InquiryReply, 同じ案件の別の行が読めなければ読めた行も記録しない)
{
    Reply reply;
    reply.answer("○", "", "○");
    reply.rows.push_back(reply.rows[2]);
    reply.rows[4][5] = "○→×";
    const MergedReply merged = reply.merge();
    ASSERT_EQ(merged.doubts.size(), 2u);
    EXPECT_EQ(merged.doubts[0].kind, ReplyDoubtKind::Disagreeing);
    EXPECT_EQ(merged.doubts[1].kind, ReplyDoubtKind::Unreadable);
}

TEST(InquiryReply, 引用符の誤った行は記録せずほかの行は残る)
{
    Reply reply;
    reply.answer("○", "", "○");
    reply.rows[2][3] = "\"" + reply.rows[2][3] + "\"様";
    const MergedReply merged = reply.merge();
    EXPECT_EQ(merged.results.size(), 2u);
    EXPECT_EQ(merged.doubts.at(0).kind, ReplyDoubtKind::Unreadable);
    EXPECT_EQ(merged.faults.size(), 1u);
}

TEST(InquiryReply, 丸と数字と語の読み方)
{
    for (const char* cell : {"○", "〇", "◯", " 有 ", "はい", "済", "１", "1", "あり"})
        EXPECT_EQ(read_reply_word(cell), ReplyWord::Yes) << cell;
    for (const char* cell : {"×", "✕", "無", "いいえ", "未", "0", "０", "-", "－", "ー", "'-"})
        EXPECT_EQ(read_reply_word(cell), ReplyWord::No) << cell;
    for (const char* cell : {"O", "o", "①", "○×", "有・無", "△", "2", "10"})
        EXPECT_EQ(read_reply_word(cell), ReplyWord::None) << cell;
    EXPECT_EQ(read_since("令和六年十一月二十一日から")->earliest, (base::Date{2024, 11, 21}));
    EXPECT_EQ(read_since("2024年2月")->latest, (base::Date{2024, 2, 29}));
    EXPECT_FALSE(read_since("45505"));
    EXPECT_FALSE(tells_no_day("×"));
}

std::string outcome_of(const MergedReply& merged, const std::string& case_id)
{
    for (const ReplyResult& result : merged.results) {
        if (result.case_id == case_id)
            return result.outcome == ReplyOutcome::Confirmed      ? "confirmed"
                   : result.outcome == ReplyOutcome::Contradicted ? "contradicted"
                                                                  : "unconfirmed";
    }
    for (const ReplyDoubt& doubt : merged.doubts) {
        if (std::find(doubt.candidates.begin(), doubt.candidates.end(), case_id) != doubt.candidates.end())
            return "doubt";
    }
    return "silent";
}

void expect_each_row_once(const MergedReply& merged, const table::Csv& csv)
{
    std::multiset<std::size_t> lines;
    for (const auto& one : merged.results)
        lines.insert(one.line);
    for (const auto& one : merged.doubts)
        lines.insert(one.line);
    for (const auto& one : merged.passed)
        lines.insert(one.line);
    EXPECT_EQ(lines.size(), csv.rows.size());
    for (const table::CsvRow& row : csv.rows)
        EXPECT_EQ(lines.count(row.line), 1u) << row.raw;
}

TEST(InquiryReply, 五十の保険者の汚れた表を誤りなく突き合わせ何も失わない)
{
    const std::vector<InquiryFact> facts = shared_facts();
    std::size_t rows = 0;
    std::size_t dirty = 0;
    std::map<std::string, std::size_t> kinds;
    std::map<std::string, std::size_t> outcomes;
    for (std::size_t n = 0; n < 50; ++n) {
        const InquiryBatch batch = batch_of(n * 100, 40, "25A" + std::to_string(100 + n));
        const std::vector<InquiryBatch> others = {batch_of(90'000 + n * 100, 2, "25B" + std::to_string(100 + n))};
        const support::InsurerReply reply(n + 1, inquiry_table(batch, facts), inquiry_table(others[0], facts)[1], 30);
        const std::string bytes = n % 2 == 0 ? table::to_cp932(reply.text).bytes : reply.text;
        const auto merged = read_reply(bytes, batch, facts, others, {"見本健保", {2024, 11, 20}});
        ASSERT_TRUE(merged.ok());
        expect_each_row_once(*merged, table::read_csv(reply.text));
        for (const auto& [case_id, label] : reply.labels) {
            const std::string outcome = outcome_of(*merged, case_id);
            ++outcomes[outcome];
            EXPECT_TRUE(outcome == label || (label.starts_with(outcome) && outcome == "unconfirmed") ||
                        label.ends_with(" " + outcome))
                << n << ": " << case_id << " is " << label << ", read as " << outcome;
        }
        const auto of_nobody = std::count_if(merged->doubts.begin(), merged->doubts.end(),
                                             [](const ReplyDoubt& one) { return one.candidates.empty(); });
        EXPECT_EQ(static_cast<std::size_t>(of_nobody), reply.nobodies);
        rows += reply.rows;
        dirty += reply.dirty;
        for (const auto& [kind, count] : reply.kinds)
            kinds[kind] += count;
    }
    std::cout << rows << " cases, " << dirty << " of them spoilt\n";
    for (const auto& [what, count] : kinds)
        std::cout << "  " << what << ": " << count << "\n";
    for (const auto& [what, count] : outcomes)
        std::cout << "  → " << what << ": " << count << "\n";
}

void move_cells(std::vector<std::string>& row, support::Dice& dice)
{
    const auto at = row.begin() + static_cast<std::ptrdiff_t>(dice.below(row.size()));
    switch (dice.below(4)) {
    case 0:
        row.insert(at, "");
        break;
    case 1:
        if (row.size() > 1)
            row.erase(at);
        break;
    case 2:
        std::swap(*at, row[dice.below(row.size())]);
        break;
    default:
        at->clear();
    }
}

// The insurer denies the declaration of every firm; what is confirmed all the same would be wrong.
TEST(InquiryReply, 欄をでたらめに動かしても否と答えた案件は確認できたものにならない)
{
    support::Dice dice(11);
    std::size_t confirmed = 0;
    std::size_t contradicted = 0;
    std::size_t rows = 0;
    for (int round = 0; round < 1500; ++round) {
        Reply reply(5);
        for (std::size_t i = 1; i <= 5; ++i) {
            reply.rows[i][5] = "×";
            for (const std::size_t place : {7u, 8u, 9u})
                reply.rows[i][place] = reply.rows[i][place].empty() ? "○" : reply.rows[i][place];
            for (std::size_t times = dice.below(4); times > 0; --times)
                move_cells(reply.rows[i], dice);
        }
        const MergedReply merged = reply.merge();
        rows += 5;
        for (const ReplyResult& result : merged.results) {
            confirmed += result.outcome == ReplyOutcome::Confirmed ? 1u : 0u;
            contradicted += result.outcome == ReplyOutcome::Contradicted ? 1u : 0u;
        }
    }
    std::cout << rows << " rows, " << contradicted << " contradicted, " << confirmed << " confirmed\n";
    EXPECT_EQ(confirmed, 0u);
}

TEST(InquiryReply, どんなバイト列を渡しても落ちず行を失わない)
{
    const std::vector<InquiryFact> facts = shared_facts();
    const InquiryBatch batch = batch_of(1, 5);
    const std::string whole = inquiry_csv(batch, facts);
    support::Dice dice(3);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = round % 2 == 0 ? whole : "";
        if (bytes.empty()) {
            for (std::size_t i = dice.below(200); i > 0; --i)
                bytes += static_cast<char>(dice.next());
        } else {
            for (std::size_t i = 1 + dice.below(20); i > 0; --i)
                bytes[3 + dice.below(bytes.size() - 3)] = "1,\"\r\n0-"[dice.below(7)];
        }
        const auto file = table::read_text_file(bytes);
        const auto merged = read_reply(bytes, batch, facts, {}, {"見本健保", {2024, 11, 20}});
        ASSERT_EQ(merged.ok(), file.ok());
        if (merged.ok())
            expect_each_row_once(*merged, table::read_csv(file->text));
    }
}

}

}
