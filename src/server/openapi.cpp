#include "server/openapi.h"

#include "server/caller.h"
#include "server/openapi_parts.h"
#include "server/problem.h"

#include <algorithm>
#include <map>
#include <set>

namespace kenkei::server {

using base::json::Writer;
using Operation = OperationDescription;

namespace {

constexpr std::string_view csrf_header = "Kenkei-CSRF";

std::set<int> problems_of(const Operation& operation)
{
    std::set<int> all = {400, 429, 500, 503};
    if (!operation.anyone)
        all.insert({401, 403});
    if (!names_in(operation.pattern).empty())
        all.insert(404);
    if (!operation.request.empty())
        all.insert({413, 415});
    all.insert(operation.problems.begin(), operation.problems.end());
    return all;
}

bool writes(Method method)
{
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

std::string lower_case(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

// What our own sources say, so that it can be read: faults_of finds what cannot.
base::json::Value parsed(std::string_view json)
{
    auto value = base::json::parse(json);
    return value.ok() ? std::move(*value) : base::json::Value{.kind = base::json::Kind::Object};
}

void write_reference(Writer& json, std::string_view folder, std::string_view name)
{
    json.begin_object();
    json.member("$ref", "#/components/" + std::string(folder) + "/" + std::string(name));
    json.end_object();
}

// "" where there is none.
std::string_view words_for(const base::json::Value& words, std::string_view part, std::string_view name)
{
    const base::json::Value* all = words.find(part);
    const base::json::Value* found = all ? all->find(name) : nullptr;
    return found ? std::string_view(found->text) : std::string_view();
}

void write_contents(Writer& json, const std::vector<Operation::Content>& contents,
                    const base::json::Value* examples = nullptr)
{
    json.key("content").begin_object();
    for (const Operation::Content& content : contents) {
        json.key(content.media_type).begin_object();
        if (!content.schema.empty()) {
            json.key("schema");
            write_reference(json, "schemas", content.schema);
            if (const auto* example = examples ? examples->find(content.schema) : nullptr)
                json.key("example").value(*example);
        }
        json.end_object(); // OpenAPI 3.1: bytes have no schema
    }
    json.end_object();
}

void write_parameter(Writer& json, std::string_view name, std::string_view in, bool required, std::string_view about,
                     std::string_view schema)
{
    json.begin_object().member("name", name).member("in", in);
    json.key("required").boolean(required);
    if (!about.empty())
        json.member("description", about);
    json.key("schema").value(parsed(schema));
    json.end_object();
}

void write_shared_parameters(Writer& json, const Operation& operation)
{
    const auto holds = [&](const SharedPart& part) {
        if (std::ranges::find(operation.parameters, part.name, &Operation::Parameter::name) !=
            operation.parameters.end())
            return false; // the operation says more of it
        if (part.key == "Role")
            return !operation.anyone;
        if (part.key == "IdempotencyKey")
            return operation.keyed;
        return part.key == "IfMatch" ? operation.matched : true;
    };
    for (const SharedPart& part : shared_parameters) {
        if (holds(part))
            write_reference(json, "parameters", part.key);
    }
}

void write_parameters(Writer& json, const Operation& operation)
{
    const std::vector<std::string_view> names = names_in(operation.pattern);
    json.key("parameters").begin_array();
    for (std::string_view name : names) {
        const auto* known = std::ranges::find(path_names, name, &PathName::name);
        const bool is_known = known != std::end(path_names);
        write_parameter(json, name, "path", true, is_known ? known->about : "", is_known ? known->schema : plain_text);
    }
    for (const Operation::Parameter& parameter : operation.parameters)
        write_parameter(json, parameter.name, parameter.in == Operation::Parameter::In::Query ? "query" : "header",
                        parameter.required, parameter.about, parameter.schema);
    write_shared_parameters(json, operation);
    json.end_array();
}

void write_answer_headers(Writer& json, const Operation& operation, const Operation::Answer& answer)
{
    std::vector<std::string_view> names = answer.headers;
    if (operation.keyed)
        names.emplace_back("Idempotency-Replayed");
    if (names.empty())
        return;
    json.key("headers").begin_object();
    for (const SharedPart& header : shared_headers) {
        if (std::ranges::find(names, header.name) == names.end())
            continue;
        json.key(header.name);
        write_reference(json, "headers", header.key);
    }
    json.end_object();
}

void write_answers(Writer& json, const Operation& operation)
{
    std::map<int, const Operation::Answer*> answers;
    for (const Operation::Answer& answer : operation.answers)
        answers.emplace(answer.status, &answer);
    json.key("responses").begin_object();
    for (const auto& [status, answer] : answers) {
        json.key(std::to_string(status)).begin_object().member("description", answer->about);
        write_answer_headers(json, operation, *answer);
        if (!answer->contents.empty())
            write_contents(json, answer->contents);
        json.end_object();
    }
    for (int status : problems_of(operation)) {
        const ProblemResponse* response = find_problem_response(status);
        if (!response || answers.contains(status))
            continue;
        json.key(std::to_string(status));
        write_reference(json, "responses", response->name);
    }
    json.end_object();
}

// By cookie or by token; what writes in a session also shows that it comes from our pages.
void write_security(Writer& json, const Operation& operation)
{
    json.key("security").begin_array();
    if (operation.anyone) {
        json.end_array();
        return;
    }
    json.begin_object().key("session").begin_array().end_array();
    if (writes(operation.method))
        json.key("csrf").begin_array().end_array();
    json.end_object();
    json.begin_object().key("token").begin_array().end_array().end_object();
    json.end_array();
}

void write_operation(Writer& json, const Operation& operation, const base::json::Value& words)
{
    json.key(lower_case(name_of(operation.method))).begin_object();
    json.member("operationId", operation.id);
    if (!operation.tag.empty())
        json.key("tags").begin_array().string(operation.tag).end_array();
    json.member("summary", operation.summary);
    if (const std::string_view about = words_for(words, "operations", operation.id); !about.empty())
        json.member("description", about);
    if (!operation.summary_english.empty())
        json.member("x-kenkei-summary-en", operation.summary_english);
    if (!operation.access.empty())
        json.member("x-kenkei-permission", operation.access);
    write_parameters(json, operation);
    if (!operation.request.empty()) {
        json.key("requestBody").begin_object();
        json.key("required").boolean(operation.method != Method::Delete);
        write_contents(json, operation.request, words.find("examples"));
        json.end_object();
    }
    write_answers(json, operation);
    write_security(json, operation);
    json.end_object();
}

void write_paths(Writer& json, std::span<const Operation> operations, const base::json::Value& words)
{
    json.key("paths").begin_object();
    std::set<std::string_view> written;
    for (const Operation& first : operations) {
        if (!written.insert(first.pattern).second)
            continue;
        json.key(first.pattern).begin_object();
        for (const Operation& operation : operations)
            if (operation.pattern == first.pattern)
                write_operation(json, operation, words);
        json.end_object();
    }
    json.end_object();
}

void write_schemas(Writer& json, const Schemas& schemas)
{
    json.key("schemas").begin_object();
    for (const auto& [name, schema] : schemas.document().members)
        if (name != problem_name)
            json.key(name).value(schema);
    json.key(problem_name).value(parsed(problem_schema()));
    json.end_object();
}

void write_problem_responses(Writer& json)
{
    json.key("responses").begin_object();
    for (const ProblemResponse& response : problem_responses) {
        json.key(response.name).begin_object().member("description", response.about);
        if (response.status == 429 || response.status == 503) {
            json.key("headers").begin_object().key("Retry-After");
            write_reference(json, "headers", "RetryAfter");
            json.end_object();
        }
        write_contents(json, {{"application/problem+json", problem_name}});
        json.end_object();
    }
    json.end_object();
}

void write_shared_parts(Writer& json)
{
    json.key("parameters").begin_object();
    for (const SharedPart& part : shared_parameters) {
        json.key(part.key);
        write_parameter(json, part.name, "header", false, part.about, part.schema);
    }
    json.end_object();
    json.key("headers").begin_object();
    for (const SharedPart& part : shared_headers) {
        json.key(part.key).begin_object().member("description", part.about);
        json.key("schema").value(parsed(part.schema)).end_object();
    }
    json.end_object();
}

// What is sent to hooks (server/webhook.h), where the schemas say what that is.
void write_webhooks(Writer& json, const Schemas& schemas)
{
    constexpr std::string_view notice = "HookNotice";
    constexpr std::string_view text = R"({"type":"string"})";
    if (!schemas.has(notice))
        return;
    json.key("webhooks").begin_object().key("caseEvent").begin_object().key("post").begin_object();
    json.member("operationId", "tellCaseEvent").member("summary", "案件に起きたことの通知");
    json.member(
        "description",
        "通知先（POST /api/v1/hooks）へ送るもの。名前や回答は含まない。署名を確かめ、古いもの（数分より前）は"
        "受け取らないこと。同じ番号で二度届くことも、順に届かないこともある。2xx のほかは、間をおいて送り直す。");
    json.key("parameters").begin_array();
    write_parameter(json, "Kenkei-Webhook-Id", "header", true, "通知の番号。送り直しても同じ", text);
    write_parameter(json, "Kenkei-Webhook-Timestamp", "header", true, "送った時刻（1970年からの秒）", text);
    write_parameter(json, "Kenkei-Webhook-Signature", "header", true,
                    "v1= と、「番号.秒.本文」の HMAC-SHA-256（16進）。鍵は、通知先を加えたときの secret", text);
    json.end_array().key("requestBody").begin_object().key("required").boolean(true);
    write_contents(json, {{"application/json", notice}});
    json.end_object().key("responses").begin_object();
    json.key("2XX").begin_object().member("description", "受け取った").end_object();
    json.key("410").begin_object().member("description", "今後は要らない。通知先は止められる").end_object();
    json.end_object().key("security").begin_array().end_array();
    json.end_object().end_object().end_object();
}

void write_info(Writer& json, const base::json::Value& words, std::string_view version)
{
    json.key("info").begin_object().member("title", "健経（Kenkei） API").member("version", version);
    std::string text;
    if (const base::json::Value* lines = words.find("info")) {
        for (const base::json::Value& line : lines->items)
            text += line.text + "\n";
    }
    json.member("description", text).end_object();
}

void write_security_schemes(Writer& json, std::string_view server_url)
{
    const bool secure = server_url.starts_with("https:");
    json.key("securitySchemes").begin_object();
    json.key("session").begin_object().member("type", "apiKey").member("in", "cookie");
    json.member("name", session_cookie(secure)).member("description", "ログインで受け取る Cookie").end_object();
    json.key("csrf").begin_object().member("type", "apiKey").member("in", "header").member("name", csrf_header);
    json.member("description", "Cookie で書き込むときに要る。値は GET /api/v1/session の csrf。").end_object();
    json.key("token").begin_object().member("type", "http").member("scheme", "bearer");
    json.member("description", "プログラムのための API トークン").end_object();
    json.end_object();
}

}

std::string to_openapi(std::span<const Operation> operations, const Schemas& schemas, std::string_view version,
                       std::string_view server_url)
{
    const base::json::Value words = parsed(api_words());
    Writer json(Writer::Layout::Indented);
    json.begin_object().member("openapi", "3.1.0");
    write_info(json, words, version);
    json.key("servers").begin_array().begin_object().member("url", server_url).end_object().end_array();

    json.key("tags").begin_array();
    std::set<std::string_view> tags;
    for (const Operation& operation : operations) {
        if (operation.tag.empty() || !tags.insert(operation.tag).second)
            continue;
        json.begin_object().member("name", operation.tag);
        if (const std::string_view about = words_for(words, "tags", operation.tag); !about.empty())
            json.member("description", about);
        json.end_object();
    }
    json.end_array();

    write_paths(json, operations, words);
    write_webhooks(json, schemas);
    json.key("components").begin_object();
    write_schemas(json, schemas);
    write_problem_responses(json);
    write_shared_parts(json);
    write_security_schemes(json, server_url);
    json.end_object();
    json.end_object();
    return json.take();
}

}
