#pragma once

#include "scheme/lint.h"
#include "scheme/load_edition.h"
#include "scheme/yaml_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

// Editions around one table, for the tests of what the linter says of tables.
namespace kenkei::scheme::table_testing {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// An edition with a few questions and one table「大きさ」with the id `size`, which the value `size` looks up.
struct Written {
    Pairs questions = {};   // id → type and what else there is: "integer, minimum: 0"
    std::string table = ""; // the lines of its rows
    std::string policy = "U";
    std::string output = "{ type: text }";
    std::string further = ""; // keys of the table, a line each
    Pairs values = {};        // id → FEEL
    Pairs other_tables = {};  // id → policy and rows; a value of that id looks each up
};

inline edition::Part part_of(const std::string& file, const std::string& text)
{
    edition::Part part{.file = file, .text = text, .tree = {}};
    auto tree = read_yaml(text, file);
    if (tree.ok())
        part.tree = std::move(*tree);
    else
        ADD_FAILURE() << base::describe(tree.error());
    return part;
}

inline std::string indented(const std::string& lines)
{
    std::string all;
    for (std::size_t from = 0; from < lines.size();) {
        const std::size_t to = std::min(lines.find('\n', from), lines.size());
        all += "  " + lines.substr(from, to - from) + "\n";
        from = to + 1;
    }
    return all;
}

inline edition::Part table_part(const std::string& id, const std::string& label, const std::string& policy,
                                const std::string& output, const std::string& further, const std::string& rows)
{
    return part_of("tables/" + id + ".yaml", "label: " + label + "\npolicy: " + policy + "\noutput: " + output +
                                                 "\nsource: none\n" + further + "rows: |\n" + indented(rows));
}

inline edition::Parts parts_of(const Written& written)
{
    edition::Parts parts;
    parts.edition = part_of("edition.yaml", R"(scheme: small
edition: "1"
name: 小さな年度版
authority: 見本会
source: none
documents: { guide: { title: 手引き } }
application: { opens: 2030-04-01, closes: 2030-06-30T17:00, source: none }
evidence: { keep_years: 2, answer_within_days: 7, source: none }
validity: { to: 2031-03-31, source: none }
known:
  insurer: { register: 保険者照会, fields: { rate: number, member: boolean, since: date }, source: none }
)");
    std::string questions = "sections:\n  all:\n    label: すべて\n    source: none\n    questions:\n";
    for (const auto& [id, type] : written.questions)
        questions += "      " + id + ": { label: 設問, source: none, type: " + type + " }\n";
    parts.questions = part_of("questions.yaml", questions);
    std::string values = "  size: { label: 値, table: size, source: none }\n";
    for (const auto& [id, feel] : written.values)
        values += "  " + id + ": { label: 値, source: none, value: '" + feel + "' }\n";
    parts.tables.emplace_back(
        "size", table_part("size", "大きさ", written.policy, written.output, written.further, written.table));
    for (const auto& [id, rows] : written.other_tables) {
        values += "  " + id + ": { label: 値, table: " + id + ", source: none }\n";
        parts.tables.emplace_back(id, table_part(id, id, "U", "{ type: text }", "otherwise: null\n", rows));
    }
    parts.criteria = part_of("criteria.yaml", "values:\n" + values + R"(items:
  any: { label: 項目, source: none, met: "true" }
requirements:
  all: { label: 要件, all_of: [any], source: none }
)");
    parts.lists.tree.kind = base::json::Kind::Object;
    return parts;
}

inline edition::Edition edition_of(const edition::Parts& parts)
{
    auto read = compile(parts);
    for (const base::Error& error : read.errors)
        ADD_FAILURE() << base::describe(error);
    return read.edition ? std::move(*read.edition) : edition::Edition{};
}

inline std::vector<base::Error> errors_of(const Written& written)
{
    const edition::Parts parts = parts_of(written);
    const edition::Edition edition = edition_of(parts);
    std::vector<base::Error> errors;
    if (!edition.tables.empty())
        lint_tables(parts, edition, errors);
    return errors;
}

// "code: message" of each.
inline std::vector<std::string> told(const Written& written)
{
    std::vector<std::string> told;
    for (const base::Error& error : errors_of(written)) {
        EXPECT_EQ(error.file, "tables/size.yaml");
        EXPECT_TRUE(error.at.known());
        EXPECT_FALSE(error.excerpt.empty());
        EXPECT_FALSE(error.way_out.empty());
        told.push_back(error.code + ": " + error.message);
    }
    return told;
}

using Told = std::vector<std::string>;

inline const std::string one_to_three = "choice, options: { 1: 一, 2: 二, 3: 三 }";

}
