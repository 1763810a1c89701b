#include "form/styles.h"

namespace kenkei::form {

namespace {

constexpr std::uint32_t cream = 0xFFFBD6;
constexpr std::uint32_t navy = 0x1F3864;
constexpr std::uint32_t pale_blue = 0xDCE6F2;
constexpr std::uint32_t pale_grey = 0xF2F2F2;
constexpr std::uint32_t grey = 0x595959;
constexpr std::uint32_t red = 0xC00000;

// Years and other numbers of up to four digits stay as they are.
constexpr const char* whole_numbers = "[>=10000]#,##0;0";

xlsx::Style boxed()
{
    return {.border = xlsx::Border::Thin, .border_colour = 0xA6A6A6, .wrap = true};
}

xlsx::Style input()
{
    xlsx::Style style = boxed();
    style.background = cream;
    style.border_colour = 0x7F7F7F;
    style.locked = false;
    return style;
}

}

Styles::Styles(xlsx::Book& book)
{
    using xlsx::Align;
    using xlsx::Style;
    auto add = [&](Style style) { return book.style(style); };
    auto with = [](Style style, auto change) {
        change(style);
        return style;
    };

    plain = add({});
    title = add({.size = 16, .bold = true, .colour = navy});
    subtitle = add({.size = 10, .colour = grey, .wrap = true});
    legend = add({.size = 9, .colour = grey});
    header = add(with(boxed(), [](Style& s) {
        s.bold = true;
        s.colour = 0xFFFFFF;
        s.background = navy;
        s.align = Align::Centre;
    }));
    section = add(with(boxed(), [](Style& s) {
        s.size = 11;
        s.bold = true;
        s.colour = navy;
        s.background = pale_blue;
        s.wrap = false;
    }));
    star = add(with(boxed(), [](Style& s) {
        s.bold = true;
        s.colour = red;
        s.align = Align::Centre;
    }));
    number = add(with(boxed(), [](Style& s) { s.bold = true; }));
    label = add(with(boxed(), [](Style& s) { s.bold = true; }));
    option = add(with(boxed(), [](Style& s) { s.indent = 1; }));
    option_number = add(with(boxed(), [](Style& s) { s.align = Align::Right; }));
    unit = add(with(boxed(), [](Style& s) { s.align = Align::Left; }));
    help = add(with(boxed(), [](Style& s) {
        s.size = 9;
        s.colour = grey;
    }));

    text_input = add(with(input(), [](Style& s) { s.number_format = "@"; }));
    integer_input = add(with(input(), [](Style& s) {
        s.number_format = whole_numbers;
        s.align = Align::Right;
    }));
    decimal_input = add(with(input(), [](Style& s) { s.align = Align::Right; }));
    choice_input = add(with(input(), [](Style& s) {
        s.number_format = "0";
        s.align = Align::Centre;
    }));
    date_input = add(with(input(), [](Style& s) {
        s.number_format = "yyyy\"年\"m\"月\"d\"日\"";
        s.align = Align::Left;
    }));
    month_input = add(with(input(), [](Style& s) {
        s.number_format = "yyyy\"年\"m\"月\"";
        s.align = Align::Left;
    }));
    wide_input = add(with(input(), [](Style& s) {
        s.number_format = "@";
        s.vertical = xlsx::VerticalAlign::Top;
    }));
    legend_input = add(with(input(), [](Style& s) {
        s.locked = true;
        s.align = Align::Centre;
    }));
    computed_integer = add(with(boxed(), [](Style& s) {
        s.background = pale_grey;
        s.number_format = whole_numbers;
        s.align = Align::Right;
    }));
    computed_decimal = add(with(boxed(), [](Style& s) {
        s.background = pale_grey;
        s.align = Align::Right;
    }));
    computed_text = add(with(boxed(), [](Style& s) { s.background = pale_grey; }));
    message = add(with(boxed(), [](Style& s) {
        s.size = 9;
        s.colour = red;
    }));
    message_count = add(with(boxed(), [](Style& s) {
        s.bold = true;
        s.colour = red;
        s.align = Align::Centre;
    }));
    cell = add(boxed());
    cell_centre = add(with(boxed(), [](Style& s) { s.align = Align::Centre; }));
    cell_strong = add(with(boxed(), [](Style& s) { s.bold = true; }));
    body = add({.wrap = true});
    body_head = add({.size = 11, .bold = true, .colour = navy, .wrap = true});
    hidden = add({.size = 9});
    // With a format of its own: LibreOffice makes TRUE of a formula that compares, where the format is General.
    hidden_truth = add({.size = 9, .number_format = "0.0"});

    not_asked = add({.colour = 0xA6A6A6, .background = 0xD9D9D9});
    met = add({.bold = true, .colour = 0x00602B, .background = 0xE2F0D9});
    not_met = add({.bold = true, .colour = red, .background = 0xFBE5E5});
    open = add({.colour = grey, .background = pale_grey});
    wrong = add({.background = 0xFBDADA});
}

}
