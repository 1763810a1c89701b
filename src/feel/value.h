#pragma once

#include "base/decimal.h"
#include "feel/temporal.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kenkei::feel {

class Value;
struct Node;
struct Closure; // a FEEL function value: its parameters, body and the scope it was made in, or a built-in

using List = std::vector<Value>;
using Context = std::vector<std::pair<std::string, Value>>; // in order of writing; names are unique

enum class Kind {
    Null,
    Boolean,
    Number,
    String,
    Date,
    Time,
    DateTime,
    YearsMonthsDuration,
    DaysTimeDuration,
    List,
    Context,
    Range,
    Function,
};

// The FEEL name of the type: "number", "days and time duration" …
std::string_view name_of(Kind);
// The same as messages print it: 数値, 文字列, 日付 …
std::string_view japanese_name_of(Kind);

// Bounds of every value, so that walking one always ends soon and never exhausts the stack. What would exceed them
// becomes null with that reason.
inline constexpr int max_nesting = 200;
inline constexpr std::size_t max_parts = 10'000'000; // values inside a value, those shared counted each time
inline constexpr std::size_t max_list_items = 1'000'000;
inline constexpr std::size_t max_string_bytes = std::size_t{16} << 20;

// A range value. An absent endpoint (unary `< 5`) is a null Value with `closed` false.
struct Range;

// A FEEL value. Small and cheap to copy: lists, contexts and ranges are shared and never change.
class Value {
public:
    Value() = default; // null
    // null with the reason why an evaluation gave it ("divided by zero"); equal to every other null.
    static Value null(std::string reason);
    static Value boolean(bool);
    static Value number(base::Decimal);
    static Value number(std::int64_t n) { return number(base::Decimal(n)); }
    static Value string(std::string);
    static Value date(CalendarDate);
    static Value date(base::Date d) { return date(CalendarDate{d.year, d.month, d.day}); }
    static Value time(Time);
    static Value date_time(DateTime);
    static Value years_months(YearsMonthsDuration);
    static Value days_time(DaysTimeDuration);
    static Value list(List);
    static Value context(Context);
    static Value range(Range);
    static Value function(std::shared_ptr<const Closure>);

    Kind kind() const;
    bool is_null() const { return kind() == Kind::Null; }
    // Why it is null; empty when nobody said.
    const std::string& null_reason() const;

    bool is_true() const;  // a boolean and true
    bool is_false() const; // a boolean and false

    // Each only for its kind; for any other an empty one of the type.
    bool as_boolean() const;
    const base::Decimal& as_number() const;
    const std::string& as_string() const;
    const CalendarDate& as_date() const;
    const Time& as_time() const;
    const DateTime& as_date_time() const;
    YearsMonthsDuration as_years_months() const;
    DaysTimeDuration as_days_time() const;
    const List& as_list() const;
    const Context& as_context() const;
    const Range& as_range() const;
    const std::shared_ptr<const Closure>& as_function() const;

    // The entry of a context; nullptr for other kinds and absent names.
    const Value* entry(std::string_view name) const;

    // How many values it consists of, itself included (long strings count as several): what walking it costs.
    std::size_t parts() const { return size().parts; }

    // Sameness of representation (tests, tables' Any policy); FEEL's `=` is equal() in compare.h.
    bool operator==(const Value&) const;

private:
    struct Null {
        std::shared_ptr<const std::string> reason;
    };
    struct Size {
        std::size_t parts = 1;
        int depth = 0;
        void hold(const Value&);
        bool bounded() const { return parts <= max_parts && depth <= max_nesting; }
    };
    template<typename T>
    struct Sized;
    template<typename T>
    using Shared = std::shared_ptr<const Sized<T>>;

    Size size() const;
    template<typename T>
    static Value compound(T content, Size size);

    std::variant<Null, bool, base::Decimal, std::shared_ptr<const std::string>, CalendarDate,
                 std::shared_ptr<const Time>, std::shared_ptr<const DateTime>, YearsMonthsDuration, DaysTimeDuration,
                 Shared<List>, Shared<Context>, Shared<Range>, Shared<std::shared_ptr<const Closure>>>
        m_value;
};

// The entries in order of their names, to compare contexts whatever their order of writing.
std::vector<const std::pair<std::string, Value>*> sorted_entries(const Context&);

struct Range {
    bool low_closed = false;
    Value low;
    Value high;
    bool high_closed = false;
};

// What several values share: its content and how large that is.
template<typename T>
struct Value::Sized {
    T content;
    Size size;
};

// The value as FEEL text that parses back to it: 12.5, "text", date("2024-08-19"), [1, 2], {a: 1}, null.
std::string to_feel(const Value&);

// What FEEL's string() gives; nothing for null.
std::string to_display(const Value&);

// The same texts, or nothing if they would be longer than `limit` bytes.
std::optional<std::string> to_feel(const Value&, std::size_t limit);
std::optional<std::string> to_display(const Value&, std::size_t limit);

}
