#pragma once

#include <string>
#include <string_view>

namespace kenkei::desk {

enum class FormPlace { None, Front, Back };

// A name without its 法人格: カ)ミホン → カ, Front, ミホン.
struct WithoutForm {
    std::string
        form; // as banks abbreviate it (カ, ユ, イ …), the same for all ways to write it; "" where there is none
    FormPlace place = FormPlace::None;
    std::string core;
    std::string behind; // what stands behind a form in the middle: a branch, as in ミホン(カ)オオサカシテン
};

// `name` without blanks, in kana as canonical_kana gives it (large, full width) or in kanji. Finds カ)ミホン (カ)ミホン
// ミホン(カ ミホン(カ) カブシキガイシヤミホン (株)見本 株式会社見本 and the like of 全銀協's table of 法人略語.
WithoutForm split_form(std::string_view name);

}
