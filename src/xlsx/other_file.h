#pragma once

#include "xlsx/zip_archive.h"

namespace kenkei::xlsx {

// Why a file that is no zip cannot be read, by what it seems to be: xlsx.encrypted or xlsx.not-a-workbook.
base::Error error_of_other_file(std::string_view bytes);

// The same for a zip without an Excel workbook inside: xlsx.not-a-workbook.
base::Error error_of_other_zip(ZipArchive&);

}
