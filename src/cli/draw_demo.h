#pragma once

#include "base/json.h"
#include "scheme/demo.h"

#include <cstdint>

namespace kenkei::cli {

// splitmix64: the same applicants from the same seed on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t roll()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    // From 0 up to, and without, the bound.
    std::int64_t below(std::int64_t bound)
    {
        return static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(bound));
    }
    // From 0 to 1, in millionths.
    base::Decimal chance() { return base::Decimal(below(1'000'001)) / base::Decimal(1'000'000); }

private:
    std::uint64_t m_state;
};

// The answers of one synthetic applicant: those of the plan's start, varied by its rules in their order.
base::json::Value draw_answers(const edition::Edition&, const scheme::DemoPlan&, Dice&);
// One answer anew, by one rule of the plan.
void draw_answer(const edition::Edition&, const scheme::DemoRule&, Dice&, base::json::Value& answers);
// In the place of what stood there; nothing leaves the question blank.
void set_answer(base::json::Value& answers, const std::string& question, std::optional<base::json::Value>);

}
