#include "server/client_testing.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

using namespace kenkei;
using namespace kenkei::server;
using namespace kenkei::server::testing;

namespace {

using Clock = std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t allowed_growth = 512U << 20; // the sanitizer keeps what was freed
#else
constexpr std::size_t allowed_growth = 8U << 20;
#endif

std::size_t resident_bytes()
{
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// A certificate for this test only.
TlsFiles make_certificate(const std::filesystem::path& folder)
{
    const TlsFiles files{(folder / "certificate.pem").string(), (folder / "key.pem").string()};
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
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

// What comes back over TLS, or "" where the handshake fails.
std::string exchange_by_tls(std::uint16_t port, const std::string& bytes, int version = 0)
{
    const Client client(port);
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    if (version)
        SSL_CTX_set_max_proto_version(context, version);
    SSL* tls = SSL_new(context);
    SSL_set_fd(tls, client.socket_number());
    std::string all;
    if (SSL_connect(tls) == 1) {
        SSL_write(tls, bytes.data(), static_cast<int>(bytes.size()));
        char piece[4096];
        for (int size = 0; (size = SSL_read(tls, piece, sizeof piece)) > 0;)
            all.append(piece, static_cast<std::size_t>(size));
    }
    SSL_free(tls);
    SSL_CTX_free(context);
    return all;
}

}

TEST(Listener, 五十メガバイトを送られても持つのは僅か)
{
    const auto listener = start();
    for (const std::string target : {"/upload", "/upload?slow"}) {
        const std::size_t megabytes = target == "/upload" ? 50 : 4;
        const Client client(listener->port());
        client.send("POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(megabytes << 20) +
                    "\r\n\r\n");
        const std::size_t before = resident_bytes();
        const std::string piece(1U << 20, 'a');
        for (std::size_t i = 0; i < megabytes; ++i)
            ASSERT_TRUE(client.send(piece));
        const std::string answer = client.read_until("\r\n\r\n", 5s);
        EXPECT_NE(answer.find("200 OK"), std::string::npos) << answer;
        EXPECT_NE(answer.find(std::to_string(megabytes << 20)), std::string::npos) << answer;
        const std::size_t largest = std::stoul(answer.substr(answer.rfind(' ')));
        EXPECT_LE(largest, 32U << 10);
        EXPECT_LT(resident_bytes(), before + allowed_growth);
    }
}

TEST(Listener, 二百の待つだけの接続は他を遅くしない)
{
    ListenerConfig config = quick_config();
    config.timeouts.head = config.timeouts.idle = 10s;
    const auto listener = start(config);
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 200; ++i) {
        idle.push_back(std::make_unique<Client>(listener->port()));
        idle.back()->send(i % 2 ? "GET /pi" : "");
    }
    const Client client(listener->port());
    const auto begin = Clock::now();
    for (int i = 0; i < 200; ++i) {
        client.send(get("/ping"));
        ASSERT_NE(client.read_until("pong").find("200 OK"), std::string::npos);
    }
    EXPECT_LT(Clock::now() - begin, 2s);
    EXPECT_EQ(listener->metrics().open_connections(), 201);
}

TEST(Listener, 止めるときは受け付けたものを終えてから)
{
    const auto listener = start();
    const Client running(listener->port());
    running.send(get("/later"));
    const Client idle(listener->port());
    idle.send(get("/ping"));
    idle.read_until("pong");
    std::this_thread::sleep_for(50ms);
    const auto begin = Clock::now();
    listener->stop(5s);
    EXPECT_LT(Clock::now() - begin, 2s);
    const std::string answer = running.read_all();
    EXPECT_NE(answer.find("later"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(idle.read_all(), "<closed>");
    EXPECT_FALSE(Client(listener->port()).connected());
    EXPECT_TRUE(listener->stopping());
}

TEST(Listener, 期限が来れば終わらないものも閉じる)
{
    auto listener = start();
    const Client running(listener->port());
    running.send(get("/too-late"));
    const Client uploading(listener->port());
    uploading.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nabc");
    std::this_thread::sleep_for(50ms);
    const auto begin = Clock::now();
    listener->stop(0ms);
    EXPECT_LT(Clock::now() - begin, 1s);
    listener.reset();
    std::this_thread::sleep_for(700ms); // the answer comes when there is nobody left: nothing must happen
}

TEST(Listener, 接続が多すぎれば503と言う)
{
    ListenerConfig config = quick_config();
    config.threads = 1;
    config.connections = 2;
    config.timeouts.idle = 5s;
    const auto listener = start(config);
    const Client first(listener->port());
    first.send(get("/ping"));
    first.read_until("pong");
    const Client second(listener->port());
    second.send(get("/ping"));
    second.read_until("pong");
    const std::string answer = exchange(listener->port(), get("/ping"));
    EXPECT_EQ(statuses(answer), "503 closed");
    EXPECT_NE(answer.find("Retry-After: 5\r\n"), std::string::npos);
    first.send(get("/ping"));
    EXPECT_NE(first.read_until("pong").find("200"), std::string::npos);
}

TEST(Listener, TLSで話す)
{
    char folder[] = "/tmp/kenkei-tls-XXXXXX";
    ASSERT_TRUE(mkdtemp(folder));
    ListenerConfig config = quick_config();
    config.tls = make_certificate(folder);
    const auto listener = start(config);
    const std::string answer =
        exchange_by_tls(listener->port(), post("/echo", "abc") + get("/cases/7", "Connection: close\r\n"));
    EXPECT_NE(answer.find("abc"), std::string::npos);
    EXPECT_NE(answer.find("7||x|secure"), std::string::npos);
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos);
    EXPECT_EQ(exchange_by_tls(listener->port(), get("/ping"), TLS1_1_VERSION), "");
    EXPECT_NE(exchange_by_tls(listener->port(), get("/ping", "Connection: close\r\n"), TLS1_2_VERSION).find("pong"),
              std::string::npos);
    EXPECT_EQ(exchange(listener->port(), get("/ping"), 1s).find("pong"), std::string::npos);
    const Client silent(listener->port()); // a handshake that never comes
    EXPECT_EQ(silent.read_all(2s), "<closed>");

    config.tls->key = config.tls->certificate;
    EXPECT_EQ(Listener::start(config, {}).error().code, "server.tls");
    std::filesystem::remove_all(folder);
}

TEST(Listener, 信頼するプロキシの後ろではその言葉に従う)
{
    ListenerConfig config = quick_config();
    config.proxies.ranges = {*read_address_range("127.0.0.1")};
    config.hosts = {"x", "kenkei.example"};
    const auto listener = start(config);
    const std::string answer =
        exchange(listener->port(), get("/cases/7", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: kenkei.example\r\n"));
    EXPECT_NE(answer.find("7||kenkei.example|secure"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security"), std::string::npos);
    EXPECT_EQ(statuses(exchange(listener->port(), get("/ping", "X-Forwarded-Host: evil.example\r\n"))), "400 closed");
    EXPECT_EQ(statuses(exchange(listener->port(), "GET /ping HTTP/1.1\r\nHost: evil.example\r\n\r\n")), "400 closed");
}

TEST(Listener, 数えたことと書き残したこと)
{
    ListenerConfig config = quick_config();
    std::mutex mutex;
    std::string log;
    config.log = [&](const std::string& line) {
        const std::lock_guard lock(mutex);
        log += line + "\n";
    };
    const auto listener = start(config);
    exchange(listener->port(), get("/cases/secret?q=private") + get("/nothing") + "x\r\n\r\n", 100ms);
    listener->stop(1s);
    EXPECT_NE(log.find("\"route\":\"/cases/{case}\",\"status\":200"), std::string::npos) << log;
    EXPECT_NE(log.find("\"status\":404"), std::string::npos);
    EXPECT_NE(log.find("\"method\":\"\",\"route\":\"\",\"status\":400"), std::string::npos);
    EXPECT_NE(log.find("127.0.0.0/24"), std::string::npos);
    for (const char* private_word : {"secret", "private", "127.0.0.1"})
        EXPECT_EQ(log.find(private_word), std::string::npos) << private_word;
    const std::string text = listener->metrics().to_prometheus();
    EXPECT_NE(text.find("{route=\"GET /cases/{case}\",status=\"200\"} 1\n"), std::string::npos) << text;
    EXPECT_NE(text.find("{route=\"none\",status=\"404\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("kenkei_http_open_connections 0\n"), std::string::npos);
}

TEST(Listener, 始められないときは訳を言う)
{
    const auto first = start();
    ListenerConfig config = quick_config();
    config.port = first->port();
    EXPECT_EQ(Listener::start(config, {}).error().code, "server.in-use");
    config.address = "localhost";
    EXPECT_EQ(Listener::start(config, {}).error().code, "server.address");
    EXPECT_EQ(Listener::start(quick_config(), {{Method::Get, "x", {}, Handler()}}).error().code, "server.route");
}

namespace {

ListenerConfig config_for_few()
{
    ListenerConfig config = quick_config();
    config.timeouts.head = config.timeouts.idle = 20s;
    config.connections_per_address = 3;
    config.limits_loopback = true;
    return config;
}

}

TEST(Listener, 一つのアドレスからの接続には限りがあり閉じればまたつながる)
{
    const auto listener = start(config_for_few());
    std::vector<std::unique_ptr<Client>> open;
    for (int at = 0; at < 3; ++at) {
        open.push_back(std::make_unique<Client>(listener->port()));
        open.back()->send(get("/ping"));
        EXPECT_NE(open.back()->read_until("pong").find("200 OK"), std::string::npos);
    }
    const std::string refused = exchange(listener->port(), get("/ping"), 3s);
    EXPECT_EQ(statuses(refused), "429 closed");
    EXPECT_NE(refused.find("http.too-many-connections"), std::string::npos);
    EXPECT_NE(refused.find("Retry-After"), std::string::npos);
    EXPECT_NE(refused.find("お使いのネットワーク"), std::string::npos);
    open.front()->send(get("/ping")); // who is in stays in
    EXPECT_NE(open.front()->read_until("pong").find("200 OK"), std::string::npos);
    open.clear();
    std::string answer;
    for (int at = 0; at < 50 && answer.find("pong") == std::string::npos; ++at) {
        std::this_thread::sleep_for(20ms);
        answer = exchange(listener->port(), get("/ping", "Connection: close\r\n"), 3s);
    }
    EXPECT_EQ(statuses(answer), "200 closed");
}

TEST(Listener, 信頼するプロキシとこの機械自身の接続は数えない)
{
    ListenerConfig trusting = config_for_few();
    trusting.proxies.ranges = {*read_address_range("127.0.0.0/8")};
    ListenerConfig counting_proxies = config_for_few();
    counting_proxies.proxies.count = 1;
    ListenerConfig usual = config_for_few();
    usual.limits_loopback = false;
    for (const ListenerConfig& config : {trusting, counting_proxies, usual}) {
        const auto listener = start(config);
        std::vector<std::unique_ptr<Client>> open;
        for (int at = 0; at < 10; ++at) {
            open.push_back(std::make_unique<Client>(listener->port()));
            open.back()->send(get("/ping"));
            EXPECT_NE(open.back()->read_until("pong").find("200 OK"), std::string::npos) << at;
        }
    }
}

TEST(Listener, 公開のURLがhttpsならプロキシが何と言っても安全な接続として扱う)
{
    ListenerConfig config = quick_config();
    config.always_secure = true;
    const auto listener = start(config);
    EXPECT_NE(exchange(listener->port(), get("/cases/7", "X-Forwarded-Proto: http\r\n")).find("|secure"),
              std::string::npos);
}
