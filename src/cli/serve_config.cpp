#include "cli/serve_config.h"

#include "base/decimal.h"
#include "base/edits.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "cli/usage.h"
#include "mail/address.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace kenkei::cli {

namespace {

using Read = base::Result<void> (*)(ServeConfig&, const std::string& value);

base::Error wrong(std::string message, std::string way_out = {})
{
    return {.code = "config.value", .message = std::move(message), .way_out = std::move(way_out)};
}

base::Result<std::int64_t> read_number(const std::string& text, std::int64_t least, std::int64_t most)
{
    const auto number = number_up_to(text, most);
    if (text.empty() || !number || *number < least)
        return wrong("「" + text + "」は " + std::to_string(least) + " から " + std::to_string(most) +
                     " までの整数にしてください。");
    return *number;
}

base::Result<bool> read_yes(const std::string& text)
{
    if (text == "yes" || text == "no")
        return text == "yes";
    return wrong("「" + text + "」ではなく yes か no にしてください。");
}

// 30s, 10m, 12h: at least one second, at most ten days.
base::Result<std::int64_t> read_seconds(const std::string& text)
{
    constexpr std::int64_t most = 10 * 24 * 60 * 60;
    const std::int64_t unit = text.ends_with('s') ? 1 : text.ends_with('m') ? 60 : text.ends_with('h') ? 3600 : 0;
    const std::int64_t number =
        unit > 0 ? number_up_to(text.substr(0, text.size() - 1), most / unit).value_or(0) : std::int64_t{0};
    if (text.size() < 2 || number == 0)
        return wrong("長さ「" + text + "」が読めません。", "30s（秒）、10m（分）、12h（時間）のように書いてください。");
    return number * unit;
}

// 500K, 8M: bytes.
base::Result<std::int64_t> read_bytes_of(const std::string& text)
{
    constexpr std::int64_t most = std::int64_t{1} << 30;
    const int shift = text.ends_with('K') ? 10 : text.ends_with('M') ? 20 : -1;
    const std::int64_t number =
        shift > 0 ? number_up_to(text.substr(0, text.size() - 1), most >> shift).value_or(0) : std::int64_t{0};
    if (text.size() < 2 || number == 0)
        return wrong("大きさ「" + text + "」が読めません。", "512K、8M のように書いてください（1024M まで）。");
    return number << shift;
}

template<auto Member>
base::Result<void> text_of(ServeConfig& config, const std::string& value)
{
    if (value.empty())
        return wrong("値がありません。");
    Member(config) = value;
    return {};
}

template<auto Member, std::int64_t Least, std::int64_t Most>
base::Result<void> number_of(ServeConfig& config, const std::string& value)
{
    auto& member = Member(config);
    member = static_cast<std::decay_t<decltype(member)>>(TRY(read_number(value, Least, Most)));
    return {};
}

template<auto Member>
base::Result<void> yes_of(ServeConfig& config, const std::string& value)
{
    Member(config) = TRY(read_yes(value));
    return {};
}

template<auto Member>
base::Result<void> seconds_of(ServeConfig& config, const std::string& value)
{
    auto& member = Member(config);
    const std::int64_t seconds = TRY(read_seconds(value));
    if constexpr (std::is_integral_v<std::decay_t<decltype(member)>>)
        member = seconds;
    else
        member = std::chrono::seconds(seconds);
    return {};
}

base::Result<void> read_listen(ServeConfig& config, const std::string& value)
{
    const ListenAddress listen = TRY(read_listen_address(value));
    config.listener.address = listen.address;
    config.listener.port = listen.port;
    return {};
}

base::Result<void> read_metrics(ServeConfig& config, const std::string& value)
{
    config.metrics_told = true;
    config.metrics.reset();
    if (value != "none")
        config.metrics = TRY(read_listen_address(value));
    return {};
}

base::Result<void> read_public_url(ServeConfig& config, const std::string& value)
{
    const bool form = (value.starts_with("https://") || value.starts_with("http://")) && !value.ends_with('/') &&
                      value.find_first_of(" \"<>?#") == std::string::npos;
    if (!form)
        return wrong("「" + value + "」は https:// か http:// で始まり、/ で終わらない URL にしてください。",
                     "public_url = https://kenkei.example.jp のように書いてください。");
    config.service.public_url = value;
    return {};
}

base::Result<void> read_hosts(ServeConfig& config, const std::string& value)
{
    config.listener.hosts = words_between_commas(value);
    return {};
}

server::TlsFiles& tls_of(ServeConfig& config)
{
    if (!config.listener.tls)
        config.listener.tls.emplace();
    return *config.listener.tls;
}

base::Result<void> read_proxies(ServeConfig& config, const std::string& value)
{
    config.listener.proxies.ranges.clear();
    for (const std::string& word : words_between_commas(value)) {
        auto range = server::read_address_range(word);
        if (!range.ok())
            return wrong(range.error().message, range.error().way_out);
        config.listener.proxies.ranges.push_back(*range);
    }
    return {};
}

office::Sender& sender_of(ServeConfig& config)
{
    if (!config.sender)
        config.sender.emplace();
    return *config.sender;
}

base::Result<void> read_tls_word(ServeConfig& config, const std::string& value)
{
    using mail::Tls;
    constexpr std::pair<std::string_view, Tls> words[] = {
        {"required", Tls::Required}, {"opportunistic", Tls::Opportunistic}, {"none", Tls::None}};
    for (const auto& [word, tls] : words) {
        if (word == value) {
            sender_of(config).server.tls = tls;
            return {};
        }
    }
    return wrong("「" + value + "」ではなく required、opportunistic、none のどれかにしてください。");
}

base::Result<void> read_mail_from(ServeConfig& config, const std::string& value)
{
    auto address = mail::checked_address(value);
    if (!address.ok())
        return wrong(address.error().message, address.error().way_out);
    sender_of(config).from.address = value;
    return {};
}

base::Result<void> read_largest_body(ServeConfig& config, const std::string& value)
{
    config.largest_body = static_cast<std::size_t>(TRY(read_bytes_of(value)));
    return {};
}

struct Key {
    std::string_view name;
    Read read;
};

constexpr std::int64_t most_threads = 256;
constexpr std::int64_t many = 1'000'000;

// clang-format off
const Key keys[] = {
    {"database", text_of<[](ServeConfig& c) -> auto& { return c.service.database; }>},
    {"listen", read_listen},
    {"public_url", read_public_url},
    {"hosts", read_hosts},
    {"tls_certificate", text_of<[](ServeConfig& c) -> auto& { return tls_of(c).certificate; }>},
    {"tls_key", text_of<[](ServeConfig& c) -> auto& { return tls_of(c).key; }>},
    {"trusted_proxies", read_proxies},
    {"trusted_proxy_count", number_of<[](ServeConfig& c) -> auto& { return c.listener.proxies.count; }, 0, 10>},
    {"threads", number_of<[](ServeConfig& c) -> auto& { return c.listener.threads; }, 1, most_threads>},
    {"workers", number_of<[](ServeConfig& c) -> auto& { return c.service.workers; }, 1, most_threads>},
    {"writers", number_of<[](ServeConfig& c) -> auto& { return c.service.writers_on_postgres; }, 1, 64>},
    {"waiting", number_of<[](ServeConfig& c) -> auto& { return c.service.most_waiting; }, 1, many>},
    {"connections", number_of<[](ServeConfig& c) -> auto& { return c.listener.connections; }, 1, many>},
    {"connections_per_address", number_of<[](ServeConfig& c) -> auto& { return c.listener.connections_per_address; }, 1, many>},
    {"largest_body", read_largest_body},
    {"timeout_head", seconds_of<[](ServeConfig& c) -> auto& { return c.listener.timeouts.head; }>},
    {"timeout_idle", seconds_of<[](ServeConfig& c) -> auto& { return c.listener.timeouts.idle; }>},
    {"timeout_body", seconds_of<[](ServeConfig& c) -> auto& { return c.listener.timeouts.body_grace; }>},
    {"timeout_write", seconds_of<[](ServeConfig& c) -> auto& { return c.listener.timeouts.write; }>},
    {"session_idle", seconds_of<[](ServeConfig& c) -> auto& { return c.service.session_idle; }>},
    {"session_longest", seconds_of<[](ServeConfig& c) -> auto& { return c.service.session_longest; }>},
    {"smtp", text_of<[](ServeConfig& c) -> auto& { return sender_of(c).server.url; }>},
    {"smtp_user", text_of<[](ServeConfig& c) -> auto& { return sender_of(c).server.user; }>},
    {"smtp_tls", read_tls_word},
    {"mail_from", read_mail_from},
    {"anchor_key", text_of<[](ServeConfig& c) -> auto& { return c.anchor_key; }>},
    {"secrets_key", text_of<[](ServeConfig& c) -> auto& { return c.secrets_key; }>},
    {"backups", text_of<[](ServeConfig& c) -> auto& { return c.service.backups; }>},
    {"hooks_to_private", yes_of<[](ServeConfig& c) -> auto& { return c.service.private_hooks; }>},
    {"log", text_of<[](ServeConfig& c) -> auto& { return c.log; }>},
    {"metrics", read_metrics},
};
// clang-format on

constexpr std::string_view oidc_members[] = {"name", "issuer", "client_id", "secret_from", "private", "authorities"};

// oidc.ID.MEMBER; false: the key is none of those.
base::Result<bool> read_oidc(ServeConfig& config, const std::string& key, const std::string& value)
{
    constexpr std::string_view head = "oidc.";
    const std::size_t dot = key.rfind('.');
    if (!key.starts_with(head) || dot < head.size())
        return false;
    const std::string id = key.substr(head.size(), dot - head.size());
    const std::string member = key.substr(dot + 1);
    if (id.empty() || id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos ||
        std::find(std::begin(oidc_members), std::end(oidc_members), member) == std::end(oidc_members))
        return false;
    auto provider = std::find_if(config.service.providers.begin(), config.service.providers.end(),
                                 [&](const server::OidcProvider& each) { return each.id == id; });
    if (provider == config.service.providers.end())
        provider =
            config.service.providers.insert(config.service.providers.end(), server::OidcProvider{.id = id, .name = id});
    if (value.empty())
        return wrong("値がありません。");
    if (member == "name")
        provider->name = value;
    else if (member == "issuer")
        provider->issuer = value;
    else if (member == "client_id")
        provider->client_id = value;
    else if (member == "authorities")
        provider->authorities = value;
    else if (member == "private")
        provider->private_addresses = TRY(read_yes(value));
    else { // the secret itself never stands in a file
        const char* secret = value.starts_with("KENKEI_") ? std::getenv(value.c_str()) : nullptr;
        if (!value.starts_with("KENKEI_"))
            return wrong("秘密の値を入れた環境変数の名前（KENKEI_ で始まるもの）を書いてください。");
        if (!secret || !*secret)
            return base::Error{.code = "config.environment",
                               .message = "環境変数 " + value + " がありません。",
                               .way_out = "起動するときに設定してください。"};
        provider->client_secret = secret;
    }
    return true;
}

base::Error unknown_key(const std::string& key)
{
    std::string nearest;
    std::size_t fewest = 4;
    for (const Key& each : keys) {
        const std::size_t edits = base::is_utf8(key) ? base::edits_between(key, each.name) : fewest;
        if (edits < fewest) {
            fewest = edits;
            nearest = each.name;
        }
    }
    return {.code = "config.key",
            .message = "「" + key + "」という設定はありません。",
            .way_out = nearest.empty() ? "設定の一覧は docs/operations.md にあります。"
                                       : "「" + nearest + "」ではありませんか。"};
}

base::Result<void> read_line(ServeConfig& config, std::set<std::string>& seen, const std::string& line)
{
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos)
        return base::Error{.code = "config.form",
                           .message = "「設定 = 値」の形ではありません。",
                           .way_out = "例: listen = 127.0.0.1:8080"};
    const std::string key = base::trim(line.substr(0, equals));
    const std::string value = base::trim(line.substr(equals + 1));
    if (!seen.insert(key).second)
        return base::Error{.code = "config.twice",
                           .message = "「" + key + "」が二度書かれています。",
                           .way_out = "どちらかを消してください。"};
    for (const Key& each : keys) {
        if (each.name != key)
            continue;
        auto read = each.read(config, value);
        if (!read.ok()) {
            base::Error error = read.error();
            error.message = key + ": " + error.message;
            return error;
        }
        return {};
    }
    if (!TRY(read_oidc(config, key, value)))
        return unknown_key(key);
    return {};
}

