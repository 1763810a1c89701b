#include "server/access_log.h"
#include "server/metrics.h"
#include "server/proxies.h"
#include "server/request_head.h"
#include "server/route_table.h"
#include "server/security_headers.h"

#include <gtest/gtest.h>

using namespace kenkei;
using namespace kenkei::server;

namespace {

std::string shown(const std::optional<Target>& target)
{
    if (!target)
        return "-";
    std::string text = target->authority + target->path;
    for (const Parameter& parameter : target->query)
        text += " " + parameter.name + "=" + parameter.value;
    return text;
}

int status_of(RawHead raw, const std::vector<std::string>& hosts = {})
{
    const auto read = read_head(std::move(raw), hosts);
    const auto* refusal = std::get_if<Refusal>(&read);
    return refusal ? refusal->status : 200;
}

RawHead get(std::vector<Header> headers, int version = 11)
{
    RawHead raw{.method = "GET", .target = "/", .version = version, .headers = {}};
    for (Header& header : headers)
        raw.headers.add(header.name, header.value);
    return raw;
}

int scan(std::string_view bytes)
{
    HeadScan all({.line = 40, .head = 100});
    const auto found = all.look(bytes);
    HeadScan by_byte({.line = 40, .head = 100});
    std::optional<std::variant<std::size_t, Refusal>> found_slowly;
    for (std::size_t size = 1; size <= bytes.size() && !found_slowly; ++size)
        found_slowly = by_byte.look(bytes.substr(0, size));
    const auto status = [](const auto& f) {
        return !f ? 0 : f->index() == 0 ? static_cast<int>(std::get<std::size_t>(*f)) : std::get<Refusal>(*f).status;
    };
    EXPECT_EQ(status(found), status(found_slowly)) << bytes;
    return status(found);
}

}

TEST(Target, 読めるものと読めないもの)
{
    const std::pair<const char*, const char*> targets[] = {
        {"/", "/"},
        {"/a/b?c=d", "/a/b c=d"},
        {"/%E5%81%A5?q=%E7%B5%8C+%e5%96%b6&x&=y&&z=1=2", "/健 q=経 営 x= =y z=1=2"},
        {"http://kenkei.example:8080/a?b", "kenkei.example:8080/a b="},
        {"https://[::1]?b", "[::1]/ b="},
        {"HTTP://h", "h/"},
        {"/a/", "/a/"},
        {"//a", "//a"},
        {"*", ""},
        {"", "-"},
        {"a", "-"},
        {"ftp://h/", "-"},
        {"http://user@h/", "-"},
        {"http:///", "-"},
        {"/%", "-"},
        {"/%4", "-"},
        {"/%zz", "-"},
        {"/%00", "-"},
        {"/%0a", "-"},
        {"/%ff", "-"},
        {"/%ed%a0%80", "-"},
        {"/a%2Fb", "-"},
        {"/a%5Cb", "-"},
        {"/a/../b", "-"},
        {"/a/%2e%2E/b", "-"},
        {"/./b", "-"},
        {"/..a", "/..a"},
        {"/\xe5\x81\xa5", "-"},
        {"/a#b", "-"},
        {"/?a=%00", "-"},
        {"/?a=%ff", "-"},
        {"/?%", "-"},
    };
    for (const auto& [text, expected] : targets)
        EXPECT_EQ(shown(read_target(text)), expected) << text;
    std::string many = "/?";
    for (int i = 0; i < 1000; ++i)
        many += "a&";
    EXPECT_TRUE(read_target(many));
    EXPECT_FALSE(read_target(many + "a"));
}

TEST(HeadScan, 行末と長さ)
{
    EXPECT_EQ(scan("GET / HTTP/1.1\r\nHost: x\r\n\r\nbody\n"), 27);
    EXPECT_EQ(scan("GET / HTTP/1.1\r\nHost: x\r\n"), 0);
    EXPECT_EQ(scan("GET / HTTP/1.1\nHost: x\n\n"), 400);
    EXPECT_EQ(scan("GET / HTTP/1.1\rHost: x\r\n\r\n"), 400);
    EXPECT_EQ(scan("\r\nGET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(scan(std::string_view("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 26)), 400);
    EXPECT_EQ(scan("GET /" + std::string(50, 'a')), 414);
    EXPECT_EQ(scan("GET /" + std::string(50, 'a') + "\n"), 414);
    EXPECT_EQ(scan("GET /" + std::string(35, 'a') + "\n"), 400);
    EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: " + std::string(100, 'a')), 431);
}

