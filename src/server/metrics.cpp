#include "server/metrics.h"

#include <algorithm>

namespace kenkei::server {

namespace {

// Statuses we answer with; any other counts as its hundred.
constexpr std::array statuses = {200, 201, 202, 204, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 408,
                                 409, 410, 411, 412, 413, 414, 415, 417, 421, 422, 428, 429, 431, 500, 501, 503, 505};
constexpr std::size_t slots = statuses.size() + 6;

std::size_t slot_of(int status)
{
    const auto* found = std::ranges::find(statuses, status);
    if (found != statuses.end())
        return static_cast<std::size_t>(found - statuses.begin());
    return statuses.size() + static_cast<std::size_t>(std::clamp(status / 100, 0, 5));
}

std::string status_label(std::size_t slot)
{
    return slot < statuses.size() ? std::to_string(statuses[slot]) : std::to_string(slot - statuses.size()) + "xx";
}

std::string seconds(std::uint64_t microseconds)
{
    std::string fraction = std::to_string(1'000'000 + microseconds % 1'000'000).substr(1);
    return std::to_string(microseconds / 1'000'000) + "." + fraction;
}

std::string seconds_short(std::int64_t microseconds)
{
    std::string text = seconds(static_cast<std::uint64_t>(microseconds));
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

void head(std::string& out, const char* name, const char* kind, const char* help)
{
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(kind).append("\n");
}

using Counter = std::atomic<std::uint64_t>;

}

struct Metrics::Counts {
    std::array<Counter, slots> by_status = {};
    std::array<Counter, bounds.size() + 1> by_duration = {};
    Counter microseconds = 0;
};

// Of a cache line of its own, so that threads do not wait for each other.
struct alignas(64) Metrics::Shard {
    explicit Shard(std::size_t routes) : counts(routes) {}
    std::vector<Counts> counts;
    Counter bytes_in = 0;
    Counter bytes_out = 0;
    std::atomic<std::int64_t> connections = 0;
    Counter connections_total = 0;
};

Metrics::Metrics(std::vector<std::string> routes, std::size_t shards) : m_routes(std::move(routes))
{
    m_routes.emplace_back("none");
    for (std::size_t i = 0; i < shards; ++i)
        m_shards.push_back(std::make_unique<Shard>(m_routes.size()));
}

Metrics::~Metrics() = default;

void Metrics::observe(std::size_t shard, const Observation& seen)
{
    constexpr auto relaxed = std::memory_order_relaxed;
    Shard& own = *m_shards[shard];
    Counts& counts = own.counts[std::min(seen.route, m_routes.size() - 1)];
    const auto* bound = std::ranges::lower_bound(bounds, seen.duration.count());
    counts.by_status[slot_of(seen.status)].fetch_add(1, relaxed);
    counts.by_duration[static_cast<std::size_t>(bound - bounds.begin())].fetch_add(1, relaxed);
    counts.microseconds.fetch_add(static_cast<std::uint64_t>(seen.duration.count()), relaxed);
    own.bytes_in.fetch_add(seen.bytes_in, relaxed);
    own.bytes_out.fetch_add(seen.bytes_out, relaxed);
}

void Metrics::add_connections(std::size_t shard, std::int64_t opened)
{
    m_shards[shard]->connections.fetch_add(opened, std::memory_order_relaxed);
    if (opened > 0)
        m_shards[shard]->connections_total.fetch_add(static_cast<std::uint64_t>(opened), std::memory_order_relaxed);
}

std::int64_t Metrics::open_connections() const
{
    std::int64_t sum = 0;
    for (const auto& shard : m_shards)
        sum += shard->connections;
    return sum;
}

std::uint64_t Metrics::requests() const
{
    std::uint64_t sum = 0;
    for (const auto& shard : m_shards) {
        for (const Counts& counts : shard->counts) {
            for (const Counter& count : counts.by_status)
                sum += count;
        }
    }
    return sum;
}

void Metrics::write_requests(std::string& out) const
{
    head(out, "kenkei_http_requests_total", "counter", "Requests answered, by route and status.");
    for (std::size_t route = 0; route < m_routes.size(); ++route) {
        for (std::size_t slot = 0; slot < slots; ++slot) {
            std::uint64_t sum = 0;
            for (const auto& shard : m_shards)
                sum += shard->counts[route].by_status[slot];
            if (sum)
                out += "kenkei_http_requests_total{route=\"" + m_routes[route] + "\",status=\"" + status_label(slot) +
                       "\"} " + std::to_string(sum) + "\n";
        }
    }
}

void Metrics::write_durations(std::string& out) const
{
    head(out, "kenkei_http_request_duration_seconds", "histogram",
         "From the first byte of a request to the last of its answer.");
    for (std::size_t route = 0; route < m_routes.size(); ++route) {
        const std::string label = "{route=\"" + m_routes[route] + "\"";
        std::array<std::uint64_t, bounds.size() + 1> cumulated = {};
        std::uint64_t microseconds = 0;
        std::uint64_t sum = 0;
        for (const auto& shard : m_shards)
            microseconds += shard->counts[route].microseconds;
        for (std::size_t bound = 0; bound < cumulated.size(); ++bound) {
            for (const auto& shard : m_shards)
                sum += shard->counts[route].by_duration[bound];
            cumulated[bound] = sum;
        }
        if (!sum)
            continue;
        for (std::size_t bound = 0; bound < cumulated.size(); ++bound)
            out += "kenkei_http_request_duration_seconds_bucket" + label + ",le=\"" +
                   (bound < bounds.size() ? seconds_short(bounds[bound]) : "+Inf") + "\"} " +
                   std::to_string(cumulated[bound]) + "\n";
        out += "kenkei_http_request_duration_seconds_sum" + label + "} " + seconds(microseconds) + "\n";
        out += "kenkei_http_request_duration_seconds_count" + label + "} " + std::to_string(sum) + "\n";
    }
}

std::string Metrics::to_prometheus() const
{
    std::string out;
    std::uint64_t in = 0;
    std::uint64_t sent = 0;
    std::uint64_t accepted = 0;
    for (const auto& shard : m_shards) {
        in += shard->bytes_in;
        sent += shard->bytes_out;
        accepted += shard->connections_total;
    }
    write_requests(out);
    write_durations(out);
    head(out, "kenkei_http_open_connections", "gauge", "Connections that are open now.");
    out += "kenkei_http_open_connections " + std::to_string(open_connections()) + "\n";
    head(out, "kenkei_http_connections_total", "counter", "Connections accepted.");
    out += "kenkei_http_connections_total " + std::to_string(accepted) + "\n";
    head(out, "kenkei_http_received_bytes_total", "counter", "Bytes of requests.");
    out += "kenkei_http_received_bytes_total " + std::to_string(in) + "\n";
    head(out, "kenkei_http_sent_bytes_total", "counter", "Bytes of answers.");
    out += "kenkei_http_sent_bytes_total " + std::to_string(sent) + "\n";
    return out;
}

}
