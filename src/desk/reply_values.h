#pragma once

#include "base/date.h"

#include <optional>
#include <string_view>

// What insurers write into the cells of an inquiry.
namespace kenkei::desk {

enum class ReplyWord {
    Yes,      // 〇 ○ 有 はい 済 1 …
    No,       // × 無 いいえ 未 0 - …
    Blank,    // nothing
    Open,     // 不明, 確認中 …: it does not say
    NotAsked, // 照会なし, as it was sent
    None,     // anything else
};
ReplyWord read_reply_word(std::string_view cell);

// A day, or a month of which the day is not told: 2023-04-01, 令和5年4月1日, R5.4, 令和五年四月, 2023/4/1〜.
struct Since {
    base::Date earliest;
    base::Date latest;
};
std::optional<Since> read_since(std::string_view cell);
// Blank, -, なし, 不明 …: a cell for a day that says none. ○ and × are no such word: they belong to another column.
bool tells_no_day(std::string_view cell);

}
