#include "desk/candidates.h"

#include <algorithm>
#include <array>

namespace kenkei::desk {

namespace {

// Bands of three bins: texts of Jaccard 0.3 share a band in 7 of 10 cases, of 0.5 in all but 1 of 200, of 0.03 (nothing
// in common but the theme) in 1 of 900.
constexpr std::size_t bands = 42;
constexpr std::size_t rows = 3;
constexpr std::size_t bins = bands * rows;
constexpr std::uint32_t empty_bin = 0xffffffff;

constexpr std::size_t piece = 10;       // characters of a fingerprint
constexpr std::size_t long_window = 12; // a long passage of 41 characters is surely seen
constexpr std::size_t window = 6; // of fingerprints one is kept of each run of so many: 15 same characters share one
constexpr std::size_t most_alike_in_band = 2'000;
constexpr std::size_t most_neighbours = 24;    // earlier texts of the same band that one text is compared with
constexpr std::size_t most_with_passage = 200; // a passage of more texts is a common phrase
constexpr std::size_t least_passages = 2;      // that two texts must share to be candidates, and
constexpr std::size_t passages_part = 8;       // of the fewer passages of the two at least one in so many

// One hash a gram: its high part chooses the bin, its low part is what the bin keeps the least of.
std::array<std::uint32_t, bins> signature_of(std::span<const std::uint32_t> grams, std::uint64_t seed)
{
    std::array<std::uint32_t, bins> signature;
    signature.fill(empty_bin);
    for (std::uint32_t gram : grams) {
        const std::uint64_t hash = mix(gram ^ seed);
        std::uint32_t& bin = signature[(hash >> 32) * bins >> 32];
        bin = std::min(bin, static_cast<std::uint32_t>(hash) >> 1);
    }
    // An empty bin takes what another has, chosen by the bin alone, so that like sets borrow alike.
    const std::array<std::uint32_t, bins> own = signature;
    for (std::size_t i = 0; i < bins; ++i) {
        for (std::uint64_t attempt = 1; signature[i] == empty_bin; ++attempt)
            signature[i] = own[mix(seed + i * 0x10001 + attempt * 0x9e3779b97f4a7c15ULL) % bins];
    }
    return signature;
}

std::uint64_t fingerprint_of(std::u32string_view characters)
{
    std::uint64_t hash = 0;
    for (char32_t c : characters)
        hash = hash * 0x100000001b3ULL + c;
    return mix(hash);
}

bool is_schemes_own(const ComparableText& text, std::size_t begin, std::size_t length)
{
    for (std::size_t i = begin; i < begin + length; ++i) {
        if (!text.schemes_own[i])
            return false;
    }
    return true;
}

// Winnowing: of each run of `window` fingerprints the least is kept, the last of equal ones. Their places.
std::vector<std::size_t> winnow(std::span<const std::uint64_t> fingerprints, std::size_t window)
{
    std::vector<std::size_t> kept;
    for (std::size_t end = std::min(window, fingerprints.size()); end > 0 && end <= fingerprints.size(); ++end) {
        std::size_t least = end - std::min(end, window);
        for (std::size_t i = least + 1; i < end; ++i) {
            if (fingerprints[i] <= fingerprints[least])
                least = i;
        }
        if (kept.empty() || kept.back() != least)
            kept.push_back(least);
    }
    return kept;
}

}

void Candidates::add_set(std::uint32_t text, std::span<const std::uint32_t> grams)
{
    m_texts.push_back(text);
    const auto signature = signature_of(grams, mix(m_seed));
    m_signatures.insert(m_signatures.end(), signature.begin(), signature.end());
}

void Candidates::add_passages(std::uint32_t text, const ComparableText& comparable)
{
    const std::u32string_view characters = comparable.characters;
    m_text_end = std::max(m_text_end, std::size_t{text} + 1);
    if (characters.size() < piece)
        return;
    std::vector<std::uint64_t> fingerprints(characters.size() - piece + 1);
    for (std::size_t i = 0; i < fingerprints.size(); ++i)
        fingerprints[i] = fingerprint_of(characters.substr(i, piece));
    for (std::size_t place : winnow(fingerprints, window)) {
        if (!is_schemes_own(comparable, place, piece))
            m_fingerprints.push_back({fingerprints[place], text});
    }
    if (characters.size() < long_passage)
        return;
    std::vector<std::uint64_t> of_long(characters.size() - long_passage + 1);
    for (std::size_t i = 0; i < of_long.size(); ++i)
        of_long[i] = mix(fingerprints[i] ^ mix(fingerprints[i + piece] ^ mix(fingerprints[i + 2 * piece])));
    for (std::size_t place : winnow(of_long, long_window)) {
        if (!is_schemes_own(comparable, place, long_passage))
            m_long_fingerprints.push_back({of_long[place], text});
    }
}

void Candidates::for_each_long_passage(std::size_t common, const Settled& settled, const Pair& check)
{
    std::sort(m_long_fingerprints.begin(), m_long_fingerprints.end());
    const std::size_t least = std::min(common, most_with_passage);
    for (std::size_t begin = 0, end = 0; begin < m_long_fingerprints.size(); begin = end) {
        while (end < m_long_fingerprints.size() && m_long_fingerprints[end].key == m_long_fingerprints[begin].key)
            ++end;
        for (std::size_t i = begin + 1; end - begin > least && i < end; ++i) {
            const std::uint32_t one = m_long_fingerprints[i - 1].text;
            const std::uint32_t other = m_long_fingerprints[i].text;
            if (one != other && !settled(one, other))
                check(one, other);
        }
    }
}

void Candidates::for_each_pair(const Settled& settled, const Pair& check)
{
    std::vector<Entry> entries(m_texts.size());
    for (std::size_t band = 0; band < bands; ++band) {
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            std::uint64_t key = band;
            for (std::size_t row = 0; row < rows; ++row)
                key = mix(key ^ m_signatures[i * bins + band * rows + row]);
            entries[i] = {key, m_texts[i]};
        }
        std::sort(entries.begin(), entries.end());
        pair_up_band(entries, settled, check);
    }
    pair_up_passages(settled, check);
}

