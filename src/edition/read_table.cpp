#include "edition/edition_reader.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

// 100,000,000: three tests in FEEL, one number to people.
bool has_thousands_comma(std::string_view cell)
{
    const auto digit = [&](std::size_t at) { return at < cell.size() && cell[at] >= '0' && cell[at] <= '9'; };
    for (std::size_t at = cell.find(','); at != std::string_view::npos; at = cell.find(',', at + 1)) {
        if (at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4))
            return true;
    }
    return false;
}

// A cell of the text table and where it stands, counted from the start of the text.
struct Cell {
    std::string text;
    base::SourcePosition at;
};

std::vector<std::vector<Cell>> cells_of(std::string_view text)
{
    std::vector<std::vector<Cell>> rows;
    std::size_t line_number = 0;
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = text.find('\n', start);
        if (end == std::string_view::npos)
            end = text.size();
        std::string_view line = text.substr(start, end - start);
        start = end + 1;
        ++line_number;
        if (base::is_blank(line))
            continue;
        std::vector<Cell> row;
        for (std::size_t from = 0; from <= line.size();) {
            std::size_t to = line.find('|', from);
            if (to == std::string_view::npos)
                to = line.size();
            std::string_view cell = line.substr(from, to - from);
            const std::size_t blanks = std::min(cell.find_first_not_of(" \t"), cell.size());
            row.push_back(
                {base::trim(cell), {line_number, base::count_code_points(line.substr(0, from + blanks)) + 1}});
            from = to + 1;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// `value` moved to the place of one cell, so that errors point there.
Value at_cell(const Value& value, const Cell& cell)
{
    Value moved;
    moved.kind = Kind::String;
    moved.text = cell.text;
    moved.at = {value.at.line + cell.at.line - 1, value.at.column + cell.at.column - 1};
    return moved;
}

std::optional<feel::Value> read_output(FieldType type, const std::string& text)
{
    switch (type) {
    case FieldType::Text:
        return feel::Value::string(text);
    case FieldType::Boolean:
        if (text != "true" && text != "false")
            return {};
        return feel::Value::boolean(text == "true");
    case FieldType::Number:
        if (auto number = base::Decimal::parse(text))
            return feel::Value::number(*number);
        return {};
    case FieldType::Date:
        if (auto date = base::read_date(text); date.ok())
            return feel::Value::date(*date);
        return {};
    }
    return {};
}

}

void EditionReader::read_table(const std::string& id, const Part& part)
{
    TreeReader reader(part, m_errors);
    Table table;
    table.id = id;
    reader.need_id(part.tree, id, "表（ファイルの名前）", TreeReader::Hyphen::Allowed);
    if (!reader.object(part.tree, "表「" + id + "」", {"label", "policy", "output", "otherwise", "source", "rows"})) {
        m_edition.tables.push_back(std::move(table));
        return;
    }
    const Value& tree = part.tree;
    table.label = reader.need_text(tree, "label", "表");
    table.source = reader.need_source(tree, "表", m_edition.documents);
    if (const Value* policy = reader.need(tree, "policy", "表")) {
        auto read = feel::read_policy(reader.text(*policy, "policy"));
        if (read && (read->hit == feel::HitPolicy::Unique || read->hit == feel::HitPolicy::Any ||
                     read->hit == feel::HitPolicy::Priority || read->hit == feel::HitPolicy::First))
            table.rules.policy = *read;
        else
            reader.refuse(*policy, "edition.policy", "policy「" + policy->text + "」は使えません。",
                          "U、A、P、F のどれかを書いてください。");
    }
    feel::DecisionTable::Output output;
    if (const Value* written = reader.need(tree, "output", "表");
        written && reader.object(*written, "output", {"type", "values"})) {
        if (const Value* type = reader.need(*written, "type", "output"))
            table.output_type =
                word(reader, *type, read_field_type, FieldType::Text, {"text", "number", "boolean", "date"});
        const Value* values = table.rules.policy.hit == feel::HitPolicy::Priority
                                  ? reader.need(*written, "values", "policy P の output")
                                  : written->find("values");
        for (const Value& value : values ? values->items : std::vector<Value>{}) {
            if (auto read = read_output(table.output_type, reader.text(value, "values")))
                output.allowed.push_back(*read);
            else
                reader.refuse(value, "edition.table", "output の値「" + value.text + "」が type に合いません。",
                              "output の type と values を確かめてください。");
        }
        if (values && values->kind != Kind::Array)
            reader.refuse(*values, "edition.type", "output の values は [ ] に並べます。", "例: values: [a, b]");
    }
    if (const Value* otherwise = tree.find("otherwise")) {
        table.otherwise = otherwise->kind == Kind::Null ? feel::Value{}
                          : otherwise->kind == Kind::Boolean
                              ? read_output(table.output_type, otherwise->boolean ? "true" : "false")
                              : read_output(table.output_type, reader.text(*otherwise, "otherwise"));
        if (!table.otherwise ||
            (!table.otherwise->is_null() && !output.allowed.empty() &&
             std::find(output.allowed.begin(), output.allowed.end(), *table.otherwise) == output.allowed.end()))
            reader.refuse(*otherwise, "edition.table",
                          "otherwise「" + otherwise->text + "」は output の値ではありません。",
                          "output の値か、「決まらない」を表す null を書いてください。");
        else if (!table.otherwise->is_null())
            output.fallback =
                std::make_shared<feel::Node>(feel::Node{.kind = feel::NodeKind::Literal, .value = *table.otherwise});
    }
    table.rules.outputs.push_back(output);

    const Value* written_rows = reader.need(tree, "rows", "表");
    auto rows = written_rows ? cells_of(reader.text(*written_rows, "rows")) : std::vector<std::vector<Cell>>{};
    if (rows.size() < 2) {
        if (written_rows)
            reader.refuse(*written_rows, "edition.table", "表に見出しと行がありません。",
                          "1行目に見出し、2行目から行を書いてください。");
        m_edition.tables.push_back(std::move(table));
        return;
    }
    const std::vector<Cell>& heading = rows.front();
    const bool cites = heading.back().text == "source";
    if (heading.size() < (cites ? 3U : 2U)) {
        reader.refuse(at_cell(*written_rows, heading.front()), "edition.table", "見出しに入力と出力がありません。",
                      "「入力 | … | 出力」の形にしてください。");
        m_edition.tables.push_back(std::move(table));
        return;
    }
    const std::size_t inputs = heading.size() - (cites ? 2U : 1U);
    table.output_name = heading[inputs].text;
    for (std::size_t column = 0; column < inputs; ++column) {
        auto input = m_read_expression(heading[column].text, m_edition.names);
        if (!input.ok()) {
            reader.refuse(std::move(input).error(), at_cell(*written_rows, heading[column]));
            m_edition.tables.push_back(std::move(table));
            return;
        }
        table.rules.inputs.push_back({*input, heading[column].text});
    }
    for (std::size_t index = 1; index < rows.size(); ++index) {
        const std::vector<Cell>& row = rows[index];
        if (row.size() != heading.size()) {
            reader.refuse(at_cell(*written_rows, row.front()), "edition.table",
                          "この行は " + std::to_string(row.size()) + " 列ですが、見出しは " +
                              std::to_string(heading.size()) + " 列です。",
                          "「|」の数を見出しにそろえてください。");
            continue;
        }
        feel::DecisionTable::Row read;
        read.at = {written_rows->at.line + row.front().at.line - 1, written_rows->at.column};
        for (std::size_t column = 0; column < inputs; ++column) {
            if (has_thousands_comma(row[column].text)) {
                reader.refuse(at_cell(*written_rows, row[column]), "edition.table",
                              "「" + row[column].text + "」の「,」は並びの区切りです。桁の区切りには使えません。",
                              "桁を区切るなら「,」を除き、並べるなら「,」の後に空白を入れてください。");
            }
            auto test = feel::parse_unary_tests(row[column].text, m_edition.names);
            if (test.ok()) {
                read.tests.push_back(*test);
            } else {
                reader.refuse(std::move(test).error(), at_cell(*written_rows, row[column]));
                read.tests.push_back(std::make_shared<feel::Node>(feel::Node{.kind = feel::NodeKind::UnaryTests}));
            }
        }
        const Cell& result = row[inputs];
        auto value = read_output(table.output_type, result.text);
        const auto& allowed = table.rules.outputs.front().allowed;
        if (!value || (!allowed.empty() && std::find(allowed.begin(), allowed.end(), *value) == allowed.end())) {
            reader.refuse(at_cell(*written_rows, result), "edition.table",
                          "結果「" + result.text + "」は output の値ではありません。",
                          "output の type と values を確かめてください。");
            value = feel::Value{};
        }
        read.outputs.push_back(
            std::make_shared<feel::Node>(feel::Node{.kind = feel::NodeKind::Literal, .value = *value}));
        table.row_sources.push_back(cites ? reader.source(at_cell(*written_rows, row.back()), m_edition.documents)
                                          : table.source);
        table.rules.rows.push_back(std::move(read));
    }
    m_edition.tables.push_back(std::move(table));
}

}
