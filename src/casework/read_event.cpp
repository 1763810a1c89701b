#include "base/json.h"
#include "casework/event_format.h"
#include "casework/event_json.h"

#include <charconv>

namespace kenkei::casework {

namespace {

using base::Error;
using base::json::Kind;
using base::json::Value;

// Reads one part of an event. Keeps the first thing that is wrong.
class PartReader {
public:
    PartReader(std::string kind, Part part) : m_kind(std::move(kind)), m_part(part) {}

    template<typename T>
    void read_part(T& whole, const std::string& text)
    {
        auto parsed = base::json::parse(text);
        if (parsed.ok())
            read_members(whole, *parsed, m_part);
        else
            complain("JSON として読めません（" + parsed.error().message + "）。");
    }

    const std::optional<Error>& error() const { return m_error; }

private:
    void complain(std::string what)
    {
        if (m_error)
            return;
        const bool payload = m_part == Part::Payload;
        m_error = Error{.code = payload ? "event.payload" : "event.body",
                        .message = "出来事「" + m_kind + "」の" + (payload ? "個人に関わる内容" : "本体") +
                                   (m_path.empty() ? "は" : "の「" + m_path + "」は") + std::move(what),
                        .way_out =
                            "記録が壊れているか、新しい版のプログラムで書かれています。控えと照らし合わせてください。"};
    }

    template<typename T>
    void read_members(T& whole, const Value& from, Part part)
    {
        if (!is(from, Kind::Object))
            return;
        std::size_t known = 0;
        each_field<T>([&](const auto& field) {
            if (field.part != part)
                return;
            const Value* found = from.find(field.name);
            known += found != nullptr;
            inside(field.name, [&] {
                if (found && field.left_out_empty && found->items.empty())
                    complain("空では書きません。");
                else if (found)
                    read(whole.*field.member, *found);
                else if (!field.left_out_empty)
                    complain("ありません。");
            });
        });
        if (known == from.members.size())
            return;
        for (const auto& [name, value] : from.members) {
            bool expected = false;
            each_field<T>([&](const auto& field) { expected |= field.part == part && field.name == name; });
            if (!expected)
                inside(name, [&] { complain("知らない項目です。"); });
        }
    }

    void inside(std::string_view name, auto read_there)
    {
        const std::size_t length = m_path.size();
        m_path.append(m_path.empty() ? "" : ".").append(name);
        read_there();
        m_path.resize(length);
    }

    bool is(const Value& from, Kind kind)
    {
        if (from.kind != kind)
            complain(std::string(name_of(kind)) + "ではありません。");
        return from.kind == kind;
    }

    void read(std::string& text, const Value& from)
    {
        if (is(from, Kind::String))
            text = from.text;
    }
    void read(std::int64_t& number, const Value& from)
    {
        if (!is(from, Kind::Number))
            return;
        const char* end = from.text.data() + from.text.size();
        const auto [stopped, fault] = std::from_chars(from.text.data(), end, number);
        if (fault != std::errc{} || stopped != end)
            complain("整数ではありません。");
    }
    void read(bool& value, const Value& from)
    {
        if (is(from, Kind::Boolean))
            value = from.boolean;
    }
    void read(base::Date& date, const Value& from)
    {
        if (!is(from, Kind::String))
            return;
        auto read = base::read_date(from.text);
        if (read.ok() && base::to_iso(*read) == from.text)
            date = *read;
        else
            complain("日付ではありません。");
    }
    void read(base::Timestamp& at, const Value& from)
    {
        if (!is(from, Kind::String))
            return;
        auto read = base::read_timestamp(from.text);
        if (read.ok() && base::to_utc(*read) == from.text)
            at = *read;
        else
            complain("日時ではありません。");
    }
    template<typename T>
    void read_word(T& value, const Value& from, std::optional<T> (*reading)(std::string_view))
    {
        if (!is(from, Kind::String))
            return;
        if (auto read = reading(from.text))
            value = *read;
        else
            complain("知らない語です。");
    }
    void read(Purpose& purpose, const Value& from) { read_word(purpose, from, &read_purpose); }
    void read(Result& result, const Value& from) { read_word(result, from, &read_result); }
    void read(edition::Outcome& outcome, const Value& from) { read_word(outcome, from, &edition::read_outcome); }

    template<typename T>
    requires requires { format_of<T>.fields; }
    void read(T& nested, const Value& from) { read_members(nested, from, Part::Body); }
    template<typename T>
    void read(std::optional<T>& value, const Value& from)
    {
        if (from.kind != Kind::Null)
            read(value.emplace(), from);
    }
    template<typename T>
    void read(std::vector<T>& values, const Value& from)
    {
        if (!is(from, Kind::Array))
            return;
        for (const Value& item : from.items)
            read(values.emplace_back(), item);
    }

    std::string m_kind;
    Part m_part;
    std::string m_path;
    std::optional<Error> m_error;
};

template<typename T>
base::Result<Happening> read_happening(const EventRecord& record)
{
    T what;
    PartReader body(record.kind, Part::Body);
    body.read_part(what, record.body);
    if (body.error())
        return *body.error();
    if (record.payload.empty())
        return Happening(std::move(what));
    PartReader payload(record.kind, Part::Payload);
    payload.read_part(what, record.payload);
    if (payload.error())
        return *payload.error();
    return Happening(std::move(what));
}

// The alternative of Happening whose kind it is, tried one after the other.
template<std::size_t Index = 0>
base::Result<Happening> read_kind(const EventRecord& record)
{
    if constexpr (Index == std::variant_size_v<Happening>) {
        return Error{.code = "event.kind",
                     .message = "「" + record.kind + "」という種類の出来事は知りません。",
                     .way_out = "新しい版のプログラムで書かれた記録です。その版でお読みください。"};
    } else {
        using T = std::variant_alternative_t<Index, Happening>;
        if (record.kind == format_of<T>.kind)
            return read_happening<T>(record);
        return read_kind<Index + 1>(record);
    }
}

}

base::Result<Event> read_record(const EventRecord& record)
{
    return Event{.number = record.number, .at = record.at, .actor = record.actor, .what = TRY(read_kind(record))};
}

}
