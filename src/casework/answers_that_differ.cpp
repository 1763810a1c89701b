#include "base/fold.h"
#include "base/json.h"
#include "casework/act.h"

namespace kenkei::casework {

namespace {

using base::json::Kind;
using base::json::Value;

base::Result<Value> read_object(const std::string& text)
{
    Value value = TRY(base::json::parse(text.empty() ? "{}" : text));
    if (value.kind == Kind::Object)
        return value;
    return base::Error{.code = "case.value",
                       .message = "回答が JSON のオブジェクトではありません。",
                       .way_out = "設問の id をキーとする JSON のオブジェクトで渡してください。"};
}

// Absent, null, a blank text and an empty list are all 未回答.
bool is_unanswered(const Value* value)
{
    if (!value || value->kind == Kind::Null)
        return true;
    return (value->kind == Kind::String && base::is_blank(value->text)) ||
           (value->kind == Kind::Array && value->items.empty());
}

bool same(const Value* a, const Value* b)
{
    if (is_unanswered(a) || is_unanswered(b))
        return is_unanswered(a) == is_unanswered(b);
    base::json::Writer first;
    base::json::Writer second;
    first.value(*a);
    second.value(*b);
    return first.text() == second.text();
}

}

base::Result<std::vector<std::string>> answers_that_differ(const std::string& before, const std::string& after)
{
    const Value old_answers = TRY(read_object(before));
    const Value new_answers = TRY(read_object(after));
    std::vector<std::string> ids;
    for (const auto& [id, value] : old_answers.members) {
        if (!same(&value, new_answers.find(id)))
            ids.push_back(id);
    }
    for (const auto& [id, value] : new_answers.members) {
        if (!old_answers.find(id) && !is_unanswered(&value))
            ids.push_back(id);
    }
    return ids;
}

}
