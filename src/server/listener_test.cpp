#include "server/client_testing.h"

using namespace kenkei;
using namespace kenkei::server;
using namespace kenkei::server::testing;

namespace {

class Engine : public ::testing::Test {
protected:
    static void SetUpTestSuite() { listener = start(); }
    static void TearDownTestSuite() { listener.reset(); }
    static std::string ask(std::string_view bytes, std::chrono::milliseconds patience = 250ms)
    {
        return exchange(listener->port(), bytes, patience);
    }
    static std::unique_ptr<Listener> listener;
};

std::unique_ptr<Listener> Engine::listener;

const std::string head = "GET /ping HTTP/1.1\r\nHost: x\r\n";

}

TEST_F(Engine, 崩れた要求は断って閉じる)
{
    const std::string post_head = "POST /echo HTTP/1.1\r\nHost: x\r\n";
    const std::pair<std::string, const char*> cases[] = {
        {post_head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get("/ping"), "400 closed"},
        {post_head + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + get("/ping"), "400 closed"},
        {post_head + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", "400 closed"},
        {post_head + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", "400 closed"},
        {post_head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501 closed"},
        {post_head + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "501 closed"},
        {post_head + "Content-Length : 4\r\n\r\nabcd", "400 closed"},
        {post_head + "Content-Length: -1\r\n\r\n", "400 closed"},
        {post_head + "Content-Length: 0x4\r\n\r\nabcd", "400 closed"},
        {post_head + "Content-Length: 99999999999999999999\r\n\r\n", "400 closed"},
        {post_head + "Content-Length: 104857600\r\n\r\n", "413 closed"},
        {post_head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400 closed"},
        {post_head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", "400 closed"},
        {post_head + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeX\r\n0\r\n\r\n", "400 closed"},
        {post_head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "400 closed"},
        {post_head + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", "413 closed"},
        {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 closed"},
        {"GET /ping HTTP/1.1\r\n\r\n", "400 closed"},
        {head + "Host: y\r\n\r\n", "400 closed"},
        {"GET /ping HTTP/1.1\r\nHost: a b\r\n\r\n", "400 closed"},
        {"GET /ping HTTP/1.1\nHost: x\n\n", "400 closed"},
        {"GET /ping HTTP/1.1\r\nHost: x\nY: z\r\n\r\n", "400 closed"},
        {head + "X: a\rb\r\n\r\n", "400 closed"},
        {head + std::string("X: a\0b\r\n\r\n", 10), "400 closed"},
        {head + "X\x01: a\r\n\r\n", "400 closed"},
        {head + "X y: a\r\n\r\n", "400 closed"},
        {head + "no colon\r\n\r\n", "400 closed"},
        {head + "X: " + std::string(65536, 'a') + "\r\n\r\n", "431 closed"},
        {get("/" + std::string(9000, 'a')), "414 closed"},
        {"GET /" + std::string(9000, 'a'), "414 closed"},
        {"GET /ping HTTP/2.0\r\nHost: x\r\n\r\n", "505 closed"},
        {"GET /ping HTTP/1.2\r\nHost: x\r\n\r\n", "505 closed"},
        {"GET /ping\r\nHost: x\r\n\r\n", "400 closed"},
        {"GET  /ping HTTP/1.1\r\nHost: x\r\n\r\n", "400 closed"},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 closed"},
        {"\x16\x03\x01\x02", "open"}, // TLS to a plain port: not enough to tell yet
        {"FOO /ping HTTP/1.1\r\nHost: x\r\n\r\n", "501 closed"},
        {"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", "501 closed"},
        {"GET ping HTTP/1.1\r\nHost: x\r\n\r\n", "400 closed"},
        {"GET * HTTP/1.1\r\nHost: x\r\n\r\n", "400 closed"},
        {get("/a/../b"), "400 closed"},
        {get("/%ff"), "400 closed"},
        {get("/ping", "Expect: tea\r\n"), "417 closed"},
    };
    for (const auto& [bytes, expected] : cases)
        EXPECT_EQ(statuses(ask(bytes)), expected) << bytes.substr(0, 300);
}

TEST_F(Engine, 正しい要求に答えて次を待つ)
{
    const std::pair<std::string, const char*> cases[] = {
        {get("/ping"), "200 open"},
        {get("/ping") + get("/ping") + get("/ping"), "200 200 200 open"},
        {get("/ping", "Connection: close\r\n") + get("/ping"), "200 closed"},
        {get("/ping", "X: a\r\n b\r\n"), "200 open"},
        {"GET /ping HTTP/1.0\r\n\r\n", "200 closed"},
        {"GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 open"},
        {post("/echo", "{}") + get("/ping"), "200 200 open"},
        {post("/echo", ""), "200 open"},
        {get("/nothing"), "404 open"},
        {post("/nothing", "x"), "404 closed"},
        {"DELETE /ping HTTP/1.1\r\nHost: x\r\n\r\n", "405 open"},
        {"OPTIONS /ping HTTP/1.1\r\nHost: x\r\n\r\n", "204 open"},
        {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "204 open"},
        {"GET http://x/ping HTTP/1.1\r\nHost: x\r\n\r\n", "200 open"},
        {get("/healthz") + get("/readyz") + get("/metrics"), "200 200 200 open"},
        {"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n1;a=b\r\na\r\n2\r\nbc\r\n0\r\nT: "
         "x\r\n\r\n" +
             get("/ping"),
         "200 200 open"},
    };
    for (const auto& [bytes, expected] : cases)
        EXPECT_EQ(statuses(ask(bytes, 100ms)), expected) << bytes;
}

TEST_F(Engine, 要求を一字ずつ送っても同じ)
{
    const Client client(listener->port());
    const std::string bytes = post("/echo", "健康") + get("/cases/%E5%81%A5?q=a+b");
    for (const char c : bytes)
        client.send(std::string_view(&c, 1));
    const std::string answer = client.read_until("|a b|x|plain");
    EXPECT_NE(answer.find("健康"), std::string::npos);
    EXPECT_NE(answer.find("健|a b|x|plain"), std::string::npos) << answer;
}

TEST_F(Engine, 答えの形)
{
    const std::string answer = ask(get("/ping"), 100ms);
    for (const char* expected :
         {"HTTP/1.1 200 OK\r\n", "Content-Length: 4\r\n", "Date: ", "X-Content-Type-Options: nosniff\r\n",
          "Content-Security-Policy: default-src 'self'", "X-Request-Id: ", "\r\n\r\npong<open>"})
        EXPECT_NE(answer.find(expected), std::string::npos) << expected;
    EXPECT_EQ(answer.find("Strict-Transport-Security"), std::string::npos);
    EXPECT_EQ(answer.find("Server:"), std::string::npos);

    const std::string without_body = ask("HEAD /ping HTTP/1.1\r\nHost: x\r\n\r\n", 100ms);
    EXPECT_NE(without_body.find("Content-Length: 4\r\n"), std::string::npos);
    EXPECT_TRUE(without_body.ends_with("\r\n\r\n<open>")) << without_body;
    EXPECT_TRUE(ask("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n", 100ms).ends_with("\r\n\r\n<open>"));

    EXPECT_NE(ask("PUT /echo HTTP/1.1\r\nHost: x\r\n\r\n", 100ms).find("Allow: POST, OPTIONS\r\n"), std::string::npos);
    const std::string refusal = ask("x\r\n\r\n");
    EXPECT_NE(refusal.find("application/problem+json"), std::string::npos);
    EXPECT_NE(refusal.find("\"code\":\"http.syntax\""), std::string::npos);
    EXPECT_NE(refusal.find("Connection: close\r\n"), std::string::npos);
}

TEST_F(Engine, チャンクでは読みながら上限を守る)
{
    std::string chunks = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 101; ++i)
        chunks += "3e8\r\n" + std::string(1000, 'a') + "\r\n";
    EXPECT_EQ(statuses(ask(chunks)), "413 closed");
    EXPECT_EQ(statuses(ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                           std::string(40'000, 'e'))),
              "400 closed");
}

TEST_F(Engine, 百を続けよと言ってから本文を読む)
{
    const Client client(listener->port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("{}");
    EXPECT_NE(client.read_until("{}").find("200 OK"), std::string::npos);
    EXPECT_EQ(statuses(ask("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n")),
              "413 closed");
}

TEST_F(Engine, 遅い送り手には408と言って閉じる)
{
    EXPECT_EQ(statuses(ask("GET /ping HTT", 2s)), "408 closed");
    EXPECT_EQ(statuses(ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", 2s)), "408 closed");
    EXPECT_EQ(ask("", 2s), "<closed>");
    EXPECT_EQ(statuses(ask(get("/ping"), 2s)), "200 closed"); // after the idle time

    const Client drip(listener->port()); // a byte now and then does not help
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < 3s && drip.send("G") && !drip.wait(50ms)) {
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST_F(Engine, 別のスレッドから後で答える)
{
    EXPECT_NE(ask(get("/later") + get("/ping"), 1s).find("later"), std::string::npos);
    EXPECT_EQ(statuses(ask(get("/later") + get("/ping"), 400ms)), "200 200 open");
    EXPECT_EQ(statuses(ask(get("/too-late") + get("/ping"), 1s)), "503 closed");
    EXPECT_EQ(statuses(ask(get("/dropped") + get("/ping"), 400ms)), "500 200 open");
    const std::string stream = ask(get("/stream"), 400ms);
    EXPECT_TRUE(stream.ends_with("6\r\npiece1\r\n6\r\npiece2\r\n6\r\npiece3\r\n0\r\n\r\n<open>")) << stream;
    EXPECT_TRUE(ask("GET /stream HTTP/1.0\r\n\r\n", 1s).ends_with("\r\n\r\npiece1piece2piece3<closed>"));
}

TEST_F(Engine, こちらの誤りは中身を見せずに500)
{
    for (const char* path : {"/throws", "/injects"}) {
        const std::string answer = ask(get(path), 100ms);
        EXPECT_EQ(statuses(answer), "500 open") << path;
        EXPECT_EQ(answer.find("secret"), std::string::npos);
        EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
    }
}

TEST_F(Engine, 受け取りを断られた送信は答えを読んでから閉じられる)
{
    const std::string large(4U << 20, 'X');
    EXPECT_EQ(statuses(ask("POST /upload HTTP/1.1\r\nHost: x\r\nX-Refuse: 1\r\nContent-Length: 3\r\n\r\nabc")),
              "403 closed");
    EXPECT_EQ(statuses(ask(post("/upload", large))), "415 closed");
}

TEST_F(Engine, 大きな答えも全て届く)
{
    const std::string answer = ask(get("/big", "Connection: close\r\n"), 2s);
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, (20U << 20) + std::string_view("<closed>").size());
}
