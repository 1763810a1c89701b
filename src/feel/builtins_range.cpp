#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/compare.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

// One end of a point or range on the line of values. An open end keeps its own value outside: it lies just before (low
// end) or just behind (high end) it. Absent ends are infinitely far.
struct End {
    const Value* value;
    bool closed;
};

struct Interval {
    End low;
    End high;
    bool is_range;
};

Interval interval_of(const Value& value)
{
    if (value.kind() != Kind::Range)
        return {{&value, true}, {&value, true}, false};
    const Range& range = value.as_range();
    return {{&range.low, range.low_closed}, {&range.high, range.high_closed}, true};
}

// A truth that stays unknown where two values have no order.
using Truth = std::optional<bool>;

Truth less(const Value& left, const Value& right)
{
    auto ordering = order(left, right);
    return ordering ? Truth(*ordering == std::partial_ordering::less) : std::nullopt;
}

Truth same(const Value& left, const Value& right)
{
    auto ordering = order(left, right);
    return ordering ? Truth(*ordering == std::partial_ordering::equivalent) : std::nullopt;
}

Truth both(Truth left, Truth right)
{
    return logical_and(left, right);
}
Truth either(Truth left, Truth right)
{
    return logical_or(left, right);
}

// The high end `a` lies before the low end `b`: the two touch nowhere.
Truth ends_before(End a, End b)
{
    if (a.value->is_null() || b.value->is_null())
        return false;
    return either(less(*a.value, *b.value), both(same(*a.value, *b.value), !a.closed || !b.closed));
}

// The low end `a` begins no later than the low end `b`.
Truth begins_no_later(End a, End b)
{
    if (a.value->is_null() || b.value->is_null())
        return a.value->is_null();
    return either(less(*a.value, *b.value), both(same(*a.value, *b.value), a.closed || !b.closed));
}

// The high end `a` ends no earlier than the high end `b`.
Truth ends_no_earlier(End a, End b)
{
    if (a.value->is_null() || b.value->is_null())
        return a.value->is_null();
    return either(less(*b.value, *a.value), both(same(*a.value, *b.value), a.closed || !b.closed));
}

// Both ends are at the same place.
Truth same_end(End a, End b)
{
    if (a.value->is_null() || b.value->is_null())
        return a.value->is_null() && b.value->is_null();
    return both(same(*a.value, *b.value), a.closed == b.closed);
}

// DMN 1.5, table 78, in the order of its rows.
Truth before(const Interval& a, const Interval& b)
{
    return ends_before(a.high, b.low);
}
Truth after(const Interval& a, const Interval& b)
{
    return ends_before(b.high, a.low);
}

Truth meets(const Interval& a, const Interval& b)
{
    if (a.high.value->is_null() || b.low.value->is_null())
        return false;
    return both(a.high.closed && b.low.closed, same(*a.high.value, *b.low.value));
}
Truth met_by(const Interval& a, const Interval& b)
{
    return meets(b, a);
}

Truth overlaps(const Interval& a, const Interval& b)
{
    return both(logical_not(ends_before(a.high, b.low)), logical_not(ends_before(b.high, a.low)));
}

// a begins first, b ends no earlier, and they have something in common.
Truth overlaps_before(const Interval& a, const Interval& b)
{
    return both(overlaps(a, b), both(logical_not(begins_no_later(b.low, a.low)), ends_no_earlier(b.high, a.high)));
}
Truth overlaps_after(const Interval& a, const Interval& b)
{
    return overlaps_before(b, a);
}

Truth includes(const Interval& a, const Interval& b)
{
    return both(begins_no_later(a.low, b.low), ends_no_earlier(a.high, b.high));
}
Truth during(const Interval& a, const Interval& b)
{
    return includes(b, a);
}

Truth finishes(const Interval& a, const Interval& b)
{
    return both(same_end(a.high, b.high), begins_no_later(b.low, a.low));
}
Truth finished_by(const Interval& a, const Interval& b)
{
    return finishes(b, a);
}

Truth starts(const Interval& a, const Interval& b)
{
    return both(same_end(a.low, b.low), ends_no_earlier(b.high, a.high));
}
Truth started_by(const Interval& a, const Interval& b)
{
    return starts(b, a);
}

Truth coincides(const Interval& a, const Interval& b)
{
    return both(same_end(a.low, b.low), same_end(a.high, b.high));
}

enum class Takes { Any, SameKinds, Ranges, RangeFirst, RangeSecond };

Value compare(std::string_view name, Span arguments, Takes takes, Truth (*relation)(const Interval&, const Interval&))
{
    Arguments read(name, arguments, 2);
    if (!read.ok())
        return read.failure();
    for (std::size_t i = 0; i < 2; ++i) {
        if (read.single(i).is_null())
            read.refuse(i, "null にできません");
    }
    Interval first = interval_of(read.single(0));
    Interval second = interval_of(read.single(1));
    if (!first.is_range && (takes == Takes::Ranges || takes == Takes::RangeFirst))
        read.refuse(0, "範囲です");
    if (!second.is_range && (takes == Takes::Ranges || takes == Takes::RangeSecond))
        read.refuse(1, "範囲です");
    if (takes == Takes::SameKinds && first.is_range != second.is_range)
        read.refuse(1, "1番目と同じく点か範囲です");
    if (!read.ok())
        return read.failure();
    Truth truth = relation(first, second);
    return truth ? Value::boolean(*truth) : Value::null(std::string(name) + " の引数どうしは比べられません");
}

