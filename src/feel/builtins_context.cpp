#include "feel/arguments.h"
#include "feel/builtin_groups.h"

#include <algorithm>
#include <unordered_map>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

Value get_value(Span arguments, const CallContext&)
{
    Arguments read("get value", arguments, 2);
    const Context& context = read.context(0);
    const std::string& key = read.string(1);
    if (!read.ok())
        return read.failure();
    auto found = std::find_if(context.begin(), context.end(), [&](const auto& entry) { return entry.first == key; });
    return found != context.end() ? found->second : Value::null("コンテキストに「" + key + "」はありません");
}

Value get_entries(Span arguments, const CallContext&)
{
    Arguments read("get entries", arguments, 1);
    const Context& context = read.context(0);
    if (!read.ok())
        return read.failure();
    List entries;
    for (const auto& [name, value] : context)
        entries.push_back(Value::context({{"key", Value::string(name)}, {"value", value}}));
    return Value::list(std::move(entries));
}

// Contexts under construction: names keep their places, lookups stay quick.
class Entries {
public:
    // False if the name is there already.
    bool add(const std::string& name, const Value& value)
    {
        if (!m_places.emplace(name, m_entries.size()).second)
            return false;
        m_entries.emplace_back(name, value);
        return true;
    }

    void set(const std::string& name, const Value& value)
    {
        if (!add(name, value))
            m_entries[m_places[name]].second = value;
    }

    Value take() { return Value::context(std::move(m_entries)); }

private:
    Context m_entries;
    std::unordered_map<std::string, std::size_t> m_places;
};

// A context of {key, value} contexts; other entries of those are ignored, a key twice is refused.
Value context_of_entries(Span arguments, const CallContext&)
{
    Arguments read("context", arguments, 1);
    const List& list = read.list(0);
    if (!read.ok())
        return read.failure();
    Entries entries;
    for (const Value& item : list) {
        const Value* key = item.entry("key");
        const Value* value = item.entry("value");
        if (!key || !value || key->kind() != Kind::String)
            return Value::null("context の項目には文字列の key と value が必要です");
        if (!entries.add(key->as_string(), *value))
            return Value::null("context の key「" + key->as_string() + "」が重なっています");
    }
    return entries.take();
}

Value with_entry(const Value& target, const std::string& name, const Value& value)
{
    Context entries = target.as_context();
    auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == name; });
    if (found != entries.end())
        found->second = value;
    else
        entries.emplace_back(name, value);
    return Value::context(std::move(entries));
}

// Sets the entry at the end of a path of names; all but the last must be contexts.
Value with_nested_entry(const Value& target, Span path, const Value& value)
{
    if (target.kind() != Kind::Context)
        return Value::null("context put の先はコンテキストです");
    if (path.front().kind() != Kind::String)
        return Value::null("context put の key は文字列です");
    const std::string& name = path.front().as_string();
    if (path.size() == 1)
        return with_entry(target, name, value);
    const Value* inner = target.entry(name);
    Value changed = with_nested_entry(inner ? *inner : Value(), path.subspan(1), value);
    return changed.is_null() ? changed : with_entry(target, name, changed);
}

Value context_put(Span arguments, const CallContext& call)
{
    Arguments read("context put", arguments, 3);
    read.context(0);
    if (!read.ok())
        return read.failure();
    constexpr int key_of_signature = 0;
    const Value& keys = read.any(1);
    const Value& value = read.any(2);
    if (keys.kind() != Kind::List || call.overload == key_of_signature) {
        const std::string& key = read.string(1);
        return read.ok() ? with_entry(read.single(0), key, value) : read.failure();
    }
    const List& path = keys.as_list();
    if (path.empty() || path.size() > static_cast<std::size_t>(max_nesting))
        return Value::null("context put の keys は1〜200個です");
    return with_nested_entry(read.single(0), path, value);
}

// Later contexts win; nested ones are replaced, not merged.
Value context_merge(Span arguments, const CallContext&)
{
    Arguments read("context merge", arguments, 1);
    const List& contexts = read.list(0);
    if (!read.ok())
        return read.failure();
    Entries entries;
    for (const Value& context : contexts) {
        if (context.kind() != Kind::Context)
            return Value::null("context merge のリストに" + std::string(japanese_name_of(context.kind())) +
                               "があります");
        for (const auto& [name, value] : context.as_context())
            entries.set(name, value);
    }
    return entries.take();
}

}

std::span<const Builtin> context_builtins()
{
    static const std::vector<Builtin> all = {
        {"get value", {{"m", "key"}}, false, get_value},
        {"get entries", {{"m"}}, false, get_entries},
        {"context", {{"entries"}}, false, context_of_entries},
        {"context put", {{"context", "key", "value"}, {"context", "keys", "value"}}, false, context_put},
        {"context merge", {{"contexts"}}, false, context_merge},
    };
    return all;
}

}
