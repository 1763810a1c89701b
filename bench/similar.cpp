// How long the search for copied texts takes, what it finds of each kind of copy, and how it compares with comparing
// every text with every other.
//
//   kenkei_similar [TEXTS [CHARACTERS]]     25,000 texts of some 500 characters where nothing is said
#include "desk/similar.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "support/plan_texts.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>

using namespace kenkei;
using testing::PlanTexts;

namespace {

constexpr std::size_t all_pairs_texts = 3'000;
constexpr double threshold = 0.3;

// Of the processor: others may use it too.
double seconds_of(const auto& work)
{
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::vector<PlanTexts::Text> made(std::size_t count, std::size_t characters)
{
    return PlanTexts(7).make(count, 20, characters);
}

desk::SimilarTexts search(const std::vector<PlanTexts::Text>& texts)
{
    std::vector<desk::OwnedText> owned;
    for (const PlanTexts::Text& text : texts)
        owned.push_back({text.owner, text.text});
    return desk::find_similar(owned, {.threshold = threshold, .schemes_wording = PlanTexts::schemes_wording()});
}

// What one would write first: the trigrams of every text, sorted, and every pair of texts compared.
std::size_t compare_all_pairs(const std::vector<PlanTexts::Text>& texts)
{
    std::vector<std::vector<std::uint64_t>> sets;
    for (const PlanTexts::Text& text : texts) {
        const std::u32string characters = base::to_code_points(base::fold_width(text.text));
        std::vector<std::uint64_t> set;
        for (std::size_t i = 2; i < characters.size(); ++i)
            set.push_back(std::uint64_t{characters[i - 2]} << 42 | std::uint64_t{characters[i - 1]} << 21 |
                          characters[i]);
        std::sort(set.begin(), set.end());
        set.erase(std::unique(set.begin(), set.end()), set.end());
        sets.push_back(std::move(set));
    }
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            std::size_t shared = 0;
            for (auto a = sets[i].begin(), b = sets[j].begin(); a != sets[i].end() && b != sets[j].end();) {
                shared += *a == *b;
                const bool step_a = *a <= *b;
                b += *b <= *a;
                a += step_a;
            }
            pairs += static_cast<double>(shared) >=
                     threshold * static_cast<double>(sets[i].size() + sets[j].size() - shared);
        }
    }
    return pairs;
}

void print_found(const std::vector<PlanTexts::Text>& texts, const desk::SimilarTexts& result)
{
    std::map<std::size_t, std::size_t> cluster_of;
    std::size_t pairs = 0;
    std::size_t right = 0;
    for (std::size_t i = 0; i < result.clusters.size(); ++i) {
        for (std::size_t text : result.clusters[i].texts)
            cluster_of[text] = i + 1;
        for (const desk::SimilarPair& pair : result.clusters[i].pairs) {
            ++pairs;
            right += texts[pair.first].family == texts[pair.second].family;
        }
    }
    std::map<PlanTexts::Copy, std::pair<std::size_t, std::size_t>> found;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].copy == PlanTexts::Copy::None)
            continue;
        auto& [seen, all] = found[texts[i].copy];
        ++all;
        const auto& cluster =
            cluster_of.contains(i) ? result.clusters[cluster_of[i] - 1].texts : std::vector<std::size_t>();
        seen += std::any_of(cluster.begin(), cluster.end(),
                            [&](std::size_t other) { return other != i && texts[other].family == texts[i].family; });
    }
    for (const auto& [copy, counts] : found)
        std::printf("  %-40s %zu of %zu\n", PlanTexts::name_of(copy), counts.first, counts.second);
    std::printf("  pairs that are copies: %zu of %zu\n", right, pairs);
}

}

int main(int count, char** arguments)
{
    const std::size_t texts = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 25'000;
    const std::size_t characters = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 500;
    const std::vector<PlanTexts::Text> all = made(texts, characters);
    desk::SimilarTexts result;
    const double whole = seconds_of([&] { result = search(all); });
    std::printf("%zu texts of %zu characters: %.2f s of one processor, %zu clusters, %zu pairs compared exactly\n",
                texts, characters, whole, result.clusters.size(), result.checked);
    print_found(all, result);

    const std::vector<PlanTexts::Text> some = made(all_pairs_texts, characters);
    std::size_t pairs = 0;
    const double quick = seconds_of([&] { result = search(some); });
    const double plain = seconds_of([&] { pairs = compare_all_pairs(some); });
    std::printf(
        "%zu texts: %.3f s; every text with every other: %.2f s, %.0f times as long (%zu pairs at Jaccard %.1f)\n",
        all_pairs_texts, quick, plain, plain / quick, pairs, threshold);
    return 0;
}
