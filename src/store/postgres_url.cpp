#include "store/postgres_url.h"

#include "store/postgres_connection.h"

#include <libpq-fe.h>
#include <memory>

namespace kenkei::store {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string option(const Options& options, std::string_view keyword)
{
    for (auto* each = options.get(); each != nullptr && each->keyword != nullptr; ++each)
        if (keyword == each->keyword && each->val != nullptr)
            return each->val;
    return "";
}

Options options_of(const std::string& url)
{
    char* message = nullptr; // may hold pieces of the password: never shown
    Options options(PQconninfoParse(url.c_str(), &message));
    PQfreemem(message);
    return options;
}

void replace_all(std::string& text, const std::string& what, std::string_view with)
{
    if (what.empty())
        return;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

}

bool is_postgres_url(const std::string& url)
{
    return options_of(url) != nullptr;
}

std::string without_password(const char* message, const std::string& url)
{
    std::string text = message == nullptr ? "" : message;
    replace_all(text, url, shown_server(url));
    if (Options options = options_of(url))
        for (const char* secret : {"password", "sslpassword"})
            replace_all(text, option(options, secret), "***");
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    replace_all(text, "\n", " ");
    return text;
}

std::string shown_server(const std::string& url)
{
    Options options = options_of(url);
    if (!options)
        return "postgresql://…";
    std::string text = "postgresql://";
    if (std::string user = option(options, "user"); !user.empty())
        text += user + '@';
    text += option(options, "host");
    if (std::string port = option(options, "port"); !port.empty())
        text += ':' + port;
    return text + '/' + option(options, "dbname");
}

}
