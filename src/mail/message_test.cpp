#include "mail/message.h"

#include "mail/address.h"
#include "mail/encoding.h"

#include <gtest/gtest.h>

namespace kenkei::mail {

namespace {

Message notice()
{
    return {.message_id = "yuryo-000123.4@kenkei.example.jp",
            .from = {"健康会議 事務局", "office@kenkei.example.jp"},
            .to = "tanto@firm.example.jp",
            .subject = "審査結果のお知らせ",
            .text = "髙﨑製作所 御中\n\n結果をお知らせします。",
            .date = base::in_japan({2026, 4, 1}, 9)};
}

std::string bytes_of(const Message& message)
{
    auto bytes = to_bytes(message);
    EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : base::describe(bytes.error()));
    return bytes.ok() ? *bytes : "";
}

std::string code_of(const Message& message)
{
    const auto bytes = to_bytes(message);
    return bytes.ok() ? "" : bytes.error().code;
}

std::vector<std::string> lines_of(const std::string& bytes)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = bytes.find("\r\n", at);
        out.push_back(bytes.substr(at, end - at));
        at = end == std::string::npos ? bytes.size() : end + 2;
    }
    return out;
}

}

TEST(Message, StandsAsTheStandardsWriteIt)
{
    Message message = notice();
    message.reply_to = "inquiry@kenkei.example.jp";
    EXPECT_EQ(bytes_of(message), "Date: Wed, 01 Apr 2026 09:00:00 +0900\r\n"
                                 "From: =?UTF-8?B?5YGl5bq35Lya6K2wIOS6i+WLmeWxgA==?=\r\n"
                                 " <office@kenkei.example.jp>\r\n"
                                 "To: tanto@firm.example.jp\r\n"
                                 "Reply-To: inquiry@kenkei.example.jp\r\n"
                                 "Message-ID: <yuryo-000123.4@kenkei.example.jp>\r\n"
                                 "Subject: =?UTF-8?B?5a+p5p+757WQ5p6c44Gu44GK55+l44KJ44Gb?=\r\n"
                                 "Auto-Submitted: auto-generated\r\n"
                                 "MIME-Version: 1.0\r\n"
                                 "Content-Type: text/plain; charset=UTF-8\r\n"
                                 "Content-Transfer-Encoding: base64\r\n"
                                 "\r\n" +
                                     to_base64_lines("髙﨑製作所 御中\r\n\r\n結果をお知らせします。\r\n"));
}

TEST(Message, TheSameMessageGivesTheSameBytes)
{
    Message message = notice();
    message.attachments.push_back({"認定証.pdf", "application/pdf", "%PDF"});
    EXPECT_EQ(bytes_of(message), bytes_of(message));
}

TEST(Message, TheDateIsThatOfJapan)
{
    Message message = notice();
    message.date = {base::in_japan({2026, 1, 1}).milliseconds - 1};
    EXPECT_NE(bytes_of(message).find("Date: Wed, 31 Dec 2025 23:59:59 +0900\r\n"), std::string::npos);
    message.date = base::in_japan({2024, 2, 29}, 17, 5, 9, 999);
    EXPECT_NE(bytes_of(message).find("Date: Thu, 29 Feb 2024 17:05:09 +0900\r\n"), std::string::npos);
}

TEST(Message, NoLineIsLongerThanSeventySixCharacters)
{
    Message message = notice();
    message.from.name = "健康経営に取り組む法人を認定する会議の事務局の担当（第一グループ）";
    for (const char* unit : {"株", "𠮷", "é", "a"}) {
        for (std::size_t count = 1; count <= 120; ++count) {
            message.subject.clear();
            for (std::size_t i = 0; i < count; ++i)
                message.subject += unit;
            message.attachments = {{message.subject + ".xlsx", "application/octet-stream", std::string(count, 'x')}};
            for (const std::string& line : lines_of(bytes_of(message)))
                ASSERT_LE(line.size(), 76u) << line;
        }
    }
}

TEST(Message, PlainSubjectsStayReadable)
{
    Message message = notice();
    message.subject = "Result 2026";
    message.from.name = "Office \"A\"";
    const std::string bytes = bytes_of(message);
    EXPECT_NE(bytes.find("Subject: Result 2026\r\n"), std::string::npos);
    EXPECT_NE(bytes.find("From: \"Office \\\"A\\\"\" <office@kenkei.example.jp>\r\n"), std::string::npos);
    message.subject = "=?UTF-8?B?6KqN?= is no word of ours";
    EXPECT_EQ(bytes_of(message).find("Subject: =?UTF-8?B?6KqN?= is"), std::string::npos);
}

