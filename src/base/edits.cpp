#include "base/edits.h"

#include "base/utf8.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace kenkei::base {

std::size_t edits_between(std::u32string_view a, std::u32string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto substituted = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
        }
    }
    return row.back();
}

std::size_t edits_between(std::string_view a, std::string_view b)
{
    return edits_between(to_code_points(a), to_code_points(b));
}

}
