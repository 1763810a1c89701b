#pragma once

#include "base/result.h"

#include <span>
#include <string>
#include <vector>

namespace kenkei::server {

// A table as an Excel workbook whose cells are all text, so that it shows what stands in them: 法人番号 with all 13
// digits, codes with their zeros, nothing computed. The first row holds the labels and stays in sight. Errors: xlsx.…
base::Result<std::string> text_table(const std::string& sheet, std::span<const std::string> labels,
                                     std::span<const std::vector<std::string>> rows);

}
