#include "desk/similar.h"

#include "desk/candidates.h"
#include "desk/gram_sets.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace kenkei::desk {

namespace {

// Sets of indices that grow together; the least index of a set stands for it.
class Unions {
public:
    explicit Unions(std::size_t size) : m_parents(size)
    {
        for (std::size_t i = 0; i < size; ++i)
            m_parents[i] = i;
    }

    std::size_t find(std::size_t i)
    {
        while (m_parents[i] != i)
            i = m_parents[i] = m_parents[m_parents[i]];
        return i;
    }

    void unite(std::size_t one, std::size_t other)
    {
        one = find(one);
        other = find(other);
        m_parents[std::max(one, other)] = std::min(one, other);
    }

private:
    std::vector<std::size_t> m_parents;
};

constexpr std::size_t most_long_passages = 50; // of two texts that are looked at
constexpr double least_in_passages = 0.6;      // of the shorter text, before these alone make a pair

// Pairs that were checked; forgets some when it is full, which costs a second check and nothing else.
class CheckedPairs {
public:
    // Whether the pair is new, as far as is remembered.
    bool add(std::uint32_t one, std::uint32_t other)
    {
        const std::uint64_t pair = std::uint64_t{one} << 32 | other;
        std::uint64_t& place = m_pairs[mix(pair) % m_pairs.size()];
        if (place == pair)
            return false;
        place = pair;
        return true;
    }

private:
    std::vector<std::uint64_t> m_pairs = std::vector<std::uint64_t>(1 << 20, ~std::uint64_t{0});
};

// Of a whole text; two different texts have the same about never.
std::uint64_t key_of(std::u32string_view characters)
{
    std::uint64_t key = characters.size();
    for (char32_t c : characters)
        key = mix(key ^ c) + 1;
    return key;
}

// Texts that are the same when compared: the first is compared with others for all of them.
using Same = std::vector<std::size_t>;

class Search {
public:
    Search(const std::vector<OwnedText>& texts, const SimilarOptions& options)
        : m_texts(texts)
        , m_options(options)
        , m_comparable(options.schemes_wording)
        , m_grams(options.gram)
        , m_candidates(options.seed)
        , m_unions(texts.size())
    {}

    SimilarTexts run()
    {
        read_texts();
        drop_common();
        Candidates candidates = std::move(m_candidates);
        candidates.for_each_pair([this](std::uint32_t one, std::uint32_t other) { return settled(one, other); },
                                 [this](std::uint32_t one, std::uint32_t other) { check(one, other); });
        m_checked = {};
        candidates.for_each_long_passage(
            common(), [this](std::uint32_t one, std::uint32_t other) { return settled(one, other); },
            [this](std::uint32_t one, std::uint32_t other) { check_passages(one, other); });
        for (SimilarPair& pair : m_pairs)
            add_evidence(pair);
        gather_clusters();
        return std::move(m_result);
    }

private:
    void read_texts()
    {
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            const ComparableText text = m_comparable.read(m_texts[i].text);
            if (text.characters.size() < m_options.shortest_whole) {
                ++m_result.too_short;
            } else if (text.is_all_schemes_own()) {
                ++m_result.schemes_own;
            } else {
                ++m_result.compared;
                take(i, text);
            }
        }
    }

    void take(std::size_t index, const ComparableText& text)
    {
        const auto [known, is_new] = m_by_whole.try_emplace(key_of(text.characters), m_same.size());
        if (!is_new) {
            join_same(m_same[known->second], index);
            return;
        }
        const auto number = static_cast<std::uint32_t>(m_same.size());
        m_same.push_back({index});
        m_grams.add(text);
        if (m_grams.set(number).size() >= m_options.shortest)
            m_candidates.add_passages(number, text);
    }

    void join_same(Same& same, std::size_t index)
    {
        const auto other = std::find_if(same.begin(), same.end(), [&](std::size_t earlier) {
            return m_texts[earlier].owner != m_texts[index].owner;
        });
        if (other == same.end())
            return; // the same firm's same text once more
        unite({.first = *other, .second = index, .whole = true, .jaccard = 1, .containment = 1});
        same.push_back(index);
    }

    // Texts that a gram may stand in before it says nothing.
    std::size_t common() const
    {
        const double share = m_options.common_share * static_cast<double>(m_result.compared);
        return std::max(m_options.common_least, static_cast<std::size_t>(share));
    }

    void drop_common()
    {
        m_grams.drop_common(common());
        for (std::uint32_t number = 0; number < m_same.size(); ++number) {
            if (m_grams.set(number).size() >= m_options.shortest)
                m_candidates.add_set(number, m_grams.set(number));
        }
    }

