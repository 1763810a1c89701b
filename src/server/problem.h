#pragma once

#include "base/result.h"
#include "server/http.h"
#include "server/schema.h"

#include <span>

// application/problem+json (RFC 9457): why a request was not done, in the language that was asked for.
//
//   {"type":"urn:kenkei:problem:case.period","title":…,"status":409,"detail":…,"code":"case.period","way_out":…,
//    "instance":"urn:kenkei:request:…"}
//
// Japanese is as the error says it, but for what is to be typed at the command line. In English, title, detail and
// way_out are what the code means in general, and the error's own words, with dates and names, are in detail_ja and
// way_out_ja. `line` and `column` where the error knows its
// place. Above 499 nothing of the error is shown but its code.
namespace kenkei::server {

enum class Language { Japanese, English };

// By Accept-Language (RFC 9110, 12.5.4): Japanese, unless English has the greater weight.
Language language_of(const Request&);

// By the error's code (problem_words.cpp); 500 for a code that is not there.
int status_of(const base::Error&);

// With Vary, Content-Language, Cache-Control: no-store; WWW-Authenticate with 401; Retry-After with 503.
Response problem(const base::Error&, Language, std::string_view request_id);
// 422 with code body.invalid, and all violations: "errors": [{"pointer","code","message"}].
Response problem(std::span<const Violation>, Language, std::string_view request_id);

// The schema of the body, for the OpenAPI document.
std::string_view problem_schema();

}
