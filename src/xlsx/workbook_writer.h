#pragma once

#include "base/result.h"
#include "xlsx/book.h"

namespace kenkei::xlsx {

// The bytes of an .xlsx file, made in memory: no temporary file, no state shared with other threads. Two calls with the
// same book give the same bytes (the creation date written into the file is fixed). Formulas are written as they are:
// functions younger than Excel 2007 want their prefix (_xlfn.IFS).
//
// Errors: xlsx.too-long (a text of more than 32,767 characters, a formula of more than 8,192, a list of more than 255,
// a sheet's name of more than 31; names sheet and cell; characters are counted as Excel does, in UTF-16), xlsx.bad-book
// (two cells in one place, a cell outside of the sheet, a sheet's name that Excel refuses, overlapping merges or
// columns, content under a merge, characters that XML cannot hold, a hidden active sheet, and whatever else Excel would
// repair), xlsx.write (the system failed).
base::Result<std::string> write_workbook(const Book&);

}
