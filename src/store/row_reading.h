#pragma once

#include "store/connection.h"

#include "base/timestamp.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::store {

// An instant as a column keeps it; NULL for none. The text is the caller's, since values are views.
std::optional<std::string> utc_of(const std::optional<base::Timestamp>&);
Value or_null(const std::optional<std::string>&);
// "" as NULL, where the column refers to another table.
Value or_null(const std::string&);
base::Result<base::Timestamp> time_in(const Row&, int column);
base::Result<std::optional<base::Timestamp>> time_or_none(const Row&, int column);

// Words without blanks as one text, and back.
std::string joined_words(const std::vector<std::string>&);
std::vector<std::string> split_words(std::string_view);

// Every row of a query, read by `read`: base::Result<T>(const Row&). The first that cannot be read is the error.
template<typename T, typename Read>
base::Result<std::vector<T>> read_all(Connection& connection, const std::string& sql, std::span<const Value> values,
                                      Read read)
{
    std::vector<T> found;
    std::optional<base::Error> wrong;
    TRY(connection.run(sql, values, [&](const Row& row) {
        if (wrong)
            return;
        base::Result<T> item = read(row);
        if (item.ok())
            found.push_back(std::move(*item));
        else
            wrong = item.error();
    }));
    if (wrong)
        return *wrong;
    return found;
}

// The same for what is there once or not at all.
template<typename T, typename Read>
base::Result<std::optional<T>> read_one(Connection& connection, const std::string& sql, std::span<const Value> values,
                                        Read read)
{
    std::vector<T> found = TRY(read_all<T>(connection, sql, values, read));
    if (found.empty())
        return std::optional<T>();
    return std::optional<T>(std::move(found.front()));
}

}
