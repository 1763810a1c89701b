#pragma once

#include "base/json.h"
#include "edition/canonical_json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

// Editions for unit tests that may not know YAML.
namespace kenkei::support {

// A file of this repository, by its path in it.
inline std::string text_of_file(const std::string& path)
{
    std::ifstream in(std::filesystem::path(KENKEI_SOURCE_DIR) / path, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << path;
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

// The edition tests/editions/shop/2030, compiled; a test of scheme/ checks that the compiled text is up to date.
inline const edition::Edition& shop()
{
    static const edition::Edition edition = [] {
        auto read = edition::read_canonical_json(text_of_file("tests/editions/shop-2030.json"));
        if (!read.ok()) {
            ADD_FAILURE() << base::describe(read.error());
            return edition::Edition{};
        }
        return std::move(*read);
    }();
    return edition;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A small edition: only what a test is about; labels are the ids, sources are `none`.
struct Small {
    Pairs questions = {};    // id → further members as JSON: "type":"boolean","changeable":true
    Pairs values = {};       // id → FEEL
    Pairs facts = {};        // id → FEEL
    Pairs items = {};        // id → FEEL
    Pairs requirements = {}; // id → members as JSON: "all_of":["a"]; if empty all items are required
    Pairs titles = {};       // as requirements
    Pairs classes = {};      // as requirements
    Pairs findings = {};     // code → members as JSON
    Pairs tables = {};       // id → the whole table as JSON; each is also a value of that id
    std::string known = "";  // members as JSON
    std::string lists = "";  // members as JSON
    Pairs breakdowns = {};   // id → members as JSON: "of":"a"
    std::string about = "";  // further members of edition.yaml as JSON: "fee":{"amount":1000, …}
    // Members as JSON: "title":"申請書"; "streets":{"朝日町":["本通り"]}
    std::string workbook = "";
    std::string grouped_lists = "";
};

inline std::string in_quotes(std::string_view text)
{
    std::string out;
    base::json::append_quoted(out, text);
    return out;
}

inline std::string json_of(const Small& small)
{
    auto all = [](const Pairs& pairs, auto write) {
        std::string text;
        for (const auto& [id, content] : pairs) {
            text.append(text.empty() ? "" : ",").append(in_quotes(id)).append(":");
            text += write(id, content);
        }
        return "{" + text + "}";
    };
    const auto named = [](const std::string& id, const std::string& members) {
        return R"({"label":)" + in_quotes(id) + R"(,"source":"none")" + (members.empty() ? "" : ",") + members + "}";
    };
    const auto rule = [&](const std::string& key) {
        return [&named, key](const std::string& id, const std::string& feel) {
            return named(id, "\"" + key + "\":" + in_quotes(feel));
        };
    };
    const auto finding = [](const std::string&, const std::string& members) {
        return R"({"source":"none",)" + members + "}";
    };
    Pairs all_items = small.items;
    if (all_items.empty()) // an edition has to require something
        all_items = {{"any", "true"}};
    Pairs requirements = small.requirements;
    if (requirements.empty()) {
        std::string items;
        for (const auto& [id, met] : all_items)
            items.append(items.empty() ? "" : ",").append(in_quotes(id));
        requirements = {{"required", R"("all_of":[)" + items + "]"}};
    }
    std::string values = all(small.values, rule("value"));
    for (const auto& [id, table] : small.tables) {
        values.pop_back();
        values.append(values.size() > 1 ? "," : "").append(in_quotes(id)).append(":");
        values += named(id, "\"table\":" + in_quotes(id)) + "}";
    }
    // Left out where there are none, as most editions do.
    const std::string breakdowns =
        small.breakdowns.empty() ? ""
                                 : R"(,"breakdowns":)" + all(small.breakdowns, [](const auto& id, const auto& members) {
                                       return R"({"label":)" + in_quotes(id) + "," + members + "}";
                                   });
    return R"({"edition":{"scheme":"small","edition":"1","name":"小さな年度版","authority":"見本会","source":"none",)"
           R"("documents":{},"application":{"opens":"2030-04-01","closes":"2030-06-30T17:00","source":"none"},"known":{)" +
           small.known + "}" + breakdowns + (small.about.empty() ? "" : ",") + small.about +
           R"(},"questions":{"sections":{"all":{"label":"すべて","source":"none","questions":)" +
           all(small.questions, named) + R"(}}},"criteria":{"values":)" + values + R"(,"facts":)" +
           all(small.facts, rule("value")) + R"(,"items":)" + all(all_items, rule("met")) + R"(,"requirements":)" +
           all(requirements, named) + R"(,"titles":)" + all(small.titles, named) + R"(,"classes":)" +
           all(small.classes, named) + R"(,"findings":)" + all(small.findings, finding) + R"(},"tables":)" +
           all(small.tables, [](const std::string&, const std::string& table) { return table; }) + R"(,"lists":{)" +
           small.lists + "}" + (small.workbook.empty() ? "" : R"(,"workbook":{)" + small.workbook + "}") +
           (small.grouped_lists.empty() ? "" : R"(,"grouped_lists":{)" + small.grouped_lists + "}") + "}";
}

inline edition::Edition edition_of(const Small& small)
{
    auto read = edition::read_canonical_json(json_of(small));
    if (!read.ok()) {
        ADD_FAILURE() << base::describe(read.error());
        return {};
    }
    return std::move(*read);
}

// The error that reading it gives.
inline base::Error error_of(const Small& small)
{
    auto read = edition::read_canonical_json(json_of(small));
    if (read.ok()) {
        ADD_FAILURE() << "was read without an error";
        return {};
    }
    return std::move(read).error();
}

// A table as JSON.
inline std::string table_of(std::string_view policy, std::string_view rows, std::string_view type = "text",
                            std::string_view values = "")
{
    return R"({"label":"表","policy":)" + in_quotes(policy) + R"(,"output":{"type":)" + in_quotes(type) +
           (values.empty() ? "" : R"(,"values":[)" + std::string(values) + "]") + R"(},"source":"none","rows":)" +
           in_quotes(rows) + "}";
}

}
