#pragma once

#include "server/openapi.h"

#include <algorithm>

// What many operations of the document have in common.
namespace kenkei::server {

inline constexpr std::string_view problem_name = "Problem"; // the schema

// What stands for a {name} of a path. Others are texts.
struct PathName {
    std::string_view name;
    std::string_view about;
    std::string_view schema;
};
inline constexpr std::string_view plain_text = R"({"type":"string","minLength":1})";
inline constexpr PathName path_names[] = {
    {"account", "アカウントの番号", plain_text},
    {"case", "案件番号", plain_text},
    {"certificate", "証書の番号", plain_text},
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

// What many operations have in common, once in components.
struct SharedPart {
    std::string_view key;  // in components
    std::string_view name; // of the header
    std::string_view schema;
    std::string_view about;
};
inline constexpr SharedPart shared_parameters[] = {
    {"AcceptLanguage", "Accept-Language", R"({"type":"string","examples":["ja","en"]})",
     "できなかった理由の言語。日本語より英語が重ければ英語"},
    {"Role", "Kenkei-Role", R"({"type":"string","examples":["office"]})",
     "どの役割で行うか。省くと、その操作ができる役割"},
    {"IdempotencyKey", "Idempotency-Key", R"({"type":"string","minLength":1,"maxLength":200,"pattern":"^[!-~]+$"})",
     "同じ要求を一度だけ行うためのキー（UUID など）。もう一度送ると、前と同じ答えを返す"},
    {"IfMatch", "If-Match", R"({"type":"string","examples":["\"17\""]})",
     "読み込んだときの ETag。その後に変わっていれば 412 で、何も書き込まない"},
};
inline constexpr SharedPart shared_headers[] = {
    {"ETag", "ETag", R"({"type":"string","examples":["\"17\""]})", "案件の今の版。書き込むときの If-Match に使う"},
    {"Location", "Location", R"({"type":"string"})", "できたもの、または結果を見るところ"},
    {"RetryAfter", "Retry-After", R"({"type":"integer","minimum":1})", "何秒後にもう一度試すとよいか"},
    {"IdempotencyReplayed", "Idempotency-Replayed", R"({"type":"string","enum":["true"]})",
     "この Idempotency-Key への前の答えを返したときだけ付く"},
};

struct ProblemResponse {
    int status;
    std::string_view name; // in components.responses
    std::string_view about;
};
inline constexpr ProblemResponse problem_responses[] = {
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

inline const ProblemResponse* find_problem_response(int status)
{
    const auto* found = std::ranges::find(problem_responses, status, &ProblemResponse::status);
    return found == std::end(problem_responses) ? nullptr : found;
}

// Of the {names} of a path.
inline std::vector<std::string_view> names_in(std::string_view pattern)
{
    std::vector<std::string_view> names;
    for (auto begin = pattern.find('{'); begin != std::string_view::npos; begin = pattern.find('{', begin + 1))
        names.push_back(pattern.substr(begin + 1, pattern.find('}', begin) - begin - 1));
    return names;
}

}
