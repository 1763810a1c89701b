// Mutates a JSON text as a tree, so that most of what comes out is JSON again and reaches what lies behind the parser.
// Linked with the targets that read JSON of a certain shape; libFuzzer calls it.

#include "base/json.h"
#include "base/utf8.h"

#include <cstdint>
#include <cstring>
#include <random>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using namespace kenkei;
using base::json::Kind;
using base::json::Value;

void collect(Value& value, std::vector<Value*>& all)
{
    all.push_back(&value);
    for (Value& item : value.items)
        collect(item, all);
    for (auto& [key, member] : value.members)
        collect(member, all);
}

class Mutation {
public:
    explicit Mutation(unsigned seed) : m_random(seed) {}

    void apply(Value& root)
    {
        std::vector<Value*> all;
        collect(root, all);
        Value& value = *all[below(all.size())];
        const std::size_t size = value.items.size() + value.members.size();
        if (size != 0 && below(3) != 0)
            rearrange(value, below(size));
        else if (value.kind == Kind::String && below(4) != 0)
            value.text = mutated(value.text);
        else if (below(2) == 0)
            value = Value(*all[below(all.size())]); // a copy first: it may hold `value` or be held by it
        else
            value = something();
    }

private:
    std::size_t below(std::size_t end) { return m_random() % end; }

    // Removes, doubles, moves or renames one of the parts.
    void rearrange(Value& parent, std::size_t at)
    {
        const auto change = [&](auto& parts) {
            using Part = std::remove_reference_t<decltype(parts[0])>;
            Part part = parts[at];
            switch (below(4)) {
            case 0:
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
                return;
            case 1:
                std::swap(parts[at], parts[below(parts.size())]);
                return;
            default:
                if constexpr (std::is_same_v<Part, base::json::Member>) {
                    part.first = mutated(part.first);
                    if (parent.find(part.first))
                        return;
                    if (below(2) == 0)
                        parts[at].first = part.first;
                    else
                        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), std::move(part));
                } else {
                    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), std::move(part));
                }
            }
        };
        if (parent.kind == Kind::Array)
            change(parent.items);
        else
            change(parent.members);
    }

    Value something()
    {
        static const char* const numbers[] = {"0", "1", "2", "-1", "20", "0.5", "1e3", "99999999999", "1e-40"};
        switch (below(6)) {
        case 0:
            return {};
        case 1:
            return {.kind = Kind::Boolean, .boolean = below(2) == 0};
        case 2:
            return {.kind = Kind::String, .text = mutated("")};
        case 3:
            return {.kind = below(2) == 0 ? Kind::Array : Kind::Object};
        default:
            return {.kind = Kind::Number, .text = numbers[below(std::size(numbers))]};
        }
    }

    // By libFuzzer, which knows the dictionary. JSON has no bytes that are not UTF-8.
    std::string mutated(std::string text)
    {
        const std::size_t size = text.size();
        text.resize(size + 64);
        text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
        if (const auto bad = base::find_invalid_utf8(text))
            text.resize(*bad);
        return text;
    }

    std::minstd_rand m_random;
};

}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed)
{
    auto root = base::json::parse({reinterpret_cast<const char*>(data), size});
    if (!root.ok() || seed % 16 == 0)
        return LLVMFuzzerMutate(data, size, most);
    Mutation mutation(seed);
    mutation.apply(*root);
    const std::string text = base::json::Writer().value(*root).take();
    if (text.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, text.data(), text.size());
    return text.size();
}
