#include "server/schema_reader.h"

#include "feel/regex.h"

#include <algorithm>
#include <set>

namespace kenkei::server {

using base::json::Kind;

namespace {

constexpr std::string_view reference_to = "#/components/schemas/";

constexpr std::pair<std::string_view, Kinds> types[] = {
    {"null", kind_bit(Kind::Null)},     {"boolean", kind_bit(Kind::Boolean)}, {"integer", kind_bit(Kind::Number)},
    {"number", kind_bit(Kind::Number)}, {"string", kind_bit(Kind::String)},   {"array", kind_bit(Kind::Array)},
    {"object", kind_bit(Kind::Object)},
};

constexpr std::pair<std::string_view, Format> formats[] = {
    {"date", Format::Date},
    {"date-time", Format::DateTime},
    {"email", Format::Email},
    {"uuid", Format::Uuid},
};

// OpenAPI 3.1, 4.8.7: component names
bool is_component_name(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_';
    });
}

}

struct SchemaReader::Keyword {
    std::string_view name;
    base::Result<void> (SchemaReader::*read)(SchemaNode&, const Value&);
    Kinds about = every_kind; // it says nothing of others
};

const SchemaReader::Keyword SchemaReader::keywords[] = {
    {"type", &SchemaReader::read_type},
    {"properties", &SchemaReader::read_properties, kind_bit(Kind::Object)},
    {"required", &SchemaReader::read_required, kind_bit(Kind::Object)},
    {"additionalProperties", &SchemaReader::read_additional, kind_bit(Kind::Object)},
    {"items", &SchemaReader::read_items, kind_bit(Kind::Array)},
    {"minItems", &SchemaReader::read_size<&SchemaNode::least_items>, kind_bit(Kind::Array)},
    {"maxItems", &SchemaReader::read_size<&SchemaNode::most_items>, kind_bit(Kind::Array)},
    {"uniqueItems", &SchemaReader::read_boolean<&SchemaNode::unique>, kind_bit(Kind::Array)},
    {"enum", &SchemaReader::read_enum},
    {"const", &SchemaReader::read_const},
    {"pattern", &SchemaReader::read_pattern, kind_bit(Kind::String)},
    {"minLength", &SchemaReader::read_size<&SchemaNode::least_length>, kind_bit(Kind::String)},
    {"maxLength", &SchemaReader::read_size<&SchemaNode::most_length>, kind_bit(Kind::String)},
    {"format", &SchemaReader::read_format, kind_bit(Kind::String)},
    {"minimum", &SchemaReader::read_bound<&SchemaNode::least>, kind_bit(Kind::Number)},
    {"maximum", &SchemaReader::read_bound<&SchemaNode::most>, kind_bit(Kind::Number)},
    {"$ref", &SchemaReader::read_reference},
    {"oneOf", &SchemaReader::read_branches<&SchemaNode::one_of>},
    {"allOf", &SchemaReader::read_branches<&SchemaNode::all_of>},
    {"writeOnly", &SchemaReader::read_boolean<&SchemaNode::secret>},
    {"title", &SchemaReader::read_text},
    {"description", &SchemaReader::read_text},
    {"deprecated", &SchemaReader::read_flag},
    {"readOnly", &SchemaReader::read_flag},
    {"examples", &SchemaReader::read_array},
    {"default", &SchemaReader::read_anything},
    {"contentMediaType", &SchemaReader::read_text, kind_bit(Kind::String)}, // of parts of a form: nothing is checked
};

base::Error SchemaReader::refuse(const Value& at, std::string code, std::string message, std::string way_out) const
{
    return {.code = std::move(code),
            .message = std::move(message),
            .way_out = std::move(way_out),
            .at = at.at,
            .excerpt = base::line_with_caret(m_text, at.at)};
}

base::Error SchemaReader::bad_value(const Value& at, std::string_view what_it_must_be) const
{
    return refuse(at, "schema.value", "ここには" + std::string(what_it_must_be) + "が要ります。");
}

base::Result<std::shared_ptr<const Schemas::Compiled>> SchemaReader::read()
{
    m_compiled->document = TRY(base::json::parse(m_text));
    const Value& document = m_compiled->document;
    if (document.kind != Kind::Object)
        return refuse(document, "schema.form", "スキーマの一覧は、名前からスキーマへのオブジェクトです。");
    std::vector<SchemaNode*> components; // all are there before the first reference is read
    for (const auto& [name, source] : document.members) {
        if (!is_component_name(name))
            return refuse(source, "schema.name", "「" + name + "」はスキーマの名前にできません。",
                          "英数字と . - _ だけを使ってください。");
        components.push_back(&add_node(source));
        m_compiled->by_name.emplace(name, components.back());
    }
    for (SchemaNode* component : components)
        TRY(fill(*component));
    for (SchemaNode& node : m_compiled->nodes)
        TRY(link(node));
    for (const SchemaNode& node : m_compiled->nodes)
        TRY(check_examples(node));
    return std::shared_ptr<const Schemas::Compiled>(m_compiled);
}

