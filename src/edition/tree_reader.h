#pragma once

#include "edition/edition.h"
#include "edition/read_edition.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::edition {

// Walks the tree of one part, collects what is wrong and goes on with a harmless value, so that one run tells all.
class TreeReader {
public:
    using Value = base::json::Value;

    TreeReader(const Part& part, std::vector<base::Error>& errors) : m_part(part), m_errors(errors) {}

    void refuse(const Value& at, std::string code, std::string message, std::string way_out);
    void refuse_key(const Value& at, std::string code, std::string message, std::string way_out); // at its key
    void refuse(base::Error error, const Value& at); // an error whose position counts from the text of `at`

    // Refuses every key of the object that is not among `keys` (with the nearest known key), and anything but an
    // object.
    bool object(const Value&, std::string_view what, std::initializer_list<std::string_view> keys);
    // The same for `{ id: …, id: … }`: refuses what is no object and ids that are not written as ids.
    enum class Hyphen { Allowed, Refused };
    bool map_of_ids(const Value&, std::string_view what, Hyphen);
    void need_id(const Value& named, std::string_view id, std::string_view what, Hyphen); // refuses what is no id

    const Value* find(const Value& parent, std::string_view key) const { return parent.find(key); }
    const Value* need(const Value& parent, std::string_view key, std::string_view what);

    std::string text(const Value&, std::string_view what);
    std::string text_in(const Value& parent, std::string_view key); // "" if absent
    std::string need_text(const Value& parent, std::string_view key, std::string_view what);
    bool boolean_in(const Value& parent, std::string_view key); // false if absent
    std::optional<std::int64_t> integer(const Value&, std::string_view what);
    std::int64_t need_integer(const Value& parent, std::string_view key, std::string_view what);
    std::vector<std::string> texts_in(const Value& parent, std::string_view key); // a list of texts, or one text
    std::optional<base::Date> date(const Value&, std::string_view what);
    std::optional<Instant> instant(const Value&, std::string_view what);

    // `source:` of the object; refuses its absence and documents that edition.yaml does not name.
    Source need_source(const Value& parent, std::string_view what, const std::vector<Document>& documents);
    Source source(const Value&, const std::vector<Document>& documents);

private:
    const Part& m_part;
    std::vector<base::Error>& m_errors;
};

// 「a、b、c のどれか」; for way-out sentences.
std::string one_of(std::span<const std::string_view> words);

// The word nearest to `word` by edits; empty if none is near.
std::string nearest(std::string_view word, std::span<const std::string_view> words);

}
