#pragma once

#include "server/http.h"
#include "server/service.h"

#include <span>

// What a browser sees of the server itself: the front page, its style, the API's description.
namespace kenkei::server {

struct Asset {
    std::string_view name; // front.css
    std::string_view content;
};
std::span<const Asset> assets(); // as the build compiled them in (cmake/EmbedServer.cmake)

// What runs here.
struct FrontPage {
    struct Scheme {
        std::string name;
        std::string authority;
        base::Date opens;
        base::Timestamp closes; // the last instant that is in time
    };
    std::vector<Scheme> schemes; // as they are shown
    std::string version;
    bool demo = false;
    base::Timestamp now;
};
std::string front_page(const FrontPage&); // HTML; whatever stands in the texts is text

// GET /, /assets/front.css, /favicon.ico and /api/v1/openapi.json. The service outlives them.
std::vector<Route> page_routes(Service&);

}
