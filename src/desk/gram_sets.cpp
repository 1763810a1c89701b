#include "desk/gram_sets.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

constexpr std::size_t first_slots = 1 << 16;

// Three characters fit whole; of four the key is a hash, in which two grams fall together about never.
std::uint64_t key_of(std::u32string_view gram)
{
    std::uint64_t key = 0;
    if (gram.size() > 3) {
        for (char32_t c : gram)
            key = mix(key ^ c) + 1;
    } else {
        for (char32_t c : gram)
            key = key << 21 | c;
    }
    return key | std::uint64_t{1} << 63; // never 0
}

}

GramSets::GramSets(std::size_t gram) : m_gram(gram), m_slots(first_slots) {}

std::uint32_t GramSets::number_of(std::uint64_t key)
{
    if (m_texts_with.size() * 2 >= m_slots.size())
        grow();
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = mix(key) & mask;
    while (m_slots[at].key != 0 && m_slots[at].key != key)
        at = (at + 1) & mask;
    if (m_slots[at].key == 0) {
        m_slots[at] = {key, static_cast<std::uint32_t>(m_texts_with.size())};
        m_texts_with.push_back(0);
    }
    return m_slots[at].number;
}

void GramSets::grow()
{
    std::vector<Slot> slots(m_slots.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (const Slot& slot : m_slots) {
        if (slot.key == 0)
            continue;
        std::size_t at = mix(slot.key) & mask;
        while (slots[at].key != 0)
            at = (at + 1) & mask;
        slots[at] = slot;
    }
    m_slots = std::move(slots);
}

void GramSets::add(const ComparableText& text)
{
    const auto begin = static_cast<std::ptrdiff_t>(m_grams.size());
    const std::u32string_view characters = text.characters;
    std::size_t own_run = 0; // characters of the scheme's own that end here
    for (std::size_t i = 0; i < characters.size(); ++i) {
        own_run = text.schemes_own[i] ? own_run + 1 : 0;
        if (i + 1 >= m_gram && own_run < m_gram)
            m_grams.push_back(number_of(key_of(characters.substr(i + 1 - m_gram, m_gram))));
    }
    std::sort(m_grams.begin() + begin, m_grams.end());
    m_grams.erase(std::unique(m_grams.begin() + begin, m_grams.end()), m_grams.end());
    m_ends.push_back(m_grams.size());
    for (auto gram = m_grams.begin() + begin; gram != m_grams.end(); ++gram)
        ++m_texts_with[*gram];
}

void GramSets::drop_common(std::size_t most)
{
    std::size_t kept = 0;
    std::size_t from = 0;
    for (std::size_t& end : m_ends) {
        for (; from < end; ++from) {
            if (m_texts_with[m_grams[from]] <= most)
                m_grams[kept++] = m_grams[from];
        }
        end = kept;
    }
    m_grams.resize(kept);
}

std::span<const std::uint32_t> GramSets::set(std::size_t text) const
{
    const std::size_t begin = text == 0 ? 0 : m_ends[text - 1];
    return std::span(m_grams).subspan(begin, m_ends[text] - begin);
}

std::size_t count_shared(std::span<const std::uint32_t> one, std::span<const std::uint32_t> other)
{
    std::size_t shared = 0;
    auto a = one.begin();
    auto b = other.begin();
    while (a != one.end() && b != other.end()) {
        // Without branches: which of the two is smaller cannot be foretold.
        const bool same = *a == *b;
        const bool step_a = *a <= *b;
        const bool step_b = *b <= *a;
        shared += same;
        a += step_a;
        b += step_b;
    }
    return shared;
}

}
