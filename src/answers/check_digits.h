#pragma once

#include <string_view>

namespace kenkei::answers {

// 法人番号, 13 digits: 平成26年財務省令第70号 第2条. Cannot see a 0 written for a 9 or the reverse.
bool is_corporate_number(std::string_view digits);

// 全国地方公共団体コード, 6 digits, the last the check digit (weights 6 5 4 3 2, modulo 11).
bool is_municipality_code(std::string_view digits);

// 保険者番号, 8 digits, 6 (国民健康保険), or 7 where the form drops the leading 0, which is restored first.
bool is_insurer_number(std::string_view digits);

}
