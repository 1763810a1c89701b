// Submits applications at a constant rate over keep-alive connections, and says how long each took.
//
//   kenkei_submit_load PORT REQUESTS BODY --connections 500 --rate 2000 --seconds 60 [--acknowledged FILE]
//
// REQUESTS holds one submission a line: case, token, 法人番号, which takes the place of @FIRM@ in BODY. Each is due at
// its moment whether or not those before it were answered, and its time is measured from that moment (no coordinated
// omission). Written with epoll and nothing else, so that it takes little of the cores that it shares with the server.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::microseconds;
constexpr std::string_view firm_mark = "@FIRM@";

struct Submission {
    std::string head; // up to the blank line
    std::string firm;
    std::string case_id;
};

struct Options {
    int port = 0;
    std::string requests;
    std::string body;
    std::size_t connections = 500;
    double rate = 2000;
    double seconds = 60;
    std::string acknowledged;
};

struct Due {
    std::size_t submission = 0;
    Clock::time_point at;
};

struct Connection {
    int socket = -1;
    bool busy = false;
    std::size_t submission = 0;
    Clock::time_point due;
    std::string out;
    std::size_t sent = 0;
    std::string in;
};

[[noreturn]] void stop(const std::string& why)
{
    std::fprintf(stderr, "kenkei_submit_load: %s\n", why.c_str());
    std::exit(2);
}

Options read_options(int count, char** arguments)
{
    Options options;
    std::vector<std::string> plain;
    for (int at = 1; at < count; ++at) {
        const std::string word = arguments[at];
        const auto value = [&]() -> std::string {
            if (at + 1 >= count)
                stop(word + " needs a value");
            return arguments[++at];
        };
        if (word == "--connections")
            options.connections = std::stoul(value());
        else if (word == "--rate")
            options.rate = std::stod(value());
        else if (word == "--seconds")
            options.seconds = std::stod(value());
        else if (word == "--acknowledged")
            options.acknowledged = value();
        else
            plain.push_back(word);
    }
    if (plain.size() != 3)
        stop("usage: kenkei_submit_load PORT REQUESTS BODY [--connections N] [--rate R] [--seconds S] [--acknowledged "
             "FILE]");
    options.port = std::stoi(plain[0]);
    options.requests = plain[1];
    options.body = plain[2];
    return options;
}

class Load {
public:
    explicit Load(Options options) : m_options(std::move(options))
    {
        read_submissions();
        m_epoll = epoll_create1(0);
        m_connections.resize(m_options.connections);
        for (std::size_t at = 0; at < m_connections.size(); ++at)
            open(at);
    }

    int run()
    {
        const auto total = static_cast<std::size_t>(m_options.rate * m_options.seconds);
        const Clock::time_point begin = Clock::now();
        const auto due_at = [&](std::size_t number) {
            return begin + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(static_cast<double>(number) / m_options.rate));
        };
        std::size_t next = 0;
        const Clock::time_point patience =
            begin + std::chrono::milliseconds(static_cast<int>(m_options.seconds * 1000) + 20'000);
        while (m_answered + m_failed < total && Clock::now() < patience && !m_gone) {
            for (; next < total && due_at(next) <= Clock::now(); ++next)
                m_waiting.push_back({next % m_submissions.size(), due_at(next)});
            hand_out();
            wait(next < total ? due_at(next) : Clock::now() + std::chrono::milliseconds(5));
        }
        report(total, std::chrono::duration<double>(Clock::now() - begin).count());
        return m_failed == 0 && m_answered == total ? 0 : 1;
    }

private:
    void read_submissions()
    {
        std::ifstream content(m_options.body, std::ios::binary);
        m_body.assign(std::istreambuf_iterator<char>(content), {});
        m_firm_at = m_body.find(firm_mark);
        if (m_firm_at == std::string::npos)
            stop(m_options.body + " holds no " + std::string(firm_mark));
        m_body.erase(m_firm_at, firm_mark.size());
        std::ifstream file(m_options.requests);
        Submission one;
        std::string token;
        while (file >> one.case_id >> token >> one.firm) {
            one.head = "POST /api/v1/cases/" + one.case_id +
                       "/submissions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_options.port) +
                       "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: " +
                       std::to_string(m_body.size() + one.firm.size()) + "\r\n\r\n";
            m_submissions.push_back(one);
        }
        if (m_submissions.empty())
            stop("no submissions in " + m_options.requests);
    }

