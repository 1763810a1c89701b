#include "base/era.h"

namespace kenkei::base {

namespace {

// 明治 counts from 1868, but its days before 明治6年1月1日 are those of the old calendar (明治5年太政官布告第337号).
// The later first days: 大正 and 昭和 by the rescripts of 1912-07-30 and 1926-12-25, 平成 by 昭和64年政令第1号, 令和 by
// 平成31年 政令第143号.
constexpr Era known_eras[] = {
    {"明治", 'M', {1873, 1, 1}, {1912, 7, 29}, 1867},  {"大正", 'T', {1912, 7, 30}, {1926, 12, 24}, 1911},
    {"昭和", 'S', {1926, 12, 25}, {1989, 1, 7}, 1925}, {"平成", 'H', {1989, 1, 8}, {2019, 4, 30}, 1988},
    {"令和", 'R', {2019, 5, 1}, {9999, 12, 31}, 2018},
};

std::string month_text(int month)
{
    return std::to_string(month) + "月";
}
std::string day_text(int day)
{
    return std::to_string(day) + "日";
}

}

std::span<const Era> eras()
{
    return known_eras;
}

const Era* find_era(Date date)
{
    for (const Era& era : known_eras) {
        if (era.first <= date && date <= era.last)
            return &era;
    }
    return nullptr;
}

std::string era_year_text(const Era& era, int gregorian_year)
{
    int year = gregorian_year - era.year_before;
    return std::string(era.name) + (year == 1 ? "元" : std::to_string(year));
}

std::optional<std::string> to_wareki(Date date)
{
    const Era* era = find_era(date);
    if (!era)
        return {};
    return era_year_text(*era, date.year) + "年" + month_text(date.month) + day_text(date.day);
}

std::optional<std::string> to_wareki(Month month)
{
    constexpr int middle = 16;
    const Era* era = find_era({month.year, month.month, middle});
    if (!era)
        return {};
    return era_year_text(*era, month.year) + "年" + month_text(month.month);
}

std::string to_japanese(Date date)
{
    std::string gregorian = std::to_string(date.year) + "年" + month_text(date.month) + day_text(date.day);
    const Era* era = find_era(date);
    return era ? gregorian + "（" + era_year_text(*era, date.year) + "年）" : gregorian;
}

}