TEST(ReadHead, 二通りに読める要求は断る)
{
    const Header host{"Host", "a.example"};
    EXPECT_EQ(status_of(get({host})), 200);
    EXPECT_EQ(status_of(get({})), 400);
    EXPECT_EQ(status_of(get({}, 10)), 200);
    EXPECT_EQ(status_of(get({host, host})), 400);
    EXPECT_EQ(status_of(get({{"Host", "a b"}})), 400);
    EXPECT_EQ(status_of(get({{"Host", ""}})), 400);
    EXPECT_EQ(status_of(get({{"Host", "a@b"}})), 400);
    EXPECT_EQ(status_of(get({{"Host", "A.example:80"}}), {"a.example"}), 200);
    EXPECT_EQ(status_of(get({{"Host", "b.example"}}), {"a.example"}), 400);
    EXPECT_EQ(status_of(get({{"Host", "[::1]:80"}}), {"[::1]"}), 200);
    EXPECT_EQ(status_of(get({host, {"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}})), 400);
    EXPECT_EQ(status_of(get({host, {"Content-Length", "1"}, {"Content-Length", "1"}})), 400);
    EXPECT_EQ(status_of(get({host, {"Content-Length", "1, 1"}})), 400);
    EXPECT_EQ(status_of(get({host, {"Content-Length", "+1"}})), 400);
    EXPECT_EQ(status_of(get({host, {"Transfer-Encoding", "xchunked"}})), 501);
    EXPECT_EQ(status_of(get({host, {"Transfer-Encoding", "gzip, chunked"}})), 501);
    EXPECT_EQ(status_of(get({{"Transfer-Encoding", "chunked"}}, 10)), 400);
    EXPECT_EQ(status_of(get({host, {"Expect", "200-ok"}})), 417);
    RawHead unknown = get({host});
    unknown.method = "get";
    EXPECT_EQ(status_of(unknown), 501);
    std::vector<Header> many(101, host);
    EXPECT_EQ(status_of(get(many)), 431);
}

TEST(RouteTable, 決まった語は名前に優先する)
{
    const Handler nothing = [](Request, Reply) {};
    const auto table = RouteTable::create({{Method::Get, "/cases/{case}", {}, nothing},
                                           {Method::Get, "/cases/new", {}, nothing},
                                           {Method::Put, "/cases/{case}/files/{file}", {}, nothing},
                                           {Method::Get, "/cases/new/x", {}, nothing}});
    ASSERT_TRUE(table.ok());
    const auto found = table->find(Method::Put, {"cases", "new", "files", "健"});
    ASSERT_TRUE(found.route);
    EXPECT_EQ(*find_parameter(found.names, "file"), "健");
    EXPECT_EQ(table->find(Method::Head, {"cases", "new"}).index, 1U);
    EXPECT_EQ(table->find(Method::Get, {"cases", "7"}).index, 0U);
    EXPECT_FALSE(table->find(Method::Get, {"cases", ""}).route);
    const auto other = table->find(Method::Delete, {"cases", "7"});
    EXPECT_FALSE(other.route);
    EXPECT_EQ(to_allow(other.allowed), "GET, HEAD, OPTIONS");
    for (const char* wrong : {"a", "/{a}x", "/a{"})
        EXPECT_EQ(RouteTable::create({{Method::Get, wrong, {}, nothing}}).error().code, "server.route") << wrong;
    EXPECT_FALSE(RouteTable::create({{Method::Get, "/{a}", {}, nothing}, {Method::Get, "/{b}", {}, nothing}}).ok());
}

TEST(Proxies, 信頼するプロキシの言葉だけを信じる)
{
    Headers headers;
    headers.add("X-Forwarded-For", "6.6.6.6, 203.0.113.9");
    headers.add("X-Forwarded-For", "10.0.0.2");
    headers.add("X-Forwarded-Proto", "https");
    headers.add("X-Forwarded-Host", "kenkei.example");
    const Sender direct = sender_behind({}, "10.0.0.1", false, headers);
    EXPECT_EQ(direct.address, "10.0.0.1");
    EXPECT_FALSE(direct.secure);
    EXPECT_EQ(direct.host, "");

    const TrustedProxies by_address{.ranges = {*read_address_range("10.0.0.0/8")}};
    const Sender behind = sender_behind(by_address, "10.0.0.1", false, headers);
    EXPECT_EQ(behind.address, "203.0.113.9");
    EXPECT_TRUE(behind.secure);
    EXPECT_EQ(behind.host, "kenkei.example");
    EXPECT_EQ(sender_behind(by_address, "11.0.0.1", false, headers).address, "11.0.0.1");

    EXPECT_EQ(sender_behind({.count = 1}, "1.1.1.1", false, headers).address, "10.0.0.2");
    EXPECT_EQ(sender_behind({.count = 2}, "1.1.1.1", false, headers).address, "203.0.113.9");
    Headers broken;
    broken.add("X-Forwarded-For", "not an address");
    broken.add("X-Forwarded-Host", "a b");
    EXPECT_EQ(sender_behind({.count = 1}, "1.1.1.1", false, broken).address, "1.1.1.1");
    EXPECT_EQ(sender_behind({.count = 1}, "1.1.1.1", false, broken).host, "");

    // Nothing said: the proxy itself. What is in Forwarded is not read.
    Headers other;
    other.add("Forwarded", "for=6.6.6.6;proto=https");
    EXPECT_EQ(sender_behind(by_address, "10.0.0.1", false, other).address, "10.0.0.1");
    EXPECT_FALSE(sender_behind(by_address, "10.0.0.1", false, other).secure);

    EXPECT_TRUE(read_address_range("fd00::/8")->holds("fd12::1"));
    EXPECT_TRUE(read_address_range("10.1.2.3")->holds("::ffff:10.1.2.3"));
    EXPECT_FALSE(read_address_range("10.1.2.0/30")->holds("10.1.2.4"));
    for (const char* wrong : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "host", "::/129"})
        EXPECT_EQ(read_address_range(wrong).error().code, "server.proxy") << wrong;
}

TEST(Proxies, ポートの付いたアドレスも読む)
{
    const TrustedProxies one{.count = 1};
    for (const auto& [word, address] : {std::pair("1.2.3.4:5678", "1.2.3.4"), std::pair("[::1]:443", "::1"),
                                        std::pair("[2001:db8::7]", "2001:db8::7"),
                                        std::pair("2001:db8::7", "2001:db8::7"), std::pair(" 1.2.3.4 ", "1.2.3.4")}) {
        Headers headers;
        headers.add("X-Forwarded-For", word);
        EXPECT_EQ(sender_behind(one, "10.0.0.1", false, headers).address, address) << word;
    }
    for (const char* broken : {"1.2.3.4:", "1.2.3.4:x", "1.2.3.4:123456", "[::1", "[::1]443", "[::1]:", "[1.2.3.4]:80",
                               "[", "[]", ":80", "unknown", "_hidden", ""}) {
        Headers headers;
        headers.add("X-Forwarded-For", broken);
        EXPECT_EQ(sender_behind(one, "10.0.0.1", false, headers).address, "10.0.0.1") << broken;
    }
    // A proxy that is trusted by its address, written with its port, is passed over.
    Headers chain;
    chain.add("X-Forwarded-For", "203.0.113.9:4711, 10.0.0.2:80");
    EXPECT_EQ(sender_behind({.ranges = {*read_address_range("10.0.0.0/8")}}, "10.0.0.1", false, chain).address,
              "203.0.113.9");
}

TEST(Proxies, IPv6は64ビットのネットワークを一つに数える)
{
    EXPECT_EQ(counted_network("2001:db8:1:2::9"), counted_network("2001:db8:1:2:ffff::1"));
    EXPECT_NE(counted_network("2001:db8:1:2::9"), counted_network("2001:db8:1:3::9"));
    EXPECT_NE(counted_network("192.0.2.1"), counted_network("192.0.2.2"));
    EXPECT_EQ(counted_network("192.0.2.1"), counted_network("::ffff:192.0.2.1"));
    EXPECT_TRUE(is_loopback_address("127.9.9.9"));
    EXPECT_TRUE(is_loopback_address("::1"));
    EXPECT_FALSE(is_loopback_address("128.0.0.1"));
}

TEST(AccessLog, 個人を指すものは残らない)
{
    const std::string line =
        to_log_line({.at = {0},
                     .id = "abc",
                     .method = "GET",
                     .route = "/cases/{case}",
                     .address = "203.0.113.9",
                     .secure = true,
                     .seen = {.status = 200, .duration = std::chrono::microseconds(7), .bytes_in = 1, .bytes_out = 2}});
    EXPECT_EQ(line,
              R"({"time":"1970-01-01T00:00:00.000Z","id":"abc","method":"GET","route":"/cases/{case}","status":200,)"
              R"("microseconds":7,"bytes_in":1,"bytes_out":2,"network":"203.0.113.0/24","secure":true})");
    EXPECT_EQ(network_of("2001:db8:1:2::9"), "2001:db8:1::/48");
    EXPECT_EQ(network_of("x"), "");
}

TEST(Metrics, 全ての組の和をPrometheusの形で出す)
{
    Metrics metrics({"GET /a"}, 2);
    metrics.observe(
        0, {.route = 0, .status = 200, .duration = std::chrono::microseconds(900), .bytes_in = 10, .bytes_out = 20});
    metrics.observe(
        1,
        {.route = 0, .status = 200, .duration = std::chrono::microseconds(30'000'000), .bytes_in = 1, .bytes_out = 2});
    metrics.observe(1, {.route = 1, .status = 418});
    metrics.add_connections(0, 1);
    metrics.add_connections(1, 1);
    metrics.add_connections(0, -1);
    const std::string text = metrics.to_prometheus();
    for (const char* expected :
         {"kenkei_http_requests_total{route=\"GET /a\",status=\"200\"} 2\n",
          "kenkei_http_requests_total{route=\"none\",status=\"4xx\"} 1\n", "_bucket{route=\"GET /a\",le=\"0.001\"} 1\n",
          "_bucket{route=\"GET /a\",le=\"10\"} 1\n", "_bucket{route=\"GET /a\",le=\"+Inf\"} 2\n",
          "_sum{route=\"GET /a\"} 30.000900\n", "kenkei_http_open_connections 1\n", "kenkei_http_connections_total 2\n",
          "kenkei_http_received_bytes_total 11\n", "kenkei_http_sent_bytes_total 22\n"})
        EXPECT_NE(text.find(expected), std::string::npos) << expected << text;
    EXPECT_EQ(metrics.requests(), 3U);
}

TEST(SecurityHeaders, HSTSはTLSのときだけ)
{
    Response response;
    response.headers.add("Content-Security-Policy", "default-src 'none'");
    add_security_headers(response, {}, false);
    EXPECT_EQ(*response.headers.find("content-security-policy"), "default-src 'none'");
    EXPECT_EQ(*response.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(response.headers.find("Strict-Transport-Security"));
    add_security_headers(response, {}, true);
    EXPECT_TRUE(response.headers.find("Strict-Transport-Security"));
    EXPECT_EQ(response.headers.count("Referrer-Policy"), 1U);
}

TEST(Later, 一度だけ届き捨てられたら知らされる)
{
    std::vector<std::optional<int>> taken;
    {
        const Later<int> later([&](std::optional<int> value) { taken.push_back(value); });
        const Later<int> copy = later;
        EXPECT_TRUE(copy.give(1));
        EXPECT_FALSE(later.give(2));
    }
    EXPECT_EQ(taken, std::vector<std::optional<int>>{1});
    {
        const Later<int> dropped([&](std::optional<int> value) { taken.push_back(value); });
        const Later<int> copy = dropped;
    }
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken.back(), std::nullopt);
}
