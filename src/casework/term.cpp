#include "casework/term.h"

#include "edition/term.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

bool is_business_day(const edition::NameList* holidays, base::Date day)
{
    constexpr int sunday = 0;
    constexpr int saturday = 6;
    const int weekday = base::day_of_week(day);
    if (weekday == sunday || weekday == saturday)
        return false;
    return !holidays ||
           std::find(holidays->names.begin(), holidays->names.end(), base::to_iso(day)) == holidays->names.end();
}

}

base::Date last_day_of(const edition::Term& term, base::Date from)
{
    return edition::last_day(term, from);
}

Period period_of(const edition::Validity& validity, base::Date decided)
{
    return {.from = validity.from.value_or(decided), .to = validity.to};
}

bool may_renew_on(base::Date to, base::Date day)
{
    return base::fiscal_year_of(to) == base::fiscal_year_of(day);
}

base::Date last_day_to_answer(const edition::Edition& edition, const edition::EvidenceRule& rule, base::Date asked)
{
    if (rule.days == edition::DayCount::Calendar)
        return base::Date::from_days(asked.to_days() + rule.answer_within_days); // 初日不算入
    const edition::NameList* holidays = edition.find_list("holidays");
    base::Date day = asked;
    for (std::int64_t left = rule.answer_within_days; left > 0;) {
        day = base::Date::from_days(day.to_days() + 1);
        if (is_business_day(holidays, day))
            --left;
    }
    return day;
}

}
