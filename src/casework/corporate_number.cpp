#include "casework/corporate_number.h"

#include "answers/check_digits.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

constexpr std::size_t length = 13;
constexpr std::size_t most_shown = 40; // of what is written, in a message

base::Error wrong(std::string message)
{
    return {.code = "case.value",
            .message = std::move(message),
            .way_out = "国税庁の法人番号公表サイトや指定通知書で、13桁の法人番号を確かめてください。"};
}

}

base::Result<std::string> read_corporate_number(std::string_view written, CheckDigit check)
{
    if (!base::is_utf8(written))
        return wrong("法人番号が文字として読めません（UTF-8 ではありません）。");
    const std::string number = base::fold_code(written);
    if (number.empty())
        return wrong("法人番号が空です。");
    const std::string quoted = "法人番号「" + base::shortened(base::printable(written), most_shown) + "」";
    if (!std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return wrong(quoted + "に、数字でない文字があります。法人番号は13桁の数字です。");
    if (number.size() != length)
        return wrong(quoted + "は" + std::to_string(number.size()) + "桁です。法人番号は13桁の数字です。");
    // 法人番号の指定等に関する省令 第2条: the first digit is worked out of the other twelve.
    if (check == CheckDigit::MustFit && !answers::is_corporate_number(number))
        return wrong(quoted + "は、先頭の検査用数字が残りの12桁と合いません。どこかの数字が違います。");
    return number;
}

}