base::Error lonely(std::string_view there, std::string_view missing)
{
    return {.code = "config.together",
            .message = "「" + std::string(there) + "」には「" + std::string(missing) + "」も要ります。"};
}

base::Result<void> check_together(const ServeConfig& config)
{
    if (config.listener.tls && config.listener.tls->certificate.empty())
        return lonely("tls_key", "tls_certificate");
    if (config.listener.tls && config.listener.tls->key.empty())
        return lonely("tls_certificate", "tls_key");
    if (!config.listener.proxies.ranges.empty() && config.listener.proxies.count > 0)
        return base::Error{.code = "config.together",
                           .message = "trusted_proxies と trusted_proxy_count は、どちらか一つにしてください。"};
    for (const server::OidcProvider& provider : config.service.providers) {
        if (provider.issuer.empty())
            return lonely("oidc." + provider.id, "oidc." + provider.id + ".issuer");
        if (provider.client_id.empty())
            return lonely("oidc." + provider.id, "oidc." + provider.id + ".client_id");
    }
    return {};
}

// Where the file says nothing.
void take_from_environment(std::string& member, const char* variable)
{
    const char* value = member.empty() ? std::getenv(variable) : nullptr;
    if (value)
        member = value;
}
}

base::Result<ListenAddress> read_listen_address(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    const auto port =
        colon == std::string_view::npos ? std::nullopt : number_up_to(std::string(text.substr(colon + 1)), 65'535);
    std::string address(text.substr(0, std::min(colon, text.size())));
    const bool bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
    if (bracketed)
        address = address.substr(1, address.size() - 2);
    const bool six = address.find(':') != std::string::npos;
    if (!port || text.back() == ':' || six != bracketed || !server::is_address(address))
        return wrong("「" + std::string(text) + "」は アドレス:ポート の形ではありません。",
                     "127.0.0.1:8080、0.0.0.0:8080、[::1]:8080 のように書いてください。");
    return ListenAddress{std::move(address), static_cast<std::uint16_t>(*port)};
}

std::string to_text(const ListenAddress& listen)
{
    const bool six = listen.address.find(':') != std::string::npos;
    return (six ? "[" + listen.address + "]" : listen.address) + ":" + std::to_string(listen.port);
}

bool is_loopback(const ListenAddress& listen)
{
    return listen.address == "::1" || listen.address.starts_with("127.");
}

base::Result<void> read_serve_config(std::string_view text, const std::string& file, ServeConfig& config)
{
    std::set<std::string> seen;
    std::size_t number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string line(text.substr(from, end - from));
        from = end + 1;
        number += 1;
        if (const std::size_t comment = line.find('#'); comment != std::string::npos)
            line.resize(comment);
        line = base::trim(line);
        if (line.empty())
            continue;
        auto read = read_line(config, seen, line);
        if (!read.ok()) {
            base::Error error = read.error();
            error.file = file;
            error.at = {.line = number, .column = 1};
            return error;
        }
    }
    auto together = check_together(config);
    if (!together.ok()) {
        base::Error error = together.error();
        error.file = file;
        return error;
    }
    return {};
}

