#pragma once

#include "edition/differences.h"
#include "support/editions.h"

// What the unit tests of differences between editions share.
namespace kenkei::support {

using edition::Edition;
using edition::Expression;
using edition::Question;

// The lines that an official reads, without the first, which counts.
inline std::string told(const Edition& before, const Edition& after)
{
    const std::string text = edition::changes_as_text(before, after);
    return text.substr(text.find('\n') + 1);
}

inline std::string told(const Small& before, const Small& after)
{
    return told(edition_of(before), edition_of(after));
}

// The shop edition with something else in it.
template<typename Change>
std::string told_of_shop(Change change)
{
    Edition after = shop();
    change(after);
    return told(shop(), after);
}

inline Question& question_in(Edition& edition, std::string_view id)
{
    return edition.questions[static_cast<std::size_t>(edition.find_question(id) - edition.questions.data())];
}

// A rule over the names of an edition.
inline Expression rule_of(const Edition& edition, const std::string& text)
{
    auto tree = feel::parse_expression(text, edition.names);
    if (!tree.ok()) {
        ADD_FAILURE() << base::describe(tree.error());
        return {};
    }
    return {feel::to_text(**tree), *tree};
}

}
