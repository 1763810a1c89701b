#pragma once

#include "edition/edition.h"
#include "form/layout.h"
#include "xlsx/book.h"

#include <map>
#include <string>

namespace kenkei::form {

// What stands on the hidden sheet 一覧, for pull-downs and look-ups. References are for other sheets.
struct Lists {
    struct Names {
        std::string names;    // the canonical names
        std::string spelling; // every spelling, from the second row of the sheet on
        std::string spelt;    // beside each its name
    };
    std::map<std::string, Names> names;         // by id of the edition's list
    std::map<std::size_t, std::string> options; // by question with a pull-down: 「3 サービス業」
    struct Groups {
        std::string groups; // one column: the group of each name; those of one group stand together
        std::string first;  // the cell above the first name
    };
    std::map<std::string, Groups> groups; // by id of the workbook's list

    xlsx::Sheet sheet;
};

// `style` is the style of the sheet's cells in the book.
Lists make_lists(const edition::Edition&, const Layout&, std::size_t style);

// How a pull-down shows an option.
std::string pulldown_entry(const edition::Option&);

}
