#include "desk/legal_form.h"

#include <algorithm>
#include <array>

namespace kenkei::desk {

namespace {

struct Written {
    std::string_view form;
    std::string_view words; // in full, or between brackets
    bool in_brackets = false;
};

// 全銀協の法人略語. What is written in full comes longest first, so that 一般社団法人 is not 社団法人 with 一般 before
// it.
constexpr Written ways[] = {
    {"カ", "カブシキガイシヤ"},
    {"カ", "カブシキカイシヤ"},
    {"カ", "株式会社"},
    {"ユ", "ユウゲンガイシヤ"},
    {"ユ", "ユウゲンカイシヤ"},
    {"ユ", "有限会社"},
    {"メ", "ゴウメイガイシヤ"},
    {"メ", "合名会社"},
    {"シ", "ゴウシガイシヤ"},
    {"シ", "合資会社"},
    {"ド", "ゴウドウガイシヤ"},
    {"ド", "合同会社"},
    {"イ", "シヤカイイリヨウホウジン"},
    {"イ", "社会医療法人"},
    {"イ", "イリヨウホウジンシヤダン"},
    {"イ", "医療法人社団"},
    {"イ", "イリヨウホウジンザイダン"},
    {"イ", "医療法人財団"},
    {"イ", "イリヨウホウジン"},
    {"イ", "医療法人"},
    {"シヤ", "イツパンシヤダンホウジン"},
    {"シヤ", "一般社団法人"},
    {"シヤ", "コウエキシヤダンホウジン"},
    {"シヤ", "公益社団法人"},
    {"シヤ", "シヤダンホウジン"},
    {"シヤ", "社団法人"},
    {"ザイ", "イツパンザイダンホウジン"},
    {"ザイ", "一般財団法人"},
    {"ザイ", "コウエキザイダンホウジン"},
    {"ザイ", "公益財団法人"},
    {"ザイ", "ザイダンホウジン"},
    {"ザイ", "財団法人"},
    {"シユウ", "シユウキヨウホウジン"},
    {"シユウ", "宗教法人"},
    {"ガク", "ガツコウホウジン"},
    {"ガク", "学校法人"},
    {"フク", "シヤカイフクシホウジン"},
    {"フク", "社会福祉法人"},
    {"ホゴ", "更生保護法人"},
    {"ソ", "ソウゴガイシヤ"},
    {"ソ", "相互会社"},
    {"トクヒ", "トクテイヒエイリカツドウホウジン"},
    {"トクヒ", "特定非営利活動法人"},
    {"トクヒ", "NPO法人"},
    {"チドク", "地方独立行政法人"},
    {"ドク", "ドクリツギヨウセイホウジン"},
    {"ドク", "独立行政法人"},
    {"ベン", "ベンゴシホウジン"},
    {"ベン", "弁護士法人"},
    {"ギヨ", "ギヨウセイシヨシホウジン"},
    {"ギヨ", "行政書士法人"},
    {"シホウ", "シホウシヨシホウジン"},
    {"シホウ", "司法書士法人"},
    {"ゼイ", "ゼイリシホウジン"},
    {"ゼイ", "税理士法人"},
    {"ロウム", "シヤカイホケンロウムシホウジン"},
    {"ロウム", "社会保険労務士法人"},
    {"ダイ", "国立大学法人"},
    {"ダイ", "公立大学法人"},
    {"ノウ", "ノウジクミアイホウジン"},
    {"ノウ", "農事組合法人"},
    {"カンリ", "管理組合法人"},
    {"カ", "カ", true},
    {"カ", "株", true},
    {"ユ", "ユ", true},
    {"ユ", "有", true},
    {"メ", "メ", true},
    {"メ", "名", true},
    {"シ", "シ", true},
    {"シ", "資", true},
    {"ド", "ド", true},
    {"ド", "同", true},
    {"イ", "イ", true},
    {"イ", "イシヤ", true},
    {"イ", "イザイ", true},
    {"イ", "医", true},
    {"シヤ", "シヤ", true},
    {"シヤ", "社", true},
    {"ザイ", "ザイ", true},
    {"ザイ", "財", true},
    {"シユウ", "シユウ", true},
    {"シユウ", "宗", true},
    {"ガク", "ガク", true},
    {"ガク", "学", true},
    {"フク", "フク", true},
    {"フク", "福", true},
    {"ホゴ", "ホゴ", true},
    {"ソ", "ソ", true},
    {"トクヒ", "トクヒ", true},
    {"トクヒ", "特非", true},
    {"チドク", "チドク", true},
    {"ドク", "ドク", true},
    {"ドク", "独", true},
    {"ベン", "ベン", true},
    {"ギヨ", "ギヨ", true},
    {"シホウ", "シホウ", true},
    {"ゼイ", "ゼイ", true},
    {"ロウム", "ロウム", true},
    {"ダイ", "ダイ", true},
    {"ノウ", "ノウ", true},
    {"カンリ", "カンリ", true},
};

// The ways in which a form can be written at a place, the fullest first: (カ) カ) in front, (カ) (カ behind.
std::array<std::string, 2> at_place(const Written& way, FormPlace place)
{
    const std::string words(way.words);
    if (!way.in_brackets)
        return {words, ""};
    return {"(" + words + ")", place == FormPlace::Front ? words + ")" : "(" + words};
}

bool take_front(std::string_view name, const Written& way, WithoutForm& split)
{
    for (const std::string& mark : at_place(way, FormPlace::Front)) {
        if (mark.empty() || !name.starts_with(mark) || name.size() == mark.size())
            continue;
        split = {std::string(way.form), FormPlace::Front, std::string(name.substr(mark.size())), ""};
        return true;
    }
    return false;
}

bool take_back(std::string_view name, const Written& way, WithoutForm& split)
{
    for (const std::string& mark : at_place(way, FormPlace::Back)) {
        if (mark.empty() || !name.ends_with(mark) || name.size() == mark.size())
            continue;
        split = {std::string(way.form), FormPlace::Back, std::string(name.substr(0, name.size() - mark.size())), ""};
        return true;
    }
    return false;
}

bool take_middle(std::string_view name, const Written& way, WithoutForm& split)
{
    if (!way.in_brackets)
        return false;
    const std::string mark = "(" + std::string(way.words) + ")";
    const std::size_t at = name.find(mark);
    if (at == std::string_view::npos || at == 0 || at + mark.size() == name.size())
        return false;
    split = {std::string(way.form), FormPlace::Back, std::string(name.substr(0, at)),
             std::string(name.substr(at + mark.size()))};
    return true;
}

}

WithoutForm split_form(std::string_view name)
{
    WithoutForm split{.core = std::string(name)};
    for (const auto take : {take_front, take_back, take_middle}) {
        for (const Written& way : ways) {
            if (take(name, way, split))
                return split;
        }
    }
    if (split.core.ends_with('(')) // cut in the middle of a form
        split.core.pop_back();
    return split;
}

}
