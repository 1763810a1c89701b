#include "server/problem.h"

#include "server/problem_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace kenkei::server {

namespace {

Language language_for(std::vector<std::string> accepted)
{
    Request request;
    for (std::string& value : accepted)
        request.headers.add("accept-language", std::move(value));
    return language_of(request);
}

base::json::Value body_of(const Response& response)
{
    auto value = base::json::parse(response.body);
    EXPECT_TRUE(value.ok()) << response.body;
    // What we say of our problems in the document holds for each of them
    auto schemas = Schemas::read(R"({"Problem":)" + std::string(problem_schema()) + "}");
    EXPECT_TRUE(schemas.ok()) << base::describe(schemas.error());
    for (const Violation& v : schemas->check("Problem", *value))
        ADD_FAILURE() << v.pointer << ' ' << v.english << '\n' << response.body;
    return std::move(*value);
}

std::string text(const base::json::Value& body, std::string_view member)
{
    const auto* found = body.find(member);
    return found ? found->text : "(absent)";
}

std::string header(const Response& response, std::string_view name)
{
    const auto* found = response.headers.find(name);
    return found ? *found : "(absent)";
}

const base::Error too_late{.code = "case.period",
                           .message = "締切（2031年5月31日 17:00）を過ぎています。",
                           .way_out = "事務局に連絡してください。",
                           .file = "/var/lib/kenkei/town.db"};

}

TEST(Problem, IsJapaneseUnlessEnglishHasTheGreaterWeight)
{
    for (const std::vector<std::string>& japanese : std::vector<std::vector<std::string>>{{},
                                                                                          {""},
                                                                                          {"ja"},
                                                                                          {"fr"},
                                                                                          {"*"},
                                                                                          {"ja,en"},
                                                                                          {"en,ja"},
                                                                                          {"en-US,en;q=0.9,ja"},
                                                                                          {"ja-JP, en;q=0.8"},
                                                                                          {"en;q=0"},
                                                                                          {"en;q=0.5", "ja;q=0.6"},
                                                                                          {"en;q=2"},
                                                                                          {"en;q=x"},
                                                                                          {"en;level=1"},
                                                                                          {"english"},
                                                                                          {"en;q=0.5,*"},
                                                                                          {",,;q=,"}})
        EXPECT_EQ(language_for(japanese), Language::Japanese) << (japanese.empty() ? "none" : japanese.front());
    for (const std::vector<std::string>& english :
         std::vector<std::vector<std::string>>{{"en"},
                                               {"EN-us"},
                                               {"en-US,en;q=0.9"},
                                               {"de, en;q=0.1"},
                                               {"ja;q=0.8, en;q=0.801"},
                                               {"ja;q=0.5", "en"},
                                               {"ja;q=0, *"},
                                               {"en ; Q=1.000 , ja ; q=0.999"},
                                               {"en-GB,ja;q=0.9"}})
        EXPECT_EQ(language_for(english), Language::English) << english.front();
}

TEST(Problem, InJapaneseSaysWhatTheErrorSays)
{
    const Response response = problem(too_late, Language::Japanese, "r-17");
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    EXPECT_EQ(header(response, "Vary"), "Accept-Language");
    EXPECT_EQ(header(response, "Content-Language"), "ja");
    EXPECT_EQ(header(response, "Retry-After"), "(absent)");
    const auto body = body_of(response);
    EXPECT_EQ(text(body, "type"), "urn:kenkei:problem:case.period");
    EXPECT_EQ(text(body, "title"), "この案件では今その操作はできません");
    EXPECT_EQ(text(body, "status"), "409");
    EXPECT_EQ(text(body, "detail"), too_late.message);
    EXPECT_EQ(text(body, "code"), "case.period");
    EXPECT_EQ(text(body, "way_out"), too_late.way_out);
    EXPECT_EQ(text(body, "instance"), "urn:kenkei:request:r-17");
    EXPECT_EQ(text(body, "detail_ja"), "(absent)");
    EXPECT_EQ(response.body.find("town.db"), std::string::npos);
}

TEST(Problem, InEnglishSaysWhatTheCodeMeansAndKeepsTheOriginal)
{
    const Response response = problem(too_late, Language::English, "r-17");
    EXPECT_EQ(header(response, "Content-Language"), "en");
    const auto body = body_of(response);
    EXPECT_EQ(text(body, "title"), "Not possible for this case");
    EXPECT_EQ(text(body, "detail"), "This is not the period for it.");
    EXPECT_EQ(text(body, "detail_ja"), too_late.message);
    EXPECT_EQ(text(body, "way_out"), "See the period in GET /api/v1/editions, and ask the office.");
    EXPECT_EQ(text(body, "way_out_ja"), too_late.way_out);
}

