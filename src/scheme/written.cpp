#include "scheme/written.h"

namespace kenkei::scheme {

using Value = base::json::Value;

const Value& written(const Value& tree, std::initializer_list<std::string_view> keys)
{
    static const Value nowhere;
    const Value* at = &tree;
    for (std::string_view key : keys) {
        at = at->find(key);
        if (!at)
            return nowhere;
    }
    return *at;
}

const Value& written(const edition::Parts& parts, const edition::Question& question)
{
    return written(parts.questions.tree, {"sections", question.section, "questions", question.id});
}

}