TEST(Message, WhatWouldWriteItsOwnHeadersIsRefused)
{
    const std::string tricks[] = {"a\r\nBcc: x@example.jp", "a\nb", "a\rb", std::string("a\0b", 3)};
    for (const std::string& trick : tricks) {
        Message message = notice();
        message.subject = trick;
        EXPECT_EQ(code_of(message), "mail.header");
        message = notice();
        message.from.name = trick;
        EXPECT_EQ(code_of(message), "mail.header");
        message = notice();
        message.message_id = trick + "@example.jp";
        EXPECT_EQ(code_of(message), "mail.header");
        message = notice();
        message.attachments = {{trick, "text/plain", ""}};
        EXPECT_EQ(code_of(message), "mail.header");
        message.attachments = {{"a", "text/" + trick, ""}};
        EXPECT_EQ(code_of(message), "mail.header");
        message = notice();
        message.to = trick + "@example.jp";
        EXPECT_EQ(code_of(message), "mail.address");
        message = notice();
        message.reply_to = trick + "@example.jp";
        EXPECT_EQ(code_of(message), "mail.address");
    }
}

TEST(Message, WhatIsNoTextIsRefused)
{
    Message message = notice();
    message.subject = "\xff";
    EXPECT_EQ(code_of(message), "mail.header");
    message = notice();
    message.text = "\xff";
    EXPECT_EQ(code_of(message), "mail.text");
    for (const char* id : {"", "a", "@b", "a@", "a b@c", "<a@b>", "a@b@c", "番号@b"}) {
        message = notice();
        message.message_id = id;
        EXPECT_EQ(code_of(message), "mail.header") << id;
    }
    for (const char* type : {"", "pdf", "application/", "/pdf", "a/b/c", "text/plain; name=x"}) {
        message = notice();
        message.attachments = {{"a", type, ""}};
        EXPECT_EQ(code_of(message), "mail.header") << type;
    }
}

TEST(Address, AsPeopleHaveThem)
{
    for (const char* good : {"a@b", "tanto@firm.example.jp", "a+b.c_d-e@xn--wgv71a.jp", "o'neil@example.co.jp"})
        EXPECT_EQ(*checked_address(good), good);
    EXPECT_EQ(*checked_address("a..b@example.jp"), "\"a..b\"@example.jp");
    EXPECT_EQ(*checked_address("a.@example.jp"), "\"a.\"@example.jp");
}

TEST(Address, WhatIsNoneIsRefused)
{
    const std::string bad[] = {"",
                               "a",
                               "@b.jp",
                               "a@",
                               "a b@c.jp",
                               "a@b c.jp",
                               "a@-b.jp",
                               "a@b-.jp",
                               "a@b..jp",
                               "a@.jp",
                               "a@b.jp.",
                               "<a@b.jp>",
                               "a@b.jp>",
                               "田中@b.jp",
                               "a@会社.jp",
                               "a,c@b.jp",
                               "\"a\"@b.jp",
                               "a@b_c.jp",
                               "a@b.jp\r\n",
                               std::string(65, 'a') + "@b.jp",
                               "a@" + std::string(64, 'b') + ".jp"};
    for (const std::string& address : bad) {
        const auto checked = checked_address(address);
        ASSERT_FALSE(checked.ok()) << address;
        EXPECT_EQ(checked.error().code, "mail.address");
    }
}

TEST(Encoding, Base64OfThePublishedExamples)
{
    const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : examples) {
        EXPECT_EQ(to_base64(plain), encoded);
        EXPECT_EQ(from_base64(encoded), plain);
    }
}

TEST(Encoding, QuotedPrintableAsStrangersWriteIt)
{
    EXPECT_EQ(from_quoted_printable("=E5=81=a5=\r\n=E5=BA=B7 a=3Db"), "健康 a=b");
    EXPECT_EQ(from_quoted_printable("a=  \nb"), "ab");
    EXPECT_EQ(from_quoted_printable("=X =4"), "=X =4");
    EXPECT_EQ(from_quoted_printable("a="), "a");
}

TEST(Encoding, NamesOfFiles)
{
    EXPECT_EQ(header_parameter("filename", "a.pdf"), ";\r\n filename=\"a.pdf\"");
    EXPECT_EQ(header_parameter("filename", "a b"), ";\r\n filename*0*=UTF-8''a%20b");
    EXPECT_EQ(header_parameter("filename", "認証書一覧.pdf"),
              ";\r\n filename*0*=UTF-8''%E8%AA%8D%E8%A8%BC%E6%9B%B8%E4%B8%80%E8%A6%A7."
              ";\r\n filename*1*=pdf");
}

}