TEST(Problem, OnOurSideNothingIsShownButTheRequest)
{
    for (const char* code : {"store.damaged", "store.failed", "store.lost", "event.body", "audit.chain", "edition.yaml",
                             "unheard-of", ""}) {
        for (const Language language : {Language::Japanese, Language::English}) {
            const base::Error error{.code = code,
                                    .message = "SELECT * FROM cases: /var/lib/kenkei/town.db",
                                    .way_out = "rm town.db",
                                    .file = "town.db",
                                    .at = {3, 4},
                                    .excerpt = "town.db"};
            const Response response = problem(error, language, "r-18");
            EXPECT_GE(response.status, 500) << code;
            EXPECT_EQ(response.body.find("town.db"), std::string::npos) << response.body;
            const auto body = body_of(response);
            EXPECT_NE(text(body, "detail").find("r-18"), std::string::npos) << response.body;
            EXPECT_EQ(header(response, "Retry-After"), response.status == 503 ? "2" : "(absent)") << code;
        }
    }
}

TEST(Problem, WhoIsNotKnownIsToldHowToBe)
{
    EXPECT_EQ(header(problem(base::Error{"access.login", ""}, Language::Japanese, ""), "WWW-Authenticate"),
              "Bearer realm=\"kenkei\"");
    EXPECT_EQ(header(problem(base::Error{"access.token-unknown", ""}, Language::Japanese, ""), "WWW-Authenticate"),
              "Bearer realm=\"kenkei\", error=\"invalid_token\"");
    EXPECT_EQ(header(problem(base::Error{"access.denied", ""}, Language::Japanese, ""), "WWW-Authenticate"),
              "(absent)");
}

TEST(Problem, APlaceInTheDocumentIsTold)
{
    auto read = base::json::parse("{\n  \"a\": ?}");
    ASSERT_FALSE(read.ok());
    const auto body = body_of(problem(read.error(), Language::Japanese, "r"));
    EXPECT_EQ(text(body, "status"), "400");
    EXPECT_EQ(text(body, "line"), "2");
    EXPECT_EQ(text(body, "column"), "8");
}

TEST(Problem, ListsTheViolations)
{
    const std::vector<Violation> violations = {{"/a", "body.missing", "「a」がありません。", "`a` is missing."},
                                               {"/b/0", "body.type", "「b」の1番目は…", "Item 1 of `b` …"}};
    const Response response = problem(violations, Language::Japanese, "r-19");
    EXPECT_EQ(response.status, 422);
    const auto body = body_of(response);
    EXPECT_EQ(text(body, "code"), "body.invalid");
    EXPECT_EQ(text(body, "detail"), "「a」がありません。（ほか1件）");
    const auto* errors = body.find("errors");
    ASSERT_TRUE(errors && errors->items.size() == 2);
    EXPECT_EQ(text(errors->items[1], "pointer"), "/b/0");
    EXPECT_EQ(text(errors->items[1], "code"), "body.type");
    EXPECT_EQ(text(errors->items[1], "message"), "「b」の1番目は…");
    const auto english = body_of(problem(violations, Language::English, "r-19"));
    EXPECT_EQ(text(english, "detail"), "`a` is missing. (And 1 more.)");
    EXPECT_EQ(text(english.find("errors")->items[0], "message"), "`a` is missing.");
}

TEST(Problem, EachKindOfErrorHasItsStatus)
{
    const std::pair<const char*, int> expected[] = {
        {"store.no-case", 404},   {"case.period", 409},    {"case.value", 422},    {"case.reason", 422},
        {"case.role", 403},       {"json.syntax", 400},    {"json.depth", 400},    {"application.type", 400},
        {"usage.option", 400},    {"api.no-such", 404},    {"api.changed", 412},   {"api.if-match", 428},
        {"access.login", 401},    {"access.session", 401}, {"access.denied", 403}, {"access.csrf", 403},
        {"access.too-many", 429}, {"store.conflict", 409}, {"store.busy", 503},    {"store.lost", 503},
        {"store.full", 503},      {"store.failed", 503},   {"store.damaged", 500}, {"http.media-type", 415},
        {"xlsx.damaged", 422},    {"date.day", 422},       {"mail.unknown", 404},  {"something.else", 500},
    };
    for (const auto& [code, status] : expected)
        EXPECT_EQ(status_of(base::Error{code, ""}), status) << code;
}

