#include "server/known_device.h"

#include "access/secret.h"
#include "server/caller.h"

#include <charconv>
#include <optional>

namespace kenkei::server {

namespace {

constexpr std::int64_t half_a_year = 180 * std::int64_t{86'400}; // seconds

// Several people may use one browser: one cookie for each account. Bound to the host where the client speaks TLS.
std::string device_cookie(bool secure, const std::string& account)
{
    return std::string(secure ? "__Host-" : "") + "kenkei-device-" + access::digest_of(account).substr(0, 16);
}

// DEVICE.MILLISECONDS.SIGNATURE
std::string signed_device(const std::string& device, base::Timestamp since, const store::Account& account)
{
    const std::string text = device + "." + std::to_string(since.milliseconds);
    return text + "." + access::keyed_digest(account.password, "device " + account.id + " " + text);
}

struct Device {
    std::string name;
    base::Timestamp since;
};

std::optional<Device> read_device(std::string_view cookie)
{
    const std::size_t dot = cookie.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    Device device{.name = std::string(cookie.substr(0, dot)), .since = {}};
    const std::string_view rest = cookie.substr(dot + 1);
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), device.since.milliseconds);
    return read.ec == std::errc() ? std::optional(device) : std::nullopt;
}

bool is_over(const Device& device, const store::Account& account, base::Timestamp now)
{
    const bool strange = account.strange_until && device.since <= *account.strange_until;
    return strange || now.milliseconds - device.since.milliseconds >= half_a_year * 1000;
}

}

std::string known_device(const Request& request, const store::Account& account, base::Timestamp now)
{
    const auto cookie = find_cookie(request, device_cookie(request.secure, account.id));
    if (!cookie || account.password.empty()) // an empty key signs nothing
        return "";
    const std::optional<Device> device = read_device(*cookie);
    if (!device || !access::same_secret(*cookie, signed_device(device->name, device->since, account)))
        return "";
    return is_over(*device, account, now) ? "" : device->name;
}

void set_device_cookie(Response& response, const Request& request, const store::Account& account, base::Timestamp now)
{
    std::string device = known_device(request, account, now);
    if (device.empty())
        device = access::new_token("kkd_");
    std::string cookie = device_cookie(request.secure, account.id) + "=" + signed_device(device, now, account) +
                         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(half_a_year);
    if (request.secure)
        cookie += "; Secure";
    response.headers.add("Set-Cookie", std::move(cookie));
}

}
