#include "feel/regex_cache.h"

#include <unordered_map>

namespace kenkei::feel {

namespace {

constexpr std::size_t most_regexes = 256;

}

std::variant<CachedRegex*, std::string> find_or_create_regex(std::string_view pattern, std::string_view flags)
{
    thread_local std::unordered_map<std::string, CachedRegex> cache;
    thread_local std::string key; // kept, for its storage
    key = std::to_string(flags.size());
    key += ':';
    key += flags;
    key += pattern;
    auto known = cache.find(key);
    if (known != cache.end())
        return &known->second;

    auto created = Regex::create(pattern, flags);
    if (auto* reason = std::get_if<std::string>(&created))
        return *reason;
    if (cache.size() >= most_regexes)
        cache.clear();
    const Regex& regex = *std::get_if<Regex>(&created);
    return &cache.emplace(key, CachedRegex{regex, Regex::Matcher(regex)}).first->second;
}

}