template<Takes takes, Truth (*relation)(const Interval&, const Interval&), const std::string_view& name>
Value run(Span arguments, const CallContext&)
{
    return compare(name, arguments, takes, relation);
}

constexpr std::string_view before_name = "before", after_name = "after", meets_name = "meets", met_by_name = "met by",
                           overlaps_name = "overlaps", overlaps_before_name = "overlaps before",
                           overlaps_after_name = "overlaps after", finishes_name = "finishes",
                           finished_by_name = "finished by", includes_name = "includes", during_name = "during",
                           starts_name = "starts", started_by_name = "started by", coincides_name = "coincides";

// Endpoints of range("…") are literals (DMN 1.5, table 71): numbers, texts, @"…" and date("…") and its like.
bool is_literal(const Node* node)
{
    if (!node)
        return false;
    if (node->kind == NodeKind::Literal)
        return !node->value.is_null();
    if (node->kind == NodeKind::Negate)
        return is_literal(node->children.front().get()) && node->children.front()->kind == NodeKind::Literal;
    if (node->kind != NodeKind::Call || node->children.size() != 2 || !node->names.empty())
        return false;
    constexpr std::string_view constructors[] = {"date", "time", "date and time", "duration"};
    const Node* function = node->children[0].get();
    const Node* text = node->children[1].get();
    return function && text && function->kind == NodeKind::Name && text->kind == NodeKind::Literal &&
           std::find(std::begin(constructors), std::end(constructors), function->text) != std::end(constructors);
}

Value range(Span arguments, const CallContext&)
{
    Arguments read("range", arguments, 1);
    const std::string& text = read.string(0);
    if (!read.ok())
        return read.failure();
    auto node = parse_expression(text, Names{});
    if (!node.ok())
        return Value::null("範囲として読めません: " + node.error().message);
    const Node& tree = **node;
    if (tree.kind != NodeKind::Range || tree.children.size() != 2 || !is_literal(tree.children[0].get()) ||
        !is_literal(tree.children[1].get()))
        return Value::null("range の引数は [1..3] のような、両端が定数の範囲です");
    Value low = evaluate(*tree.children[0], {});
    Value high = evaluate(*tree.children[1], {});
    auto ordering = order(low, high);
    if (!ordering || *ordering == std::partial_ordering::greater)
        return Value::null("範囲の両端が、小さい順の同じ種類の値になっていません");
    return Value::range({tree.low_closed, std::move(low), std::move(high), tree.high_closed});
}

}

std::span<const Builtin> range_builtins()
{
    static const std::vector<Builtin> all = {
        {"before",
         {{"point1", "point2"}, {"point", "range"}, {"range", "point"}, {"range1", "range2"}},
         false,
         run<Takes::Any, before, before_name>},
        {"after",
         {{"point1", "point2"}, {"point", "range"}, {"range", "point"}, {"range1", "range2"}},
         false,
         run<Takes::Any, after, after_name>},
        {"meets", {{"range1", "range2"}}, false, run<Takes::Ranges, meets, meets_name>},
        {"met by", {{"range1", "range2"}}, false, run<Takes::Ranges, met_by, met_by_name>},
        {"overlaps", {{"range1", "range2"}}, false, run<Takes::Ranges, overlaps, overlaps_name>},
        {"overlaps before", {{"range1", "range2"}}, false, run<Takes::Ranges, overlaps_before, overlaps_before_name>},
        {"overlaps after", {{"range1", "range2"}}, false, run<Takes::Ranges, overlaps_after, overlaps_after_name>},
        {"finishes",
         {{"point", "range"}, {"range1", "range2"}},
         false,
         run<Takes::RangeSecond, finishes, finishes_name>},
        {"finished by",
         {{"range", "point"}, {"range1", "range2"}},
         false,
         run<Takes::RangeFirst, finished_by, finished_by_name>},
        {"includes",
         {{"range", "point"}, {"range1", "range2"}},
         false,
         run<Takes::RangeFirst, includes, includes_name>},
        {"during", {{"point", "range"}, {"range1", "range2"}}, false, run<Takes::RangeSecond, during, during_name>},
        {"starts", {{"point", "range"}, {"range1", "range2"}}, false, run<Takes::RangeSecond, starts, starts_name>},
        {"started by",
         {{"range", "point"}, {"range1", "range2"}},
         false,
         run<Takes::RangeFirst, started_by, started_by_name>},
        {"coincides",
         {{"point1", "point2"}, {"range1", "range2"}},
         false,
         run<Takes::SameKinds, coincides, coincides_name>},
        {"range", {{"from"}}, false, range},
    };
    return all;
}

}
