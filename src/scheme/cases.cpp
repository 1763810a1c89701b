#include "scheme/cases.h"

#include "edition/tree_reader.h"
#include "scheme/read_file.h"
#include "scheme/yaml_tree.h"

#include <algorithm>
#include <set>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using base::json::Kind;
using Value = base::json::Value;
using edition::Edition;
using edition::Outcome;
using edition::TreeReader;

namespace {

void set_member(Value& object, const std::string& key, const Value& value)
{
    for (auto& [name, old] : object.members) {
        if (name == key) {
            old = value;
            return;
        }
    }
    object.members.emplace_back(key, value);
}

std::vector<std::string> sorted(std::vector<std::string> texts)
{
    std::sort(texts.begin(), texts.end());
    return texts;
}

class CaseReader {
public:
    CaseReader(const fs::path& folder, const Edition& edition) : m_folder(folder), m_edition(edition) {}

    Cases read()
    {
        load_files();
        for (auto& [part, good] : m_parts)
            read_bases(part);
        for (auto& [part, good] : m_parts)
            read_cases(part, good);
        return std::move(m_result);
    }

private:
    void load_files()
    {
        const fs::path root = m_folder.parent_path().parent_path().parent_path();
        auto files = files_below(m_folder / "cases", ".yaml", (m_folder / "cases").lexically_relative(root).string());
        if (!files.ok()) {
            m_result.errors.push_back(std::move(files).error());
            return;
        }
        for (const fs::path& file : *files) {
            edition::Part part{.file = file.lexically_relative(root).string(),
                               .text = read_file(file).value_or(std::string{}),
                               .tree = {}};
            auto tree = read_yaml(part.text, part.file);
            if (!tree.ok()) {
                m_result.errors.push_back(std::move(tree).error());
                continue;
            }
            part.tree = std::move(*tree);
            m_parts.emplace_back(std::move(part), file.parent_path().filename() == "good");
        }
    }

    void read_bases(const edition::Part& part)
    {
        TreeReader reader(part, m_result.errors);
        if (!reader.object(part.tree, "事例のファイル", {"bases", "cases"}))
            return;
        const Value* bases = part.tree.find("bases");
        if (!bases || !reader.map_of_ids(*bases, "基の回答", TreeReader::Hyphen::Allowed))
            return;
        for (const auto& [id, base] : bases->members) {
            if (!reader.object(base, "基の回答", {"answers", "known", "as_of", "expect"}))
                continue;
            Case read{.name = id,
                      .file = part.file,
                      .at = base.at,
                      .document = {},
                      .as_of = m_edition.application.opens,
                      .expect = {},
                      .good = true,
                      .base = true};
            read.document.kind = Kind::Object;
            if (const Value* answers = reader.need(base, "answers", "基の回答"))
                set_member(read.document, "answers", *answers);
            if (const Value* known = base.find("known"))
                set_member(read.document, "known", *known);
            if (const Value* as_of = base.find("as_of"))
                read.as_of = reader.date(*as_of, "as_of").value_or(read.as_of);
            if (const Value* expect = reader.need(base, "expect", "基の回答"))
                read_expectation(reader, *expect, read.expect);
            m_bases.emplace(id, read);
            m_result.cases.push_back(std::move(read));
        }
    }

    void read_cases(const edition::Part& part, bool good)
    {
        TreeReader reader(part, m_result.errors);
        const Value* cases = part.tree.find("cases");
        if (!cases)
            return;
        for (const Value& written : cases->items) {
            if (!reader.object(written, "事例", {"name", "from", "set", "unset", "known", "as_of", "json", "expect"}))
                continue;
            Case read;
            if (const Value* from = written.find("from")) {
                auto base = m_bases.find(from->text);
                if (base == m_bases.end()) {
                    reader.refuse(*from, "case.base", "基の回答「" + from->text + "」がありません。",
                                  "bases に書いた名前にしてください。");
                    continue;
                }
                read = base->second;
            } else if (!written.find("json")) {
                reader.need(written, "from", "事例");
                continue;
            }
            read.name = reader.need_text(written, "name", "事例");
            if (!m_names.insert(read.name).second)
                reader.refuse(*written.find("name"), "case.duplicate",
                              "「" + read.name + "」という事例が二度あります。", "どちらかの名前を変えてください。");
            read.file = part.file;
            read.at = written.at;
            read.good = good;
            read.base = false;
            change_answers(reader, written, read);
            if (const Value* expect = reader.need(written, "expect", "事例")) {
                read.expect.findings.clear();
                read_expectation(reader, *expect, read.expect);
            }
            m_result.cases.push_back(std::move(read));
        }
    }

