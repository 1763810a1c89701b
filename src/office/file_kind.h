#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace kenkei::office {

// What a file is that somebody hands in as a proof or a scan: by its content, since a name is quickly changed.
enum class FileKind { Pdf, Png, Jpeg, Tiff, Heic, Workbook, Document, Presentation, Text };
std::string_view label_of(FileKind);      // PDF, PNG画像, …
std::string_view media_type_of(FileKind); // application/pdf, …
bool is_scan(FileKind);                   // PDF, PNG, JPEG, TIFF

// Nothing but these is taken: no programs, no pages (HTML, SVG), no scripts, no archives, no Office files with macros,
// of the old formats or encrypted, and none that would unpack to more than they may. Of texts (CSV, UTF-8 or CP932)
// only the name tells that they are no script, so it must end with .csv, .txt or .tsv. Error codes: file.empty,
// file.kind, file.encrypted, file.macros, file.too-big (packed), file.damaged.
base::Result<FileKind> kind_of_file(std::string_view bytes, const std::string& name);

}