    bool settled(std::uint32_t one, std::uint32_t other)
    {
        return m_unions.find(m_same[one].front()) == m_unions.find(m_same[other].front());
    }

    // Two texts of different owners, one of each.
    std::optional<std::pair<std::size_t, std::size_t>> of_two_owners(const Same& one, const Same& other) const
    {
        for (std::size_t a : one) {
            for (std::size_t b : other) {
                if (m_texts[a].owner != m_texts[b].owner)
                    return std::minmax(a, b);
            }
        }
        return {};
    }

    void check(std::uint32_t one, std::uint32_t other)
    {
        const auto a = m_grams.set(one);
        const auto b = m_grams.set(other);
        const std::size_t shorter = std::min(a.size(), b.size());
        if (shorter < m_options.shortest || !m_checked.add(one, other))
            return;
        ++m_result.checked;
        const std::size_t shared = count_shared(a, b);
        const double jaccard = static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
        const double containment = static_cast<double>(shared) / static_cast<double>(shorter);
        if (shared < m_options.shortest || (jaccard < m_options.threshold && containment < enough()))
            return;
        if (const auto pair = of_two_owners(m_same[one], m_same[other]))
            unite({.first = pair->first, .second = pair->second, .jaccard = jaccard, .containment = containment});
    }

    // A template that very many share has few grams left that say something. Its long passages do.
    void check_passages(std::uint32_t one, std::uint32_t other)
    {
        const auto pair = of_two_owners(m_same[one], m_same[other]);
        if (!pair || !m_checked.add(one, other))
            return;
        ++m_result.checked;
        const ComparableText first = m_comparable.read(m_texts[pair->first].text);
        const ComparableText second = m_comparable.read(m_texts[pair->second].text);
        std::size_t same = 0;
        for (const Passage& passage : common_passages(first, second, most_long_passages))
            same += passage.length >= Candidates::long_passage ? passage.length : 0;
        const std::size_t shorter = std::min(first.characters.size(), second.characters.size());
        const std::size_t all = first.characters.size() + second.characters.size() - same;
        const double containment = static_cast<double>(same) / static_cast<double>(shorter);
        if (containment >= std::max(least_in_passages, enough()))
            unite({.first = pair->first,
                   .second = pair->second,
                   .jaccard = static_cast<double>(same) / static_cast<double>(all),
                   .containment = containment});
    }

    // As much of the shorter as two equally long texts at the threshold share.
    double enough() const { return 2 * m_options.threshold / (1 + m_options.threshold); }

    void unite(SimilarPair pair)
    {
        m_unions.unite(pair.first, pair.second);
        m_pairs.push_back(std::move(pair));
    }

    void add_evidence(SimilarPair& pair)
    {
        const ComparableText first = m_comparable.read(m_texts[pair.first].text);
        const ComparableText second = m_comparable.read(m_texts[pair.second].text);
        pair.passages = common_passages(first, second, m_options.most_passages);
    }

    void gather_clusters()
    {
        std::unordered_map<std::size_t, std::size_t> places; // by the union's least text
        std::sort(m_pairs.begin(), m_pairs.end(), [](const SimilarPair& a, const SimilarPair& b) {
            return std::pair(a.second, a.first) < std::pair(b.second, b.first);
        });
        for (SimilarPair& pair : m_pairs) {
            const auto [place, is_new] = places.try_emplace(m_unions.find(pair.first), m_result.clusters.size());
            if (is_new)
                m_result.clusters.emplace_back();
            m_result.clusters[place->second].pairs.push_back(std::move(pair));
        }
        for (SimilarCluster& cluster : m_result.clusters) {
            for (const SimilarPair& pair : cluster.pairs) {
                cluster.texts.push_back(pair.first);
                cluster.texts.push_back(pair.second);
            }
            std::sort(cluster.texts.begin(), cluster.texts.end());
            cluster.texts.erase(std::unique(cluster.texts.begin(), cluster.texts.end()), cluster.texts.end());
        }
        std::sort(m_result.clusters.begin(), m_result.clusters.end(),
                  [](const SimilarCluster& a, const SimilarCluster& b) { return a.texts.front() < b.texts.front(); });
    }

    const std::vector<OwnedText>& m_texts;
    const SimilarOptions& m_options;
    ComparableTexts m_comparable;
    GramSets m_grams;
    Candidates m_candidates;
    Unions m_unions;
    CheckedPairs m_checked;
    std::vector<Same> m_same;
    std::unordered_map<std::uint64_t, std::size_t> m_by_whole;
    std::vector<SimilarPair> m_pairs;
    SimilarTexts m_result;
};

}

SimilarTexts find_similar(const std::vector<OwnedText>& texts, const SimilarOptions& options)
{
    return Search(texts, options).run();
}

}
