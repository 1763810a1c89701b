#pragma once

#include "base/result.h"

#include <cstdio>
#include <filesystem>
#include <string>

namespace kenkei::cli {

// Whether a file's name says that it is a workbook: .xlsx, and what people take for one (.xlsm, .xls, .ods).
bool is_workbook_name(const std::filesystem::path&);

// Whether it says that it is a workbook as we write them: .xlsx in capital or small letters.
bool has_our_extension(const std::filesystem::path&);

// Whether what comes begins as workbooks do (zip, or the older .xls) and no JSON does; nothing is taken from the file.
bool begins_like_workbook(std::FILE*);

// All of a workbook's bytes; `size` is what is known of it, 0 if nothing. Errors: file.read, xlsx.too-big.
base::Result<std::string> read_workbook_bytes(std::FILE*, const std::string& name, std::uintmax_t size);

// The same from a file by name; error file.read.
base::Result<std::string> read_workbook_bytes(const std::string& name);

}
