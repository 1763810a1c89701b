#include "server/http.h"

#include "base/json.h"

#include <algorithm>

namespace kenkei::server {

namespace {

constexpr std::pair<Method, std::string_view> methods[] = {
    {Method::Get, "GET"},     {Method::Head, "HEAD"},     {Method::Post, "POST"},       {Method::Put, "PUT"},
    {Method::Patch, "PATCH"}, {Method::Delete, "DELETE"}, {Method::Options, "OPTIONS"},
};

constexpr std::pair<int, std::string_view> reasons[] = {
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}

std::string_view name_of(Method method)
{
    return std::ranges::find(methods, method, [](const auto& entry) { return entry.first; })->second;
}

std::optional<Method> find_method(std::string_view name)
{
    const auto* found = std::ranges::find(methods, name, [](const auto& entry) { return entry.second; });
    return found == std::end(methods) ? std::nullopt : std::optional(found->first);
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

const std::string* Headers::find(std::string_view name) const
{
    const auto found = std::ranges::find_if(m_all, [&](const Header& h) { return equal_ignoring_case(h.name, name); });
    return found == m_all.end() ? nullptr : &found->value;
}

std::size_t Headers::count(std::string_view name) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_all, [&](const Header& h) { return equal_ignoring_case(h.name, name); }));
}

void Headers::add(std::string name, std::string value)
{
    m_all.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value)
{
    std::erase_if(m_all, [&](const Header& h) { return equal_ignoring_case(h.name, name); });
    add(std::move(name), std::move(value));
}

const std::string* find_parameter(const std::vector<Parameter>& parameters, std::string_view name)
{
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? nullptr : &found->value;
}

Response to_response(const Refusal& refusal)
{
    base::json::Writer json;
    json.begin_object().member("type", "urn:kenkei:problem:" + std::string(refusal.code));
    json.member("title", refusal.japanese);
    json.key("status").number(refusal.status);
    json.member("code", refusal.code).member("detail", refusal.japanese).member("detail_en", refusal.english);
    json.end_object();
    Response response = json_response(refusal.status, json.take());
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.set("Content-Language", "ja");
    return response;
}

Response json_response(int status, std::string body)
{
    Response response{.status = status, .body = std::move(body)};
    response.headers.add("Content-Type", "application/json");
    return response;
}

std::string_view reason_phrase(int status)
{
    const auto* found = std::ranges::find(reasons, status, [](const auto& entry) { return entry.first; });
    return found == std::end(reasons) ? std::string_view() : found->second;
}

}
