// The only translation unit that includes Boost: Asio for sockets and coroutines, Beast for parsing. The files
// engine_*.h are parts of it.

#include "server/engine_life.h"
#include "server/engine_send.h"
#include "server/engine_serve.h"
#include "server/listener.h"

#include <ctime>
#include <random>

namespace kenkei::server {

namespace engine {

namespace {

std::vector<std::string> labels_of(const RouteTable& routes)
{
    std::vector<std::string> labels;
    for (const Route& route : routes.routes())
        labels.push_back(std::string(name_of(route.method)) + " " + route.pattern);
    return labels;
}

}

Shared::Shared(ListenerConfig c, RouteTable r)
    : config(std::move(c))
    , routes(std::move(r))
    , metrics(labels_of(routes), config.threads)
{}

std::size_t AddressCount::add(const std::string& network)
{
    const std::lock_guard lock(m_mutex);
    return ++m_counts[network];
}

void AddressCount::remove(const std::string& network)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(network);
    if (found != m_counts.end() && --found->second == 0)
        m_counts.erase(found);
}

// A loop.

Loop::Loop(std::shared_ptr<Shared> s, std::size_t number) : shared(std::move(s)), shard(number)
{
    std::random_device random;
    m_next_id = (static_cast<std::uint64_t>(random()) << 32) ^ random();
}

error_code Loop::listen(const tcp::endpoint& endpoint)
{
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        m_acceptor.set_option(reuse_port(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(4096, error);
    return error;
}

void Loop::run()
{
    m_thread = std::this_thread::get_id();
    renew_date();
    asio::co_spawn(io, accept(), asio::detached);
    asio::co_spawn(io, sweep(), asio::detached);
    for (bool again = true; again;) {
        again = false;
        try {
            io.run();
        } catch (...) { // out of memory, at most: the others go on
            again = true;
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
    }
    io.restart();
    io.poll(); // what was posted in between holds this loop
}

void Loop::take(tcp::socket socket)
{
    const std::size_t most = shared->config.connections;
    const std::size_t now = shared->connections;
    if (now >= most + 100)
        return; // not even a refusal
    const auto connection = std::make_shared<Connection>(shared_from_this(), std::move(socket));
    if (connection->is_far_too_many())
        return;
    const Refusal* refusal = now >= most                     ? &refusals::overloaded
                             : connection->is_one_too_many() ? &refusals::too_many_connections
                                                             : nullptr;
    asio::co_spawn(
        io, [connection, refusal] { return refusal ? connection->refuse_connection(*refusal) : connection->run(); },
        asio::detached);
}

asio::awaitable<void> Loop::accept()
{
    while (m_acceptor.is_open()) {
        auto [error, socket] = co_await m_acceptor.async_accept(as_values);
        if (!error) {
            take(std::move(socket));
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            m_pause.expires_after(std::chrono::milliseconds(100)); // no file descriptors left: others will end
            co_await m_pause.async_wait(as_values);
        }
    }
}

asio::awaitable<void> Loop::sweep()
{
    asio::steady_timer timer(io);
    while (m_acceptor.is_open() || !connections.empty()) {
        timer.expires_after(sweep_every);
        co_await timer.async_wait(as_values);
        renew_date();
        const Clock::time_point now = Clock::now();
        const bool is_over = m_stop_until && now >= *m_stop_until;
        for (Connection* connection : connections)
            is_over ? connection->kill() : connection->sweep(now);
    }
}

// What the kernel has accepted for us counts as accepted.
void Loop::take_what_waits()
{
    error_code error;
    m_acceptor.non_blocking(true, error);
    while (!error) {
        tcp::socket socket(io);
        m_acceptor.accept(socket, error);
        if (!error)
            take(std::move(socket));
    }
    m_acceptor.close(error);
}

void Loop::begin_stop(Clock::time_point until)
{
    m_stop_until = m_stop_until ? std::min(*m_stop_until, until) : until;
    if (m_acceptor.is_open())
        take_what_waits();
    for (Connection* connection : connections)
        connection->stop_if_idle();
}

std::string Loop::new_request_id()
{
    // splitmix64: different for each, and does not tell how many there were.
    std::uint64_t z = m_next_id += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    std::string id(16, '0');
    for (std::size_t i = 0; i < id.size(); ++i)
        id[i] = "0123456789abcdef"[(z >> (60 - 4 * i)) & 15];
    return id;
}

void Loop::renew_date()
{
    const std::time_t now = std::time(nullptr);
    if (now == m_second)
        return;
    m_second = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    m_date = text.data();
}

}

// The listener.

using namespace engine;

struct Listener::Engine {
    std::shared_ptr<Shared> shared;
    std::vector<std::shared_ptr<Loop>> loops;
    std::vector<std::thread> threads;
    std::uint16_t port = 0;
};

namespace {

base::Result<asio::ssl::context> load_tls(const TlsFiles& files)
{
    TRY(check_tls_files(files)); // says what is wrong better than what follows
    asio::ssl::context context(asio::ssl::context::tls_server);
    error_code error;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.native_handle(),
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS); // idle connections are many
    context.use_certificate_chain_file(files.certificate, error);
    if (error)
        return base::Error{.code = "server.tls", .message = "証明書 " + files.certificate + " を読めません。"};
    context.use_private_key_file(files.key, asio::ssl::context::pem, error);
    if (error)
        return base::Error{.code = "server.tls",
                           .message = "秘密鍵 " + files.key + " を読めないか、証明書と対になっていません。"};
    return context;
}

base::Result<tcp::endpoint> find_endpoint(const ListenerConfig& config)
{
    error_code error;
    const auto address = asio::ip::make_address(config.address, error);
    if (error)
        return base::Error{.code = "server.address",
                           .message = "「" + config.address + "」はIPアドレスではありません。",
                           .way_out = "例: 127.0.0.1、0.0.0.0、::1"};
    return tcp::endpoint(address, config.port);
}

std::string why_not(const error_code& error)
{
    if (error == asio::error::address_in_use)
        return "ほかのプログラムが使っています";
    if (error == asio::error::access_denied)
        return "権限がありません";
    if (error == asio::error::address_family_not_supported || error.value() == EADDRNOTAVAIL)
        return "この機械のアドレスではありません";
    return error.message();
}

// With SO_REUSEPORT two servers of one user would share the port without a word, each with its own database: so it is
// tried without first.
base::Result<void> check_free(const tcp::endpoint& endpoint)
{
    asio::io_context io;
    tcp::acceptor acceptor(io);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(1, error);
    if (!error)
        return {};
    return base::Error{.code = "server.in-use",
                       .message = endpoint.address().to_string() + " のポート " + std::to_string(endpoint.port()) +
                                  " で待ち受けられません。" + why_not(error) + "。",
                       .way_out = "別のポートを指定するか、そのポートを使っているプログラムを終了してください。"};
}

}

base::Result<std::unique_ptr<Listener>> Listener::start(ListenerConfig config, std::vector<Route> routes)
{
    config.threads = std::max<std::size_t>(config.threads, 1);
    tcp::endpoint endpoint = TRY(find_endpoint(config));
    RouteTable table = TRY(RouteTable::create(std::move(routes)));
    auto engine = std::make_unique<Engine>();
    engine->shared = std::make_shared<Shared>(std::move(config), std::move(table));
    const ListenerConfig& own = engine->shared->config;
    if (own.tls)
        engine->shared->tls.emplace(TRY(load_tls(*own.tls)));
    if (endpoint.port() != 0)
        TRY(check_free(endpoint));
    for (std::size_t shard = 0; shard < own.threads; ++shard) {
        auto loop = std::make_shared<Loop>(engine->shared, shard);
        if (const error_code error = loop->listen(endpoint))
            return base::Error{.code = "server.in-use",
                               .message = "待ち受けを始められません。" + why_not(error) + "。"};
        endpoint.port(engine->port = loop->port());
        engine->loops.push_back(std::move(loop));
    }
    for (const auto& loop : engine->loops)
        engine->threads.emplace_back([loop] { loop->run(); });
    return std::unique_ptr<Listener>(new Listener(std::move(engine)));
}

Listener::Listener(std::unique_ptr<Engine> engine) : m_engine(std::move(engine)) {}

Listener::~Listener()
{
    stop(std::chrono::milliseconds(0));
}

std::uint16_t Listener::port() const
{
    return m_engine->port;
}

const Metrics& Listener::metrics() const
{
    return m_engine->shared->metrics;
}

bool Listener::stopping() const
{
    return m_engine->shared->stopping;
}

void Listener::stop(std::chrono::milliseconds most)
{
    m_engine->shared->stopping = true;
    const Clock::time_point until = Clock::now() + most;
    for (const auto& loop : m_engine->loops)
        loop->post([own = loop.get(), until] { own->begin_stop(until); });
    for (std::thread& thread : m_engine->threads) {
        if (thread.joinable())
            thread.join();
    }
}

}
