#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/compare.h"
#include "feel/distinct.h"

#include <algorithm>
#include <array>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

Value too_much_work()
{
    return Value::null("比べる回数が上限を超えました");
}

// Where `position` (from 1, from -1 at the end) stands in a list, from 0; refuses what is outside.
std::size_t index_of_position(Arguments& read, std::size_t argument, std::size_t size)
{
    std::int64_t position = read.whole(argument);
    auto length = static_cast<std::int64_t>(size);
    if (position == 0 || position > length || position < -length) {
        read.refuse(argument, "リストの位置です（1〜" + std::to_string(size) + "、後ろからは -1〜）");
        return 0;
    }
    return static_cast<std::size_t>(position > 0 ? position - 1 : length + position);
}

Value list_contains(Span arguments, const CallContext&)
{
    Arguments read("list contains", arguments, 2);
    const List& list = read.list(0);
    if (!read.ok())
        return read.failure();
    const Value& element = read.any(1);
    return Value::boolean(
        std::any_of(list.begin(), list.end(), [&](const Value& item) { return equal(item, element) == true; }));
}

// From `start position`, `length` items or all that follow. A start outside the list is refused; a length may reach
// beyond.
Value sublist(Span arguments, const CallContext&)
{
    Arguments read("sublist", arguments, 2, 3);
    const List& list = read.list(0);
    std::size_t start = index_of_position(read, 1, list.size());
    std::int64_t length = read.given(2) ? read.whole(2) : static_cast<std::int64_t>(list.size());
    if (length < 0)
        read.refuse(2, "0以上です");
    if (!read.ok())
        return read.failure();
    auto count = std::min(static_cast<std::size_t>(length), list.size() - start);
    auto first = list.begin() + static_cast<std::ptrdiff_t>(start);
    return Value::list(List(first, first + static_cast<std::ptrdiff_t>(count)));
}

Value append(Span arguments, const CallContext&)
{
    Arguments read("append", arguments, 1, max_list_items);
    List list = read.list(0);
    if (!read.ok())
        return read.failure();
    list.insert(list.end(), arguments.begin() + 1, arguments.end());
    return Value::list(std::move(list));
}

Value concatenate(Span arguments, const CallContext&)
{
    Arguments read("concatenate", arguments, 1, max_list_items);
    List all;
    for (std::size_t i = 0; i < arguments.size() && read.ok(); ++i) {
        const List& list = read.list(i);
        if (all.size() + list.size() > max_list_items)
            return Value::null("リストの要素が100万を超えました");
        all.insert(all.end(), list.begin(), list.end());
    }
    return read.ok() ? Value::list(std::move(all)) : read.failure();
}

Value insert_before(Span arguments, const CallContext&)
{
    Arguments read("insert before", arguments, 3);
    List list = read.list(0);
    std::size_t index = index_of_position(read, 1, list.size());
    if (!read.ok())
        return read.failure();
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(index), read.any(2));
    return Value::list(std::move(list));
}

Value remove(Span arguments, const CallContext&)
{
    Arguments read("remove", arguments, 2);
    List list = read.list(0);
    std::size_t index = index_of_position(read, 1, list.size());
    if (!read.ok())
        return read.failure();
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
    return Value::list(std::move(list));
}

// The item at a position, or all items for which match(item, newItem) is true.
Value list_replace(Span arguments, const CallContext& context)
{
    Arguments read("list replace", arguments, 3);
    List list = read.list(0);
    if (!read.ok())
        return read.failure();
    const Value& new_item = read.any(2);
    if (read.single(1).kind() != Kind::Function) {
        std::size_t index = index_of_position(read, 1, list.size());
        if (!read.ok())
            return read.failure();
        list[index] = new_item;
        return Value::list(std::move(list));
    }
    for (Value& item : list) {
        const std::array<Value, 2> pair{item, new_item};
        Value matches = context.call(read.single(1), pair, context);
        if (matches.kind() != Kind::Boolean)
            return Value::null("list replace の2番目の引数の関数が真偽値を返しません");
        if (matches.is_true())
            item = new_item;
    }
    return Value::list(std::move(list));
}

Value reverse(Span arguments, const CallContext&)
{
    Arguments read("reverse", arguments, 1);
    List list = read.list(0);
    if (!read.ok())
        return read.failure();
    std::reverse(list.begin(), list.end());
    return Value::list(std::move(list));
}

Value index_of(Span arguments, const CallContext&)
{
    Arguments read("index of", arguments, 2);
    const List& list = read.list(0);
    if (!read.ok())
        return read.failure();
    List positions;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (equal(list[i], read.any(1)) == true)
            positions.push_back(Value::number(static_cast<std::int64_t>(i) + 1));
    }
    return Value::list(std::move(positions));
}

