#pragma once

#include "casework/case.h"

namespace kenkei::casework {

// The last day of a certificate that begins on `from`: `years` years, or those of the exception for that day.
base::Date last_day_of(const edition::Term&, base::Date from);

// The period of a certificate given under the edition on `decided`.
struct Period {
    base::Date from;
    base::Date to;
};
Period period_of(const edition::Validity&, base::Date decided);

// Whether a holder whose certificate ends on `to` may apply again on `day` to keep it: only in the fiscal year (April
// to March) in which it ends.
bool may_renew_on(base::Date to, base::Date day);

// The last day of answering what was asked on `asked`: that day is not counted. Business days pass over Saturdays,
// Sundays and the days of the edition's list `holidays`.
base::Date last_day_to_answer(const edition::Edition&, const edition::EvidenceRule&, base::Date asked);

}
