#include "cli/commands.h"

#include "access/permissions.h"
#include "base/json.h"
#include "cli/demo_cohort.h"
#include "cli/find_edition.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "cli/running_server.h"
#include "cli/secrets_file.h"
#include "cli/server_lock.h"
#include "store/accounts.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace kenkei::cli {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds longest_end = 30s;

// Where the data of --demo lie until the end.
class DemoFolder {
public:
    base::Result<std::string> make()
    {
        std::error_code error;
        std::string name = (fs::temp_directory_path(error) / "kenkei-demo-XXXXXX").string();
        if (error || !::mkdtemp(name.data()))
            return base::Error{.code = "file.write",
                               .message = "デモのデータを置くフォルダ「" + name + "」を作れません。",
                               .way_out = "環境変数 TMPDIR で、書き込めるフォルダを指してください。"};
        m_path = name;
        return m_path + "/demo.sqlite";
    }
    void remove()
    {
        std::error_code no_matter;
        if (!m_path.empty())
            fs::remove_all(m_path, no_matter);
    }
    ~DemoFolder() { remove(); }

private:
    std::string m_path;
};

// Made-up cases and accounts, in each edition whose folder describes a cohort; when it is among them.
base::Result<base::Timestamp> fill_demo(const ServeConfig& config, const std::string& schemes_option,
                                        office::Editions& editions, std::vector<DemoAccount>& accounts)
{
    const Schemes schemes = TRY(find_schemes(schemes_option));
    std::vector<DemoEdition> cohorts;
    for (const std::string& key : config.service.editions) {
        if (const auto folder = edition_folder(schemes, key))
            cohorts.push_back({key, *folder});
    }
    print_error("デモのデータを作っています…");
    DemoCohort made = TRY(make_demo(config.service.database, editions, cohorts, [](std::int64_t, std::int64_t) {}));
    accounts = std::move(made.accounts);
    return made.now;
}

base::Result<ServeConfig> config_of(const ServeOptions& options)
{
    ServeConfig config;
    if (!options.config.empty()) {
        const std::string text = TRY(read_bytes(options.config));
        TRY(read_serve_config(text, options.config, config));
    }
    if (!options.listen.empty()) {
        auto listen = read_listen_address(options.listen);
        if (!listen.ok())
            return base::Error{.code = "usage.value",
                               .message = "--listen: " + listen.error().message,
                               .way_out = listen.error().way_out};
        config.listener.address = listen->address;
        config.listener.port = listen->port;
    }
    if (!options.desk.database.empty() || config.service.database.empty())
        config.service.database = database_of(options.desk);
    TRY(complete_from_environment(config));
    config.service.version = KENKEI_VERSION;
    return config;
}

// A port that is free now, so that what must name it can; another program could take it in between.
base::Result<std::uint16_t> free_port(const std::string& address)
{
    const bool six = address.find(':') != std::string::npos;
    const int probe = ::socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage any{};
    any.ss_family = six ? AF_INET6 : AF_INET;
    socklen_t size = six ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    auto* name = reinterpret_cast<sockaddr*>(&any);
    const bool bound = probe >= 0 && ::bind(probe, name, size) == 0 && ::getsockname(probe, name, &size) == 0;
    const in_port_t port =
        six ? reinterpret_cast<sockaddr_in6*>(&any)->sin6_port : reinterpret_cast<sockaddr_in*>(&any)->sin_port;
    if (probe >= 0)
        ::close(probe);
    if (!bound)
        return base::Error{.code = "server.address", .message = "空いているポートがありません。"};
    return ntohs(port);
}

// Said at once, not after a cohort was made or a database brought up to date.
base::Result<void> check_listening(const ServeConfig& config)
{
    if (config.listener.tls)
        TRY(server::check_tls_files(*config.listener.tls));
    TRY(server::Listener::start({.address = config.listener.address, .port = config.listener.port}, {}));
    return {};
}

// What follows from where it listens: how people reach it, and which names it answers to.
base::Result<void> complete(ServeConfig& config)
{
    if (config.listener.port == 0)
        config.listener.port = TRY(free_port(config.listener.address));
    const ListenAddress listen{config.listener.address, config.listener.port};
    auto& hosts = config.listener.hosts;
    if (!config.service.public_url.empty()) {
        std::string name = config.service.public_url.substr(config.service.public_url.find("://") + 3);
        const std::size_t end = name.starts_with('[') ? name.find(']') + 1 : name.find_first_of(":/");
        name = name.substr(0, end);
        if (!hosts.empty() && std::find(hosts.begin(), hosts.end(), name) == hosts.end())
            hosts.push_back(name);
        config.listener.always_secure = config.service.public_url.starts_with("https://");
        return {};
    }
    const bool anywhere = listen.address == "0.0.0.0" || listen.address == "::";
    config.service.public_url = std::string(config.listener.tls ? "https://" : "http://") +
                                to_text(anywhere ? ListenAddress{"127.0.0.1", listen.port} : listen);
    // A page of somebody else, under a name of its own that leads here, shall not reach a server for this machine.
    if (hosts.empty() && is_loopback(listen))
        hosts = {"localhost", "127.0.0.1", "[::1]"};
    return {};
}

