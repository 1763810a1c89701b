#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kenkei::server {

// What one request was, for the counters. No path, no address: only the route's pattern.
struct Observation {
    std::size_t route = 0; // index; the number of routes stands for "none"
    int status = 0;
    std::chrono::microseconds duration = {};
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
};

// Counters in shards, one a thread, added up when they are read. Reading and counting may happen at the same time.
class Metrics {
public:
    // Bounds of the histogram in microseconds; one more is +Inf.
    static constexpr std::array<std::int64_t, 12> bounds = {
        1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000};

    // `routes`: what the label `route` says of each, "GET /healthz".
    Metrics(std::vector<std::string> routes, std::size_t shards);
    ~Metrics();

    void observe(std::size_t shard, const Observation&);
    void add_connections(std::size_t shard, std::int64_t opened);

    std::int64_t open_connections() const;
    std::uint64_t requests() const;
    std::string to_prometheus() const;

private:
    struct Counts;
    struct Shard;
    void write_requests(std::string& out) const;
    void write_durations(std::string& out) const;

    std::vector<std::string> m_routes;
    std::vector<std::unique_ptr<Shard>> m_shards;
};

}
