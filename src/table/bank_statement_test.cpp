#include "table/bank_statement.h"

#include "base/utf8.h"
#include "support/dice.h"
#include "table/cp932.h"

#include <gtest/gtest.h>

namespace kenkei::table {

namespace {

constexpr base::Date today{2025, 1, 6};
using Weight = StatementFault::Weight;

// `text` (UTF-8) as CP932, filled up with blanks.
std::string c(std::string_view text, std::size_t width)
{
    std::string bytes = to_cp932(text).bytes;
    bytes.resize(width, ' ');
    return bytes;
}

std::string n(std::int64_t number, std::size_t width)
{
    const std::string digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
}

std::string movements_header(std::int64_t before = 1000)
{
    return "1030"
           "070106"
           "061201"
           "061231"
           "0001" +
           c("ﾐﾎﾝ", 15) + "123" + c("ﾎﾝﾃﾝ", 15) +
           "000"
           "1" +
           n(1234567, 10) + c("ｹﾝｺｳｼﾞﾑｷﾖｸ", 40) + "11" + n(before, 14) + c("", 71);
}

std::string movement(std::string_view date, std::int64_t amount, std::string_view payer, char direction = '1',
                     std::string_view code = "0000000000", std::string_view edi = "")
{
    return "2" + n(7, 8) + std::string(date) + std::string(date) + direction + "11" + n(amount, 12) + n(0, 12) +
           std::string(12, '0') + "0" + n(0, 7) + "123" + c(code, 10) + c(payer, 48) + c("ﾀﾞｲｲﾁ", 15) + c("ｴｷﾏｴ", 15) +
           c("ﾌﾘｺﾐ", 20) + c(edi, 20) + " ";
}

std::string movements_trailer(std::int64_t in_count, std::int64_t in, std::int64_t out_count, std::int64_t out,
                              std::int64_t after)
{
    return "8" + n(in_count, 6) + n(in, 13) + n(out_count, 6) + n(out, 13) + "1" + n(after, 14) +
           n(in_count + out_count, 7) + c("", 139);
}

std::string movements_end()
{
    return "9" + n(5, 10) + n(1, 5) + c("", 184);
}

std::vector<std::string> movements()
{
    return {movements_header(), movement("061230", 16500, "ｶ)ﾐﾎﾝｼﾖｳｼﾞ", '1', "1230000001", "INV-000001"),
            movement("061231", 400, "ﾃｽｳﾘﾖｳ", '2'), movements_trailer(1, 16500, 1, 400, 17100), movements_end()};
}

std::string joined(const std::vector<std::string>& records, std::string_view end)
{
    std::string bytes;
    for (const std::string& record : records)
        bytes += record + std::string(end);
    return bytes;
}

BankStatement read(std::string_view bytes)
{
    return read_bank_statement(bytes, {.today = today});
}

std::string faults_of(const BankStatement& statement, Weight weight)
{
    std::string text;
    for (const StatementFault& fault : statement.faults) {
        if (fault.weight == weight)
            text += fault.message + "\n";
    }
    return text;
}

TEST(BankStatement, 入出金取引明細の固定長は改行があってもなくても読む)
{
    for (const char* end : {"", "\r\n", "\n", "\r"}) {
        const BankStatement statement = read(joined(movements(), end));
        EXPECT_TRUE(statement.faults.empty()) << statement.faults.front().message;
        EXPECT_EQ(statement.form, "全銀協 入出金取引明細（固定長）");
        ASSERT_EQ(statement.lines.size(), 2u);
        const StatementLine& line = statement.lines[0];
        EXPECT_EQ(line.date, (base::Date{2024, 12, 30}));
        EXPECT_EQ(line.amount, 16500);
        EXPECT_EQ(line.payer, "ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
        EXPECT_EQ(line.virtual_account, "1230000001");
        EXPECT_EQ(line.edi, "INV-000001");
        EXPECT_EQ(line.bank, "ﾀﾞｲｲﾁ");
        EXPECT_EQ(line.reference, "00000007");
        EXPECT_EQ(line.account.number, "0001234567");
        EXPECT_EQ(line.line, 2u);
        EXPECT_EQ(statement.lines[1].direction, Direction::Out);
        EXPECT_EQ(statement.lines[1].virtual_account, "");
    }
}

TEST(BankStatement, UTF8で保存し直した固定長も読む)
{
    const std::string utf8 = from_cp932(joined(movements(), "\r\n")).text;
    const BankStatement statement = read("\xEF\xBB\xBF" + utf8);
    EXPECT_TRUE(statement.faults.empty()) << statement.faults.front().message;
    EXPECT_EQ(statement.lines.size(), 2u);
}

TEST(BankStatement, 途中で切れたファイルは断る)
{
    const std::string whole = joined(movements(), "");
    for (std::size_t length = 200; length < whole.size(); length += 50) {
        const BankStatement statement = read(whole.substr(0, length));
        EXPECT_FALSE(statement.acceptable()) << length;
    }
    const BankStatement cut = read(whole.substr(0, 550));
    EXPECT_EQ(cut.lines.size(), 1u) << "what could be read is there";
    EXPECT_NE(faults_of(cut, Weight::Refused).find("3番目のレコードの長さが150バイトです（200バイトのはず）"),
              std::string::npos);
    EXPECT_NE(faults_of(cut, Weight::Refused).find("途中で切れています"), std::string::npos);
}

TEST(BankStatement, トレーラの合計が明細と合わなければ断る)
{
    auto records = movements();
    records[3] = movements_trailer(1, 16501, 1, 400, 17101);
    const BankStatement statement = read(joined(records, "\r\n"));
    EXPECT_FALSE(statement.acceptable());
    EXPECT_EQ(
        faults_of(statement, Weight::Refused),
        "4行目の2〜7バイト目（入金件数）と4行目の8〜20バイト目（入金額合計）では 1件 16,501円ですが、"
        "明細は 1件 16,500円です。途中が欠けているか、書き換えられたファイルです。銀行から取り直してください。\n");
}

TEST(BankStatement, 明細が一件抜けても気づく)
{
    auto records = movements();
    records.erase(records.begin() + 1);
    EXPECT_FALSE(read(joined(records, "\r\n")).acceptable());
}

TEST(BankStatement, トレーラの明細の件数だけがちがっても断る)
{
    auto records = movements();
    records[3].replace(1 + 6 + 13 + 6 + 13 + 1 + 14, 7, n(3, 7));
    EXPECT_EQ(
        faults_of(read(joined(records, "\r\n")), Weight::Refused),
        "4行目の55〜61バイト目（データ・レコード件数）は 3件ですが、明細は 2件です。銀行から取り直してください。\n");
}

TEST(BankStatement, 長さのちがう行は行とバイト数を言って断る)
{
    auto records = movements();
    records[1].pop_back();
    const BankStatement statement = read(joined(records, "\r\n"));
    EXPECT_NE(faults_of(statement, Weight::Refused).find("2行目の長さが199バイトです（200バイトのはず）"),
              std::string::npos);
}

TEST(BankStatement, ほかの口座の明細は断る)
{
    const StatementOptions options{.today = today, .expected = BankAccount{.bank = "0001", .number = "7654321"}};
    const BankStatement statement = read_bank_statement(joined(movements(), "\r\n"), options);
    EXPECT_NE(faults_of(statement, Weight::Refused)
                  .find("1行目の64〜73バイト目（口座番号）が「0001234567」です（この制度の口座の 7654321のはず）"),
              std::string::npos)
        << faults_of(statement, Weight::Refused);
    const StatementOptions same{.today = today, .expected = BankAccount{.bank = "1", .number = "1234567"}};
    EXPECT_TRUE(read_bank_statement(joined(movements(), "\r\n"), same).acceptable());
    const BankStatement plain = read_bank_statement("入金日,入金額,依頼人名\n2024/12/30,16500,カ)ア\n", same);
    EXPECT_TRUE(plain.acceptable());
    EXPECT_NE(faults_of(plain, Weight::Note).find("どの口座の明細かを確かめていません"), std::string::npos);
}

TEST(BankStatement, 壊れた値は場所と読んだ値と待っていた値を言う)
{
    auto records = movements();
    records[1].replace(24, 12, "00000001650O");
    const BankStatement amount = read(joined(records, "\r\n"));
    EXPECT_NE(faults_of(amount, Weight::Refused)
                  .find("2行目の25〜36バイト目（金額）が「00000001650O」です（数字だけのはず）"),
              std::string::npos);
    records = movements();
    records[1].replace(9, 6, "061301");
    EXPECT_NE(faults_of(read(joined(records, "\r\n")), Weight::Refused)
                  .find("2行目の10〜15バイト目（勘定日）が「061301」です"),
              std::string::npos);
}

TEST(BankStatement, 残高が合わなければ知らせる)
{
    auto records = movements();
    records[3] = movements_trailer(1, 16500, 1, 400, 17000);
    const BankStatement statement = read(joined(records, "\r\n"));
    EXPECT_TRUE(statement.acceptable());
    EXPECT_NE(faults_of(statement, Weight::Note).find("17,000円"), std::string::npos);
}

TEST(BankStatement, 二口座のファイルは口座ごとに合計を確かめる)
{
    const auto account = movements();
    auto records = movements();
    records.insert(records.begin() + 4, account.begin(), account.begin() + 4);
    records.back() = "9" + n(9, 10) + n(2, 5) + c("", 184);
    EXPECT_TRUE(read(joined(records, "")).acceptable());
    records.back() = "9" + n(9, 10) + n(3, 5) + c("", 184);
    EXPECT_FALSE(read(joined(records, "")).acceptable());
}

std::string transfers_header()
{
    return "1010"
           "070106"
           "061201"
           "061231"
           "0001" +
           c("ﾐﾎﾝ", 15) + "123" + c("ﾎﾝﾃﾝ", 15) + "1" + n(1234567, 7) + c("ｹﾝｺｳｼﾞﾑｷﾖｸ", 40) + c("", 93);
}

std::string transfer(std::int64_t amount, std::string_view payer, std::string_view cancelled = " ", bool wide = false)
{
    const std::string start = "2" + n(1, 6) +
                              "061230"
                              "061229" +
                              n(wide ? 0 : amount, 10) + n(0, 10) + n(0, 10) + c(payer, 48) + c("", 30) +
                              std::string(cancelled);
    return start + (wide ? n(amount, 12) + n(0, 12) + c("", 48) : c("", 72));
}

std::string transfers_trailer(std::int64_t count, std::int64_t sum, std::int64_t cancelled, std::int64_t back)
{
    return "8" + n(count, 6) + n(sum, 12) + n(cancelled, 6) + n(back, 12) + c("", 163);
}

TEST(BankStatement, 振込入金通知は金額の二つの形も取消も読む)
{
    const std::vector<std::string> records = {transfers_header(),
                                              transfer(16500, "ｶ)ｱ"),
                                              transfer(20'000'000'000, "ｶ)ｲ", " ", true),
                                              transfer(16500, "ｶ)ｱ", "1"),
                                              transfers_trailer(2, 20'000'016'500, 1, 16500),
                                              "9" + c("", 199)};
    const BankStatement statement = read(joined(records, ""));
    EXPECT_TRUE(statement.faults.empty()) << statement.faults.front().message;
    ASSERT_EQ(statement.lines.size(), 3u);
    EXPECT_EQ(statement.lines[0].value_date, (base::Date{2024, 12, 29}));
    EXPECT_EQ(statement.lines[1].amount, 20'000'000'000);
    EXPECT_EQ(statement.lines[2].direction, Direction::Cancelled);
}

TEST(BankStatement, 全銀協のカンマ区切りは引用符があってもなくても読む)
{
    const std::string csv = "1,03,0,070106,061201,061231,0001,ﾐﾎﾝ,123,ﾎﾝﾃﾝ,000,1,0001234567,ｹﾝｺｳｼﾞﾑｷﾖｸ,1,1,0,\r\n"
                            "\"2\",\"7\",\"61230\",\"61230\",\"1\",\"11\",\"16500\",\"0\",\"\",\"\",\"\",\"\",\"123\","
                            "\"1230000001\",\"ｶ)ﾐﾎﾝ\","
                            "\"ﾀﾞｲｲﾁ\",\"ｴｷﾏｴ\",\"ﾌﾘｺﾐ\",\"\"\r\n"
                            "8,1,16500,0,0,1,0,1\r\n9,4,1\r\n";
    const BankStatement statement = read(to_cp932(csv).bytes);
    EXPECT_TRUE(statement.faults.empty()) << statement.faults.front().message;
    EXPECT_EQ(statement.form, "全銀協 入出金取引明細（カンマ区切り）");
    ASSERT_EQ(statement.lines.size(), 1u);
    EXPECT_EQ(statement.lines[0].date, (base::Date{2024, 12, 30}));
    EXPECT_EQ(statement.lines[0].payer, "ｶ)ﾐﾎﾝ");
}

TEST(BankStatement, 見出しのあるCSVは列を名前で見つける)
{
    const std::string csv = "口座情報,普通 1234567\r\n"
                            "取引日,時刻,お支払金額,お預り金額（円）,残高,摘要,仮想口座番号\r\n"
                            "2024/12/31,15:00:01,,\"16,500\",1,振込　カ）ミホン,0012345\r\n"
                            "2024/12/31,,400,,1,テスウリョウ,\r\n"
                            "合計,,400,16500,,,\r\n";
    const BankStatement statement = read(to_cp932(csv).bytes);
    EXPECT_EQ(faults_of(statement, Weight::Refused) + faults_of(statement, Weight::Line), "");
    ASSERT_EQ(statement.lines.size(), 2u);
    EXPECT_EQ(statement.lines[0].second_of_day, 15 * 3600 + 1);
    EXPECT_EQ(statement.lines[0].payer, "カ)ミホン");
    EXPECT_EQ(statement.lines[0].summary, "振込　カ）ミホン");
    EXPECT_EQ(statement.lines[0].virtual_account, "0012345");
    EXPECT_EQ(statement.lines[1].direction, Direction::Out);
}

TEST(BankStatement, 銀行の画面から取り出した照会口座のCSVを読む)
{
    const BankStatement statement =
        read("照会口座,番号,勘定日,（起算日）,出金金額（円）,入金金額（円）,小切手区分,残高（円）,取引区分,明細区分,"
             "金融機関名,支店名,摘要\r\n"
             "\"本店 普通 "
             "1234567\",\"00001\",\"2024年12月30日\",\"2024年12月29日\",\"\",\"16,500\",\"\",\"17,500\",\"振込\",\"\","
             "\"ﾀﾞｲｲﾁ\",\"ｴｷﾏｴ\",\"ｶ)ﾐﾎﾝ\"\r\n");
    ASSERT_EQ(statement.lines.size(), 1u) << statement.faults.front().message;
    const StatementLine& line = statement.lines.front();
    EXPECT_EQ(line.date, (base::Date{2024, 12, 30}));
    EXPECT_EQ(line.value_date, (base::Date{2024, 12, 29}));
    EXPECT_EQ(line.payer, "ｶ)ﾐﾎﾝ");
    EXPECT_EQ(line.reference, "00001");
    EXPECT_EQ(line.branch, "ｴｷﾏｴ");
    EXPECT_EQ(line.virtual_account, "");
}

TEST(BankStatement, 入金でない全銀の形式は長さと種別を言って断る)
{
    const std::string transfer_request = "1210" + n(1, 10) + c("ｹﾝｺｳｼﾞﾑｷﾖｸ", 106);
    EXPECT_NE(faults_of(read(transfer_request), Weight::Refused).find("長さが120バイトです"), std::string::npos);
    std::string other_kind = movements_header();
    other_kind.replace(1, 2, "04");
    EXPECT_NE(faults_of(read(other_kind), Weight::Refused).find("種別コードが「04」です"), std::string::npos);
}

TEST(BankStatement, 年月日が別の列の銀行も日時が一つの列の銀行も読む)
{
    const BankStatement apart =
        read("操作日(年),操作日(月),操作日(日),操作時刻(時),操作時刻(分),操作時刻(秒),摘要,お支払金額,お預り金額\n"
             "2024,12,31,14,59,59,振込 カ)ミホン,,16500\n");
    ASSERT_EQ(apart.lines.size(), 1u) << apart.faults.front().message;
    EXPECT_EQ(apart.lines[0].second_of_day, 15 * 3600 - 1);
    const BankStatement together = read("入金日時,入金額,振込依頼人名\n2024-12-31 15:00:00,16500,カ)ミホン\n");
    ASSERT_EQ(together.lines.size(), 1u) << together.faults.front().message;
    EXPECT_EQ(together.lines[0].second_of_day, 15 * 3600);
    EXPECT_EQ(together.lines[0].date, (base::Date{2024, 12, 31}));
}

TEST(BankStatement, 金額が一列の銀行は符号か区分で入出金を分ける)
{
    const BankStatement by_sign =
        read("取引日,入出金(円),取引内容\n20241230,16500,カ)ミホン\n20241230,-400,テスウリヨウ\n");
    ASSERT_EQ(by_sign.lines.size(), 2u);
    EXPECT_EQ(by_sign.lines[1].direction, Direction::Out);
    const BankStatement by_word =
        read("取引日,入払区分,取引金額,摘要\n20241230,出金,400,x\n20241230,入金,16500,y\n20241230,他,1,z\n");
    ASSERT_EQ(by_word.lines.size(), 2u);
    EXPECT_EQ(by_word.lines[0].direction, Direction::Out);
    EXPECT_NE(faults_of(by_word, Weight::Line).find("4行目の2列目（入払区分）が「他」です"), std::string::npos);
}

TEST(BankStatement, 列のずれた行や読めない行は読まずに行を言いほかの行は読む)
{
    const BankStatement statement = read("入金日,入金額,振込依頼人名\n"
                                         "2024/12/30,16500,カ)ア\n"
                                         "2024/12/30,カ)イ\n"
                                         "2024/12/32,16500,カ)ウ\n"
                                         "2024/12/30,一万円,カ)エ\n"
                                         "2026/12/30,16500,カ)オ\n"
                                         "2024/12/30,,カ)カ\n"
                                         "2024/12/31,16500,カ)キ\n");
    EXPECT_TRUE(statement.acceptable());
    EXPECT_EQ(statement.lines.size(), 2u);
    const std::string told = faults_of(statement, Weight::Line);
    for (const char* words :
         {"3行目: 欄が2個", "4行目の1列目（入金日）が「2024/12/32」", "5行目の2列目（入金額）が「一万円」",
          "まだ来ていない日", "7行目の2列目（入金額）に金額がありません"})
        EXPECT_NE(told.find(words), std::string::npos) << words << "\n" << told;
    for (const StatementFault& fault : statement.faults)
        EXPECT_FALSE(fault.raw.empty());
}

TEST(BankStatement, 見出しがなければ何を待っていたかを言って断る)
{
    EXPECT_NE(
        faults_of(read("あ,い,う\n1,2,3\n"), Weight::Refused).find("見出しの行が見つかりません（1行目は「あ,い,う」）"),
        std::string::npos);
    EXPECT_NE(faults_of(read("入金日,入金額,入金金額,依頼人名\n"), Weight::Refused).find("「入金額」と「入金金額」"),
              std::string::npos);
    EXPECT_FALSE(read("").acceptable());
    EXPECT_FALSE(read("\xF1\xF0\xF3").acceptable());
}

TEST(BankStatement, でたらめなバイトや書き換えたファイルで壊れない)
{
    support::Dice dice(20260101);
    const std::string seeds[] = {joined(movements(), ""), joined(movements(), "\r\n"),
                                 to_cp932("取引日,お預り金額,摘要\n2024/12/30,16500,カ)ア\n").bytes,
                                 "1,03,0,070106,061201,061231,0001,a,123,b,000,1,1,c,1,1,0,\n2,7,61230\n8,1\n9\n"};
    for (int round = 0; round < 4000; ++round) {
        std::string bytes = seeds[dice.below(std::size(seeds))];
        if (dice.one_in(8))
            bytes.assign(dice.below(600), ' ');
        for (std::size_t i = dice.below(30); i > 0 && !bytes.empty(); --i)
            bytes[dice.below(bytes.size())] = static_cast<char>(dice.below(256));
        if (dice.one_in(4) && !bytes.empty())
            bytes.resize(dice.below(bytes.size()));
        const BankStatement statement = read(bytes);
        for (const StatementLine& line : statement.lines) {
            ASSERT_TRUE(base::is_utf8(line.payer) && base::is_utf8(line.raw));
            ASSERT_GE(line.amount, 0);
        }
        for (const StatementFault& fault : statement.faults)
            ASSERT_TRUE(base::is_utf8(fault.message)) << round;
    }
}

}

}
