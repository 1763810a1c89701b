#include "server/openapi.h"

#include "server/caller.h"
#include "server/problem.h"

#include <algorithm>
#include <map>
#include <set>

namespace kenkei::server {

using base::json::Writer;
using Operation = OperationDescription;

namespace {

constexpr std::string_view problem_name = "Problem";
constexpr std::string_view csrf_header = "Kenkei-CSRF";

// What stands for a {name} of a path. Others are texts.
struct PathName {
    std::string_view name;
    std::string_view about;
    std::string_view schema;
};
constexpr std::string_view plain_text = R"({"type":"string","minLength":1})";
constexpr PathName path_names[] = {
    {"account", "アカウントの番号", plain_text},
    {"case", "案件番号", plain_text},
    {"certificate", "認定証の番号", plain_text},
    {"claim", "法人の担当者であるとの届けの番号", plain_text},
    {"digest", "ファイルの SHA-256（16進）", R"({"type":"string","pattern":"^[0-9a-f]{64}$"})"},
    {"edition", "年度版", R"({"type":"string","minLength":1,"examples":["2025"]})"},
    {"file", "ファイルの番号", plain_text},
    {"firm", "法人番号（13桁）", R"({"type":"string","pattern":"^[0-9]{13}$"})"},
    {"hook", "通知先（Webhook）の番号", plain_text},
    {"insurer", "保険者番号", plain_text},
    {"mail", "メールの番号", plain_text},
    {"number", "通し番号", R"({"type":"string","pattern":"^[0-9]+$"})"},
    {"provider", "ログインに使う外部のサービス", plain_text},
    {"scheme", "制度", plain_text},
    {"session", "ログインの番号", plain_text},
    {"token", "APIトークンの番号", plain_text},
};

struct ProblemResponse {
    int status;
    std::string_view name; // in components.responses
    std::string_view about;
};
constexpr ProblemResponse problem_responses[] = {
    {400, "BadRequest", "要求の書き方に誤りがある"},
    {401, "NotLoggedIn", "ログインしていないか、ログインやトークンの期限が過ぎている"},
    {403, "Forbidden", "このアカウントにはできない"},
    {404, "NotFound", "ないか、このアカウントでは見られない"},
    {405, "MethodNotAllowed", "このアドレスではできない操作"},
    {406, "NotAcceptable", "Accept にある形式では答えられない"},
    {409, "Conflict", "手続の定めか、ほかの更新のために、今はできない"},
    {410, "Gone", "消去された"},
    {412, "PreconditionFailed", "読み込んだ後に変わっている（If-Match）"},
    {413, "ContentTooLarge", "本文が大きすぎる"},
    {415, "UnsupportedMediaType", "この形式の本文は扱わない"},
    {422, "UnprocessableContent", "本文の内容に誤りがある（errors に場所）"},
    {428, "PreconditionRequired", "If-Match が要る"},
    {429, "TooManyRequests", "回数が多すぎる（Retry-After 秒後にもう一度）"},
    {500, "InternalError", "サーバーの問題"},
    {503, "Unavailable", "今は処理できない（Retry-After 秒後にもう一度）"},
};

const ProblemResponse* find_problem_response(int status)
{
    const auto* found = std::ranges::find(problem_responses, status, &ProblemResponse::status);
    return found == std::end(problem_responses) ? nullptr : found;
}

std::vector<std::string_view> names_in(std::string_view pattern)
{
    std::vector<std::string_view> names;
    for (auto begin = pattern.find('{'); begin != std::string_view::npos; begin = pattern.find('{', begin + 1))
        names.push_back(pattern.substr(begin + 1, pattern.find('}', begin) - begin - 1));
    return names;
}

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

void write_contents(Writer& json, const std::vector<Operation::Content>& contents)
{
    json.key("content").begin_object();
    for (const Operation::Content& content : contents) {
        json.key(content.media_type).begin_object();
        if (!content.schema.empty()) {
            json.key("schema");
            write_reference(json, "schemas", content.schema);
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

void write_parameters(Writer& json, const Operation& operation)
{
    const std::vector<std::string_view> names = names_in(operation.pattern);
    if (names.empty() && operation.parameters.empty())
        return;
    json.key("parameters").begin_array();
    for (std::string_view name : names) {
        const auto* known = std::ranges::find(path_names, name, &PathName::name);
        const bool is_known = known != std::end(path_names);
        write_parameter(json, name, "path", true, is_known ? known->about : "", is_known ? known->schema : plain_text);
    }
    for (const Operation::Parameter& parameter : operation.parameters)
        write_parameter(json, parameter.name, parameter.in == Operation::Parameter::In::Query ? "query" : "header",
                        parameter.required, parameter.about, parameter.schema);
    json.end_array();
}

void write_answers(Writer& json, const Operation& operation)
{
    std::map<int, const Operation::Answer*> answers;
    for (const Operation::Answer& answer : operation.answers)
        answers.emplace(answer.status, &answer);
    json.key("responses").begin_object();
    for (const auto& [status, answer] : answers) {
        json.key(std::to_string(status)).begin_object().member("description", answer->about);
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

void write_operation(Writer& json, const Operation& operation)
{
    json.key(lower_case(name_of(operation.method))).begin_object();
    json.member("operationId", operation.id);
    if (!operation.tag.empty())
        json.key("tags").begin_array().string(operation.tag).end_array();
    json.member("summary", operation.summary);
    if (!operation.summary_english.empty())
        json.member("description", operation.summary_english);
    if (!operation.access.empty())
        json.member("x-kenkei-permission", operation.access);
    write_parameters(json, operation);
    if (!operation.request.empty()) {
        json.key("requestBody").begin_object();
        json.key("required").boolean(operation.method != Method::Delete);
        write_contents(json, operation.request);
        json.end_object();
    }
    write_answers(json, operation);
    write_security(json, operation);
    json.end_object();
}

void write_paths(Writer& json, std::span<const Operation> operations)
{
    json.key("paths").begin_object();
    std::set<std::string_view> written;
    for (const Operation& first : operations) {
        if (!written.insert(first.pattern).second)
            continue;
        json.key(first.pattern).begin_object();
        for (const Operation& operation : operations)
            if (operation.pattern == first.pattern)
                write_operation(json, operation);
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
            json.key("headers").begin_object().key("Retry-After").begin_object();
            json.member("description", "何秒後にもう一度試すとよいか").key("schema").begin_object();
            json.member("type", "integer").end_object().end_object().end_object();
        }
        write_contents(json, {{"application/problem+json", problem_name}});
        json.end_object();
    }
    json.end_object();
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
    Writer json(Writer::Layout::Indented);
    json.begin_object().member("openapi", "3.1.0");
    json.key("info").begin_object().member("title", "健経（Kenkei） API").member("version", version);
    json.member(
        "description",
        "申請から認定・公表までの手続を行うAPI。できなかったときの答えは application/problem+json（RFC 9457）で、"
        "Accept-Language が英語を求めれば英語、ほかは日本語です。日時は UTC、締切など定めのある時刻は日本時間です。");
    json.end_object();
    json.key("servers").begin_array().begin_object().member("url", server_url).end_object().end_array();

    json.key("tags").begin_array();
    std::set<std::string_view> tags;
    for (const Operation& operation : operations)
        if (!operation.tag.empty() && tags.insert(operation.tag).second)
            json.begin_object().member("name", operation.tag).end_object();
    json.end_array();

    write_paths(json, operations);
    json.key("components").begin_object();
    write_schemas(json, schemas);
    write_problem_responses(json);
    write_security_schemes(json, server_url);
    json.end_object();
    json.end_object();
    return json.take();
}

std::vector<std::string> faults_of(std::span<const Operation> operations, const Schemas& schemas)
{
    std::vector<std::string> faults;
    std::set<std::string> ids, places;
    const auto check_contents = [&](const std::string& id, const std::vector<Operation::Content>& contents) {
        for (const Operation::Content& content : contents)
            if (!content.schema.empty() && content.schema != problem_name && !schemas.has(content.schema))
                faults.push_back(id + ": no schema " + std::string(content.schema));
    };
    for (const Operation& operation : operations) {
        const std::string id(operation.id);
        if (id.empty() || !ids.insert(id).second)
            faults.push_back(id + ": the id is empty or stands twice");
        if (!places.insert(std::string(name_of(operation.method)) + ' ' + std::string(operation.pattern)).second)
            faults.push_back(id + ": its method and pattern stand twice");
        if (operation.summary.empty() || operation.tag.empty())
            faults.push_back(id + ": no summary or no tag");
        if (operation.answers.empty())
            faults.push_back(id + ": no answer");
        check_contents(id, operation.request);
        for (const Operation::Answer& answer : operation.answers) {
            check_contents(id, answer.contents);
            if (answer.status < 100 || answer.status > 399 || answer.about.empty())
                faults.push_back(id + ": the answer " + std::to_string(answer.status) + " is none, or says nothing");
        }
        for (int status : operation.problems)
            if (!find_problem_response(status))
                faults.push_back(id + ": no words for the problem " + std::to_string(status));
        std::set<std::string_view> names;
        for (std::string_view name : names_in(operation.pattern))
            if (!names.insert(name).second)
                faults.push_back(id + ": {" + std::string(name) + "} stands twice");
        for (const Operation::Parameter& parameter : operation.parameters) {
            const std::string as_component = R"({"X":)" + std::string(parameter.schema) + "}";
            if (!Schemas::read(as_component).ok())
                faults.push_back(id + ": the schema of " + std::string(parameter.name) + " cannot be read");
        }
    }
    return faults;
}

}
