#include "store/reach.h"

#include "base/json.h"

#include <algorithm>

namespace kenkei::store {

namespace {

// How many `?` a list may have: for each of these there is one form.
constexpr std::size_t lengths[] = {1, 4, 16, 64, 256};

std::string array_of(const std::vector<std::string_view>& texts)
{
    std::string json = "[";
    for (const std::string_view text : texts) {
        if (json.size() > 1)
            json += ',';
        base::json::append_quoted(json, text);
    }
    return json + ']';
}

bool has_any(const std::vector<std::string>& texts)
{
    return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return !text.empty(); });
}

std::string marks(std::size_t count)
{
    std::string text = "?";
    for (std::size_t i = 1; i < count; ++i)
        text += ", ?";
    return text;
}

}

OneOf::OneOf(Backend backend, const std::string& column, const std::vector<std::string>& texts)
{
    std::vector<std::string_view> given;
    for (const std::string& text : texts)
        if (!text.empty())
            given.emplace_back(text);
    if (given.empty())
        return;
    const auto length =
        std::find_if(std::begin(lengths), std::end(lengths), [&](std::size_t most) { return given.size() <= most; });
    if (length == std::end(lengths)) {
        m_array = std::make_shared<const std::string>(array_of(given));
        values = {std::string_view(*m_array)};
        sql = column + (backend == Backend::Sqlite ? " IN (SELECT value FROM json_each(?))"
                                                   : " IN (SELECT jsonb_array_elements_text(CAST(? AS JSONB)))");
        return;
    }
    sql = *length == 1 ? column + " = ?" : column + " IN (" + marks(*length) + ")";
    given.resize(*length, given.back());
    values.assign(given.begin(), given.end());
}

WithinReach::WithinReach(Backend backend, const Reach& reach, By by)
{
    if (reach.all)
        return;
    const std::string before = by == By::Something && backend == Backend::Sqlite ? "+" : "";
    m_lists.emplace_back(backend, before + "scheme", reach.schemes);
    m_lists.emplace_back(backend, before + "firm", reach.firms);
    m_lists.emplace_back(backend, before + "insurer", reach.insurers);
    if (OneOf& insurers = m_lists.back(); !insurers.sql.empty())
        insurers.sql = "(insurer <> '' AND " + insurers.sql + ")"; // as its index says
    for (const OneOf& list : m_lists) {
        if (list.sql.empty())
            continue;
        sql += (sql.empty() ? "" : " OR ") + list.sql;
        values.insert(values.end(), list.values.begin(), list.values.end());
    }
    none = sql.empty();
    if (!none)
        sql = "(" + sql + ")";
}

bool is_narrow(const Reach& reach)
{
    return !reach.all && !has_any(reach.schemes) && (has_any(reach.firms) || has_any(reach.insurers));
}

}
