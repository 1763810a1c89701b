#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kenkei::support {

// splitmix64: the same numbers from the same seed on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    std::string among(const std::vector<std::string>& all) { return all[below(all.size())]; }

private:
    std::uint64_t m_state;
};

}
