#pragma once

#include "table/bank_statement.h"
#include "table/zengin_rows.h"

namespace kenkei::table {

// Reads the records of a 全銀協 file: header, data, trailer, for each account, and the end record. Numbers and sums of
// the trailers are checked against the records.
BankStatement read_zengin(const std::vector<ZenginRow>&, const StatementOptions&);

}
