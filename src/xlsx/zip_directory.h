#pragma once

#include "base/result.h"
#include "xlsx/workbook_reader.h"
#include "xlsx/zip_archive.h"

namespace kenkei::xlsx {

// The entries that a zip file lists at its end, each checked against its own header and against the others.
base::Result<std::vector<ZipEntry>> read_zip_directory(std::string_view bytes, const Limits&);

}
