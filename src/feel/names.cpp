#include "feel/expression.h"

#include <algorithm>

namespace kenkei::feel {

Names::Names(std::vector<std::string> names)
{
    for (auto& name : names)
        add(std::move(name));
}

int Names::add(std::string name)
{
    auto place = std::lower_bound(m_sorted.begin(), m_sorted.end(), name, [this](int slot, const std::string& wanted) {
        return m_names[static_cast<std::size_t>(slot)] < wanted;
    });
    if (place != m_sorted.end() && m_names[static_cast<std::size_t>(*place)] == name)
        return *place;
    const int slot = static_cast<int>(m_names.size());
    m_sorted.insert(place, slot);
    m_names.push_back(std::move(name));
    return slot;
}

int Names::find(std::string_view name) const
{
    auto place = std::lower_bound(m_sorted.begin(), m_sorted.end(), name, [this](int slot, std::string_view wanted) {
        return m_names[static_cast<std::size_t>(slot)] < wanted;
    });
    if (place == m_sorted.end() || m_names[static_cast<std::size_t>(*place)] != name)
        return -1;
    return *place;
}

}
