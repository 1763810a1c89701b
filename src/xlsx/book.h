#pragma once

#include "xlsx/place.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kenkei::xlsx {

enum class Align { General, Left, Centre, Right };
enum class VerticalAlign { Top, Middle, Bottom };
enum class Border { None, Thin, Medium, Hair };

// How a cell looks. Colours are 0xRRGGBB.
struct Style {
    std::string font = "Yu Gothic";
    double size = 10; // points
    bool bold = false;
    std::uint32_t colour = 0x000000;
    std::optional<std::uint32_t> background = {};
    Border border = Border::None;
    std::uint32_t border_colour = 0x808080;
    Align align = Align::General;
    VerticalAlign vertical = VerticalAlign::Middle;
    bool wrap = false;
    bool shrink = false;
    std::uint32_t indent = 0;
    bool locked = true;             // counts where the sheet is protected
    bool formula_hidden = false;    // same
    std::string number_format = {}; // "" General, "@" text, "yyyy/m/d"

    bool operator==(const Style&) const = default;
};

// A formula (without the leading =) and what it gives for the values that stand in the book: programs that do not
// recalculate show that.
struct Formula {
    std::string text;
    std::variant<double, std::string> result;
};

struct Cell {
    Place at;
    std::size_t style = 0; // index into Book::styles
    std::variant<std::monostate, double, std::string, Formula> content = {};
};

// What may be typed into cells. `formula` and `values` are without the leading =.
struct Validation {
    enum class Kind { List, ListFormula, Whole, Decimal, Date, TextLength, Custom };
    enum class Severity { Stop, Warning, Information };

    Range range;
    Kind kind = Kind::List;
    std::vector<std::string> values = {}; // List; together at most 255 characters with their commas
    std::string formula = {};             // ListFormula, Custom
    double minimum = 0;                   // Whole, Decimal, TextLength; Date: serial number
    double maximum = 0;
    bool ignore_blank = true;
    Severity severity = Severity::Stop;
    std::string input_title = {};   // at most 32 characters; longer ones are cut
    std::string input_message = {}; // at most 255 characters
    std::string error_title = {};   // at most 32
    std::string error_message = {}; // at most 255
};

// Cells of `range` take on colours of `style` where `formula` (written for the first cell of the range) is true.
struct ConditionalFormat {
    Range range;
    std::string formula;
    std::size_t style = 0;
};

struct Column {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    double width = 8.43; // characters
    bool hidden = false;
};

struct PageSetup {
    bool landscape = false;
    std::uint32_t fit_wide = 1; // pages; 0: any number
    std::uint32_t fit_tall = 0;
    // Percent; counts only where neither of these is set. Excel heeds `breaks` only then.
    std::uint32_t scale = 100;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> repeat_rows = {};
    std::optional<Range> print_area = {};
    std::vector<std::uint32_t> breaks = {}; // a new page begins with each of these rows
    std::string header = {};                // Excel's codes: &L &C &R &P &N &A
    std::string footer = {};
    double margin_left = 0.5; // inches
    double margin_right = 0.5;
    double margin_top = 0.7;
    double margin_bottom = 0.7;
    bool centre = true;
};

// VeryHidden: Excel's menu does not offer to show the sheet.
enum class Visibility { Visible, Hidden, VeryHidden };

struct Sheet {
    std::string name;
    Visibility visibility = Visibility::Visible;
    std::optional<std::uint32_t> tab_colour = {};
    std::vector<Column> columns = {};
    std::vector<std::pair<std::uint32_t, double>> row_heights = {}; // points
    std::vector<Cell> cells = {};                                   // in any order; a place at most once
    std::vector<Range> merges = {};                                 // the content stands in the first cell
    std::vector<Validation> validations = {};
    std::vector<ConditionalFormat> conditional_formats = {};
    std::optional<Place> freeze = {}; // rows above and columns before it stay
    bool is_protected = false;        // without a password: protection is against slips, not against people
    bool gridlines = false;
    // Texts stand in the sheet's own part, not in the table of all sheets: a reader that has no use for this sheet need
    // not read them.
    bool own_texts = false;
    PageSetup page = {};
};

// A workbook to be written.
struct Book {
    std::vector<Style> styles = {Style{}};
    std::vector<Sheet> sheets = {};
    std::vector<std::pair<std::string, std::string>> names = {}; // defined name → formula without =
    std::string title = {};
    std::string author = {};
    std::vector<std::pair<std::string, std::string>> properties = {}; // custom document properties
    std::size_t active_sheet = 0;

    // The index of a style; the old one if it is there already. Looks through all of them: keep the index.
    std::size_t style(const Style&);
};

}
