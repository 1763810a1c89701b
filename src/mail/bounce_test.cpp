#include "mail/bounce.h"

#include "mail/encoding.h"
#include "mail/mime_part.h"

#include <gtest/gtest.h>

#include <random>

namespace kenkei::mail {

namespace {

const std::string status_part = "Content-Type: message/delivery-status\r\n"
                                "\r\n"
                                "Reporting-MTA: dns; mx.example.jp\r\n"
                                "Arrival-Date: Wed, 1 Apr 2026 09:00:00 +0900\r\n"
                                "\r\n"
                                "Final-Recipient: rfc822; tanto@firm.example.jp\r\n"
                                "Original-Recipient: rfc822;tanto@firm.example.jp\r\n"
                                "Action: failed\r\n"
                                "Status: 5.1.1\r\n"
                                "Remote-MTA: dns; mail.firm.example.jp\r\n"
                                "Diagnostic-Code: smtp; 550 5.1.1 <tanto@firm.example.jp>: Recipient address\r\n"
                                "    rejected: User unknown\r\n";

const std::string returned_part = "Content-Type: message/rfc822\r\n"
                                  "\r\n"
                                  "From: office@kenkei.example.jp\r\n"
                                  "Message-ID: <42@kenkei.example.jp>\r\n"
                                  "Subject: x\r\n"
                                  "\r\n"
                                  "text\r\n";

std::string report(const std::vector<std::string>& parts, const std::string& more_headers = "")
{
    std::string out = "From: MAILER-DAEMON@mx.example.jp\r\n" + more_headers +
                      "MIME-Version: 1.0\r\n"
                      "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                      "\tboundary=\"ABC.1/mx\"\r\n"
                      "\r\n"
                      "This is a MIME-encapsulated message.\r\n";
    for (const std::string& part : parts)
        out += "\r\n--ABC.1/mx\r\n" + part;
    return out + "\r\n--ABC.1/mx--\r\n";
}

std::string explanation()
{
    return "Content-Type: text/plain; charset=utf-8\r\n\r\nYour mail could not be delivered.\r\n";
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& bytes)
{
    const auto bounce = read_bounce(bytes);
    if (bounce.ok())
        return "";
    EXPECT_EQ(bounce.error().code, "mail.bounce");
    return bounce.error().message;
}

}

TEST(Bounce, AsPostfixWritesIt)
{
    const auto bounce = read_bounce(report({explanation(), status_part, returned_part}));
    ASSERT_TRUE(bounce.ok()) << base::describe(bounce.error());
    EXPECT_EQ(bounce->action, Bounce::Action::Failed);
    EXPECT_EQ(bounce->message_id, "42@kenkei.example.jp");
    EXPECT_EQ(bounce->recipient, "tanto@firm.example.jp");
    EXPECT_EQ(bounce->status, "5.1.1");
    EXPECT_EQ(bounce->diagnostic, "550 5.1.1 <tanto@firm.example.jp>: Recipient address rejected: User unknown");
}

TEST(Bounce, HeadersAloneAreEnough)
{
    const std::string headers = "Content-Type: text/rfc822-headers\r\n\r\nMessage-Id:\r\n <7@kenkei.example.jp>\r\n";
    const auto bounce = read_bounce(report({explanation(), status_part, headers}));
    ASSERT_TRUE(bounce.ok());
    EXPECT_EQ(bounce->message_id, "7@kenkei.example.jp");
}

TEST(Bounce, EncodedPartsAreDecoded)
{
    const auto body = status_part.substr(status_part.find("\r\n\r\n") + 4);
    const std::string encoded =
        "Content-Type: Message/Delivery-Status\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" + to_base64_lines(body);
    const auto bounce = read_bounce(report({encoded, returned_part}));
    ASSERT_TRUE(bounce.ok()) << base::describe(bounce.error());
    EXPECT_EQ(bounce->status, "5.1.1");
}

TEST(Bounce, BareLineEndsAndAMissingLastBoundaryDoNotMatter)
{
    std::string bytes = report({explanation(), status_part, returned_part});
    bytes.resize(bytes.size() - std::string("--ABC.1/mx--\r\n").size());
    std::erase(bytes, '\r');
    EXPECT_TRUE(read_bounce(bytes).ok());
}

TEST(Bounce, WhatWasNotReturnedIsTakenFromWhatTheReportAnswers)
{
    EXPECT_EQ(read_bounce(report({status_part}, "In-Reply-To: <9@kenkei.example.jp>\r\n"))->message_id,
              "9@kenkei.example.jp");
    EXPECT_EQ(read_bounce(report({status_part}, "References: <1@a.jp> <9@kenkei.example.jp>\r\n"))->message_id,
              "9@kenkei.example.jp");
}

TEST(Bounce, ADelayIsNoFailure)
{
    std::string delayed = replaced(status_part, "Action: failed", "Action: Delayed");
    delayed = replaced(delayed, "Status: 5.1.1", "Status: 4.4.1 (connection timed out)");
    const auto bounce = read_bounce(report({delayed, returned_part}));
    ASSERT_TRUE(bounce.ok());
    EXPECT_EQ(bounce->action, Bounce::Action::Delayed);
    EXPECT_EQ(bounce->status, "4.4.1");
}

TEST(Bounce, OfSeveralRecipientsTheOneThatFailedCounts)
{
    const std::string delivered =
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\n"
        "Final-Recipient: rfc822; first@example.jp\r\nAction: relayed\r\nStatus: 2.0.0\r\n\r\n";
    const auto second = status_part.substr(status_part.find("Final-Recipient"));
    const auto bounce = read_bounce(report({delivered + second, returned_part}));
    ASSERT_TRUE(bounce.ok());
    EXPECT_EQ(bounce->recipient, "tanto@firm.example.jp");
}

TEST(Bounce, WhatIsMissingIsSaid)
{
    EXPECT_NE(error_of("").find("message/delivery-status"), std::string::npos);
    EXPECT_NE(error_of(report({explanation(), returned_part})).find("message/delivery-status"), std::string::npos);
    EXPECT_NE(error_of(report({status_part})).find("Message-ID"), std::string::npos);
    EXPECT_NE(error_of(report({replaced(status_part, "Action: failed", "Action: lost"), returned_part})).find("Action"),
              std::string::npos);
    for (const char* status : {"", "5", "5.1", "9.1.1", "5.1.x", "5.1111.1", "55.1.1"}) {
        const auto part = replaced(status_part, "Status: 5.1.1", std::string("Status: ") + status);
        EXPECT_NE(error_of(report({part, returned_part})).find("Status"), std::string::npos) << status;
    }
    std::string nobody = replaced(status_part, "Final-Recipient: rfc822; tanto@firm.example.jp\r\n", "");
    nobody = replaced(nobody, "Original-Recipient: rfc822;tanto@firm.example.jp\r\n", "");
    EXPECT_NE(error_of(report({nobody, returned_part})).find("Final-Recipient"), std::string::npos);
    EXPECT_NE(error_of(std::string(33 * 1024 * 1024, 'x')).find("32 MiB"), std::string::npos);
}

TEST(Bounce, WhatSteersATerminalIsNotRepeated)
{
    const auto part = replaced(status_part, "smtp; 550", "smtp; \x1b[2J\xff 550");
    EXPECT_EQ(read_bounce(report({part, returned_part}))->diagnostic.substr(0, 10), "\xE2\x90\x9B[2J? 55");
}

TEST(Bounce, HostileReportsEnd)
{
    std::string nested;
    for (int i = 0; i < 1000; ++i)
        nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) +
                  "\r\n";
    error_of(nested);
    std::string many = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int i = 0; i < 100'000; ++i)
        many += "--b\r\n";
    error_of(many);
    std::string fields;
    for (int i = 0; i < 100'000; ++i)
        fields += "a:b\r\n c\r\n";
    error_of(fields);
    error_of("Content-Type: multipart/mixed; boundary=\"\r\n\r\n--\r\n");
    error_of("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n");
}

// Whatever is flipped, cut or repeated: it ends, and what it gives is a text of ours.
TEST(Bounce, DamagedReportsAreHarmless)
{
    const std::string whole = report({explanation(), status_part, returned_part});
    std::mt19937 random(20260401);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = whole;
        for (unsigned i = random() % 8; i-- > 0;)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (random() % 4 == 0)
            bytes.resize(1 + random() % (bytes.size() - 1));
        if (random() % 4 == 0)
            bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), 200));
        const auto bounce = read_bounce(bytes);
        if (bounce.ok()) {
            ASSERT_FALSE(bounce->message_id.empty());
            ASSERT_FALSE(bounce->status.empty());
        }
    }
}

}
