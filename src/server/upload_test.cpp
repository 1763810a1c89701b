#include "server/upload.h"

#include <gtest/gtest.h>

using namespace kenkei;
using namespace kenkei::server;

namespace {

constexpr std::string_view type = "multipart/form-data; boundary=AaB";

std::string part(const std::string& field, const std::string& file, const std::string& content)
{
    return "--AaB\r\nContent-Disposition: form-data; name=\"" + field + "\"" +
           (file.empty() ? "" : "; filename=\"" + file + "\"") + "\r\n\r\n" + content + "\r\n";
}
const std::string end = "--AaB--\r\n";

// One body on its way; the connection is played by send() and finish().
struct Sending {
    explicit Sending(std::size_t most = 1000) : budget(std::make_shared<UploadBudget>(most)) {}

    UploadSteps steps()
    {
        return {.admit = [this](Onward onward) { waiting.emplace(std::move(onward)); },
                .refuse = [](const base::Error& error) { return Response{.status = 499, .body = error.code}; },
                .take =
                    [this](Uploaded uploaded, Reply reply) {
                        taken = std::move(uploaded);
                        reply.give({.status = 201});
                    }};
    }
    void admit(std::optional<Response> refusal = {}) { std::exchange(waiting, {})->give(std::move(refusal)); }
    // "": wants more; "…": waits; else the refusal's code.
    std::string send(BodyReceiver& receiver, std::string bytes)
    {
        answer = "…";
        receiver.receive(std::move(bytes), Onward([this](std::optional<std::optional<Response>> given) {
                             answer = !given ? "dropped" : *given ? (*given)->body : "";
                         }));
        return answer;
    }
    static std::string finish(BodyReceiver& receiver)
    {
        std::string said = "dropped";
        receiver.finish(Reply([&](std::optional<Response> given) {
            said = !given ? "dropped" : given->status == 201 ? "201" : given->body;
        }));
        return said;
    }

    std::shared_ptr<UploadBudget> budget;
    std::optional<Onward> waiting;
    std::optional<Uploaded> taken;
    std::string answer;
};

}

TEST(Upload, 送った人が認められるまでは1バイトも持たない)
{
    Sending sending;
    const auto receiver = receive_body(sending.budget, sending.steps());
    EXPECT_EQ(sending.send(*receiver, "abc"), "…");
    EXPECT_EQ(sending.budget->held(), 0u);
    sending.admit();
    EXPECT_EQ(sending.answer, "");
    EXPECT_EQ(sending.budget->held(), 3u);
    EXPECT_EQ(sending.send(*receiver, "de"), "");
    EXPECT_EQ(Sending::finish(*receiver), "201");
    EXPECT_EQ(sending.taken->body, "abcde");
}

TEST(Upload, 認められなければそこで終わる)
{
    Sending sending;
    {
        const auto receiver = receive_parts(std::string(type), {}, sending.budget, sending.steps());
        EXPECT_EQ(sending.send(*receiver, part("a", "b.pdf", "xyz")), "…");
        sending.admit(Response{.status = 403, .body = "access.denied"});
        EXPECT_EQ(sending.answer, "access.denied");
    }
    EXPECT_EQ(sending.budget->held(), 0u);
    EXPECT_FALSE(sending.taken);
}

TEST(Upload, ファイルと項目が順に分かれて届く)
{
    Sending sending;
    const auto receiver = receive_parts(std::string(type), {}, sending.budget, sending.steps());
    const std::string body = part("scan", "表.pdf", "%PDF-") + part("arrived", "", "2031-05-01") + end;
    sending.send(*receiver, body.substr(0, 20));
    sending.admit();
    for (std::size_t at = 20; at < body.size(); at += 7)
        ASSERT_EQ(sending.send(*receiver, body.substr(at, 7)), "");
    EXPECT_EQ(Sending::finish(*receiver), "201");
    ASSERT_EQ(sending.taken->parts.size(), 2u);
    EXPECT_EQ(sending.taken->parts[0].file_name, "表.pdf");
    EXPECT_EQ(sending.taken->parts[0].bytes, "%PDF-");
    EXPECT_EQ(sending.taken->parts[1].field, "arrived");
    EXPECT_FALSE(sending.taken->parts[1].file_name);
}

TEST(Upload, 一つが大きすぎるときも合わせて大きすぎるときも途中で断る)
{
    for (const bool one : {true, false}) {
        Sending sending;
        const UploadLimits limits{.file = one ? 9U : 10U, .together = one ? 100U : 19U};
        const auto receiver = receive_parts(std::string(type), limits, sending.budget, sending.steps());
        sending.send(*receiver, part("a", "a.pdf", std::string(10, 'a')));
        sending.admit();
        EXPECT_EQ(sending.answer, ""); // what may yet be a boundary is not counted
        sending.send(*receiver, part("b", "b.pdf", std::string(10, 'b')) + end);
        EXPECT_EQ(sending.answer, "http.too-large");
    }
}

TEST(Upload, ちょうど上限までは受け取る)
{
    Sending sending;
    const auto receiver =
        receive_parts(std::string(type), {.file = 10, .together = 20}, sending.budget, sending.steps());
    sending.send(*receiver, part("a", "a.pdf", std::string(10, 'a')) + part("b", "b.pdf", std::string(10, 'b')) + end);
    sending.admit();
    EXPECT_EQ(sending.answer, "");
    EXPECT_EQ(Sending::finish(*receiver), "201");
    EXPECT_EQ(sending.budget->held(), 20u);
}

TEST(Upload, 合わせて持てる量を超えれば待つように言い終われば空く)
{
    Sending sending(10);
    {
        const auto first = receive_body(sending.budget, sending.steps());
        sending.send(*first, std::string(8, 'a'));
        sending.admit();
        const auto second = receive_body(sending.budget, sending.steps());
        sending.send(*second, std::string(3, 'b'));
        sending.admit();
        EXPECT_EQ(sending.answer, "api.busy");
        EXPECT_EQ(sending.budget->held(), 8u);
        EXPECT_EQ(Sending::finish(*first), "201");
    }
    EXPECT_EQ(sending.budget->held(), 8u) << "the endpoint has it still";
    sending.taken.reset();
    EXPECT_EQ(sending.budget->held(), 0u);
}

TEST(Upload, 形の違うものや途切れたものは断る)
{
    Sending sending;
    const auto other = receive_parts("application/json", {}, sending.budget, sending.steps());
    sending.send(*other, "{}");
    sending.admit();
    EXPECT_EQ(sending.answer, "multipart.type");
    const auto cut = receive_parts(std::string(type), {}, sending.budget, sending.steps());
    sending.send(*cut, part("a", "a.pdf", "abc"));
    sending.admit();
    EXPECT_EQ(sending.answer, "");
    EXPECT_EQ(Sending::finish(*cut), "multipart.truncated");
}