void Candidates::pair_up_band(const std::vector<Entry>& entries, const Settled& settled, const Pair& check)
{
    for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
        while (end < entries.size() && entries[end].key == entries[begin].key)
            ++end;
        if (end - begin > most_alike_in_band)
            continue;
        for (std::size_t later = begin + 1; later < end; ++later) {
            std::size_t neighbours = 0;
            for (std::size_t earlier = later; earlier-- > begin && neighbours < most_neighbours;) {
                const std::uint32_t one = entries[earlier].text;
                const std::uint32_t other = entries[later].text;
                if (settled(one, other))
                    continue;
                ++neighbours;
                check(one, other);
            }
        }
    }
}

// For each text the earlier ones that share its passages are counted; only those that share enough are candidates.
void Candidates::pair_up_passages(const Settled& settled, const Pair& check)
{
    std::sort(m_fingerprints.begin(), m_fingerprints.end());
    m_fingerprints.erase(std::unique(m_fingerprints.begin(), m_fingerprints.end()), m_fingerprints.end());
    std::vector<Posting> postings; // of every text that shares a passage, in the order of texts
    std::vector<std::uint32_t> passages_of(m_text_end);
    for (std::size_t begin = 0, end = 0; begin < m_fingerprints.size(); begin = end) {
        while (end < m_fingerprints.size() && m_fingerprints[end].key == m_fingerprints[begin].key)
            ++passages_of[m_fingerprints[end++].text];
        if (end - begin < 2 || end - begin > most_with_passage)
            continue;
        for (std::size_t i = begin + 1; i < end; ++i)
            postings.push_back(
                {m_fingerprints[i].text, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
    }
    std::sort(postings.begin(), postings.end());
    std::vector<std::uint32_t> shared(m_text_end);
    std::vector<std::uint32_t> sharing;
    for (std::size_t begin = 0, end = 0; begin < postings.size(); begin = end) {
        const std::uint32_t text = postings[begin].text;
        for (; end < postings.size() && postings[end].text == text; ++end) {
            for (std::uint32_t i = postings[end].first; i < postings[end].own; ++i) {
                if (shared[m_fingerprints[i].text]++ == 0)
                    sharing.push_back(m_fingerprints[i].text);
            }
        }
        std::sort(sharing.begin(), sharing.end());
        for (std::uint32_t other : sharing) {
            const std::size_t fewer = std::min(passages_of[text], passages_of[other]);
            if (shared[other] >= std::max(least_passages, fewer / passages_part) && !settled(other, text))
                check(other, text);
            shared[other] = 0;
        }
        sharing.clear();
    }
}

}
