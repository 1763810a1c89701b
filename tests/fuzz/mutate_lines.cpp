// Mutates a text line by line, so that what stands around a change stays whole: indentation, keys, the other files.
// Linked with the targets that read YAML; libFuzzer calls it.

#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
        lines.emplace_back(text.substr(from, end - from));
        from = end;
    }
    return lines;
}

// The value behind a key, an item of a list in brackets, a cell, or all of the line; without the line end.
std::string mutated(const std::string& line, std::minstd_rand& random)
{
    std::vector<std::size_t> starts{line.find_first_not_of(' ')};
    std::vector<std::size_t> ends{line.find_last_not_of('\n') + 1};
    for (std::size_t at = 0; at + 1 < line.size(); ++at) {
        if (std::strchr(":,{[|", line[at]) && line[at + 1] == ' ')
            starts.push_back(at + 2);
        if (std::strchr(",}]|", line[at]))
            ends.push_back(at);
    }
    const std::size_t begin = std::min(starts[random() % starts.size()], line.size());
    std::size_t end = ends[random() % ends.size()];
    if (end < begin)
        end = ends.front();
    if (end < begin)
        return line;
    std::string part = line.substr(begin, end - begin);
    const std::size_t size = part.size();
    part.resize(size + 64);
    part.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(part.data()), size, part.size()));
    return line.substr(0, begin) + part + line.substr(end);
}

}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed)
{
    auto lines = lines_of({reinterpret_cast<const char*>(data), size});
    if (lines.empty() || seed % 16 == 0)
        return LLVMFuzzerMutate(data, size, most);
    std::minstd_rand random(seed);
    const std::size_t at = random() % lines.size();
    const std::size_t other = random() % lines.size();
    switch (random() % 8) {
    case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
    case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), std::string(lines[other]));
        break;
    case 2:
        std::swap(lines[at], lines[other]);
        break;
    default:
        lines[at] = mutated(lines[at], random);
    }
    std::string text;
    for (const std::string& line : lines)
        text += line;
    if (text.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, text.data(), text.size());
    return text.size();
}
