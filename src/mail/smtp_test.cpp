#include "mail/smtp.h"

#include "base/sha256.h"
#include "support/smtp_sink.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace kenkei::mail {

namespace {

using support::SmtpSink;
using Outcome = Delivery::Outcome;

Message to(const std::string& local, int number = 1)
{
    return {.message_id = std::to_string(number) + "." + local + "@kenkei.example.jp",
            .from = {"健康会議 事務局", "office@kenkei.example.jp"},
            .to = local + "@firm.example.jp",
            .subject = "審査結果のお知らせ（第" + std::to_string(number) + "報）",
            .text = "株式会社髙﨑𠮷野製作所 御中\n.\n..\n結果をお知らせします😀\n",
            .date = base::in_japan({2026, 4, 1}, 17, 0, 1)};
}

Server server_at(const SmtpSink& sink)
{
    return {.url = sink.url(), .tls = Tls::None, .timeout = 10, .local_name = "kenkei.example.jp"};
}

std::string text_at(const base::json::Value& value, std::string_view key)
{
    const auto* found = value.find(key);
    return found ? found->text : "(absent)";
}

}

#define NEEDS_SINK(sink)                                                                                               \
    if (!(sink).runs())                                                                                                \
    GTEST_SKIP() << "python3 cannot be started: no mail server to send to"

TEST(Smtp, AMailArrivesAsItWasMeant)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    Message message = to("tanto");
    message.return_path = "bounces@kenkei.example.jp";
    message.reply_to = "inquiry@kenkei.example.jp";
    std::string every_byte;
    for (int i = 0; i < 70'000; ++i)
        every_byte += static_cast<char>(i % 256);
    message.attachments = {{"認定証（髙﨑製作所）𠮷.pdf", "application/pdf", every_byte}, {"a.txt", "text/plain", ""}};
    const Delivery delivery = send(server_at(sink), message);
    EXPECT_EQ(delivery.outcome, Outcome::Accepted) << delivery.answer;
    EXPECT_EQ(delivery.code, 250);
    EXPECT_EQ(delivery.answer, "250 2.0.0 queued");
    ASSERT_EQ(sink.kept(), 1);

    const auto envelope = sink.envelope(1);
    EXPECT_EQ(text_at(envelope, "name"), "kenkei.example.jp");
    EXPECT_EQ(text_at(envelope, "from"), "bounces@kenkei.example.jp");
    EXPECT_EQ(envelope.find("to")->items.at(0).text, "tanto@firm.example.jp");
    EXPECT_EQ(sink.bytes(1), *to_bytes(message));

    const auto mails = sink.read_all();
    ASSERT_EQ(mails.size(), 1u);
    const auto& mail = mails[0];
    EXPECT_TRUE(mail.find("defects")->items.empty()) << mail.find("defects")->items[0].text;
    EXPECT_EQ(text_at(mail, "bare_line_ends"), "0");
    EXPECT_LE(std::stoi(text_at(mail, "longest_line")), 76);
    EXPECT_EQ(text_at(*mail.find("from"), "name"), message.from.name);
    EXPECT_EQ(text_at(*mail.find("from"), "address"), message.from.address);
    EXPECT_EQ(text_at(mail, "to"), message.to);
    EXPECT_EQ(text_at(mail, "date"), "2026-04-01T17:00:01+09:00");
    EXPECT_EQ(text_at(mail, "text"), message.text);
    const auto& headers = *mail.find("headers");
    EXPECT_EQ(text_at(headers, "subject"), message.subject);
    EXPECT_EQ(text_at(headers, "message-id"), "<" + message.message_id + ">");
    EXPECT_EQ(text_at(headers, "reply-to"), *message.reply_to);
    EXPECT_EQ(text_at(headers, "auto-submitted"), "auto-generated");
    const auto& attachments = mail.find("attachments")->items;
    ASSERT_EQ(attachments.size(), 2u);
    EXPECT_EQ(text_at(attachments[0], "name"), message.attachments[0].file_name);
    EXPECT_EQ(text_at(attachments[0], "type"), "application/pdf");
    EXPECT_EQ(text_at(attachments[0], "sha256"), base::sha256_hex(every_byte));
    EXPECT_EQ(text_at(attachments[1], "name"), "a.txt");
    EXPECT_EQ(text_at(attachments[1], "size"), "0");
}

