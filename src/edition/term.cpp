#include "edition/term.h"

#include <algorithm>

namespace kenkei::edition {

std::int64_t years_from(const Term& term, base::Date first_day)
{
    const auto found = std::find_if(term.exceptions.begin(), term.exceptions.end(),
                                    [&](const Term::Exception& one) { return one.from == first_day; });
    return found == term.exceptions.end() ? term.years : found->years;
}

base::Date last_day(const Term& term, base::Date first_day)
{
    const int year = first_day.year + static_cast<int>(years_from(term, first_day));
    if (year > 9999)
        return {9999, 12, 31}; // the last day there is
    const auto same_day = base::Date::create(year, first_day.month, first_day.day);
    const base::Date day_behind = same_day.value_or(base::Date{year, first_day.month + 1, 1}); // 29 February
    return base::Date::from_days(day_behind.to_days() - 1);
}

}
