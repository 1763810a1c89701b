#include "form/text_formula.h"

#include "base/fold.h"
#include "base/utf8.h"

namespace kenkei::form {

namespace {

// Control characters cannot stand in a formula.
std::string as_argument(std::string_view text)
{
    if (text.size() == 1 && static_cast<unsigned char>(text.front()) < 0x20)
        return "CHAR(" + std::to_string(static_cast<int>(text.front())) + ")";
    return excel_text(text);
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string one(char32_t c)
{
    std::string text;
    base::append_utf8(text, c);
    return text;
}

std::string collapsed(const std::string& text)
{
    std::string out;
    for (char c : text) {
        if (c != ' ' || (!out.empty() && out.back() != ' '))
            out += c;
    }
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

}

std::string folded(std::string text, std::span<const std::pair<std::string, std::string>> folds)
{
    for (const auto& [from, to] : folds)
        text = replaced(std::move(text), from, to);
    return text;
}

TextFormula TextFormula::substitute(std::string_view from, std::string_view to) const
{
    return {"SUBSTITUTE(" + m_formula + "," + as_argument(from) + "," + as_argument(to) + ")",
            [value = m_value, from = std::string(from), to = std::string(to)](const Filled& filled) {
                return replaced(value(filled), from, to);
            }};
}

TextFormula TextFormula::folded(std::span<const std::pair<std::string, std::string>> folds) const
{
    std::string formula = m_formula;
    for (const auto& [from, to] : folds)
        formula = "SUBSTITUTE(" + formula + "," + as_argument(from) + "," + as_argument(to) + ")";
    return {std::move(formula), [value = m_value, table = Folds(folds.begin(), folds.end())](const Filled& filled) {
                return kenkei::form::folded(value(filled), table);
            }};
}

TextFormula TextFormula::blanks_to_spaces() const
{
    Folds folds;
    for (const std::string& blank : blanks())
        folds.emplace_back(blank, " ");
    return folded(folds);
}

TextFormula TextFormula::trimmed() const
{
    return {"TRIM(" + m_formula + ")", [value = m_value](const Filled& filled) { return collapsed(value(filled)); }};
}

const std::vector<std::string>& blanks()
{
    static const std::vector<std::string> all = {"\t", "\n", "\r", one(0xA0), one(0x200B), one(0x3000), one(0xFEFF)};
    return all;
}

const Folds& number_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = U'０'; c <= U'９'; ++c)
            made.emplace_back(one(c), base::fold_width(one(c)));
        for (char32_t c : {U'，', U'．', U'＋', U'－', U'％'})
            made.emplace_back(one(c), base::fold_width(one(c)));
        return made;
    }();
    return folds;
}

const Folds& choice_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = U'０'; c <= U'９'; ++c)
            made.emplace_back(one(c), base::fold_width(one(c)));
        for (char32_t c = U'①'; c <= U'⑳'; ++c)
            made.emplace_back(one(c), std::to_string(c - U'①' + 1));
        for (char32_t c : {U'．', U'（', U'）', U'：', U'，'})
            made.emplace_back(one(c), base::fold_width(one(c)));
        return made;
    }();
    return folds;
}

const Folds& date_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = U'０'; c <= U'９'; ++c)
            made.emplace_back(one(c), base::fold_width(one(c)));
        for (char32_t c :
             {U'．', U'／', U'（', U'）', U'Ｒ', U'Ｈ', U'Ｓ', U'Ｔ', U'Ｍ', U'ｒ', U'ｈ', U'ｓ', U'ｔ', U'ｍ', U'㋿'})
            made.emplace_back(one(c), base::fold_width(one(c)));
        return made;
    }();
    return folds;
}

const Folds& width_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = 0xFF01; c <= 0xFF5E; ++c)
            made.emplace_back(one(c), base::fold_width(one(c)));
        for (char32_t c : {U'㈱', U'㈲'})
            made.emplace_back(one(c), base::fold_width(one(c)));
        return made;
    }();
    return folds;
}

const Folds& half_kana_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = 0xFF66; c <= 0xFF9D; ++c) {
            for (char32_t mark : {U'ﾞ', U'ﾟ'}) {
                const std::string joined = base::fold_width(one(c) + one(mark));
                if (joined.size() == 3)
                    made.emplace_back(one(c) + one(mark), joined);
            }
        }
        for (char32_t c = 0xFF65; c <= 0xFF9D; ++c)
            made.emplace_back(one(c), base::fold_width(one(c)));
        return made;
    }();
    return folds;
}

const Folds& hiragana_folds()
{
    static const Folds folds = [] {
        Folds made;
        for (char32_t c = 0x3041; c <= 0x3096; ++c)
            made.emplace_back(one(c), base::fold_kana(one(c)));
        return made;
    }();
    return folds;
}

const std::vector<std::string>& hyphens()
{
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made;
        for (char32_t c : {U'\x2010', U'\x2011', U'\x2012', U'\x2013', U'\x2014', U'\x2015', U'\x2212', U'\x2500',
                           U'\x30FC', U'\xFF0D', U'\xFF70'})
            made.push_back(one(c));
        return made;
    }();
    return all;
}

}
