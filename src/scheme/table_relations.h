#pragma once

#include "scheme/table_column.h"

#include <optional>
#include <span>
#include <vector>

namespace kenkei::scheme {

// Which columns of a table read the same answers, so that not every value of one goes with every value of the other:
// groups of column numbers; a column that stands for itself is a group of one.
std::vector<std::vector<std::size_t>> related_columns(const edition::Edition&, const edition::Table&,
                                                      const FixedNames&);

// Values that the columns of such a group take together, each with at least one way to answer that gives them. Nothing
// where there are too many ways to try, or answers that cannot be made up.
std::optional<std::vector<std::vector<feel::Value>>> values_together(const edition::Edition&, DomainReader&,
                                                                     const FixedNames&, const edition::Table&,
                                                                     std::span<const std::size_t> columns);

}
