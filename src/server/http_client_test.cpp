#include "server/http_client.h"

#include "server/client_testing.h"
#include "server/public_address.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <netdb.h>

// A net of this test's own: the program's look-ups and libcurl's come here first.
namespace {
std::atomic<bool> answers_slow_names = false;
std::atomic<int> looked_up = 0; // slow names, to their end
}

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found)
{
    using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "getaddrinfo"));
    const std::string_view asked = name ? name : "";
    const bool numeric = hints && (hints->ai_flags & AI_NUMERICHOST) != 0;
    if (asked == "slow.test" && !numeric) {
        for (int i = 0; i < 500 && !answers_slow_names; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        ++looked_up;
        return EAI_NONAME;
    }
    return real(asked == "inside.test" && !numeric ? "127.0.0.1" : name, service, hints, found);
}

using namespace kenkei;
using namespace kenkei::server;
using namespace kenkei::server::testing;

namespace {

// A certificate of 127.0.0.1 for this test only.
TlsFiles make_certificate(const std::filesystem::path& folder)
{
    const TlsFiles files{(folder / "certificate.pem").string(), (folder / "key.pem").string()};
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_EXTENSION* name = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, name, -1);
    X509_EXTENSION_free(name);
    X509_sign(certificate, key, EVP_sha256());
    FILE* out = std::fopen(files.certificate.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    out = std::fopen(files.key.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

std::vector<Route> client_routes()
{
    std::vector<Route> routes = test_routes();
    routes.push_back({Method::Get, "/redirect", {}, Handler([](Request, Reply reply) {
                          Response response{.status = 302};
                          response.headers.add("Location", "/ping");
                          reply.give(std::move(response));
                      })});
    routes.push_back({Method::Put, "/heads", {}, Handler([](Request request, Reply reply) {
                          std::string all;
                          for (const Header& header : request.headers)
                              all += header.name + ": " + header.value + "\n";
                          reply.give(text(all + request.body));
                      })});
    routes.push_back({Method::Get, "/large-head", {}, Handler([](Request, Reply reply) {
                          Response response = text("x");
                          for (int i = 0; i < 20; ++i)
                              response.headers.add("X-" + std::to_string(i), std::string(5000, 'x'));
                          reply.give(std::move(response));
                      })});
    return routes;
}

std::unique_ptr<Listener> start_server(ListenerConfig config = quick_config())
{
    auto listener = Listener::start(std::move(config), client_routes());
    if (!listener.ok()) {
        ADD_FAILURE() << base::describe(listener.error());
        std::abort();
    }
    return std::move(*listener);
}

class HttpClient : public ::testing::Test {
protected:
    static void SetUpTestSuite() { listener = start_server(); }
    static void TearDownTestSuite() { listener.reset(); }
    static Outgoing to(const std::string& path)
    {
        return {.url = "http://127.0.0.1:" + std::to_string(listener->port()) + path, .private_addresses = true};
    }
    static std::unique_ptr<Listener> listener;
};

std::unique_ptr<Listener> HttpClient::listener;

std::string code_of(const base::Result<Incoming>& result)
{
    return result.ok() ? "status " + std::to_string(result->status) : result.error().code;
}

// Says `answer` to whoever connects first, and closes.
class RawServer {
public:
    explicit RawServer(std::string answer) : m_socket(socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(m_socket, 1) != 0 ||
            getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            std::abort();
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this, answer = std::move(answer)] {
            const int peer = accept(m_socket, nullptr, nullptr);
            char bytes[4096];
            if (peer < 0 || recv(peer, bytes, sizeof bytes, 0) < 0)
                return;
            ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
            ::close(peer);
        });
    }
    ~RawServer()
    {
        shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        ::close(m_socket);
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    Outgoing request() const
    {
        return {.url = "http://127.0.0.1:" + std::to_string(m_port) + "/", .private_addresses = true};
    }

private:
    int m_socket;
    int m_port = 0;
    std::thread m_thread;
};

}

TEST_F(HttpClient, 答えの番号と見出しと本文を返す)
{
    const auto answer = call(to("/ping"));
    ASSERT_TRUE(answer.ok()) << base::describe(answer.error());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "pong");
    ASSERT_NE(answer->headers.find("content-type"), nullptr);
    EXPECT_EQ(*answer->headers.find("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(code_of(call(to("/nothing"))), "status 404");
    EXPECT_EQ(call(to("/stream"))->body, "piece1piece2piece3");
}

TEST_F(HttpClient, 送ったものがそのまま届く)
{
    Outgoing outgoing = to("/heads");
    outgoing.method = "PUT";
    outgoing.headers.add("Content-Type", "application/json");
    outgoing.headers.add("X-Empty", "");
    outgoing.body = std::string("{\"a\":\0}", 7);
    const auto answer = call(outgoing);
    ASSERT_TRUE(answer.ok()) << base::describe(answer.error());
    EXPECT_NE(answer->body.find("Content-Type: application/json\n"), std::string::npos) << answer->body;
    EXPECT_NE(answer->body.find("X-Empty: \n"), std::string::npos);
    EXPECT_TRUE(answer->body.ends_with(outgoing.body));
    outgoing = to("/echo");
    outgoing.method = "POST";
    EXPECT_EQ(code_of(call(outgoing)), "status 200");
    outgoing = to("/ping");
    outgoing.method = "HEAD";
    EXPECT_EQ(call(outgoing)->body, "");
}

TEST_F(HttpClient, 転送の指示には従わない)
{
    const auto answer = call(to("/redirect"));
    EXPECT_EQ(code_of(answer), "status 302");
    EXPECT_EQ(*answer->headers.find("Location"), "/ping");
}

TEST_F(HttpClient, 大きすぎる答えは途中でやめる)
{
    EXPECT_EQ(code_of(call(to("/big"))), "client.too-large");
    EXPECT_EQ(code_of(call(to("/large-head"))), "client.too-large");
    Outgoing outgoing = to("/stream"); // its length is not known before
    outgoing.most = 18;
    EXPECT_EQ(code_of(call(outgoing)), "status 200");
    outgoing.most = 17;
    EXPECT_EQ(code_of(call(outgoing)), "client.too-large");
}

TEST_F(HttpClient, 遅い答えは待たない)
{
    Outgoing outgoing = to("/later");
    outgoing.time = 20ms;
    const auto answer = call(outgoing);
    EXPECT_EQ(code_of(answer), "client.time");
    EXPECT_EQ(answer.error().message, "127.0.0.1 から 0.1秒以内に答えが届きませんでした。");
}

TEST_F(HttpClient, 内側のアドレスにはどう書いても接続しない)
{
    const std::string port = ":" + std::to_string(listener->port());
    for (const std::string host :
         {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "0", "127.1", "[::1]", "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]", "[::]", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::a00:1]"}) {
        Outgoing outgoing{.url = "http://" + host + port + "/ping?secret=1", .time = 2s};
        const auto answer = call(outgoing);
        EXPECT_EQ(code_of(answer), "client.address") << host;
        EXPECT_EQ(answer.ok() ? 0 : base::describe(answer.error()).find("secret"), std::string::npos);
    }
    Outgoing allowed = to("/ping");
    allowed.url = "http://localhost" + port + "/ping";
    EXPECT_EQ(code_of(call(allowed)), "status 200");
    allowed.private_addresses = false;
    EXPECT_EQ(code_of(call(allowed)), "client.address");
}

TEST_F(HttpClient, 公開アドレスとそうでないものの境目)
{
    const std::pair<const char*, bool> cases[] = {
        {"9.255.255.255", true},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"100.128.0.0", true},
        {"172.15.255.255", true},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"172.32.0.0", true},
        {"198.17.255.255", true},
        {"198.18.0.0", false},
        {"198.19.255.255", false},
        {"198.20.0.0", true},
        {"223.255.255.255", true},
        {"224.0.0.0", false},
        {"255.255.255.255", false},
        {"0.0.0.0", false},
        {"192.167.255.255", true},
        {"192.168.0.1", false},
        {"169.254.0.1", false},
        {"169.255.0.0", true},
        {"::", false},
        {"::1", false},
        {"fe80::1", false},
        {"fc00::1", false},
        {"ff02::1", false},
        {"2001:db8::1", false},
        {"2001:200::1", true},
        {"2001:1ff::1", false},
        {"2002:0808:0808::", false},
        {"2400:4000::1", true},
        {"3ffe::1", true},
        {"3fff:fff::1", false},
        {"3fff:1000::1", true},
        {"4000::1", false},
        {"::ffff:8.8.8.8", true},
        {"::ffff:10.0.0.1", false},
        {"64:ff9b::8.8.8.8", true},
        {"64:ff9b::127.0.0.1", false},
        {"64:ff9b:1::1", false},
        {"::8.8.8.8", false},
    };
    for (const auto& [address, expected] : cases) {
        std::array<std::uint8_t, 16> bytes{};
        const bool is_long = inet_pton(AF_INET6, address, bytes.data()) == 1;
        ASSERT_TRUE(is_long || inet_pton(AF_INET, address, bytes.data()) == 1) << address;
        EXPECT_EQ(is_public_address(std::span(bytes.data(), is_long ? 16 : 4)), expected) << address;
    }
    EXPECT_FALSE(is_public_address({}));
}

