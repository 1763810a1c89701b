#include "server/problem.h"

#include "base/json.h"
#include "server/problem_words.h"

#include <algorithm>
#include <optional>

namespace kenkei::server {

namespace {

constexpr std::string_view retry_after = "2"; // seconds
constexpr std::string_view retry_after_tries = "60";

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes what stands before the separator off the text.
std::string_view take_until(std::string_view& text, char separator)
{
    const auto end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return trimmed(taken);
}

// qvalue of RFC 9110, 12.4.2, in thousandths; nothing if it is none.
std::optional<int> read_weight(std::string_view text)
{
    int whole = 0, fraction = 0;
    if (text.empty() || (text.front() != '0' && text.front() != '1'))
        return std::nullopt;
    whole = text.front() - '0';
    text.remove_prefix(1);
    if (text.size() > 4 || (!text.empty() && text.front() != '.'))
        return std::nullopt;
    for (std::size_t i = 1; i < 4; ++i) {
        const char digit = i < text.size() ? text[i] : '0';
        if (digit < '0' || digit > '9')
            return std::nullopt;
        fraction = fraction * 10 + (digit - '0');
    }
    const int weight = whole * 1000 + fraction;
    return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

// ja, JA-jp; RFC 4647, 3.3.1 turned round: who wants Japanese of Japan is content with Japanese.
bool is_of(std::string_view range, std::string_view language)
{
    return equal_ignoring_case(range.substr(0, language.size()), language) &&
           (range.size() == language.size() || range[language.size()] == '-');
}

struct Weights {
    int japanese = -1; // not named
    int english = -1;
    int others = 0;
};

void add_ranges(Weights& weights, std::string_view list)
{
    while (!list.empty()) {
        std::string_view range = take_until(list, ',');
        const std::string_view tag = take_until(range, ';');
        std::optional<int> weight = 1000;
        if (!range.empty()) {
            const std::string_view name = take_until(range, '=');
            weight = equal_ignoring_case(name, "q") ? read_weight(trimmed(range)) : std::nullopt;
        }
        if (!weight)
            continue;
        if (is_of(tag, "ja"))
            weights.japanese = std::max(weights.japanese, *weight);
        else if (is_of(tag, "en"))
            weights.english = std::max(weights.english, *weight);
        else if (tag == "*")
            weights.others = *weight;
    }
}

ProblemWords words_of(std::string_view code)
{
    return find_problem_words(code).value_or(ProblemWords{500, "サーバーで問題が起きました", "Internal error", "", ""});
}

// The same for all that went wrong on our side: whoever runs the server finds the rest in its log, by the id.
std::string general_detail(int status, Language language, std::string_view request_id)
{
    const std::string id(request_id);
    if (language == Language::English)
        return std::string(status == 503 ? "This cannot be done at the moment. Try again shortly."
                                         : "Something went wrong on our side.") +
               (id.empty() ? "" : " Request: " + id + ".");
    return std::string(status == 503 ? "今は処理できません。少し待ってから、もう一度お試しください。"
                                     : "サーバーで問題が起きました。続くときは、システム管理者にお知らせください。") +
           (id.empty() ? "" : "（要求の番号：" + id + "）");
}

class Body {
public:
    Body(std::string_view code, const ProblemWords& words, Language language)
    {
        m_json.begin_object().member("type", "urn:kenkei:problem:" + std::string(code));
        m_json.member("title", language == Language::English ? words.title_english : words.title);
        m_json.key("status").number(words.status);
    }
    base::json::Writer& json() { return m_json; }

    Response response(int status, Language language, std::string_view request_id)
    {
        if (!request_id.empty())
            m_json.member("instance", "urn:kenkei:request:" + std::string(request_id));
        m_json.end_object();
        Response response = json_response(status, m_json.take());
        response.headers.set("Content-Type", "application/problem+json");
        response.headers.set("Content-Language", language == Language::English ? "en" : "ja");
        response.headers.set("Vary", "Accept-Language");
        response.headers.set("Cache-Control", "no-store");
        return response;
    }

private:
    base::json::Writer m_json;
};

// What the error says to do, unless that is to be typed at the command line, which nobody has here.
std::string way_out_of(const base::Error& error, const ProblemWords& words)
{
    constexpr std::string_view command = "kenkei ";
    if (error.way_out.find(command) == std::string::npos)
        return error.way_out;
    return std::string(words.way_out.empty() ? "事務局またはシステム管理者にお問い合わせください。" : words.way_out);
}

void add_error(base::json::Writer& json, const base::Error& error, const ProblemWords& words, Language language)
{
    const bool english = language == Language::English;
    json.member("detail", english ? words.detail_english : std::string_view(error.message));
    json.member("code", error.code);
    if (english)
        json.member("detail_ja", error.message);
    if (english && !words.way_out_english.empty())
        json.member("way_out", words.way_out_english);
    if (const std::string way_out = way_out_of(error, words); !way_out.empty())
        json.member(english ? "way_out_ja" : "way_out", way_out);
    if (error.at.known()) {
        json.key("line").number(static_cast<std::int64_t>(error.at.line));
        json.key("column").number(static_cast<std::int64_t>(error.at.column));
    }
}

}

Language language_of(const Request& request)
{
    Weights weights;
    for (const Header& header : request.headers)
        if (equal_ignoring_case(header.name, "Accept-Language"))
            add_ranges(weights, header.value);
    const auto weight = [&](int named) { return named >= 0 ? named : weights.others; };
    return weight(weights.english) > weight(weights.japanese) ? Language::English : Language::Japanese;
}

int status_of(const base::Error& error)
{
    return words_of(error.code).status;
}

Response problem(const base::Error& error, Language language, std::string_view request_id)
{
    const ProblemWords words = words_of(error.code);
    Body body(error.code, words, language);
    if (words.status >= 500)
        body.json().member("detail", general_detail(words.status, language, request_id)).member("code", error.code);
    else
        add_error(body.json(), error, words, language);
    Response response = body.response(words.status, language, request_id);
    if (words.status == 401) // RFC 9110, 15.5.2
        response.headers.set("WWW-Authenticate", error.code == "access.token-unknown"
                                                     ? R"(Bearer realm="kenkei", error="invalid_token")"
                                                     : R"(Bearer realm="kenkei")");
    if (words.status == 503)
        response.headers.set("Retry-After", std::string(retry_after));
    if (words.status == 429) // at the latest; who knows it better says so
        response.headers.set("Retry-After", std::string(retry_after_tries));
    return response;
}

Response problem(std::span<const Violation> violations, Language language, std::string_view request_id)
{
    constexpr std::string_view code = "body.invalid";
    const bool english = language == Language::English;
    const ProblemWords words = words_of(code);
    std::string detail;
    if (!violations.empty()) {
        const std::string more = std::to_string(violations.size() - 1);
        detail = english ? violations.front().english : violations.front().japanese;
        if (violations.size() > 1)
            detail += english ? " (And " + more + " more.)" : "（ほか" + more + "件）";
    }
    Body body(code, words, language);
    base::json::Writer& json = body.json();
    json.member("detail", detail).member("code", code);
    if (english)
        json.member("way_out", words.way_out_english);
    json.key("errors").begin_array();
    for (const Violation& violation : violations) {
        json.begin_object().member("pointer", violation.pointer).member("code", violation.code);
        json.member("message", english ? violation.english : violation.japanese).end_object();
    }
    json.end_array();
    return body.response(words.status, language, request_id);
}

std::string_view problem_schema()
{
    return R"({
  "type": "object",
  "description": "できなかった理由（RFC 9457）。英語を求めたときは、日本語の原文が detail_ja と way_out_ja にある。",
  "required": ["type", "title", "status", "detail", "code"],
  "properties": {
    "type": { "type": "string", "pattern": "^urn:kenkei:problem:", "examples": ["urn:kenkei:problem:case.period"] },
    "title": { "type": "string", "description": "短い見出し" },
    "status": { "type": "integer", "minimum": 400, "maximum": 599 },
    "detail": { "type": "string", "description": "何が、どの定めにより、なぜできないか" },
    "code": { "type": "string", "description": "変わらない符号", "examples": ["case.period"] },
    "way_out": { "type": "string", "description": "どうすればよいか" },
    "detail_en": { "type": "string", "description": "HTTPそのものの誤りでは、detail の英語" },
    "detail_ja": { "type": "string" },
    "way_out_ja": { "type": "string" },
    "line": { "type": "integer", "minimum": 1, "description": "送られた文書の行" },
    "column": { "type": "integer", "minimum": 1, "description": "行の中の文字" },
    "instance": { "type": "string", "pattern": "^urn:kenkei:request:", "description": "この要求の番号" },
    "errors": {
      "type": "array",
      "description": "本文がスキーマに合わないところ（20件まで）",
      "items": {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": {
          "pointer": { "type": "string", "description": "場所（JSON Pointer）" },
          "code": { "type": "string", "examples": ["body.missing"] },
          "message": { "type": "string" }
        }
      }
    }
  }
})";
}

}
