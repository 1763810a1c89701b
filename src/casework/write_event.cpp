#include "base/json.h"
#include "casework/event_format.h"
#include "casework/event_json.h"

namespace kenkei::casework {

namespace {

using base::json::Writer;

// Each type as its JSON value.
void write(Writer& out, const std::string& text)
{
    out.string(text);
}
void write(Writer& out, std::int64_t number)
{
    out.number(number);
}
void write(Writer& out, bool value)
{
    out.boolean(value);
}
void write(Writer& out, base::Date date)
{
    out.string(base::to_iso(date));
}
void write(Writer& out, base::Timestamp at)
{
    out.string(base::to_utc(at));
}
void write(Writer& out, Purpose purpose)
{
    out.string(name_of(purpose));
}
void write(Writer& out, Result result)
{
    out.string(name_of(result));
}
void write(Writer& out, edition::Outcome outcome)
{
    out.string(edition::word_of(outcome));
}

template<typename T>
void write_part(Writer& out, const T& whole, Part part);

template<typename T>
requires requires
{
    format_of<T>.fields;
}
void write(Writer& out, const T& nested)
{
    write_part(out, nested, Part::Body);
}

template<typename T>
void write(Writer& out, const std::optional<T>& value)
{
    if (value)
        write(out, *value);
    else
        out.null();
}

template<typename T>
void write(Writer& out, const std::vector<T>& values)
{
    out.begin_array();
    for (const T& value : values)
        write(out, value);
    out.end_array();
}

template<typename T>
bool is_empty(const std::vector<T>& values)
{
    return values.empty();
}
bool is_empty(const auto&)
{
    return false;
}

template<typename T>
void write_part(Writer& out, const T& whole, Part part)
{
    out.begin_object();
    each_field<T>([&](const auto& field) {
        if (field.part != part || (field.left_out_empty && is_empty(whole.*field.member)))
            return;
        out.key(field.name);
        write(out, whole.*field.member);
    });
    out.end_object();
}

template<typename T>
std::string part_of(const T& whole, Part part)
{
    Writer out;
    write_part(out, whole, part);
    return out.take();
}

}

std::string_view kind_of(const Happening& what)
{
    return std::visit([]<typename T>(const T&) { return format_of<T>.kind; }, what);
}

std::string_view label_of(const Happening& what)
{
    return std::visit([]<typename T>(const T&) { return format_of<T>.label; }, what);
}

std::vector<FileRef> files_of(const Happening& what)
{
    if (const auto* submitted = std::get_if<Submitted>(&what)) {
        std::vector<FileRef> files{submitted->file};
        files.insert(files.end(), submitted->scans.begin(), submitted->scans.end());
        return files;
    }
    if (const auto* returned = std::get_if<CorrectionReturned>(&what))
        return {returned->file};
    if (const auto* supplied = std::get_if<EvidenceSupplied>(&what))
        return supplied->files;
    return {};
}

EventRecord to_record(const Event& event)
{
    EventRecord record{.number = event.number, .at = event.at, .actor = event.actor};
    record.kind = kind_of(event.what);
    std::visit(
        [&]<typename T>(const T& what) {
            record.body = part_of(what, Part::Body);
            if (has_payload<T>())
                record.payload = part_of(what, Part::Payload);
        },
        event.what);
    return record;
}

}
