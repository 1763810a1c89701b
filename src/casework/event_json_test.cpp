#include "casework/event_json.h"

#include "casework/casework_testing.h"

namespace kenkei::casework {

using testing::one_of_each;

namespace {

constexpr std::string_view judged =
    R"({"digest":"d1","as_of":"2030-05-01","outcome":"not_met","class":"outside","passed":false,)"
    R"("reasons":["not_met:plan"],"unanswered":["staff"],"titles":["best"]})";
constexpr std::string_view applicant =
    R"({"number":"1234567890123","code":"00123","name":"見本商店","kana":"ミホンショウテン",)"
    R"("phones":["045-000-0000"],"persons":["見本 花子"],"mails":["shop@example.jp"]})";
constexpr std::string_view file = R"({"sha256":"ab12","name":"申請書.xlsx","size":92341})";

struct Golden {
    std::string kind;
    std::string body;
    std::string payload;
};

// The bytes of each kind. They are in hash chains: a line here is never changed, only added.
std::vector<Golden> golden()
{
    const std::string j(judged);
    const std::string a(applicant);
    const std::string f(file);
    const std::string answers = R"("answers":"{\"plan\":1}")";
    return {
        {"draft_opened",
         R"({"edition":"shop/2030","number":"1234567890123","purpose":"class-change","previous":"shop-2028-000001","aims_at":"AA"})",
         R"({"name":"見本商店"})"},
        {"saved", "{}", "{" + answers + "}"},
        {"submitted", R"({"version":1,"arrived":"2030-05-01T01:00:00.001Z","judged":)" + j + "}",
         R"({"file":)" + f + R"(,"applicant":)" + a + "," + answers + "}"},
        {"received", R"({"version":1,"judged":)" + j + "}", ""},
        {"correction_requested", R"({"questions":["plan","staff"],"due":"2030-07-08"})",
         R"({"message":"ご確認ください。"})"},
        {"correction_returned", R"({"questions":["plan"],"judged":)" + j + "}",
         R"({"file":)" + f + R"(,"applicant":)" + a + "," + answers + "}"},
        {"evidence_requested", R"({"questions":["plan"],"due":"2030-07-08"})",
         R"({"message":"資料をお送りください。"})"},
        {"evidence_supplied", R"({"in_time":false})", R"({"files":[)" + f + "]}"},
        {"invoice_issued", R"({"invoice":"S-1","amount":1100,"due":"2030-05-01T01:00:00.001Z"})", ""},
        {"payment_recorded", R"({"amount":1100,"paid":"2030-05-01T01:00:00.001Z","in_time":1100,"settled":true})",
         R"({"payer":"ミホンショウテン"})"},
        {"insurer_inquired", R"({"insurer":"01130012","due":"2030-07-08"})", ""},
        {"insurer_replied",
         R"({"confirmed":false,"contradictions":["declared"],"known":"{\"insurer\":{\"declared\":false}}","judged":)" +
             j + "}",
         R"({"note":"電話で確認。"})"},
        {"screened", R"({"passed":false,"judged":)" + j + R"(,"grounds":["exclusive:stall-2030-000002"]})",
         R"({"note":"重複あり。"})"},
        {"referred", R"({"body":"審査委員会","list":"第1回"})", ""},
        {"resolution_recorded", R"({"body":"審査委員会","on":"2030-07-08","result":"recognised","class":"A"})",
         R"({"reason":"実地で確認した。"})"},
        {"decided",
         R"({"result":"refused","class":"outside","on":"2030-07-08","by":"見本商店会","grounds":["unpaid"],"differs":true})",
         R"({"reason":"虚偽の回答があった。"})"},
        {"notified", R"({"result":"refused"})", R"({"address":"shop@example.jp"})"},
        {"certified", R"({"certificate":"2030-0001","class":"A","from":"2030-07-08","to":"2031-03-31"})", ""},
        {"change_reported", R"({"fields":["name"]})", R"({"applicant":)" + a + R"(,"detail":"商号の変更。"})"},
        {"withdrawn", "{}", R"({"reason":"都合による。"})"},
        {"certificate_returned", R"({"on":"2030-07-08"})", R"({"reason":"廃業。"})"},
        {"revoked", R"({"ground":"false-answers","on":"2030-07-08"})", R"({"reason":"回答が事実と違った。"})"},
        {"superseded", R"({"by":"shop-2032-000001","to":"2030-07-08"})", ""},
        {"taken_over",
         R"({"edition":"shop/2030","number":"1234567890123","certificate":"2028-0001","class":"A","decided":"2028-02-01","from":"2028-04-01","to":"2030-03-31","record":"台帳 2028"})",
         R"({"applicant":)" + a + "}"},
        {"payloads_erased", R"({"events":[1,3],"list":"R-1"})", ""},
    };
}

EventRecord record_of(std::string kind, std::string body, std::string payload = "")
{
    return {.number = 1, .kind = std::move(kind), .body = std::move(body), .payload = std::move(payload)};
}

base::Error error_of(const EventRecord& record)
{
    auto read = read_record(record);
    if (!read.ok())
        return read.error();
    ADD_FAILURE() << record.body << " was read";
    return {};
}

}

TEST(EventJson, どの出来事も凍結した形で書かれ同じものに読み戻せる)
{
    const std::vector<Event> events = one_of_each();
    const std::vector<Golden> expected = golden();
    ASSERT_EQ(events.size(), std::variant_size_v<Happening>);
    ASSERT_EQ(expected.size(), events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        ASSERT_EQ(events[i].what.index(), i);
        const EventRecord record = to_record(events[i]);
        EXPECT_EQ(record.kind, expected[i].kind);
        EXPECT_EQ(record.body, expected[i].body);
        EXPECT_EQ(record.payload, expected[i].payload);
        EXPECT_FALSE(label_of(events[i].what).empty());
        auto read = read_record(record);
        ASSERT_TRUE(read.ok()) << base::describe(read.error());
        EXPECT_TRUE(*read == events[i]) << record.kind;
    }
}

TEST(EventJson, 消去された内容は空のまま読む)
{
    for (const Event& event : one_of_each()) {
        EventRecord record = to_record(event);
        record.payload.clear();
        auto read = read_record(record);
        ASSERT_TRUE(read.ok()) << base::describe(read.error());
        EXPECT_EQ(to_record(*read).body, record.body);
    }
    auto read = read_record(record_of("notified", R"({"result":"refused"})"));
    EXPECT_TRUE(std::get<Notified>(read->what).address.empty());
}

TEST(EventJson, 紙の写しのない提出は前と同じ形で書きあるものはその後に書く)
{
    Event event{.number = 1,
                .what = Submitted{.version = 1,
                                  .judged = {.digest = "d1", .as_of = {2030, 5, 1}},
                                  .file = {"ab12", "入力.json", 9},
                                  .answers = "{}"}};
    const std::string before = to_record(event).payload;
    EXPECT_EQ(before.find("scans"), std::string::npos);
    std::get<Submitted>(event.what).scans = {{"cd34", "申請書.pdf", 5}};
    const EventRecord record = to_record(event);
    EXPECT_EQ(record.payload,
              before.substr(0, before.size() - 1) + R"(,"scans":[{"sha256":"cd34","name":"申請書.pdf","size":5}]})");
    EXPECT_EQ(record.body.find("scans"), std::string::npos);
    auto read = read_record(record);
    ASSERT_TRUE(read.ok()) << base::describe(read.error());
    EXPECT_TRUE(*read == event);
    ASSERT_EQ(files_of(event.what).size(), 2u);
    EXPECT_EQ(files_of(event.what)[1].sha256, "cd34");

    EventRecord empty = record;
    empty.payload = before.substr(0, before.size() - 1) + R"(,"scans":[]})";
    EXPECT_EQ(error_of(empty).code, "event.payload"); // would not be written again as it stands
}

TEST(EventJson, 期限のないものはnullと書く)
{
    const Event event{.number = 1, .what = InvoiceIssued{.invoice = "S-1", .amount = 5}};
    EXPECT_EQ(to_record(event).body, R"({"invoice":"S-1","amount":5,"due":null})");
    EXPECT_TRUE(*read_record(to_record(event)) == event);
}

TEST(EventJson, 壊れた記録は項目を挙げて断る)
{
    struct Broken {
        EventRecord record;
        std::string code;
        std::string part; // of the message
    };
    const std::vector<Broken> all = {
        {record_of("promised", "{}"), "event.kind", "promised"},
        {record_of("withdrawn", ""), "event.body", "JSON"},
        {record_of("withdrawn", "[]"), "event.body", "オブジェクト"},
        {record_of("withdrawn", R"({"more":1})"), "event.body", "「more」は知らない項目"},
        {record_of("withdrawn", "{}", R"({"reason":1})"), "event.payload", "「reason」は文字列"},
        {record_of("withdrawn", "{}", "{}"), "event.payload", "「reason」はありません"},
        {record_of("withdrawn", "{}", R"({"reason":"a","x":"b"})"), "event.payload", "「x」は知らない"},
        {record_of("received", "{}", "{}"), "event.body", "「version」はありません"},
        {record_of("superseded", R"({"by":"a","to":"2030-2-1"})"), "event.body", "「to」は日付"},
        {record_of("superseded", R"({"by":"a","to":"2030-02-30"})"), "event.body", "「to」は日付"},
        {record_of("notified", R"({"result":"maybe"})"), "event.body", "「result」は知らない語"},
        {record_of("invoice_issued", R"({"invoice":"S","amount":1.5,"due":null})"), "event.body", "「amount」は整数"},
        {record_of("invoice_issued", R"({"invoice":"S","amount":99999999999999999999,"due":null})"), "event.body",
         "「amount」は整数"},
        {record_of("invoice_issued", R"({"invoice":"S","amount":1,"due":"2030-05-01T10:00"})"), "event.body",
         "「due」は日時"},
        {record_of("received", R"({"version":1,"judged":{"digest":"d"}})"), "event.body",
         "「judged.as_of」はありません"},
        {record_of("evidence_supplied", R"({"in_time":true})", R"({"files":[{"sha256":"a","name":"b"}]})"),
         "event.payload", "「files.size」はありません"},
    };
    for (const Broken& one : all) {
        const base::Error error = error_of(one.record);
        EXPECT_EQ(error.code, one.code) << one.record.body;
        EXPECT_NE(error.message.find(one.part), std::string::npos) << error.message;
        EXPECT_FALSE(error.way_out.empty());
    }
}

}