TEST_F(HttpClient, URLと見出しの誤りは送る前に断る)
{
    for (const std::string url :
         {"", "example.org", "ftp://127.0.0.1/", "file:///etc/passwd", "https://", "gopher://a/",
          "http://user@127.0.0.1/", "http://a:b@127.0.0.1/", "http://127.0.0.1 /", "http://127.0.0.1/\r\nX: y",
          "http://127.0.0.1:99999/", "http://\xff/", "//a/"})
        EXPECT_EQ(code_of(call({.url = url, .private_addresses = true})), "client.url") << url;
    for (const auto& [name, value] : {std::pair("X", "a\r\nY: b"), std::pair("X: y\r\nZ", "a"), std::pair("", "a")}) {
        Outgoing outgoing = to("/ping");
        outgoing.headers.add(name, value);
        EXPECT_EQ(code_of(call(outgoing)), "client.request") << name << value;
    }
    Outgoing outgoing = to("/ping");
    outgoing.method = "GET / HTTP/1.1\r\nX: y\r\n";
    EXPECT_EQ(code_of(call(outgoing)), "client.request");
}

TEST_F(HttpClient, 人が書いた通知先は登録のときにも行き先を確かめる)
{
    const auto checked = [](const std::string& url, bool inside) {
        const auto fine = check_url(url, inside);
        return fine.ok() ? std::string("ok") : fine.error().code;
    };
    for (const char* url : {"https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1:8443/x", "https://localhost/",
                            "https://0177.0.0.1/", "https://[::ffff:192.168.0.1]/", "https://0.0.0.0/",
                            "https://LOCALHOST./", "https://db.localhost/"}) {
        EXPECT_EQ(checked(url, false), "client.address") << url;
        EXPECT_EQ(checked(url, true), "ok") << url;
    }
    EXPECT_EQ(checked("https://a:b@192.0.43.8/", true), "client.url");
    EXPECT_EQ(checked("https://192.0.43.8/", false), "ok");
    EXPECT_EQ(checked("https://no-such-name.invalid/", false), "ok"); // it may come to be
}