Value distinct(Arguments& read, std::size_t lists)
{
    DistinctValues seen;
    for (std::size_t i = 0; i < lists && read.ok(); ++i) {
        for (const Value& item : read.list(i)) {
            seen.place_of(item);
            if (seen.exhausted())
                return too_much_work();
        }
    }
    return read.ok() ? Value::list(seen.values()) : read.failure();
}

Value union_of_lists(Span arguments, const CallContext&)
{
    Arguments read("union", arguments, 1, max_list_items);
    return distinct(read, arguments.size());
}

Value distinct_values(Span arguments, const CallContext&)
{
    Arguments read("distinct values", arguments, 1);
    return distinct(read, 1);
}

// Appends what is not a list, however deep (values nest at most max_nesting deep).
bool flatten_into(List& flat, const List& list)
{
    for (const Value& item : list) {
        if (item.kind() == Kind::List) {
            if (!flatten_into(flat, item.as_list()))
                return false;
        } else {
            flat.push_back(item);
        }
        if (flat.size() > max_list_items)
            return false;
    }
    return true;
}

Value flatten(Span arguments, const CallContext&)
{
    Arguments read("flatten", arguments, 1);
    const List& list = read.list(0);
    if (!read.ok())
        return read.failure();
    List flat;
    if (!flatten_into(flat, list))
        return Value::null("リストの要素が100万を超えました");
    return Value::list(std::move(flat));
}

// Stable, by merging; asks `precedes` and nothing of the items themselves, so any answers end well.
class Sorter {
public:
    Sorter(const Value& precedes, const CallContext& context) : m_precedes(precedes), m_context(context) {}

    // False when `precedes` gives no boolean or is asked too often.
    bool sort(List& list)
    {
        List merged(list.size());
        for (std::size_t run = 1; run < list.size(); run *= 2) {
            for (std::size_t start = 0; start < list.size(); start += 2 * run) {
                std::size_t middle = std::min(start + run, list.size());
                std::size_t end = std::min(start + 2 * run, list.size());
                if (!merge(list, merged, start, middle, end))
                    return false;
            }
            list.swap(merged);
        }
        return true;
    }

    const std::string& reason() const { return m_reason; }

private:
    static constexpr std::size_t most_questions = 1'000'000;

    bool merge(List& from, List& to, std::size_t start, std::size_t middle, std::size_t end)
    {
        std::size_t left = start;
        std::size_t right = middle;
        for (std::size_t i = start; i < end; ++i) {
            bool take_right = left == middle;
            if (left < middle && right < end) {
                const std::array<Value, 2> pair{from[right], from[left]};
                Value answer = m_context.call(m_precedes, pair, m_context);
                if (answer.kind() != Kind::Boolean)
                    m_reason = "sort の2番目の引数の関数が真偽値を返しません";
                else if (++m_questions > most_questions)
                    m_reason = "sort で比べる回数が100万を超えました";
                if (!m_reason.empty())
                    return false;
                take_right = answer.is_true();
            }
            to[i] = take_right ? from[right++] : from[left++];
        }
        return true;
    }

    const Value& m_precedes;
    const CallContext& m_context;
    std::size_t m_questions = 0;
    std::string m_reason;
};

Value sort(Span arguments, const CallContext& context)
{
    Arguments read("sort", arguments, 2);
    List list = read.list(0);
    if (read.single(1).kind() != Kind::Function)
        read.refuse(1, "関数です");
    if (!read.ok())
        return read.failure();
    Sorter sorter(read.single(1), context);
    return sorter.sort(list) ? Value::list(std::move(list)) : Value::null(sorter.reason());
}

}

std::span<const Builtin> list_builtins()
{
    static const std::vector<Builtin> all = {
        {"list contains", {{"list", "element"}}, false, list_contains},
        {"sublist", {{"list", "start position", "length?"}}, false, sublist},
        {"append", {{"list", "item"}}, true, append},
        {"concatenate", {{"list"}}, true, concatenate},
        {"insert before", {{"list", "position", "newItem"}}, false, insert_before},
        {"remove", {{"list", "position"}}, false, remove},
        {"list replace", {{"list", "position", "newItem"}, {"list", "match", "newItem"}}, false, list_replace},
        {"reverse", {{"list"}}, false, reverse},
        {"index of", {{"list", "match"}}, false, index_of},
        {"union", {{"list"}}, true, union_of_lists},
        {"distinct values", {{"list"}}, false, distinct_values},
        {"flatten", {{"list"}}, false, flatten},
        {"sort", {{"list", "precedes"}}, false, sort},
    };
    return all;
}

}
