#pragma once

#include "edition/edition.h"
#include "feel/check.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace kenkei::scheme {

// What an expression may give when it is not null.
struct Domain {
    enum class Form { Unknown, Never, Boolean, Number, String, Date, Choices };
    // The numbers between two whole ones: there are none, there are some, or nobody can say.
    enum class Grain { Whole, Fractional, Unknown };

    Form form = Form::Unknown;
    bool certain = false;                 // every value named here may really come; otherwise there may be fewer
    std::vector<feel::Value> values;      // all there are, where they can be listed; of Choices: the options
    std::optional<feel::Value> exclusive; // of Choices: the option that stands alone
    Grain grain = Grain::Unknown;         // of a Number, with its bounds, which it may reach
    std::optional<base::Decimal> low;
    std::optional<base::Decimal> high;
    bool months = false; // of a Date: only first days of months

    bool listed() const { return !values.empty() && form != Form::Choices; }
};

// Works domains out from questions (options, minimum, maximum), through values and tables.
class DomainReader {
public:
    DomainReader(const edition::Edition& edition, std::span<const feel::StaticType> types)
        : m_edition(edition)
        , m_types(types)
    {}

    Domain of(const feel::Node&);
    const Domain& of_slot(int slot);

private:
    Domain of_question(const edition::Question&);
    Domain of_type(const feel::Node&) const;
    Domain of_arithmetic(const feel::Node&);
    Domain of_call(const feel::Node&);

    const edition::Edition& m_edition;
    std::span<const feel::StaticType> m_types;
    std::map<int, Domain> m_by_slot;
};

}
