#include "store/row_reading.h"

namespace kenkei::store {

std::optional<std::string> utc_of(const std::optional<base::Timestamp>& at)
{
    if (!at)
        return {};
    return base::to_utc(*at);
}

Value or_null(const std::optional<std::string>& text)
{
    if (!text)
        return std::monostate();
    return std::string_view(*text);
}

Value or_null(const std::string& text)
{
    if (text.empty())
        return std::monostate();
    return std::string_view(text);
}

base::Result<base::Timestamp> time_in(const Row& row, int column)
{
    return base::read_timestamp(row.text(column));
}

base::Result<std::optional<base::Timestamp>> time_or_none(const Row& row, int column)
{
    if (row.is_null(column))
        return std::optional<base::Timestamp>();
    const base::Timestamp at = TRY(base::read_timestamp(row.text(column)));
    return std::optional<base::Timestamp>(at);
}

std::string joined_words(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> split_words(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0)
            words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}