base::Result<bool> has_admin(const std::string& database, base::Timestamp now)
{
    store::Store store = TRY(store::Store::open(database, store::Opening::Existing));
    bool found = false;
    TRY(store.read([&](store::Transaction& kept) -> base::Result<void> {
        const std::string admin(access::name_of(access::Role::Admin));
        const std::vector<store::GrantRow> grants = TRY(store::Accounts(kept).standing_grants(admin, now));
        found = !grants.empty();
        return {};
    }));
    return found;
}

// postgresql://user:secret@host/name without what stands before the @.
std::string shown(const std::string& database)
{
    const std::size_t scheme = database.find("://");
    const std::size_t at = database.find('@');
    if (scheme == std::string::npos || at == std::string::npos)
        return database;
    return database.substr(0, scheme + 3) + "…" + database.substr(at);
}

void tell_start(const ServeConfig& config, RunningServer& running, const std::vector<DemoAccount>& accounts)
{
    std::string text = "健経（kenkei " + config.service.version + "）のサーバーを始めました。\n";
    text += "待ち受け: " + to_text({config.listener.address, running.port()}) + (config.listener.tls ? "（TLS）" : "") +
            "　入口: " + config.service.public_url + "\n";
    if (running.metrics_port() > 0)
        text += "計測: http://" + to_text({config.metrics->address, running.metrics_port()}) + "/metrics\n";
    text += "データベース: " + shown(config.service.database) + "\n年度版: ";
    for (std::size_t at = 0; at < config.service.editions.size(); ++at)
        text += (at > 0 ? "、" : "") + config.service.editions[at];
    print(text + "\n");
    if (config.service.demo)
        print("デモ：架空のデータです。終わるとすべて消えます。\n");
    for (const DemoAccount& account : accounts)
        print("  " + account.label + ": " + account.mail + " / " + account.password + "　" + account.about + "\n");
}

// Deadlines, log-ins and records go by that clock: not to be overlooked, nor forgotten.
void warn_of_clock(const ServeConfig& config, base::Timestamp now, LogFile& log)
{
    const std::string told =
        "このサーバーの時計は本当の時刻ではありません（--clock。いま " + base::to_japanese(now) +
        "）。締切の判断も記録の時刻もこの時計によります。試すためだけのもので、本物の案件には使えません。";
    print_error("警告: " + told + "→ データベース " + shown(config.service.database) +
                " が本物なら、いますぐ終了し、--clock を外して始めてください。");
    base::json::Writer line;
    line.begin_object().member("time", base::to_utc(time_of({}))).member("warning", "clock").member("told", told);
    log.add(line.end_object().take());
}

void warn(const ServeConfig& config, RunningServer& running, base::Timestamp now)
{
    const ListenAddress listen{config.listener.address, running.port()};
    const bool proxies = config.listener.proxies.count > 0 || !config.listener.proxies.ranges.empty();
    if (!config.listener.tls && !is_loopback(listen) && !proxies)
        print_error("注意: 暗号化（TLS）なしで " + to_text(listen) +
                    " に待ち受けています。パスワードと回答が読み取られます。→ tls_certificate と tls_key を決めるか、"
                    "TLS を受け持つ中継サーバーの後ろに置いて trusted_proxies を決めてください。");
    if (config.metrics && running.metrics_port() == 0)
        print_error("注意: 計測用の " + to_text(*config.metrics) +
                    " は使われているため、計測は公開しません。→ 設定 metrics で別の所を決めてください。");
    if (config.service.demo)
        return;
    if (!config.sender)
        print_error("注意: メールの送り先のサーバーが決まっていません。メールは送信待ちにたまります。"
                    "→ smtp と mail_from を決めてください。");
    if (config.anchor_key.empty())
        print_error("注意: 記録に署名する鍵がありません。→ kenkei audit key で作り、anchor_key で指してください。");
    const auto admin = has_admin(config.service.database, now);
    if (admin.ok() && !*admin)
        print_error("注意: システム管理者のアカウントがまだありません。→ kenkei user add MAIL --name 名前 --role admin"
                    " で作ってください。");
}

// Work that takes long, while whoever waits may have enough of it: then nothing of the demo is left.
template<typename Value>
base::Result<Value> interruptible(const sigset_t& signals, DemoFolder& demo,
                                  const std::function<base::Result<Value>()>& work)
{
    std::optional<base::Result<Value>> result;
    std::atomic<bool> ended = false;
    std::thread worker([&] {
        result.emplace(work());
        ended = true;
    });
    const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
    while (!ended) {
        const int number = sigtimedwait(&signals, nullptr, &pause);
        if (number == SIGTERM || number == SIGINT) {
            demo.remove();
            std::_Exit(128 + number);
        }
    }
    worker.join();
    return std::move(*result);
}

