#include "desk/match_payments.h"

#include "desk/payer_name.h"
#include "support/dice.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace kenkei::desk {

namespace {

using table::StatementLine;

constexpr std::int64_t fee = 16500;
const MoneyRules rules{.transfer_fees = {110, 440, 880}};

OpenInvoice invoice(std::string number, std::string kana, std::string name)
{
    return {.number = std::move(number),
            .firm = kana + name,
            .kana = std::move(kana),
            .name = std::move(name),
            .amount = fee,
            .due = base::in_japan({2024, 12, 31}, 15)};
}

std::vector<OpenInvoice> invoices()
{
    std::vector<OpenInvoice> all = {invoice("S-000001", "ミホンショウジ", "株式会社見本商事"),
                                    invoice("S-000002", "レイダイサービス", "例題サービス有限会社"),
                                    invoice("S-000003", "カソウ タロウ", "仮想 太郎")};
    all[0].virtual_account = "1230000001";
    return all;
}

StatementLine line(std::string payer, std::int64_t amount = fee)
{
    return {.date = {2024, 12, 20}, .amount = amount, .payer = std::move(payer), .line = 2};
}

struct Result {
    std::string invoice; // of a match
    std::string kind;    // of a doubt
    std::string reason;
    std::vector<PaymentCandidate> candidates;
};

std::vector<Result> results_of(const std::vector<OpenInvoice>& open, const std::vector<StatementLine>& lines,
                               const std::vector<UsedLine>& used = {})
{
    const Matched matched = match_payments(open, lines, used, rules);
    std::vector<Result> results(lines.size());
    for (const PaymentMatch& match : matched.matches)
        results[match.line] = {match.invoice, "", match.reason, {}};
    for (const PaymentDoubt& doubt : matched.doubts)
        results[doubt.line] = {"", std::string(label_of(doubt.kind)), doubt.reason, doubt.candidates};
    return results;
}

Result result_of(const StatementLine& one, const std::vector<OpenInvoice>& open = invoices())
{
    return results_of(open, {one}).front();
}

TEST(MatchPayments, 名義と金額が一つの請求と同じなら理由を添えて消し込む)
{
    const Result result = result_of(line("ﾚｲﾀﾞｲｻｰﾋﾞｽ(ﾕ"));
    EXPECT_EQ(result.invoice, "S-000002");
    EXPECT_EQ(result.reason, "名義「ﾚｲﾀﾞｲｻｰﾋﾞｽ(ﾕ」は請求書 S-000002（例題サービス有限会社）と名義が同じで、"
                             "ほかにあたる法人はありません。金額 16,500円 も同じです。");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ")).invoice, "S-000001");
    EXPECT_EQ(result_of(line("ﾐﾎﾝｼﾖｳｼﾞ")).invoice, "S-000001") << "no 法人格";
    EXPECT_EQ(result_of(line("ﾚｲﾀﾞｲｻ-ﾋﾞｽ(ﾕ)")).invoice, "S-000002");
    EXPECT_EQ(result_of(line("タロウ　カソウ")).invoice, "S-000003");
    EXPECT_EQ(result_of(line("ﾐﾎﾝｼﾖｳｼﾞ(ｶ)ｵｵｻｶｼﾃﾝ")).invoice, "S-000001") << "a branch";
}

TEST(MatchPayments, 仮想口座なら名義がちがっても消し込み別の請求先の名義なら尋ねる)
{
    StatementLine other = line("ﾍﾞﾂ ﾉ ﾋﾄ");
    other.virtual_account = "1230000001";
    EXPECT_EQ(result_of(other).invoice, "S-000001");
    EXPECT_NE(result_of(other).reason.find("請求先と異なります"), std::string::npos);
    other.payer = "ﾚｲﾀﾞｲｻｰﾋﾞ";
    EXPECT_EQ(result_of(other).kind, "くいちがい") << "like another firm's name";
    other.payer = "ﾚｲﾀﾞｲｻｰﾋﾞｽ(ﾕ";
    const Result contradiction = result_of(other);
    EXPECT_EQ(contradiction.kind, "くいちがい");
    EXPECT_EQ(contradiction.candidates.size(), 2u);
}

TEST(MatchPayments, 口座番号だけが同じなら名義も同じときだけ消し込む)
{
    StatementLine one = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    one.virtual_account = "0000001";
    EXPECT_EQ(result_of(one).invoice, "S-000001");
    one.payer = "ﾀﾞﾚｶ";
    EXPECT_EQ(result_of(one).kind, "名義ちがい");
}

TEST(MatchPayments, 請求書の番号は名義の前でもEDIでも桁だけでも読む)
{
    auto open = invoices();
    open.push_back(invoice("S-000004", "ミホンショウジ", "株式会社ミホン商事")); // the same kana
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).kind, "候補が複数");
    EXPECT_EQ(result_of(line("S-000004 ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "S-000004");
    EXPECT_EQ(result_of(line("S000004ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "S-000004");
    EXPECT_EQ(result_of(line("000001ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "S-000001");
    StatementLine edi = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    edi.edi = "S-000001";
    EXPECT_EQ(result_of(edi, open).invoice, "S-000001");
    edi.edi = "S-000002";
    EXPECT_EQ(result_of(edi, open).kind, "くいちがい");
    EXPECT_EQ(result_of(line("S-000001 ﾀﾞﾚｶ"), open).kind, "名義ちがい");
}

TEST(MatchPayments, 同じカナの法人は法人格がちがい書かれているときだけ分ける)
{
    auto open = invoices();
    open.push_back(invoice("S-000005", "ミホンショウジ", "有限会社見本商事"));
    EXPECT_EQ(result_of(line("ﾕ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "S-000005");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "S-000001");
    EXPECT_EQ(result_of(line("ﾐﾎﾝｼﾖｳｼﾞ"), open).kind, "候補が複数");
    open.push_back(invoice("S-000006", "ミホンショウジ", "見本商事株式会社")); // ミホン(カ
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).kind, "候補が複数");
}

TEST(MatchPayments, 長音のある法人とない法人は長音が書かれたときだけ分ける)
{
    std::vector<OpenInvoice> open = {invoice("S-1", "ミホンビール", "株式会社見本ビール"),
                                     invoice("S-2", "ミホンビル", "株式会社見本ビル")};
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝﾋﾞｰﾙ"), open).invoice, "S-1");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝﾋﾞﾙ"), open).kind, "候補が複数");
}

TEST(MatchPayments, 法人格がちがう名義や旧名称や似た名義は尋ねる)
{
    EXPECT_EQ(result_of(line("ﾄﾞ)ﾐﾎﾝｼﾖｳｼﾞ")).kind, "名義ちがい");
    auto open = invoices();
    open[1].former_kana = {"ムカシノナ"};
    const Result former = result_of(line("ﾑｶｼﾉﾅ(ﾕ"), open);
    EXPECT_EQ(former.kind, "名義ちがい");
    EXPECT_NE(former.reason.find("旧名称"), std::string::npos);
    open.push_back(invoice("S-000007", "ムカシノナ", "株式会社昔の名"));
    EXPECT_EQ(result_of(line("ｶ)ﾑｶｼﾉﾅ"), open).kind, "候補が複数") << "the heir of an earlier name";
    const Result similar = result_of(line("ｶ)ﾐﾎﾝｼﾖｳｶｲ"));
    EXPECT_EQ(similar.kind, "名義ちがい");
    ASSERT_FALSE(similar.candidates.empty());
    EXPECT_EQ(similar.candidates.front().invoice, "S-000001");
    EXPECT_EQ(result_of(line("ﾘｿｸ", 12)).kind, "不明");
}

TEST(MatchPayments, 過不足は手数料の差し引きまで言い分ける)
{
    const Result under = result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", fee - 440));
    EXPECT_EQ(under.kind, "不足");
    EXPECT_NE(under.reason.find("440円 少なく、振込手数料"), std::string::npos) << under.reason;
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", fee - 441)).reason.find("振込手数料"), std::string::npos);
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", fee + 1)).kind, "過入金");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 2 * fee)).kind, "数件分");
    EXPECT_EQ(result_of(line("ｵﾔｶﾞｲｼﾔ", 3 * fee)).kind, "数件分");
    auto open = invoices();
    open[0].paid = fee - 440;
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 440), open).kind, "不足") << "the rest: a person looks";
}

TEST(MatchPayments, 番号が二つ書かれ合計が同じなら数件分として尋ねる)
{
    StatementLine one = line("ｵﾔｶﾞｲｼﾔ", 2 * fee);
    one.edi = "S-000001 S-000002";
    const Result result = result_of(one);
    EXPECT_EQ(result.kind, "数件分");
    EXPECT_EQ(result.candidates.size(), 2u);
    one.amount = fee;
    EXPECT_EQ(result_of(one).kind, "くいちがい");
}

TEST(MatchPayments, 二度目の振込と同じ明細は尋ねる)
{
    StatementLine first = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    first.reference = "00000001";
    StatementLine later = first;
    later.date = {2024, 12, 25};
    later.reference = "00000002";
    const auto twice = results_of(invoices(), {later, first});
    EXPECT_EQ(twice[1].invoice, "S-000001") << "the one that came first";
    EXPECT_EQ(twice[0].kind, "二重");
    EXPECT_EQ(results_of(invoices(), {first, first})[1].kind, "同じ明細");
    EXPECT_EQ(results_of(invoices(), {first}, {{key_of(first), "S-000001"}})[0].kind, "同じ明細");
    auto open = invoices();
    open[0].paid = fee;
    EXPECT_EQ(result_of(first, open).kind, "二重");
}

TEST(MatchPayments, 期限は15時00分00秒まで間に合い時刻のない日付は期限の日だけ尋ねる)
{
    struct Case {
        base::Date date;
        std::optional<std::int32_t> second;
        bool to_the_minute;
        std::string_view kind; // "" = a match
    };
    for (const Case& one : {Case{{2024, 12, 31}, 54000, false, ""},
                            {{2024, 12, 31}, 54001, false, "期限後"},
                            {{2024, 12, 31}, 54000, true, "期限の日"},
                            {{2024, 12, 31}, 53940, true, ""},
                            {{2024, 12, 30}, std::nullopt, false, ""},
                            {{2024, 12, 31}, std::nullopt, false, "期限の日"},
                            {{2025, 1, 1}, std::nullopt, false, "期限後"}}) {
        StatementLine arrival = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
        arrival.date = one.date;
        arrival.second_of_day = one.second;
        arrival.to_the_minute = one.to_the_minute;
        const Result result = result_of(arrival);
        EXPECT_EQ(result.kind, one.kind) << base::to_iso(one.date) << " " << result.reason;
    }
    auto open = invoices();
    open[0].due = base::in_japan({2024, 12, 31}, 24);
    StatementLine last_day = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    last_day.date = {2024, 12, 31};
    EXPECT_EQ(result_of(last_day, open).invoice, "S-000001") << "the whole day is in time";
}

TEST(MatchPayments, 期限後の理由は着いた時刻と期限を言う)
{
    StatementLine late = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    late.date = {2024, 12, 31};
    late.second_of_day = 54001;
    const Result result = result_of(late);
    EXPECT_NE(result.reason.find(
                  "入金は 2024年12月31日（令和6年） 15:00:01、期限は 2024年12月31日 15:00 で、期限を過ぎています。"),
              std::string::npos)
        << result.reason;
    EXPECT_EQ(result.candidates.front().invoice, "S-000001");
}

TEST(MatchPayments, 銀行が取り消した入金は消し込まない)
{
    StatementLine cancelled = line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    cancelled.direction = table::Direction::Cancelled;
    const auto results = results_of(invoices(), {line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), cancelled, line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ")});
    EXPECT_EQ(results[0].kind, "取消");
    EXPECT_EQ(results[1].kind, "取消");
    EXPECT_EQ(results[2].invoice, "S-000001") << "paid again";
}

TEST(MatchPayments, 同じ法人の請求は金額で選ぶ)
{
    auto open = invoices();
    OpenInvoice large = open[0];
    large.number = "L-000001";
    large.amount = 88000;
    large.virtual_account.clear();
    open.push_back(large);
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 88000), open).invoice, "L-000001");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 16500), open).invoice, "S-000001");
    EXPECT_EQ(result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 104500), open).kind, "数件分");
    open.back().amount = fee;
    const Result which = result_of(line("ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open);
    EXPECT_EQ(which.kind, "候補が複数") << "two of the same amount";
    EXPECT_EQ(which.candidates.size(), 2u);
    EXPECT_EQ(result_of(line("L-000001 ｶ)ﾐﾎﾝｼﾖｳｼﾞ"), open).invoice, "L-000001");
    StatementLine to_account = line("L-000001 ｶ)ﾐﾎﾝｼﾖｳｼﾞ");
    to_account.virtual_account = "1230000001";
    EXPECT_EQ(result_of(to_account, open).invoice, "L-000001") << "the number tells which of the firm's";
}

TEST(MatchPayments, 四十八桁で切れた名義は一つにきまるときだけ消し込む)
{
    const std::string beginning =
        "アカサタナハマヤラワアカサタナハマヤラワアカサタナハマヤラワアカサタナハマヤラワアカサタナハ"; // 46
    std::vector<OpenInvoice> open = {invoice("S-1", beginning + "ミホン", "株式会社" + beginning + "ミホン")};
    EXPECT_EQ(half_width_length("ｶ)" + beginning), 48u);
    EXPECT_EQ(result_of(line("ｶ)" + beginning), open).invoice, "S-1");
    const std::string voiced =
        beginning.substr(0, beginning.size() - 3) + "バミホン"; // the 48th place is ﾊ, its mark is lost
    EXPECT_EQ(result_of(line("ｶ)" + beginning), {invoice("S-3", voiced, "株式会社" + voiced)}).invoice, "S-3");
    EXPECT_NE(result_of(line(beginning.substr(0, beginning.size() - 30)), open).kind, "") << "not cut, only shorter";
    open.push_back(invoice("S-2", beginning + "レイダイ", "株式会社" + beginning + "レイダイ"));
    EXPECT_EQ(result_of(line("ｶ)" + beginning), open).kind, "候補が複数");
}

TEST(MatchPayments, でたらめな名義と番号でも各行は一度だけ出て請求は二度使われない)
{
    support::Dice dice(42);
    const std::vector<std::string> parts = {
        "ｶ)", "(ｶ",       "(",      ")", "ﾐﾎﾝ", "ｼﾖｳｼﾞ",    "-", "ー",           "゛", "ﾞ",          "ヴ",     " ",
        "　", "S-000001", "000002", "S", "1",   "株式会社", "",  "\xEF\xBF\xBD", "𠮷", "ﾚｲﾀﾞｲｻｰﾋﾞｽ", "ｶｿｳ ﾀﾛｳ"};
    for (int round = 0; round < 300; ++round) {
        std::vector<StatementLine> lines;
        for (std::size_t i = dice.below(20); i > 0; --i) {
            std::string payer;
            for (std::size_t part = dice.below(5); part > 0; --part)
                payer += dice.among(parts);
            StatementLine one = line(payer, dice.one_in(3) ? static_cast<std::int64_t>(dice.below(40000)) : fee);
            one.edi = dice.among(parts);
            one.virtual_account = dice.one_in(3) ? "1230000001" : dice.among(parts);
            one.direction = static_cast<table::Direction>(dice.below(3));
            lines.push_back(one);
        }
        auto open = invoices();
        open.push_back(invoice("S-000008", dice.among(parts) + dice.among(parts), dice.among(parts)));
        const Matched matched = match_payments(open, lines, {}, rules);
        std::vector<int> seen(lines.size());
        std::vector<std::string> paid;
        for (const PaymentMatch& match : matched.matches) {
            ++seen[match.line];
            paid.push_back(match.invoice);
        }
        for (const PaymentDoubt& doubt : matched.doubts)
            ++seen[doubt.line];
        for (std::size_t i = 0; i < lines.size(); ++i)
            ASSERT_EQ(seen[i], lines[i].direction == table::Direction::Out ? 0 : 1);
        std::sort(paid.begin(), paid.end());
        ASSERT_EQ(std::adjacent_find(paid.begin(), paid.end()), paid.end());
    }
}

TEST(MoneyRules, 手数料の一覧は円の列から読む)
{
    EXPECT_EQ(read_money_rules("note,yen\nx,110\ny,\nz,abc\n,\"1,100\"\n").transfer_fees,
              (std::vector<std::int64_t>{110, 1100}));
    EXPECT_TRUE(read_money_rules("").transfer_fees.empty());
    EXPECT_TRUE(read_money_rules("fee\n110\n").transfer_fees.empty());
}

}

}