SchemaNode& SchemaReader::add_node(const Value& source)
{
    SchemaNode& node = m_compiled->nodes.emplace_back();
    node.source = &source;
    return node;
}

base::Result<const SchemaNode*> SchemaReader::read_node(const Value& source)
{
    SchemaNode& node = add_node(source);
    TRY(fill(node));
    return &node;
}

base::Result<void> SchemaReader::fill(SchemaNode& node)
{
    if (node.source->kind != Kind::Object)
        return bad_value(*node.source, "スキーマ（オブジェクト）");
    for (const auto& [name, value] : node.source->members) {
        const auto* keyword = std::ranges::find(keywords, name, &Keyword::name);
        if (keyword != std::end(keywords))
            TRY((this->*keyword->read)(node, value));
        else if (!name.starts_with("x-"))
            return refuse(value, "schema.keyword", "「" + name + "」というキーワードは扱っていません。",
                          "綴りを確かめるか、schema.h にある扱えるものの組合せに直してください。");
    }
    for (const auto& [name, value] : node.source->members) { // `type` may stand behind them
        const auto* keyword = std::ranges::find(keywords, name, &Keyword::name);
        if (keyword != std::end(keywords) && (keyword->about & node.kinds) == 0)
            return refuse(value, "schema.value", "「" + name + "」は、ここの type の値には何も定めません。",
                          "type を直すか、このキーワードを除いてください。");
    }
    return finish(node);
}

base::Result<void> SchemaReader::finish(SchemaNode& node)
{
    std::ranges::sort(node.properties, {}, &SchemaNode::Property::name);
    const auto whole = [&](const std::optional<base::Decimal>& bound) {
        const auto number = bound ? bound->to_int64() : std::optional<std::int64_t>(0);
        node.whole_bounds = node.whole_bounds && number;
        return number.value_or(0);
    };
    node.least_whole = whole(node.least);
    node.most_whole = whole(node.most);
    for (std::string_view name : node.required) {
        if (!node.open && !node.find(name))
            return refuse(*node.source, "schema.required",
                          "必須の「" + std::string(name) + "」が properties にありません。",
                          "properties に加えるか、required から除いてください。");
    }
    return {};
}

// Depth first along what holds at the same place of a value, so that what is referred to is linked before.
base::Result<void> SchemaReader::link(SchemaNode& node)
{
    const auto [walked, first] = m_walked.emplace(&node, Walk::Begun);
    if (!first && walked->second == Walk::Begun)
        return refuse(*node.source, "schema.cycle", "このスキーマの参照は、値の中へ進まずに自分に戻ります。",
                      "$ref、allOf、oneOf の輪を切ってください。");
    if (!first)
        return {};
    Kinds possible = node.kinds;
    const auto visit = [&](const SchemaNode* other) -> base::Result<void> {
        TRY(link(const_cast<SchemaNode&>(*other))); // all are our own, in m_compiled
        node.secret = node.secret || other->secret;
        return {};
    };
    if (node.reference) {
        TRY(visit(node.reference));
        possible &= node.reference->possible_kinds;
    }
    for (const SchemaNode* part : node.all_of) {
        TRY(visit(part));
        possible &= part->possible_kinds;
    }
    Kinds of_branches = 0;
    for (const SchemaNode* branch : node.one_of) {
        TRY(visit(branch));
        of_branches |= branch->possible_kinds;
    }
    if (!node.one_of.empty())
        possible &= of_branches;
    if (node.constant)
        possible &= kind_bit(node.constant->kind);
    if (node.values) {
        Kinds of_values = 0;
        for (const Value& value : node.values->items)
            of_values |= kind_bit(value.kind);
        possible &= of_values;
    }
    node.possible_kinds = possible;
    if (possible == 0)
        return refuse(*node.source, "schema.value", "このスキーマに合う値はありません。",
                      "type、enum、$ref などの組合せを直してください。");
    m_walked[&node] = Walk::Done;
    return {};
}

base::Result<void> SchemaReader::check_examples(const SchemaNode& node)
{
    std::vector<const Value*> all;
    if (const Value* examples = node.source->find("examples"))
        for (const Value& example : examples->items)
            all.push_back(&example);
    if (const Value* given = node.source->find("default"))
        all.push_back(given);
    for (const Value* value : all) {
        std::vector<Violation> violations;
        check_value(node, *value, violations);
        if (!violations.empty())
            return refuse(*value, "schema.example",
                          "例か既定値が、自分のスキーマに合いません：" + violations.front().japanese,
                          "例かスキーマを直してください。");
    }
    return {};
}

base::Result<void> SchemaReader::read_type(SchemaNode& node, const Value& value)
{
    const std::vector<Value> one = value.kind == Kind::Array ? value.items : std::vector<Value>{value};
    node.kinds = 0;
    bool number = false;
    for (const Value& name : one) {
        const auto* type = std::ranges::find(types, name.text, [](const auto& entry) { return entry.first; });
        if (name.kind != Kind::String || type == std::end(types))
            return bad_value(name, "型の名前（string、integer など）");
        node.kinds |= type->second;
        number = number || name.text == "number";
        node.integer = node.integer || name.text == "integer";
    }
    node.integer = node.integer && !number;
    if (node.kinds == 0)
        return bad_value(value, "型の名前");
    return {};
}