// Waits for signals until the end. The exit status of a second one is that of a program that a signal ended.
ExitStatus wait(const sigset_t& signals, RunningServer& running, LogFile& log, DemoFolder& demo)
{
    for (;;) {
        int number = 0;
        if (sigwait(&signals, &number) != 0)
            continue;
        if (number != SIGHUP)
            break;
        log.reopen();
    }
    print("受け付けた要求を済ませて終わります（もう一度送ると、すぐに終わります）。\n");
    (void)finish_output();
    std::atomic<bool> ended = false;
    std::atomic<bool> all = false;
    std::thread closer([&] {
        all = running.stop(longest_end);
        ended = true;
    });
    const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
    while (!ended) {
        const int number = sigtimedwait(&signals, nullptr, &pause);
        if (number == SIGTERM || number == SIGINT) {
            demo.remove();
            std::_Exit(128 + number);
        }
    }
    closer.join();
    print("終わりました。\n");
    const ExitStatus status = finish_output();
    if (all)
        return status;
    // Something only reads, or waits for a silent server: it is left behind, and nobody waits for it.
    demo.remove();
    std::_Exit(static_cast<int>(status));
}

// Which status a server that could not be started ends with.
ExitStatus refuse(const base::Error& error)
{
    print_error(error);
    const std::string_view code = error.code;
    if (code.starts_with("config."))
        return ExitStatus::WrongUse;
    return code.starts_with("server.") || code.starts_with("secrets.") ? ExitStatus::Failure : status_of(error);
}

// What happened to the secrets in the database, for people.
base::Result<std::string> take_secrets(ServeConfig& config, store::Store& store)
{
    const std::string file = TRY(secrets_file_of(config.secrets_key, config.service.database));
    OpenedSecrets opened = TRY(open_secrets(file, store, time_of({})));
    config.service.secrets = std::move(opened.keys);
    return std::move(opened.told);
}

base::Result<office::Editions*> load_editions(const ServeOptions& options, ServeConfig& config, OpenDesk& open)
{
    const Schemes schemes = TRY(find_schemes(options.desk.schemes));
    config.service.editions = list_editions(schemes);
    for (const std::string& key : config.service.editions)
        TRY(open.editions->find(key));
    return open.editions.get();
}

}

ExitStatus run_serve(const ServeOptions& options)
{
    // Before any thread: all of them leave the signals to this one.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, number);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    // Left to itself glibc keeps what uploads took.
    mallopt(M_MMAP_THRESHOLD, 256 << 10);

    auto read = config_of(options);
    if (!read.ok())
        return refuse(read.error());
    ServeConfig config = std::move(*read);
    DemoFolder demo;
    if (options.demo) {
        auto database = demo.make();
        if (!database.ok())
            return refuse(database.error());
        config.service.database = *database;
        config.service.demo = true;
        config.sender.reset(); // nothing made-up leaves this machine
        if (options.config.empty())
            config.log = "none"; // the accounts shall stay in sight
    }
    if (const auto completed = complete(config); !completed.ok())
        return refuse(completed.error());

    if (const auto listens = check_listening(config); !listens.ok())
        return refuse(listens.error());
    const auto lock = ServerLock::take(config.service.database);
    if (!lock.ok())
        return refuse(lock.error());

    // Brings the database up to date before anybody reads it.
    DeskOptions desk = options.desk;
    desk.database = config.service.database;
    auto open = open_desk(desk);
    if (!open.ok())
        return refuse(open.error());
    const auto secrets = take_secrets(config, open->store);
    if (!secrets.ok())
        return refuse(secrets.error());
    if (const auto loaded = load_editions(options, config, *open); !loaded.ok())
        return refuse(loaded.error());
    std::optional<base::Timestamp> starts = options.clock;
    std::vector<DemoAccount> accounts;
    if (options.demo) {
        const auto filled = interruptible<base::Timestamp>(
            signals, demo, [&] { return fill_demo(config, options.desk.schemes, *open->editions, accounts); });
        if (!filled.ok())
            return refuse(filled.error());
        starts = options.clock ? options.clock : std::optional(*filled);
    }

    auto log = LogFile::open(config.log);
    if (!log.ok())
        return refuse(log.error());
    const base::Timestamp begun = time_of({});
    const std::int64_t ahead = starts ? starts->milliseconds - begun.milliseconds : 0;
    const auto clock = [ahead] { return base::Timestamp{time_of({}).milliseconds + ahead}; };
    auto running = RunningServer::start(config, *open->editions, clock, **log);
    if (!running.ok())
        return refuse(running.error());
    tell_start(config, **running, accounts);
    (void)finish_output();
    warn(config, **running, clock());
    if (!secrets->empty() && !options.demo)
        print_error("注意: " + *secrets);
    if (options.clock && !options.demo)
        warn_of_clock(config, clock(), **log);
    return wait(signals, **running, **log, demo);
}

}
