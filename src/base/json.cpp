#include "base/json.h"

namespace kenkei::base::json {

std::string_view name_of(Kind kind)
{
    switch (kind) {
    case Kind::Null:
        return "null";
    case Kind::Boolean:
        return "真偽値";
    case Kind::Number:
        return "数値";
    case Kind::String:
        return "文字列";
    case Kind::Array:
        return "配列";
    case Kind::Object:
        return "オブジェクト";
    }
    return "";
}

const Value* Value::find(std::string_view key) const
{
    for (const auto& [name, value] : members) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

}
