#include "server/text_table.h"

#include "xlsx/workbook_reader.h"

#include <gtest/gtest.h>

#include <map>

namespace kenkei::server {

namespace {

// Every cell as text, by its place; a number is said to be one.
std::map<std::string, std::string> cells_of(const std::string& bytes)
{
    std::map<std::string, std::string> cells;
    auto workbook = xlsx::WorkbookReader::open(bytes);
    EXPECT_TRUE(workbook.ok()) << (workbook.ok() ? "" : base::describe(workbook.error()));
    if (!workbook.ok())
        return cells;
    const auto read = workbook->read_sheet(0, [&](const xlsx::ReadCell& cell) {
        cells[xlsx::a1(cell.at)] = cell.kind == xlsx::CellKind::Text ? std::string(cell.text) : "(no text)";
        return true;
    });
    EXPECT_TRUE(read.ok());
    return cells;
}

}

TEST(TextTable, 法人番号と零で始まる符号と式のような文字は_そのままの文字で残る)
{
    const std::vector<std::string> labels = {"法人番号", "受付コード", "法人名"};
    const std::vector<std::vector<std::string>> rows = {{"7123456789012", "00012", "=1+1"}, {"", "-5", "+81-3"}};
    const auto bytes = text_table("案件", labels, rows);
    ASSERT_TRUE(bytes.ok()) << base::describe(bytes.error());
    const std::map<std::string, std::string> wanted = {
        {"A1", "法人番号"}, {"B1", "受付コード"}, {"C1", "法人名"}, {"A2", "7123456789012"},
        {"B2", "00012"},    {"C2", "=1+1"},       {"B3", "-5"},     {"C3", "+81-3"}};
    EXPECT_EQ(cells_of(*bytes), wanted);
}

}
