#include "form/identity.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace kenkei::form {

namespace {

base::Error broken(const std::string& what, xlsx::Place at)
{
    return {.code = "form.identity",
            .message = "見えないシート「" + std::string(identity_sheet) + "」の " + xlsx::a1(at) + " が" + what + "。",
            .way_out = "シートを書き換えずに、配られた用紙に写して出し直してください。"};
}

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return {};
    return number;
}

// The sheet's cells, row by row.
class IdentityReader {
public:
    bool take(const xlsx::ReadCell& cell)
    {
        if (cell.at.row >= static_cast<std::uint32_t>(IdentityRow::FirstEntry) && !is_known())
            return false;
        if (cell.at.row != m_row)
            finish_row();
        m_row = cell.at.row;
        // A long answer goes on in the cells behind.
        const std::size_t column = std::min<std::size_t>(cell.at.column, std::size(m_cells) - 1);
        if (cell.at.column > column)
            m_cells[column] += cell.text;
        else
            m_cells[column] = std::string(cell.text);
        return !m_error;
    }

    bool is_known() const { return m_format == identity_format; }

    base::Result<std::optional<Identity>> finish()
    {
        finish_row();
        if (!is_known())
            return std::optional<Identity>();
        if (m_version != identity_version)
            return base::Error{.code = "form.version",
                               .message = "この用紙は、より新しい版のプログラムで作られています（様式の版 " +
                                          m_version + "）。",
                               .way_out = "プログラムを新しくするか、配られた用紙をお使いください。"};
        if (m_error)
            return *m_error;
        if (m_identity.scheme.empty() || m_identity.edition.empty())
            return broken("空です", {static_cast<std::uint32_t>(IdentityRow::Scheme), 1});
        return std::optional<Identity>(std::move(m_identity));
    }

private:
    std::string& cell(IdentityColumn column) { return m_cells[static_cast<std::size_t>(column)]; }

    void finish_row()
    {
        if (m_row == none)
            return;
        switch (static_cast<IdentityRow>(m_row)) {
        case IdentityRow::Format:
            m_format = m_cells[0];
            m_version = m_cells[1];
            break;
        case IdentityRow::Scheme:
            m_identity.scheme = m_cells[1];
            break;
        case IdentityRow::Edition:
            m_identity.edition = m_cells[1];
            break;
        case IdentityRow::Digest:
            m_identity.digest = m_cells[1];
            break;
        case IdentityRow::Layout:
            m_identity.layout = m_cells[1];
            break;
        case IdentityRow::Application:
            m_identity.application = m_cells[1];
            break;
        case IdentityRow::Header:
            break;
        default:
            entry();
            break;
        }
        for (std::string& text : m_cells)
            text.clear();
    }

    void entry()
    {
        if (cell(IdentityColumn::Id).empty() || m_error)
            return;
        Identity::Entry entry;
        entry.id = std::move(cell(IdentityColumn::Id));
        const std::string& option = cell(IdentityColumn::Option);
        entry.option = whole_number(option);
        if (!option.empty() && !entry.option)
            m_error = broken("選択肢の番号ではありません", {m_row, static_cast<std::uint32_t>(IdentityColumn::Option)});
        const auto place = xlsx::read_a1(cell(IdentityColumn::Cell));
        if (!place)
            m_error = broken("セルの番地ではありません", {m_row, static_cast<std::uint32_t>(IdentityColumn::Cell)});
        else
            entry.cell = *place;
        entry.sheet = std::move(cell(IdentityColumn::Sheet));
        entry.label = std::move(cell(IdentityColumn::Label));
        entry.exported = std::move(cell(IdentityColumn::Exported));
        m_identity.entries.push_back(std::move(entry));
    }

    static constexpr std::uint32_t none = xlsx::rows_of_a_sheet;
    std::uint32_t m_row = none;
    std::string m_cells[6];
    std::string m_format;
    std::string m_version;
    Identity m_identity;
    std::optional<base::Error> m_error;
};

}

base::Result<std::optional<Identity>> read_identity(xlsx::WorkbookReader& workbook)
{
    const std::vector<xlsx::SheetInfo>& sheets = workbook.sheets();
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        if (sheets[i].name != identity_sheet)
            continue;
        IdentityReader reader;
        TRY(workbook.read_sheet(i, [&](const xlsx::ReadCell& cell) { return reader.take(cell); }));
        return reader.finish();
    }
    return std::optional<Identity>();
}

}
