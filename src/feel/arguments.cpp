#include "feel/arguments.h"

#include "feel/whole_number.h"

namespace kenkei::feel {

namespace {

const Value nothing{};

}

Arguments::Arguments(std::string_view function, std::span<const Value> values, std::size_t least, std::size_t most)
    : m_function(function)
    , m_values(values)
{
    if (values.size() >= least && values.size() <= most)
        return;
    m_reason = std::string(function) + " の引数は" + std::to_string(least);
    if (most != least)
        m_reason += "〜" + std::to_string(most);
    m_reason += "個です（" + std::to_string(values.size()) + "個ありました）";
}

void Arguments::refuse(std::size_t index, std::string_view what)
{
    if (ok())
        m_reason = std::string(m_function) + " の" + std::to_string(index + 1) + "番目の引数は" + std::string(what);
}

const Value& Arguments::any(std::size_t index) const
{
    return index < m_values.size() ? m_values[index] : nothing;
}

const Value& Arguments::single(std::size_t index) const
{
    const Value& value = any(index);
    return value.kind() == Kind::List && value.as_list().size() == 1 ? value.as_list().front() : value;
}

const Value& Arguments::expect(std::size_t index, Kind kind)
{
    if (!ok())
        return nothing;
    const Value& value = any(index).kind() == kind ? any(index) : single(index);
    if (value.kind() == kind)
        return value;
    refuse(index,
           std::string(japanese_name_of(kind)) + "です（" + std::string(japanese_name_of(value.kind())) + "でした）");
    return nothing;
}

const std::string& Arguments::string(std::size_t index)
{
    return expect(index, Kind::String).as_string();
}

const base::Decimal& Arguments::number(std::size_t index)
{
    return expect(index, Kind::Number).as_number();
}

bool Arguments::boolean(std::size_t index)
{
    return expect(index, Kind::Boolean).as_boolean();
}

std::int64_t Arguments::whole(std::size_t index)
{
    auto whole = truncated_to_int64(number(index));
    if (!whole)
        refuse(index, "大きすぎます");
    return whole.value_or(0);
}

const List& Arguments::list(std::size_t index)
{
    const Value& value = any(index);
    if (!ok() || value.kind() == Kind::List)
        return value.as_list();
    if (value.is_null()) {
        refuse(index, "リストです（null でした）");
        return value.as_list();
    }
    m_made.push_back(Value::list({value}));
    if (m_made.back().is_null())
        refuse(index, "リストにできません");
    return m_made.back().as_list();
}

const Context& Arguments::context(std::size_t index)
{
    return expect(index, Kind::Context).as_context();
}

const CalendarDate& Arguments::date(std::size_t index)
{
    const Value& value = single(index);
    if (value.kind() == Kind::DateTime)
        return value.as_date_time().date;
    return expect(index, Kind::Date).as_date();
}

}
