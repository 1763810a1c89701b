#include "server/pages.h"

#include "casework/limit_words.h"
#include "office/html.h"

#include <algorithm>

namespace kenkei::server {

using office::escaped;

namespace {

constexpr std::int64_t soon = 14; // days

// Where the period stands: a word with its colour, and what is left of it.
struct Standing {
    std::string_view kind;
    std::string_view word;
    std::string left;
    bool near = false;
};

Standing standing_of(const FrontPage::Scheme& scheme, base::Timestamp now)
{
    const std::int64_t today = base::date_in_japan(now).to_days();
    if (now > scheme.closes)
        return {"quiet", "受付終了", "受付は終了しました"};
    if (today < scheme.opens.to_days())
        return {"quiet", "受付前", "受付開始まで " + std::to_string(scheme.opens.to_days() - today) + "日"};
    // What ends with a day ends on that day.
    const base::Date last = base::date_in_japan({scheme.closes.milliseconds - 1});
    const std::int64_t left = last.to_days() - today;
    return {"good", "受付中", left > 0 ? "締切まで " + std::to_string(left) + "日" : std::string("本日締切"),
            left <= soon};
}

std::string line_of(const FrontPage::Scheme& scheme, base::Timestamp now)
{
    const Standing standing = standing_of(scheme, now);
    std::string out = "      <li>\n        <span class=\"chip chip--";
    out += std::string(standing.kind) + "\">" + std::string(standing.word) + "</span>\n";
    out += "        <div><h3>" + escaped(scheme.name) + "</h3><p class=\"quiet\">" + escaped(scheme.authority) +
           "</p></div>\n";
    out += "        <p>" + base::to_japanese(scheme.opens) + "〜" + casework::limit_in_words(scheme.closes) + "</p>\n";
    out += std::string("        <p class=\"days") + (standing.near ? " days--soon" : "") + "\">" + standing.left +
           "</p>\n      </li>\n";
    return out;
}

constexpr std::string_view mark =
    R"(<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#006173"/><path d="M4 17h5l4.5 7L22 8.5l2.2 5H28" fill="none" stroke="#fff" stroke-width="2.8" stroke-linejoin="round" stroke-linecap="round"/></svg>)";

}

std::string front_page(const FrontPage& page)
{
    std::string out = R"(<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>健康経営の認定・認証｜健経 Kenkei</title>
<link rel="stylesheet" href="/assets/front.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">本文へ移動</a>
<header class="site-header">
  <div class="wrap"><a class="wordmark" href="/">)";
    out += mark;
    out += "健経 <small>Kenkei</small></a></div>\n</header>\n";
    if (page.demo)
        out += "<p class=\"demo\" role=\"note\"><b>デモ：架空のデータです</b> "
               "法人・人・番号はすべて作りものです。終了するとすべて消えます。</p>\n";
    out += R"(<main id="main" class="wrap">
  <h1>健康経営の認定・認証を、申請から公表まで</h1>
  <section aria-labelledby="schemes">
    <h2 id="schemes">制度と受付期間</h2>
    <p class="quiet">)" +
           base::to_japanese(base::date_in_japan(page.now)) + "現在</p>\n";
    if (page.schemes.empty())
        out += "    <p>受け付けている制度はありません。</p>\n";
    out += "    <ul class=\"schemes\">\n";
    for (const FrontPage::Scheme& scheme : page.schemes)
        out += line_of(scheme, page.now);
    out += R"(    </ul>
  </section>
  <section aria-labelledby="interface">
    <h2 id="interface">ほかのシステムから使うには</h2>
    <p>すべての機能は API から使えます。説明（OpenAPI 3.1）は <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> にあります。</p>
  </section>
</main>
<footer class="site-footer"><div class="wrap"><p class="quiet">kenkei )" +
           escaped(page.version) + "</p></div></footer>\n</body>\n</html>\n";
    return out;
}

}
