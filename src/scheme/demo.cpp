#include "scheme/demo.h"

#include "edition/tree_reader.h"
#include "scheme/cases.h"
#include "scheme/read_file.h"
#include "scheme/yaml_tree.h"

#include <algorithm>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using base::json::Kind;
using Value = base::json::Value;
using edition::TreeReader;

namespace {

class DemoReader {
public:
    DemoReader(edition::Part part, const edition::Edition& edition)
        : m_part(std::move(part))
        , m_edition(edition)
        , m_reader(m_part, m_errors)
    {}

    DemoResult read(const fs::path& folder)
    {
        DemoPlan plan;
        plan.names = m_edition.names;
        plan.names.add("chance");
        if (m_reader.object(m_part.tree, "demo.yaml", {"start", "seed", "vary", "cohort"})) {
            plan.seed = static_cast<std::uint64_t>(m_reader.need_integer(m_part.tree, "seed", "demo.yaml"));
            read_start(folder, plan);
            if (const Value* vary = m_reader.need(m_part.tree, "vary", "demo.yaml");
                vary && m_reader.map_of_ids(*vary, "vary", TreeReader::Hyphen::Refused)) {
                for (const auto& [id, rule] : vary->members)
                    read_rule(id, rule, plan);
            }
            if (const Value* cohort = m_part.tree.find("cohort"))
                plan.cohort = read_cohort(m_reader, *cohort, m_edition);
        }
        if (!m_errors.empty())
            return {{}, std::move(m_errors)};
        return {std::move(plan), {}};
    }

private:
    void read_start(const fs::path& folder, DemoPlan& plan)
    {
        const std::string start = m_reader.need_text(m_part.tree, "start", "demo.yaml");
        for (const Case& test : read_cases(folder, m_edition).cases) {
            if (test.name != start)
                continue;
            if (const Value* answers = test.document.find("answers"))
                plan.start = *answers;
            return;
        }
        m_reader.refuse(m_part.tree, "demo.start", "基の回答「" + start + "」が cases/ にありません。",
                        "bases の名前を書いてください。");
    }

    void read_rule(const std::string& id, const Value& written, DemoPlan& plan)
    {
        if (!m_edition.find_question(id)) {
            m_reader.refuse(written, "demo.unknown", "「" + id + "」という設問はありません。",
                            "設問の id を確かめてください。");
            return;
        }
        if (!m_reader.object(written, "vary「" + id + "」", {"integer", "choice", "choices", "text", "feel"}) ||
            written.members.size() != 1) {
            m_reader.refuse(written, "demo.rule", "引き方は一つだけ書きます。",
                            "integer、choice、choices、text、feel のどれか一つにしてください。");
            return;
        }
        DemoRule rule;
        rule.question = id;
        const auto& [how, value] = written.members.front();
        if (how == "integer")
            read_integer(value, rule);
        else if (how == "choice")
            read_choice(value, rule);
        else if (how == "choices")
            read_choices(value, rule);
        else if (how == "text")
            read_texts(written, rule);
        else
            read_feel(value, plan, rule);
        plan.rules.push_back(std::move(rule));
    }

    void read_integer(const Value& value, DemoRule& rule)
    {
        rule.how = DemoRule::How::Integer;
        if (value.kind != Kind::Array || value.items.size() != 2) {
            m_reader.refuse(value, "demo.rule", "integer は [最小, 最大] で書きます。", "例: integer: [1, 320]");
            return;
        }
        rule.from = m_reader.integer(value.items[0], "最小").value_or(0);
        rule.to = m_reader.integer(value.items[1], "最大").value_or(0);
        if (rule.to < rule.from)
            m_reader.refuse(value, "demo.rule", "最大が最小より小さくなっています。", "例: integer: [1, 320]");
    }

    void read_choice(const Value& value, DemoRule& rule)
    {
        rule.how = DemoRule::How::Choice;
        for (const auto& [option, weight] : value.members) {
            std::optional<std::int64_t> number;
            if (option != "blank") {
                auto decimal = base::Decimal::parse(option);
                number = decimal ? decimal->to_int64() : std::nullopt;
                if (!number || !m_edition.find_question(rule.question)->find_option(*number)) {
                    m_reader.refuse(weight, "demo.rule", "選択肢「" + option + "」はありません。",
                                    "選択肢の番号か blank を書いてください。");
                    continue;
                }
            }
            rule.weights.emplace_back(number, std::max<std::int64_t>(0, m_reader.integer(weight, "重み").value_or(0)));
        }
        if (std::none_of(rule.weights.begin(), rule.weights.end(),
                         [](const auto& weight) { return weight.second > 0; }))
            m_reader.refuse(value, "demo.rule", "重みがありません。", "例: choice: { 1: 96, 2: 3, blank: 1 }");
    }

    void read_choices(const Value& value, DemoRule& rule)
    {
        rule.how = DemoRule::How::Choices;
        if (!m_reader.object(value, "choices", {"none", "blank", "each"}))
            return;
        auto number = [&](std::string_view key) {
            const Value* found = value.find(key);
            return found ? m_reader.integer(*found, key).value_or(0) : 0;
        };
        rule.none_weight = number("none");
        rule.blank_weight = number("blank");
        if (const Value* each = m_reader.need(value, "each", "choices"))
            rule.each = base::Decimal::parse(m_reader.text(*each, "each")).value_or(base::Decimal(0));
    }

    void read_texts(const Value& written, DemoRule& rule)
    {
        rule.how = DemoRule::How::Text;
        rule.texts = m_reader.texts_in(written, "text");
        if (rule.texts.empty())
            m_reader.refuse(written, "demo.rule", "文がありません。", "例: text: [見本一, 見本二]");
    }

    void read_feel(const Value& value, const DemoPlan& plan, DemoRule& rule)
    {
        rule.how = DemoRule::How::Feel;
        auto tree = feel::parse_expression(m_reader.text(value, "feel"), plan.names);
        if (tree.ok())
            rule.rule = {feel::to_text(**tree), *tree};
        else
            m_reader.refuse(std::move(tree).error(), value);
    }

    edition::Part m_part;
    const edition::Edition& m_edition;
    std::vector<base::Error> m_errors;
    TreeReader m_reader;
};

}

DemoResult read_demo(const fs::path& folder, const edition::Edition& edition)
{
    const fs::path path = folder / "demo.yaml";
    auto text = read_file(path);
    if (!text) {
        return {{},
                {{.code = "file.missing",
                  .message = "demo.yaml がありません。",
                  .way_out = "docs/scheme-format.md の demo.yaml を見て作ってください。",
                  .file = path.string()}}};
    }
    edition::Part part{.file = path.string(), .text = std::move(*text), .tree = {}};
    auto tree = read_yaml(part.text, part.file);
    if (!tree.ok())
        return {{}, {std::move(tree).error()}};
    part.tree = std::move(*tree);
    return DemoReader(std::move(part), edition).read(folder);
}

}
