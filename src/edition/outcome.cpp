#include "edition/outcome.h"

namespace kenkei::edition {

std::string_view word_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Met:
        return "met";
    case Outcome::NotMet:
        return "not_met";
    case Outcome::Undetermined:
        return "undetermined";
    }
    return {};
}

std::optional<Outcome> read_outcome(std::string_view word)
{
    for (Outcome outcome : {Outcome::Met, Outcome::NotMet, Outcome::Undetermined}) {
        if (word_of(outcome) == word)
            return outcome;
    }
    return {};
}

Outcome outcome_of(std::optional<bool> truth)
{
    if (!truth)
        return Outcome::Undetermined;
    return *truth ? Outcome::Met : Outcome::NotMet;
}

void Tally::add(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Met:
        ++met;
        break;
    case Outcome::NotMet:
        ++not_met;
        break;
    case Outcome::Undetermined:
        ++undetermined;
        break;
    }
}

Outcome at_least(std::size_t need, const Tally& tally)
{
    if (tally.met >= need)
        return Outcome::Met;
    return tally.met + tally.undetermined < need ? Outcome::NotMet : Outcome::Undetermined;
}

Outcome both(Outcome a, Outcome b)
{
    if (a == Outcome::NotMet || b == Outcome::NotMet)
        return Outcome::NotMet;
    if (a == Outcome::Undetermined || b == Outcome::Undetermined)
        return Outcome::Undetermined;
    return Outcome::Met;
}

}