    void open(std::size_t at)
    {
        Connection& connection = m_connections[at];
        connection.socket = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(m_options.port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            stop(std::string("cannot connect: ") + std::strerror(errno));
        const int yes = 1;
        setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        fcntl(connection.socket, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLET;
        event.data.u64 = at;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.socket, &event);
        m_free.push_back(at);
    }

    void hand_out()
    {
        while (!m_waiting.empty() && !m_free.empty()) {
            const std::size_t at = m_free.front();
            m_free.pop_front();
            Connection& connection = m_connections[at];
            connection.busy = true;
            connection.submission = m_waiting.front().submission;
            connection.due = m_waiting.front().at;
            m_waiting.pop_front();
            const Submission& one = m_submissions[connection.submission];
            connection.out = one.head;
            connection.out.append(m_body, 0, m_firm_at).append(one.firm).append(m_body, m_firm_at);
            connection.sent = 0;
            connection.in.clear();
            write_some(connection);
        }
    }

    void write_some(Connection& connection)
    {
        while (connection.sent < connection.out.size()) {
            const ssize_t size = send(connection.socket, connection.out.data() + connection.sent,
                                      connection.out.size() - connection.sent, MSG_NOSIGNAL);
            if (size > 0) {
                connection.sent += static_cast<std::size_t>(size);
            } else if (errno == EAGAIN) {
                continue; // 4 KB into an empty socket's buffer: does not happen
            } else {
                m_gone = true;
                return;
            }
        }
    }

    // At least a millisecond: to wait for less would take a core of the two.
    void wait(Clock::time_point until)
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        epoll_event events[256];
        const int count = epoll_wait(m_epoll, events, 256, static_cast<int>(std::clamp<std::int64_t>(left, 1, 5)));
        for (int at = 0; at < count; ++at)
            read_some(events[at].data.u64);
    }

    void read_some(std::size_t at)
    {
        Connection& connection = m_connections[at];
        char bytes[16384];
        while (true) {
            const ssize_t size = recv(connection.socket, bytes, sizeof bytes, 0);
            if (size < 0 && errno == EAGAIN)
                break;
            if (size <= 0) {
                m_gone = true;
                return;
            }
            connection.in.append(bytes, static_cast<std::size_t>(size));
        }
        if (connection.busy && is_whole(connection.in))
            answered(at);
    }

    static bool is_whole(const std::string& in)
    {
        const std::size_t end = in.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        const std::size_t header = in.find("Content-Length: ");
        if (header == std::string::npos || header > end)
            return true;
        return in.size() >= end + 4 + std::stoul(in.substr(header + 16, 12));
    }

    void answered(std::size_t at)
    {
        Connection& connection = m_connections[at];
        const int status = std::atoi(connection.in.c_str() + 9);
        m_statuses[status] += 1;
        if (status == 201) {
            m_answered += 1;
            m_times.push_back(std::chrono::duration_cast<Microseconds>(Clock::now() - connection.due).count());
            if (!m_options.acknowledged.empty())
                note(connection);
        } else {
            m_failed += 1;
            if (m_failed == 1)
                std::fprintf(stderr, "the first that failed: %s\n", connection.in.c_str());
        }
        connection.busy = false;
        m_free.push_back(at);
    }

    // What the server said it has: to be looked for after it was killed.
    void note(const Connection& connection)
    {
        if (!m_note.is_open())
            m_note.open(m_options.acknowledged);
        const std::size_t version = connection.in.find("\"version\":");
        m_note << m_submissions[connection.submission].case_id << ' '
               << (version == std::string::npos ? 0 : std::atoi(connection.in.c_str() + version + 10)) << '\n';
    }

    void report(std::size_t total, double seconds)
    {
        m_note.flush();
        std::sort(m_times.begin(), m_times.end());
        const auto part = [&](double of) {
            if (m_times.empty())
                return 0.0;
            const auto at = static_cast<std::size_t>(of * static_cast<double>(m_times.size()));
            return static_cast<double>(m_times[std::min(at, m_times.size() - 1)]) / 1000;
        };
        std::printf("%zu of %zu submissions acknowledged in %.1f s: %.0f a second; connections %zu%s\n", m_answered,
                    total, seconds, static_cast<double>(m_answered) / seconds, m_connections.size(),
                    m_gone ? "; the server went away" : "");
        std::printf("milliseconds from the moment each was due: p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f\n",
                    part(0.5), part(0.9), part(0.99), part(0.999), part(1));
        for (const auto& [status, count] : m_statuses)
            std::printf("status %d: %zu\n", status, count);
    }

    Options m_options;
    std::string m_body; // without its mark
    std::size_t m_firm_at = 0;
    std::vector<Submission> m_submissions;
    std::vector<Connection> m_connections;
    std::deque<std::size_t> m_free;
    std::deque<Due> m_waiting;
    std::vector<std::int64_t> m_times;
    std::map<int, std::size_t> m_statuses;
    std::ofstream m_note;
    std::size_t m_answered = 0;
    std::size_t m_failed = 0;
    bool m_gone = false;
    int m_epoll = -1;
};

}

int main(int count, char** arguments)
{
    return Load(read_options(count, arguments)).run();
}
