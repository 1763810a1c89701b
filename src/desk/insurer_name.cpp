#include "desk/insurer_name.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

struct Written {
    std::string_view otherwise;
    std::string_view plain;
};

// Old forms that stand in names of firms and insurers. Two plain characters are never made one.
constexpr Written old_forms[] = {
    {"髙", "高"}, {"﨑", "崎"}, {"嵜", "崎"}, {"邊", "辺"}, {"邉", "辺"}, {"齋", "斎"}, {"齊", "斉"}, {"澤", "沢"},
    {"濱", "浜"}, {"濵", "浜"}, {"廣", "広"}, {"國", "国"}, {"學", "学"}, {"會", "会"}, {"聯", "連"}, {"險", "険"},
    {"團", "団"}, {"縣", "県"}, {"區", "区"}, {"櫻", "桜"}, {"德", "徳"}, {"惠", "恵"}, {"眞", "真"}, {"藏", "蔵"},
    {"瀨", "瀬"}, {"冨", "富"}, {"嶋", "島"}, {"嶌", "島"}, {"龍", "竜"}, {"濟", "済"}, {"鐵", "鉄"}, {"氣", "気"},
    {"榮", "栄"}, {"壽", "寿"}, {"與", "与"}, {"舊", "旧"}, {"ヶ", "ケ"}, {"ヵ", "カ"}, {"･", "・"},  {"𠮷", "吉"},
};

// The longer before what it contains. 国民健康保険組合 becomes 国保, so that 健保 behind it is not taken for a society.
constexpr Written kinds[] = {
    {"国民健康保険組合", "国保"},
    {"国保組合", "国保"},
    {"健康保険組合", "健保"},
    {"健保組合", "健保"},
};

constexpr std::string_view legal_forms[] = {
    "株式会社",     "有限会社",     "合同会社",     "合資会社",     "合名会社", "一般社団法人", "一般財団法人",
    "公益社団法人", "公益財団法人", "社会福祉法人", "医療法人社団", "医療法人", "(株)",         "(有)",
    "(同)",         "(資)",         "(名)",         "(一社)",       "(一財)",   "(医)",         "(福)",
};

void replace_all(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

void drop_behind(std::string& text, std::string_view end)
{
    if (text.size() > end.size() && text.ends_with(end))
        text.resize(text.size() - end.size());
}

void drop_before(std::string& text, std::string_view beginning)
{
    if (text.size() > beginning.size() && text.starts_with(beginning))
        text.erase(0, beginning.size());
}

std::string without_blanks(std::string_view text)
{
    std::string kept;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t start = offset;
        base::next_code_point(text, offset);
        if (!base::is_blank(text.substr(start, offset - start)))
            kept += text.substr(start, offset - start);
    }
    return kept;
}

std::string plain(std::string_view name)
{
    std::string text = without_blanks(base::fold_width(name));
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const Written& one : old_forms)
        replace_all(text, one.otherwise, one.plain);
    return text;
}

}

std::string comparable_insurer(std::string_view name)
{
    std::string text = plain(name);
    for (const Written& one : kinds)
        replace_all(text, one.otherwise, one.plain);
    for (const std::string_view form : legal_forms)
        replace_all(text, form, "");
    return text;
}

std::string comparable_place(std::string_view name)
{
    std::string text = plain(name);
    drop_before(text, "全国健康保険協会");
    drop_before(text, "協会けんぽ");
    drop_before(text, "健康保険組合連合会");
    drop_before(text, "健保連");
    drop_behind(text, "支部");
    drop_behind(text, "連合会");
    if (text != "京都")
        drop_behind(text, "都");
    drop_behind(text, "府");
    drop_behind(text, "県");
    return text;
}

// The form keeps its meaning (株式会社 before a name and behind it are two firms), its ways to be written do not.
std::string comparable_firm(std::string_view name)
{
    constexpr Written forms[] = {{"(株)", "株式会社"},       {"(有)", "有限会社"},       {"(同)", "合同会社"},
                                 {"(資)", "合資会社"},       {"(名)", "合名会社"},       {"(医)", "医療法人"},
                                 {"(福)", "社会福祉法人"},   {"(一社)", "一般社団法人"}, {"(一財)", "一般財団法人"},
                                 {"(公社)", "公益社団法人"}, {"(公財)", "公益財団法人"}};
    std::string text = plain(name);
    for (const Written& one : forms)
        replace_all(text, one.otherwise, one.plain);
    return text;
}

}
