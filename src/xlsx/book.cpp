#include "xlsx/book.h"

#include <algorithm>

namespace kenkei::xlsx {

std::size_t Book::style(const Style& wanted)
{
    auto found = std::find(styles.begin(), styles.end(), wanted);
    auto index = static_cast<std::size_t>(found - styles.begin());
    if (found == styles.end())
        styles.push_back(wanted);
    return index;
}

}