base::Result<void> SchemaReader::read_properties(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::Object)
        return bad_value(value, "オブジェクト");
    for (const auto& [name, source] : value.members) {
        const SchemaNode* of = TRY(read_node(source));
        node.properties.push_back({.name = name, .node = of});
    }
    return {};
}

base::Result<void> SchemaReader::read_required(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::Array)
        return bad_value(value, "名前の配列");
    std::set<std::string_view> seen;
    for (const Value& name : value.items) {
        if (name.kind != Kind::String || !seen.insert(name.text).second)
            return bad_value(name, "まだ挙げていない名前");
        node.required.push_back(name.text);
    }
    return {};
}

base::Result<void> SchemaReader::read_additional(SchemaNode& node, const Value& value)
{
    if (value.kind == Kind::Boolean)
        node.open = value.boolean;
    else
        node.others = TRY(read_node(value));
    return {};
}

base::Result<void> SchemaReader::read_items(SchemaNode& node, const Value& value)
{
    node.items = TRY(read_node(value));
    return {};
}

base::Result<void> SchemaReader::read_enum(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::Array || value.items.empty())
        return bad_value(value, "空でない配列");
    for (std::size_t i = 1; i < value.items.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (equal(value.items[i], value.items[j]))
                return bad_value(value.items[i], "まだ挙げていない値");
    node.values = &value;
    return {};
}

base::Result<void> SchemaReader::read_const(SchemaNode& node, const Value& value)
{
    node.constant = &value;
    return {};
}

base::Result<void> SchemaReader::read_pattern(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::String || value.text.empty())
        return bad_value(value, "正規表現");
    Translated translated = translate_pattern(value.text);
    if (translated.reason.empty()) {
        auto created = feel::Regex::create(translated.pattern, "");
        if (auto* reason = std::get_if<std::string>(&created))
            translated.reason = std::move(*reason);
    }
    if (!translated.reason.empty())
        return refuse(value, "schema.pattern", "正規表現として使えません：" + translated.reason + "。",
                      "先読み・後読み・後方参照を使わずに書き直してください。");
    node.pattern = std::move(translated.pattern);
    return {};
}

base::Result<void> SchemaReader::read_format(SchemaNode& node, const Value& value)
{
    const auto* format = std::ranges::find(formats, value.text, [](const auto& entry) { return entry.first; });
    if (value.kind != Kind::String || format == std::end(formats))
        return bad_value(value, "date、date-time、email、uuid のどれか");
    node.format = format->second;
    return {};
}

base::Result<void> SchemaReader::read_reference(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::String)
        return bad_value(value, "参照");
    const bool local = value.text.starts_with(reference_to);
    const auto found = m_compiled->by_name.find(local ? value.text.substr(reference_to.size()) : std::string());
    if (!local || found == m_compiled->by_name.end())
        return refuse(value, "schema.reference", "「" + value.text + "」というスキーマはありません。",
                      "#/components/schemas/名前 の形で、一覧にある名前を指してください。");
    node.reference = found->second;
    return {};
}

base::Result<void> SchemaReader::read_text(SchemaNode&, const Value& value)
{
    return value.kind == Kind::String ? base::Result<void>() : bad_value(value, "文字列");
}

base::Result<void> SchemaReader::read_flag(SchemaNode&, const Value& value)
{
    return value.kind == Kind::Boolean ? base::Result<void>() : bad_value(value, " true か false ");
}

base::Result<void> SchemaReader::read_array(SchemaNode&, const Value& value)
{
    return value.kind == Kind::Array ? base::Result<void>() : bad_value(value, "配列");
}

base::Result<void> SchemaReader::read_anything(SchemaNode&, const Value&)
{
    return {};
}

template<auto member>
base::Result<void> SchemaReader::read_size(SchemaNode& node, const Value& value)
{
    const auto number = value.kind == Kind::Number ? base::Decimal::parse(value.text) : std::nullopt;
    const auto whole = number ? number->to_int64() : std::nullopt;
    if (!whole || *whole < 0)
        return bad_value(value, "0以上の整数");
    node.*member = static_cast<std::size_t>(*whole);
    return {};
}

template<auto member>
base::Result<void> SchemaReader::read_bound(SchemaNode& node, const Value& value)
{
    const auto number = value.kind == Kind::Number ? base::Decimal::parse(value.text) : std::nullopt;
    if (!number || !number->finite())
        return bad_value(value, "数");
    node.*member = *number;
    return {};
}

template<auto member>
base::Result<void> SchemaReader::read_branches(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::Array || value.items.empty())
        return bad_value(value, "空でない配列");
    for (const Value& branch : value.items)
        (node.*member).push_back(TRY(read_node(branch)));
    return {};
}

template<auto member>
base::Result<void> SchemaReader::read_boolean(SchemaNode& node, const Value& value)
{
    if (value.kind != Kind::Boolean)
        return bad_value(value, " true か false ");
    node.*member = value.boolean;
    return {};
}

}
