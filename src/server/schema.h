#pragma once

#include "base/json.h"
#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The component schemas of the OpenAPI document, and what a JSON value breaks of them. Pure; threads may share them.
namespace kenkei::server {

// Where (JSON Pointer, RFC 6901; "" for the whole) and what, in both languages. A member that is missing or should not
// be there is pointed at itself, not at its object. Codes: body.type, body.missing, body.unknown-member, body.value
// (enum, const), body.pattern, body.format, body.length, body.range, body.items, body.duplicate, body.one-of,
// body.complex (given up).
struct Violation {
    std::string pointer;
    std::string code;
    std::string japanese;
    std::string english;
};

// A subset of JSON Schema 2020-12, as OpenAPI 3.1 uses it:
//   type (one or several; integer: a number without fraction part, 1.0 is one), properties, required,
//   additionalProperties, items, enum, const, pattern, minLength, maxLength (code points), minimum, maximum, minItems,
//   maxItems, uniqueItems, format (date, date-time, email, uuid: checked), $ref "#/components/schemas/X" (others beside
//   it count, too), oneOf, allOf; description, title, examples, default, deprecated, readOnly, writeOnly,
//   contentMediaType, x-….
// Patterns: what ECMA-262 (flag u) and XPath 3.1 have in common, and \d \w; never look-around or back-references, so
// that time grows with the text alone.
class Schemas {
public:
    // `text`: one JSON object, name → schema. Examples and defaults are checked against their own schemas. Errors, with
    // line and column: json.… and schema.form (no object), schema.name, schema.keyword (unknown), schema.value (what a
    // keyword cannot have), schema.reference, schema.cycle (references that come back without a step into the value),
    // schema.pattern, schema.required (a name that no property has), schema.example.
    static base::Result<Schemas> read(std::string_view text);

    bool has(std::string_view name) const;

    // All that is wrong with a value, at most 20: in an object the members in their order, then what is missing. Shows
    // at most 40 characters of a value, and none of one whose schema is writeOnly. Only names that has() knows.
    std::vector<Violation> check(std::string_view name, const base::json::Value&) const;

    const base::json::Value& document() const; // as read

    struct Compiled;

private:
    explicit Schemas(std::shared_ptr<const Compiled> compiled) : m_compiled(std::move(compiled)) {}
    std::shared_ptr<const Compiled> m_compiled;
};

}
