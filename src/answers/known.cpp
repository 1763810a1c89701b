#include "answers/known.h"

#include "base/date.h"

#include <algorithm>

namespace kenkei::answers {

using base::json::Kind;
using edition::FieldType;
using feel::Value;

namespace {

class KnownReader {
public:
    explicit KnownReader(std::vector<Finding>& findings) : m_findings(findings) {}

    Value facts(const edition::KnownFacts& facts, const base::json::Value* written)
    {
        if (!written || written->kind == Kind::Null)
            return {};
        if (!facts.many)
            return one(facts, facts.id, *written);
        if (written->kind != Kind::Array) {
            warn("known.type", "known." + facts.id + " は配列 [ ] で書きます。");
            return {};
        }
        feel::List all;
        for (const base::json::Value& item : written->items)
            all.push_back(one(facts, facts.id, item));
        return Value::list(std::move(all));
    }

    void warn(std::string code, std::string message)
    {
        m_findings.push_back({.code = std::move(code),
                              .severity = edition::Severity::Warning,
                              .question = {},
                              .message = std::move(message) + "使わずに判定しました。",
                              .next = "この年度版の edition.yaml の known を確かめてください。",
                              .source = {}});
    }

private:
    Value one(const edition::KnownFacts& facts, const std::string& path, const base::json::Value& written)
    {
        if (written.kind != Kind::Object) {
            warn("known.type", "known." + path + " は { } で書きます。");
            return {};
        }
        feel::Context context;
        for (const auto& [name, type] : facts.fields)
            context.emplace_back(name, field(path + "." + name, type, written.find(name)));
        for (const auto& [name, value] : written.members) {
            auto named = [&](const auto& field) { return field.first == name; };
            if (std::none_of(facts.fields.begin(), facts.fields.end(), named))
                warn("known.unread", "known." + path + "." + name + " をこの年度版の規則は読みません。");
        }
        return Value::context(std::move(context));
    }

    Value field(const std::string& path, FieldType type, const base::json::Value* written)
    {
        if (!written || written->kind == Kind::Null)
            return {};
        if (type == FieldType::Boolean && written->kind == Kind::Boolean)
            return Value::boolean(written->boolean);
        if (type == FieldType::Text && written->kind == Kind::String)
            return Value::string(written->text);
        if (type == FieldType::Number && written->kind == Kind::Number) {
            if (auto number = base::Decimal::parse(written->text))
                return Value::number(*number);
        }
        if (type == FieldType::Date && written->kind == Kind::String) {
            if (auto date = base::read_date(written->text); date.ok())
                return Value::date(*date);
        }
        warn("known.type", "known." + path + " を " + std::string(edition::name_of(type)) + " として読めません。");
        return {};
    }

    std::vector<Finding>& m_findings;
};

}

Value read_known(const edition::Edition& edition, const base::json::Value& known, std::vector<Finding>& findings)
{
    KnownReader reader(findings);
    feel::Context context;
    for (const edition::KnownFacts& facts : edition.known)
        context.emplace_back(facts.id, reader.facts(facts, known.find(facts.id)));
    for (const auto& [id, value] : known.members) {
        auto named = [&](const edition::KnownFacts& facts) { return facts.id == id; };
        if (std::none_of(edition.known.begin(), edition.known.end(), named))
            reader.warn("known.unread", "known." + id + " をこの年度版の規則は読みません。");
    }
    return Value::context(std::move(context));
}

}