std::vector<std::string_view> serve_config_keys()
{
    std::vector<std::string_view> names;
    for (const Key& key : keys)
        names.push_back(key.name);
    return names;
}

base::Result<void> complete_from_environment(ServeConfig& config)
{
    office::Sender sender = config.sender.value_or(office::Sender{});
    take_from_environment(sender.server.url, "KENKEI_SMTP");
    take_from_environment(sender.from.address, "KENKEI_MAIL_FROM");
    take_from_environment(sender.server.user, "KENKEI_SMTP_USER");
    take_from_environment(sender.server.password, "KENKEI_SMTP_PASSWORD");
    if (sender.server.url.empty() && sender.from.address.empty()) {
        config.sender.reset();
        return {};
    }
    if (sender.server.url.empty())
        return lonely("mail_from（KENKEI_MAIL_FROM）", "smtp（KENKEI_SMTP）");
    if (sender.from.address.empty())
        return lonely("smtp（KENKEI_SMTP）", "mail_from（KENKEI_MAIL_FROM）");
    if (auto address = mail::checked_address(sender.from.address); !address.ok())
        return wrong("mail_from（KENKEI_MAIL_FROM）: " + address.error().message);
    const bool told = config.sender.has_value();
    config.sender = std::move(sender);
    std::string tls;
    take_from_environment(tls, "KENKEI_SMTP_TLS");
    if (!told && !tls.empty())
        return read_tls_word(config, tls);
    return {};
}
}