TEST(Smtp, NamesAndSubjectsOfEveryLengthArriveUnchanged)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    const std::string units[] = {"健", "𠮷", "aé ", "x\"\\", "が"};
    std::vector<Message> sent;
    for (const std::string& unit : units) {
        for (const int length : {1, 7, 13, 14, 15, 30, 80}) {
            Message message = to("tanto");
            message.subject.clear();
            for (int i = 0; i < length; ++i)
                message.subject += unit;
            message.subject += "。";
            message.from.name = "事" + message.subject;
            message.attachments = {{message.subject + ".txt", "text/plain", unit}};
            ASSERT_EQ(send(server_at(sink), message).outcome, Outcome::Accepted);
            sent.push_back(message);
        }
    }
    const auto mails = sink.read_all();
    ASSERT_EQ(mails.size(), sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_TRUE(mails[i].find("defects")->items.empty());
        EXPECT_EQ(text_at(*mails[i].find("headers"), "subject"), sent[i].subject);
        EXPECT_EQ(text_at(*mails[i].find("from"), "name"), sent[i].from.name);
        EXPECT_EQ(text_at(mails[i].find("attachments")->items.at(0), "name"), sent[i].attachments[0].file_name);
    }
}

TEST(Smtp, AMobileAddressWithDotsTogetherIsSentInQuotes)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    ASSERT_EQ(send(server_at(sink), to("a..b.")).outcome, Outcome::Accepted);
    EXPECT_EQ(sink.envelope(1).find("to")->items.at(0).text, "\"a..b.\"@firm.example.jp");
}

TEST(Smtp, AnUnknownRecipientIsRefusedForGood)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    const Delivery delivery = send(server_at(sink), to("refused"));
    EXPECT_EQ(delivery.outcome, Outcome::Refused);
    EXPECT_EQ(delivery.code, 550);
    EXPECT_EQ(delivery.answer, "550-5.1.1 that address is not known here 550 5.1.1 sorry");
    EXPECT_EQ(sink.kept(), 0);
}

TEST(Smtp, ContentThatIsNotWantedIsRefusedForGood)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    const Delivery delivery = send(server_at(sink), to("rejected"));
    EXPECT_EQ(delivery.outcome, Outcome::Refused);
    EXPECT_EQ(delivery.code, 554);
}

TEST(Smtp, AnAnswerOfFourHundredIsTriedAgain)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    for (const int expected : {451, 451, 250})
        EXPECT_EQ(send(server_at(sink), to("temporary")).code, expected);
    EXPECT_EQ(send(server_at(sink), to("greylist")).answer, "451 4.7.1 greylisted, come back");
    EXPECT_EQ(send(server_at(sink), to("greylist")).outcome, Outcome::Accepted);
    const Delivery full = send(server_at(sink), to("quota"));
    EXPECT_EQ(full.outcome, Outcome::TryAgain);
    EXPECT_EQ(full.code, 452);
    EXPECT_EQ(sink.kept(), 2);
}

TEST(Smtp, WhereTheConnectionBreaksTheMailMayArriveTwiceUnderOneMessageId)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Delivery delivery = send(server_at(sink), to("drop"));
        EXPECT_EQ(delivery.outcome, Outcome::TryAgain);
        EXPECT_EQ(delivery.code, 0);
        EXPECT_FALSE(delivery.answer.empty());
    }
    ASSERT_EQ(sink.kept(), 2);
    const auto mails = sink.read_all();
    EXPECT_EQ(text_at(*mails.at(0).find("headers"), "message-id"), text_at(*mails.at(1).find("headers"), "message-id"));
}

