#include "office/accounts_letter.h"

#include "office/accounts_claims.h"
#include "office/accounts_records.h"
#include "office/html.h"

namespace kenkei::office {

namespace {

constexpr std::string_view style = "@page{size:A4;margin:25mm}body{font-family:serif;font-size:12pt;line-height:1.8}"
                                   "pre{font-family:inherit;white-space:pre-wrap;margin:0}"
                                   ".code{font-family:monospace;font-size:20pt;letter-spacing:.1em;text-align:center;"
                                   "margin:12mm 0}";

}

Letter letter_of(const store::ClaimRow& claim, const std::string& code, const std::string& url,
                 const std::string& office_name)
{
    const base::Timestamp sent = claim.sent.value_or(claim.created);
    const std::string last = base::to_japanese(base::date_in_japan(later(sent, days_of_a_letter * a_day)));
    const std::string to = "〒" + claim.checked.postal + "\n" + claim.checked.address + "\n" + claim.name + "\n" +
                           (claim.person.empty() ? "ご担当者" : claim.person) + " 様\n";
    const std::string before = base::to_japanese(base::date_in_japan(sent)) + "\n" + office_name +
                               "\n\n申請担当者の確認について\n\n"
                               "貴法人（法人番号 " +
                               claim.firm +
                               "）の申請担当者として、アカウントの登録がありました。\n"
                               "届け出た方は、次の確認コードを画面に入力してください。\n";
    const std::string behind = "入力するところ：" + url + "/claims\n届出の番号：" + claim.id + "\n期限：" + last +
                               "\n\n貴法人にこの届出のお心当たりがないときは、コードを誰にも渡さず、"
                               "下記までお知らせください。\n" +
                               office_name + "\n";
    Letter letter{.claim = claim};
    letter.text = to + "\n" + before + "\n    確認コード　" + code + "\n\n" + behind;
    letter.html =
        "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>確認コードのお知らせ</title><style>" +
        std::string(style) + "</style></head><body><pre>" + escaped(to) + "\n" + escaped(before) +
        "</pre><p class=\"code\">" + escaped(code) + "</p><pre>" + escaped(behind) + "</pre></body></html>\n";
    return letter;
}

}
