#include "desk/reply_values.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "desk/inquiry_batch.h"

#include <algorithm>
#include <string>

namespace kenkei::desk {

namespace {

constexpr std::string_view yes_words[] = {
    "○",      "〇",       "◯",      "⭕",        "◎",      "●",        "有",     "有り",     "あり",     "はい",
    "済",     "済み",     "1",      "yes",      "y",      "参加",     "参加済", "参加済み", "参加あり", "提供あり",
    "提供済", "提供済み", "宣言済", "宣言済み", "取得済", "取得済み", "実施",   "実施あり"};
constexpr std::string_view no_words[] = {
    "×",      "✕",      "✖",      "╳",      "x",        "無",       "無し",          "なし",
    "いいえ", "未",     "0",      "-",      "no",       "n",        "未参加",        "不参加",
    "未提供", "未宣言", "未取得", "未実施", "参加なし", "提供なし", "参加していない"};
constexpr std::string_view open_words[] = {"不明",         "?",      "確認中",  "調査中", "回答不可",
                                           "回答できない", "対象外", "該当なし"};

std::string folded_word(std::string_view cell)
{
    std::string text = base::collapse_blanks(base::fold_width(cell));
    if (text.starts_with('\'')) // put there against formulas
        text.erase(0, 1);
    std::erase(text, ' ');
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return base::count_code_points(text) == 1 ? base::fold_hyphens(text) : text;
}

template<std::size_t count>
bool is_among(const std::string_view (&words)[count], std::string_view text)
{
    return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

// ① may be an option as well as a yes.
bool has_enclosed(std::string_view cell)
{
    for (std::size_t offset = 0; offset < cell.size();) {
        const char32_t c = base::next_code_point(cell, offset);
        if (c >= 0x2460 && c <= 0x24FF)
            return true;
    }
    return false;
}

int kanji_digit(char32_t c)
{
    constexpr std::u32string_view digits = U"〇一二三四五六七八九";
    const std::size_t at = digits.find(c);
    return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

// 令和六年十一月一日 → 令和6年11月1日, 二〇二四年 → 2024年
std::string with_arabic_digits(std::string_view text)
{
    const std::u32string written = base::to_code_points(text);
    std::u32string arabic;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const int digit = kanji_digit(written[i]);
        if (written[i] != U'十') {
            arabic += digit < 0 ? written[i] : U"0123456789"[digit];
            continue;
        }
        if (i == 0 || kanji_digit(written[i - 1]) < 0)
            arabic += U'1';
        if (i + 1 == written.size() || kanji_digit(written[i + 1]) < 0)
            arabic += U'0';
    }
    return base::to_utf8(arabic);
}

std::string without_end(std::string text)
{
    constexpr std::string_view ends[] = {"~", "〜", "から", "より", "以降", "付", "付け", "参加", "宣言", "登録"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view end : ends) {
            if (text.size() > end.size() && text.ends_with(end)) {
                text.resize(text.size() - end.size());
                again = true;
            }
        }
    }
    return text;
}

}

ReplyWord read_reply_word(std::string_view cell)
{
    if (base::is_blank(cell))
        return ReplyWord::Blank;
    const std::string word = folded_word(cell);
    if (has_enclosed(cell))
        return ReplyWord::None;
    if (is_among(yes_words, word))
        return ReplyWord::Yes;
    if (is_among(no_words, word))
        return ReplyWord::No;
    if (is_among(open_words, word))
        return ReplyWord::Open;
    return word == not_asked_words ? ReplyWord::NotAsked : ReplyWord::None;
}

bool tells_no_day(std::string_view cell)
{
    const std::string word = folded_word(cell);
    return word.empty() || word == "-" || word == "なし" || word == "無" || word == not_asked_words ||
           is_among(open_words, word);
}

std::optional<Since> read_since(std::string_view cell)
{
    std::string text = base::collapse_blanks(base::fold_width(cell));
    if (text.find("年") != std::string::npos)
        text = with_arabic_digits(text);
    text = without_end(std::move(text));
    if (const auto day = base::read_date(text); day.ok())
        return Since{*day, *day};
    if (const auto month = base::read_month(text); month.ok())
        return Since{month->first_day(), {month->year, month->month, base::days_in_month(month->year, month->month)}};
    return std::nullopt;
}

}