TEST(Smtp, ASlowServerIsNotWaitedForLongerThanSaid)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    Server server = server_at(sink);
    server.timeout = 1;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(send(server, to("slow")).outcome, Outcome::TryAgain);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Smtp, AServerThatTurnsEverybodyAwayCostsNoMail)
{
    const SmtpSink sink({"--greeting", "554"});
    NEEDS_SINK(sink);
    const Delivery delivery = send(server_at(sink), to("tanto"));
    EXPECT_EQ(delivery.outcome, Outcome::TryAgain);
    EXPECT_EQ(delivery.code, 554);
}

TEST(Smtp, WithoutEncryptionNothingIsSentWhereItIsRequired)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    Server server = server_at(sink);
    server.tls = Tls::Required;
    EXPECT_EQ(send(server, to("tanto")).outcome, Outcome::TryAgain);
    server.tls = Tls::Opportunistic;
    server.user = "office";
    server.password = "opensesame";
    const Delivery delivery = send(server, to("tanto"));
    EXPECT_EQ(delivery.outcome, Outcome::TryAgain);
    EXPECT_EQ(delivery.answer.find("opensesame"), std::string::npos);
    EXPECT_EQ(sink.kept(), 0);
    server.user.clear();
    EXPECT_EQ(send(server, to("tanto")).outcome, Outcome::Accepted);
}

TEST(Smtp, NobodyListens)
{
    const Delivery delivery = send({.url = "smtp://127.0.0.1:1", .tls = Tls::None, .timeout = 5}, to("tanto"));
    EXPECT_EQ(delivery.outcome, Outcome::TryAgain);
    EXPECT_EQ(delivery.code, 0);
    EXPECT_NE(delivery.answer.find("通信に失敗"), std::string::npos);
}

TEST(Smtp, SettingsAreTriedWithoutAMail)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    const Delivery greeted = greet(server_at(sink));
    EXPECT_EQ(greeted.outcome, Outcome::Accepted) << greeted.answer;
    EXPECT_EQ(sink.kept(), 0);
    Server server = server_at(sink);
    server.tls = Tls::Required; // which this one has not
    EXPECT_EQ(greet(server).outcome, Outcome::TryAgain);
    server.url = "http://127.0.0.1";
    EXPECT_NE(greet(server).answer.find("smtp://"), std::string::npos);
    const Delivery nobody = greet({.url = "smtp://127.0.0.1:1", .tls = Tls::None, .timeout = 5});
    EXPECT_EQ(nobody.outcome, Outcome::TryAgain);
    EXPECT_FALSE(nobody.answer.empty());
}

TEST(Smtp, SettingsThatCannotBeMeantAreSaid)
{
    for (const char* url : {"", "http://example.jp", "smtp://user:secret@example.jp", "smtp://a b", "smtp://a\r\nb"}) {
        const Delivery delivery = send({.url = url}, to("tanto"));
        EXPECT_EQ(delivery.outcome, Outcome::TryAgain);
        EXPECT_EQ(delivery.answer.find("secret"), std::string::npos);
    }
    EXPECT_EQ(send({.url = "smtp://127.0.0.1:1", .local_name = "a b"}, to("tanto")).outcome, Outcome::TryAgain);
}

TEST(Smtp, AMessageThatCannotBeWrittenIsRefused)
{
    Message message = to("tanto");
    message.subject = "a\nb";
    EXPECT_EQ(send({.url = "smtp://127.0.0.1:1"}, message).outcome, Outcome::Refused);
    message = to("a b");
    EXPECT_EQ(send({.url = "smtp://127.0.0.1:1"}, message).outcome, Outcome::Refused);
}

TEST(Smtp, SeveralThreadsSendAtOnce)
{
    const SmtpSink sink;
    NEEDS_SINK(sink);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 10; ++i)
                EXPECT_EQ(send(server_at(sink), to("tanto", thread * 100 + i)).outcome, Outcome::Accepted);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(sink.kept(), 40);
}

}