    void change_answers(TreeReader& reader, const Value& written, Case& read)
    {
        if (const Value* json = written.find("json")) {
            auto document = base::json::parse(reader.text(*json, "json"));
            if (document.ok())
                read.document = std::move(*document);
            else
                reader.refuse(std::move(document).error(), *json);
            if (!written.find("from"))
                read.as_of = m_edition.application.opens;
        }
        for (auto& [key, answers] : read.document.members) {
            if (key != "answers")
                continue;
            if (const Value* set = written.find("set")) {
                for (const auto& [id, value] : set->members)
                    set_member(answers, id, value);
            }
            const Value* unset = written.find("unset");
            for (const std::string& id : reader.texts_in(written, "unset")) {
                if (std::erase_if(answers.members, [&](const auto& member) { return member.first == id; }) == 0)
                    reader.refuse(*unset, "case.unknown", "「" + id + "」は、もとの回答にありません。",
                                  "もとの回答にある設問の id にしてください。");
            }
        }
        if (const Value* known = written.find("known"))
            set_member(read.document, "known", *known);
        if (const Value* as_of = written.find("as_of"))
            read.as_of = reader.date(*as_of, "as_of").value_or(read.as_of);
    }

    void read_expectation(TreeReader& reader, const Value& written, Expectation& expect)
    {
        if (!reader.object(written, "expect",
                           {"outcome", "items", "requirements", "titles", "facts", "findings", "class",
                            "class_possible", "next", "final", "reasons"}))
            return;
        if (const Value* outcome = written.find("outcome"))
            expect.outcome = read_outcome(reader, *outcome);
        read_outcomes(reader, written, "items", m_edition.items, expect.items);
        read_outcomes(reader, written, "requirements", m_edition.requirements, expect.requirements);
        read_outcomes(reader, written, "titles", m_edition.titles, expect.titles);
        if (const Value* facts = written.find("facts")) {
            for (const auto& [id, value] : facts->members) {
                const edition::ComputedValue* fact = m_edition.find_value(id);
                if (!fact || !fact->fact)
                    reader.refuse(value, "case.unknown", "「" + id + "」という事実はありません。",
                                  "criteria.yaml の facts を確かめてください。");
                else
                    expect.facts[id] = value;
            }
        }
        if (written.find("findings"))
            expect.findings = sorted(reader.texts_in(written, "findings"));
        for (auto [key, target] :
             {std::pair{"class", &expect.class_reached}, std::pair{"class_possible", &expect.class_possible}}) {
            if (const Value* value = written.find(key)) {
                *target = value->kind == Kind::Null ? std::string{} : reader.text(*value, key);
                const std::string& id = **target;
                if (!id.empty() && id != "outside" &&
                    std::none_of(m_edition.classes.begin(), m_edition.classes.end(),
                                 [&](const edition::Group& group) { return group.id == id; }))
                    reader.refuse(*value, "case.unknown", "「" + id + "」という区分はありません。",
                                  "criteria.yaml の classes の id、outside、null（未定）のどれかです。");
            }
        }
        if (const Value* next = written.find("next")) {
            for (const auto& [requirement, items] : next->members) {
                if (std::none_of(m_edition.requirements.begin(), m_edition.requirements.end(),
                                 [&](const edition::Group& group) { return group.id == requirement; })) {
                    reader.refuse_key(items, "case.unknown", "「" + requirement + "」という認定要件はありません。",
                                      "criteria.yaml の requirements を確かめてください。");
                }
                expect.next[requirement] = reader.texts_in(*next, requirement);
            }
        }
        if (const Value* final = written.find("final")) {
            expect.final = reader.text(*final, "final");
            if (*expect.final != "passed" && *expect.final != "refused")
                reader.refuse(*final, "case.unknown", "「" + *expect.final + "」は締切時の扱いではありません。",
                              "passed か refused です。");
        }
        if (written.find("reasons"))
            expect.reasons = sorted(reader.texts_in(written, "reasons"));
    }

    Outcome read_outcome(TreeReader& reader, const Value& value)
    {
        if (auto outcome = edition::read_outcome(value.text))
            return *outcome;
        reader.refuse(value, "case.outcome", "「" + value.text + "」は判定の言葉ではありません。",
                      "met、not_met、undetermined のどれかです。");
        return Outcome::Undetermined;
    }

    template<typename T>
    void read_outcomes(TreeReader& reader, const Value& written, std::string_view key, const std::vector<T>& all,
                       std::map<std::string, Outcome>& outcomes)
    {
        const Value* value = written.find(key);
        if (!value)
            return;
        if (value->kind == Kind::String) {
            const Outcome outcome = read_outcome(reader, *value);
            for (const T& one : all)
                outcomes[one.id] = outcome;
            return;
        }
        for (const auto& [id, word] : value->members) {
            if (std::none_of(all.begin(), all.end(), [&](const T& one) { return one.id == id; }))
                reader.refuse(word, "case.unknown", "「" + id + "」は " + std::string(key) + " にありません。",
                              "criteria.yaml の id を確かめてください。");
            outcomes[id] = read_outcome(reader, word);
        }
    }

    fs::path m_folder;
    const Edition& m_edition;
    std::vector<std::pair<edition::Part, bool>> m_parts;
    std::map<std::string, Case> m_bases;
    std::set<std::string> m_names;
    Cases m_result;
};

}

Cases read_cases(const fs::path& folder, const Edition& edition)
{
    return CaseReader(fs::weakly_canonical(folder), edition).read();
}

}
