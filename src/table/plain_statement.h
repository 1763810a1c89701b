#pragma once

#include "table/bank_statement.h"
#include "table/csv_reader.h"

namespace kenkei::table {

// Reads a CSV of a bank whose header row, within the first 20 rows, names its columns. Names are compared without
// blanks, hiragana and what stands in brackets at their end, so that お預り金額, 預かり金額 and お預り金額（円） are
// one.
BankStatement read_plain_statement(const Csv&, const StatementOptions&);

}