namespace {

// The sources of a module whose errors may come out of the API, without tests: name and text.
std::vector<std::pair<std::string, std::string>> sources_of(const char* module)
{
    std::vector<std::pair<std::string, std::string>> sources;
    const auto folder = std::filesystem::path(KENKEI_SOURCE_DIR) / "src" / module;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("problem_words") || name.find("_test") != std::string::npos ||
            (!name.ends_with(".cpp") && !name.ends_with(".h")))
            continue;
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        sources.emplace_back(name, text.str());
    }
    EXPECT_FALSE(sources.empty()) << module;
    return sources;
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}

// A new code must be given a status and a sentence, or belong to a family that has them.
TEST(Problem, EveryCodeOfTheSourcesHasALineOrAFamilyInBothLanguages)
{
    const std::regex file_name(R"(.*\.(bin|csv|css|db|json|pem|pub|rels|sqlite|txt|xml|yaml))");
    const std::regex quoted(R"re("([a-z]+\.[a-z]+(?:-[a-z]+)*)")re");
    // What is said of an edition, a line of JSON Lines or a server that cannot start never comes to a request; names
    // in workbooks are no codes.
    const std::regex elsewhere(
        R"((config|edition|feel|digest|q1|q2|q4|org|oidc|officedocument|package|input)\..*|[a-z]+\.(sheet|main|xlsx))");
    std::set<std::string> codes;
    for (const char* module :
         {"base", "answers", "judge", "xlsx", "form", "mail", "casework", "office", "store", "access", "server"}) {
        for (const auto& [name, source] : sources_of(module)) {
            for (std::sregex_iterator at(source.begin(), source.end(), quoted), end; at != end; ++at)
                if (!std::regex_match((*at)[1].str(), file_name) && !std::regex_match((*at)[1].str(), elsewhere))
                    codes.insert((*at)[1]);
        }
    }
    EXPECT_GT(codes.size(), 40U);
    for (const char* known :
         {"case.period", "case.withdrawn", "store.no-case", "event.payload", "access.denied", "json.syntax"})
        EXPECT_TRUE(codes.contains(known)) << known;
    for (const std::string& code : codes) {
        const auto words = find_problem_words(code);
        if (!words) {
            ADD_FAILURE() << code << " needs a line in problem_words.cpp";
            continue;
        }
        EXPECT_FALSE(words->title.empty()) << code;
        EXPECT_FALSE(is_ascii(words->title) && words->status < 500) << code << ": " << words->title;
        EXPECT_NE(reason_phrase(words->status), "") << code;
        EXPECT_FALSE(words->title_english.empty()) << code;
        EXPECT_EQ(words->detail_english.empty() && words->status < 500, false) << code;
        EXPECT_EQ(words->way_out_english.empty() && words->status < 500, false) << code << " says no next step";
        for (const std::string_view english : {words->title_english, words->detail_english, words->way_out_english})
            EXPECT_TRUE(is_ascii(english)) << code << ": " << english;
    }
    EXPECT_FALSE(find_problem_words("nobody.knows"));
}

TEST(Problem, NobodyOnTheWebIsToldToTypeACommand)
{
    const base::Error at_the_shell{.code = "case.number",
                                   .message = "法人番号がありません。",
                                   .way_out = "kenkei case submit で案件番号を指して提出してください。"};
    for (const Language language : {Language::Japanese, Language::English}) {
        const Response response = problem(at_the_shell, language, "r");
        EXPECT_EQ(response.body.find("kenkei case"), std::string::npos) << response.body;
        EXPECT_NE(response.body.find("その案件番号に提出してください。"), std::string::npos) << response.body;
    }
    // Each that is written so has words of its own for the web, and no message says it.
    std::set<std::string> codes;
    for (const char* module : {"base", "answers", "judge", "xlsx", "form", "casework", "office", "store", "access"}) {
        for (const auto& [name, source] : sources_of(module)) {
            for (std::size_t at = source.find("kenkei "); at != std::string::npos;
                 at = source.find("kenkei ", at + 1)) {
                const std::size_t statement = source.rfind(".code = \"", at) + 9;
                if (statement < 9 || statement + 1'500 < at ||
                    source.substr(statement, at - statement).find("};") < at - statement)
                    continue;
                const std::string code = source.substr(statement, source.find('"', statement) - statement);
                const std::size_t way_out = source.find(".way_out", statement);
                EXPECT_LT(way_out, at) << name << ": " << code << " says a command in its message";
                if (status_of(base::Error{code, ""}) < 500)
                    codes.insert(code);
            }
        }
    }
    EXPECT_GE(codes.size(), 5U);
    for (const std::string& code : codes) {
        const auto words = find_problem_words(code);
        EXPECT_TRUE(words && !words->way_out.empty()) << code << " needs a way out for the web in problem_words.cpp";
    }
}

}
