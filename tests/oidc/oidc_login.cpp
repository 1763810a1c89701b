// The client half of tests/oidc/run: logs in with a provider, command by command.
//
//     oidc_login ISSUER CLIENT_ID SECRET REDIRECT_URI MILLISECONDS
//
// SECRET may be "". Commands on stdin, each answered by a line on stdout: `begin` → `url URL`; `finish CODE STATE` →
// `person` and its members, each behind a tab; `clock SECONDS` (so much later than it is) → `done`. What fails: `error
// CODE MESSAGE`.

#include "server/oidc.h"

#include <chrono>
#include <iostream>
#include <sstream>

namespace {

using namespace kenkei;

class Session {
public:
    Session(server::OidcProvider provider, std::string redirect_uri)
        : m_oidc(std::move(provider))
        , m_redirect_uri(std::move(redirect_uri))
    {}

    std::string answer(const std::string& line)
    {
        std::istringstream words(line);
        std::string command;
        words >> command;
        if (command == "clock") {
            words >> m_later;
            return "done";
        }
        if (command == "begin")
            return begin();
        std::string code;
        std::string state;
        words >> code >> state;
        return finish(code, state);
    }

private:
    static std::string error_line(const base::Error& error)
    {
        return "error\t" + error.code + "\t" + error.message + "\t" + error.way_out;
    }
    base::Timestamp now() const
    {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count() + m_later * 1000};
    }
    std::string begin()
    {
        auto start = m_oidc.begin(m_redirect_uri, now());
        if (!start.ok())
            return error_line(start.error());
        m_start = std::move(*start);
        return "url\t" + m_start.url;
    }
    std::string finish(const std::string& code, const std::string& state)
    {
        const auto person = m_oidc.finish(m_start, m_redirect_uri, code, state, now());
        if (!person.ok())
            return error_line(person.error());
        return "person\t" + person->issuer + "\t" + person->subject + "\t" + person->mail + "\t" +
               (person->mail_verified ? "verified" : "not verified") + "\t" + person->name;
    }

    server::Oidc m_oidc;
    std::string m_redirect_uri;
    server::OidcStart m_start;
    std::int64_t m_later = 0;
};

}

int main(int count, char** arguments)
{
    if (count != 6) {
        std::cerr << "usage: oidc_login ISSUER CLIENT_ID SECRET REDIRECT_URI MILLISECONDS\n";
        return 2;
    }
    Session session({.id = "test",
                     .name = "試験の認証",
                     .issuer = arguments[1],
                     .client_id = arguments[2],
                     .client_secret = arguments[3],
                     .private_addresses = true,
                     .time = std::chrono::milliseconds(std::atol(arguments[5]))},
                    arguments[4]);
    for (std::string line; std::getline(std::cin, line);)
        std::cout << session.answer(line) << std::endl;
    return 0;
}
