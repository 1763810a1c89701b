#pragma once

#include "edition/read_edition.h"

#include <span>
#include <string>

namespace kenkei::scheme {

// The edition with some of its rules changed for a trial, each written as PATH=VALUE:
// `requirements.screening.at_least=3` (titles and classes alike), `items.plan.met=q9 in [1..5]`,
// `values.limit.value=25` (facts alike), `application.opens=2024-08-19`, `application.closes=2024-10-18T17:00`. It goes
// through the reader of editions, so that nothing comes out that a folder could not say; it makes no difference whether
// the edition came from a folder or was compiled. Errors name the change they are about: set.form, set.unknown,
// set.twice, and those of the reader.
edition::ReadResult with_overrides(const edition::Edition&, std::span<const std::string> written);

}
