#include "server/openapi_parts.h"

#include <algorithm>
#include <set>

// What may be wrong in our own descriptions, for tests.
namespace kenkei::server {

using Operation = OperationDescription;

namespace {

using Faults = std::vector<std::string>;

// A sentence for each of these, and for nothing else.
void check_sentences(const base::json::Value& words, std::string_view part, const std::set<std::string_view>& wanted,
                     Faults& faults)
{
    const base::json::Value* all = words.find(part);
    for (const std::string_view name : wanted) {
        const base::json::Value* found = all ? all->find(name) : nullptr;
        if (!found || found->text.empty())
            faults.push_back(std::string(part) + ": no sentence for " + std::string(name));
    }
    for (const auto& [name, sentence] : all ? all->members : decltype(all->members){}) {
        if (!wanted.contains(name))
            faults.push_back(std::string(part) + ": there is no " + name);
    }
}

}

std::vector<std::string> faults_of(std::span<const Operation> operations, const Schemas& schemas)
{
    std::vector<std::string> faults;
    std::set<std::string> ids, places;
    const auto check_contents = [&](const std::string& id, const std::vector<Operation::Content>& contents) {
        for (const Operation::Content& content : contents)
            if (!content.schema.empty() && content.schema != problem_name && !schemas.has(content.schema))
                faults.push_back(id + ": no schema " + std::string(content.schema));
    };
    for (const Operation& operation : operations) {
        const std::string id(operation.id);
        if (id.empty() || !ids.insert(id).second)
            faults.push_back(id + ": the id is empty or stands twice");
        if (!places.insert(std::string(name_of(operation.method)) + ' ' + std::string(operation.pattern)).second)
            faults.push_back(id + ": its method and pattern stand twice");
        if (operation.summary.empty() || operation.tag.empty())
            faults.push_back(id + ": no summary or no tag");
        if (operation.answers.empty())
            faults.push_back(id + ": no answer");
        check_contents(id, operation.request);
        for (const Operation::Answer& answer : operation.answers) {
            check_contents(id, answer.contents);
            if (answer.status < 100 || answer.status > 399 || answer.about.empty())
                faults.push_back(id + ": the answer " + std::to_string(answer.status) + " is none, or says nothing");
            for (const std::string_view header : answer.headers)
                if (std::ranges::find(shared_headers, header, &SharedPart::name) == std::end(shared_headers))
                    faults.push_back(id + ": no words for the header " + std::string(header));
        }
        for (int status : operation.problems)
            if (!find_problem_response(status))
                faults.push_back(id + ": no words for the problem " + std::to_string(status));
        std::set<std::string_view> names;
        for (std::string_view name : names_in(operation.pattern))
            if (!names.insert(name).second)
                faults.push_back(id + ": {" + std::string(name) + "} stands twice");
        for (const Operation::Parameter& parameter : operation.parameters) {
            const std::string as_component = R"({"X":)" + std::string(parameter.schema) + "}";
            if (!Schemas::read(as_component).ok())
                faults.push_back(id + ": the schema of " + std::string(parameter.name) + " cannot be read");
        }
    }
    return faults;
}

std::vector<std::string> faults_of_words(std::span<const Operation> operations, const Schemas& schemas)
{
    const auto words = base::json::parse(api_words());
    if (!words.ok())
        return {base::describe(words.error())};
    Faults faults;
    std::set<std::string_view> ids, tags, bodies;
    for (const Operation& operation : operations) {
        ids.insert(operation.id);
        tags.insert(operation.tag);
        for (const Operation::Content& content : operation.request) {
            if (content.schema.empty() && content.media_type.starts_with("multipart/"))
                faults.push_back(std::string(operation.id) + ": nobody knows what its parts are");
            if (!content.schema.empty())
                bodies.insert(content.schema);
        }
    }
    check_sentences(*words, "operations", ids, faults);
    check_sentences(*words, "tags", tags, faults);
    const base::json::Value* examples = words->find("examples");
    for (const std::string_view body : bodies) {
        const base::json::Value* example = examples ? examples->find(body) : nullptr;
        if (!example) {
            faults.push_back("examples: none for " + std::string(body));
            continue;
        }
        for (const Violation& violation : schemas.check(body, *example))
            faults.push_back("examples: " + std::string(body) + violation.pointer + " " + violation.english);
    }
    for (const auto& [name, example] : examples ? examples->members : decltype(examples->members){}) {
        if (!bodies.contains(name))
            faults.push_back("examples: no body is a " + name);
    }
    return faults;
}

}
