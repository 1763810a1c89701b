#pragma once

#include "edition/edition.h"

namespace kenkei::edition {

// The words people read for what an edition holds; the same wherever an edition is described or compared.
std::string_view word_for(Type);      // 1つだけ選ぶ
std::string_view word_for(Format);    // カタカナ
std::string_view word_for(Carry);     // そのまま引き継ぐ
std::string_view word_for(Severity);  // エラー
std::string_view word_for(FieldType); // 文字
std::string day_in_words(base::Date); // 2024年8月19日
std::string in_words(const Instant&); // 2024年10月18日17時
std::string money(std::int64_t yen);  // 15,000円
// 62000000 → 62,000,000; numbers of up to four digits (years, codes) stay as they are.
std::string grouped(std::string digits);

}
