#include "form/lists.h"

namespace kenkei::form {

namespace {

using xlsx::Place;
using xlsx::Range;

// Fills the sheet column by column, each with a heading.
class Columns {
public:
    explicit Columns(std::size_t style) : m_style(style)
    {
        m_sheet.name = lists_sheet;
        m_sheet.visibility = xlsx::Visibility::Hidden;
        m_sheet.is_protected = true;
        m_sheet.own_texts = true;
    }

    void begin(const std::string& heading)
    {
        if (m_begun)
            ++m_column;
        m_begun = true;
        m_row = 0;
        write(heading);
    }
    void write(const std::string& text) { m_sheet.cells.push_back({{m_row++, m_column}, m_style, text}); }

    // The rows below the heading of the last column.
    std::string below_heading() const
    {
        const std::uint32_t last = m_row > 1 ? m_row - 1 : 1;
        return xlsx::reference(lists_sheet, Range{{1, m_column}, {last, m_column}});
    }
    std::string heading() const { return xlsx::reference(lists_sheet, Place{0, m_column}); }
    xlsx::Sheet take() { return std::move(m_sheet); }

private:
    std::size_t m_style;
    xlsx::Sheet m_sheet;
    bool m_begun = false;
    std::uint32_t m_column = 0;
    std::uint32_t m_row = 0;
};

}

std::string pulldown_entry(const edition::Option& option)
{
    return std::to_string(option.number) + " " + option.label;
}

Lists make_lists(const edition::Edition& edition, const Layout& layout, std::size_t style)
{
    Lists lists;
    Columns columns(style);
    for (const edition::NameList& list : edition.lists) {
        Lists::Names& made = lists.names[list.id];
        columns.begin(list.id);
        for (const std::string& name : list.names)
            columns.write(name);
        made.names = columns.below_heading();
        columns.begin(list.id + " 書き方");
        for (const auto& [spelling, name] : list.aliases)
            columns.write(spelling);
        made.spelling = columns.below_heading();
        columns.begin(list.id + " 名");
        for (const auto& [spelling, name] : list.aliases)
            columns.write(name);
        made.spelt = columns.below_heading();
    }
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        if (layout.questions[i].form != CellForm::PullDown)
            continue;
        columns.begin(edition.questions[i].id);
        for (const edition::Option& option : edition.questions[i].options)
            columns.write(pulldown_entry(option));
        lists.options[i] = columns.below_heading();
    }
    for (const edition::GroupedList& list : edition.workbook.lists) {
        Lists::Groups& made = lists.groups[list.id];
        columns.begin(list.id + " 区分");
        for (const auto& [group, names] : list.groups) {
            for (std::size_t i = 0; i < names.size(); ++i)
                columns.write(group);
        }
        made.groups = columns.below_heading();
        columns.begin(list.id);
        for (const auto& [group, names] : list.groups) {
            for (const std::string& name : names)
                columns.write(name);
        }
        made.first = columns.heading();
    }
    lists.sheet = columns.take();
    return lists;
}

}
