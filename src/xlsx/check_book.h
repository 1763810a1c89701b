#pragma once

#include "base/result.h"
#include "xlsx/book.h"

namespace kenkei::xlsx {

// Whether Excel would open the book without a word of repair. Errors: see write_workbook.
base::Result<void> check_book(const Book&);

}