TEST_F(HttpClient, 名前が引けるのを待つのも決めた時間まで)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto answer = call({.url = "http://slow.test/", .time = std::chrono::milliseconds(200)});
    const auto taken = std::chrono::steady_clock::now() - begun;
    EXPECT_EQ(code_of(answer), "client.time");
    EXPECT_LT(taken, std::chrono::seconds(2));
    EXPECT_EQ(looked_up, 0); // whoever looks is left behind
    answers_slow_names = true;
    for (int i = 0; i < 500 && looked_up == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(looked_up, 1);
}

TEST_F(HttpClient, 内部を指す名前は登録では待たずに通り呼ぶときに断る)
{
    const std::string url = "http://inside.test:" + std::to_string(listener->port()) + "/ping";
    EXPECT_TRUE(check_url(url, false).ok());
    EXPECT_EQ(code_of(call({.url = url})), "client.address"); // by the address connected to
    EXPECT_EQ(code_of(call({.url = url, .private_addresses = true})), "status 200");
    answers_slow_names = false;
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(check_url("https://slow.test/", false).ok());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1)); // nobody is asked
}

TEST_F(HttpClient, 環境の代理サーバーは使わない)
{
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_EQ(code_of(call(to("/ping"))), "status 200");
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

TEST_F(HttpClient, 誰もいない口と切れた通信は接続の失敗)
{
    std::uint16_t closed = 0;
    {
        const auto gone = start_server();
        closed = gone->port();
    }
    const auto answer =
        call({.url = "http://127.0.0.1:" + std::to_string(closed) + "/x?token=1", .private_addresses = true});
    EXPECT_EQ(code_of(answer), "client.connect");
    EXPECT_EQ(answer.error().message.find("token"), std::string::npos);
    EXPECT_EQ(code_of(call(RawServer("").request())), "client.connect");
    EXPECT_EQ(code_of(call(RawServer("hello, no HTTP").request())), "client.connect");
    EXPECT_EQ(code_of(call(RawServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").request())),
              "client.connect");
    EXPECT_EQ(code_of(call({.url = "http://no-such-name.invalid/"})), "client.connect");
}

TEST_F(HttpClient, 百続行と後ろの見出しは答えの見出しに混ざらない)
{
    const RawServer server("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-Mine: 1\r\n"
                           "Transfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n2\r\nok\r\n0\r\nX-Late: 1\r\n\r\n");
    const auto answer = call(server.request());
    ASSERT_TRUE(answer.ok()) << base::describe(answer.error());
    EXPECT_EQ(answer->body, "ok");
    EXPECT_NE(answer->headers.find("X-Mine"), nullptr);
    EXPECT_EQ(answer->headers.find("X-Early"), nullptr);
    EXPECT_EQ(answer->headers.find("X-Late"), nullptr);
}

TEST_F(HttpClient, 証明書が確かでなければ通信しない)
{
    char name[] = "/tmp/kenkei-client-XXXXXX";
    const std::filesystem::path folder = mkdtemp(name);
    ListenerConfig config = quick_config();
    config.tls = make_certificate(folder);
    const auto secure = start_server(std::move(config));
    Outgoing outgoing{.url = "https://127.0.0.1:" + std::to_string(secure->port()) + "/ping",
                      .private_addresses = true};
    EXPECT_EQ(code_of(call(outgoing)), "client.tls"); // nobody known signed it
    outgoing.authorities = (folder / "certificate.pem").string();
    EXPECT_EQ(code_of(call(outgoing)), "status 200");
    outgoing.url = "https://localhost:" + std::to_string(secure->port()) + "/ping"; // the name is not in it
    EXPECT_EQ(code_of(call(outgoing)), "client.tls");
    outgoing.authorities = "/nonexistent.pem";
    EXPECT_EQ(code_of(call(outgoing)), "client.tls");
    outgoing.url = "http://127.0.0.1:" + std::to_string(secure->port()) + "/ping";
    EXPECT_NE(code_of(call(outgoing)), "status 200");
    std::filesystem::remove_all(folder);
}
