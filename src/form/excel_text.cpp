#include "base/utf8.h"
#include "form/excel_expression.h"

namespace kenkei::form {

std::string excel_text(std::string_view text)
{
    constexpr std::size_t longest_piece = 255; // UTF-16 units
    std::string written = "\"";
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const std::size_t units = base::next_code_point(text, at) > 0xFFFF ? 2 : 1;
        if (length + units > longest_piece) {
            written += "\"&\"";
            length = 0;
        }
        length += units;
        if (text[start] == '"')
            written += '"';
        written += text.substr(start, at - start);
    }
    return written + "\"";
}

double serial_of(base::Date date)
{
    constexpr std::int64_t serial_of_1970 = 25569;
    return static_cast<double>(date.to_days() + serial_of_1970);
}

std::variant<double, std::string> stored(Holds holds, const feel::Value& value)
{
    using feel::Kind;
    switch (holds) {
    case Holds::Truth:
        return value.is_true() ? 1.0 : value.is_false() ? 0.0 : 0.5;
    case Holds::Number:
        if (value.kind() == Kind::Number)
            return std::stod(value.as_number().to_text());
        break;
    case Holds::Date:
        if (value.kind() == Kind::Date) {
            const feel::CalendarDate& date = value.as_date();
            return serial_of({static_cast<int>(date.year), date.month, date.day});
        }
        break;
    case Holds::Text:
        if (value.kind() == Kind::String)
            return value.as_string();
        break;
    case Holds::Choices:
        if (value.kind() == Kind::List && !value.as_list().empty()) {
            std::string numbers = ",";
            for (const feel::Value& item : value.as_list())
                numbers += item.as_number().to_text() + ",";
            return numbers;
        }
        break;
    }
    return std::string();
}

}
