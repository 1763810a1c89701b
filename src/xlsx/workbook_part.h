#pragma once

#include "xlsx/relationships.h"
#include "xlsx/serial_date.h"
#include "xlsx/workbook_reader.h"

namespace kenkei::xlsx {

// A sheet as the workbook lists it.
struct SheetPart {
    SheetInfo info;
    const ZipEntry* entry = nullptr;
    bool has_cells = true; // not so on a chart sheet
};

// What xl/workbook.xml and what it refers to say of the workbook as a whole.
struct WorkbookPart {
    std::vector<SheetPart> sheets;
    Epoch epoch = Epoch::Y1900;
    const ZipEntry* strings = nullptr; // nullptr: none
    const ZipEntry* styles = nullptr;
};

// Codes: xlsx.not-a-workbook, xlsx.macros, xlsx.damaged, xlsx.xml, xlsx.too-big.
base::Result<WorkbookPart> read_workbook_part(ZipArchive&, const std::vector<Relationship>& of_file, const Limits&);

// By style (the s of a cell): whether it shows numbers as days or times. At least the default style.
base::Result<std::vector<bool>> read_date_styles(std::string_view text, std::string_view part, const Limits&);

struct DocumentProperties {
    Program program = Program::Unknown;
    std::vector<std::pair<std::string, std::string>> custom; // name, value
};

base::Result<DocumentProperties> read_document_properties(ZipArchive&, const std::vector<Relationship>& of_file,
                                                          const Limits&);

}
