#pragma once

#include "server/http.h"
#include "server/schema.h"

#include <span>

namespace kenkei::server {

// One endpoint, as the document says it; the views live as long as the program.
struct OperationDescription {
    std::string_view id; // operationId: openDraft
    Method method = Method::Get;
    std::string_view pattern; // as its route has it, with {names}
    std::string_view tag;
    std::string_view summary;
    std::string_view summary_english;

    struct Parameter {
        std::string_view name;
        enum class In { Query, Header } in = In::Query;
        bool required = false;
        std::string_view schema; // JSON text: {"type":"integer","minimum":1}
        std::string_view about;
    };
    std::vector<Parameter> parameters = {};

    struct Content {
        std::string_view media_type;
        std::string_view schema = {}; // of a component; "" for bytes
    };
    std::vector<Content> request = {}; // empty: no body

    struct Answer {
        int status = 200;
        std::string_view about;
        std::vector<Content> contents = {};
        std::vector<std::string_view> headers = {}; // ETag, Location: always there
    };
    std::vector<Answer> answers = {}; // the good ones
    bool anyone = false;              // no log-in is needed
    bool keyed = false;               // Idempotency-Key holds for it
    bool matched = false;             // If-Match is compared with the case's ETag
    bool open_query = false;          // others add parameters of their own
    std::string_view access = {};     // name of the permission; "" where there is none
    std::vector<int> problems = {};   // besides those that all have: 400 429 500 503, 401 403 unless `anyone`,
                                      // 404 with a {name} in the path, 413 415 with a body
};

// What the description says in whole sentences, and examples (src/server/api_words.json): info, tags, operations by id,
// examples by schema.
std::string_view api_words();

// A query may hold nothing but what the operation knows: error api.query-unknown, with the names that it knows.
base::Result<void> check_query(const OperationDescription&, const Request&);

// The document (OpenAPI 3.1.0), as JSON. `server_url` without a / behind it.
std::string to_openapi(std::span<const OperationDescription>, const Schemas&, std::string_view version,
                       std::string_view server_url);

// What is wrong in the descriptors themselves, for a test of those that the program has: ids and methods of a path that
// stand twice, schemas that do not exist, parameters whose schema is no JSON, answers that are none, headers that the
// document does not explain. Nothing: all is well.
std::vector<std::string> faults_of(std::span<const OperationDescription>, const Schemas&);
// What api_words.json lacks for them or says wrongly: operations and tags without a sentence or that are none, bodies
// without an example or with one that breaks their schema.
std::vector<std::string> faults_of_words(std::span<const OperationDescription>, const Schemas&);

}
