#include "form/formula_parts.h"

namespace kenkei::form {

std::string is_number(const std::string& cell)
{
    return "AND(ISNUMBER(" + cell + "),NOT(ISLOGICAL(" + cell + ")))";
}

std::string is_one_of(const std::string& text, const std::string& words)
{
    return "SUMPRODUCT(--EXACT(" + text + ",{" + words + "}))>0";
}

TextFormula in_row(const Part& part, const TextFormula& text)
{
    return {part(Holds::Text, text.formula(),
                 [value = text.value()](const Filled& filled) -> Stored { return value(filled); }),
            text.value()};
}

std::string join(const std::vector<std::string>& words, std::string_view between)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : std::string(between)) + word;
    return text;
}

}
