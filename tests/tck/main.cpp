#include "decide.h"
#include "values.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

// Runs the DMN Technology Compatibility Kit: one line per directory, then what is out of profile by rule, then the
// total. One case is one result that a test case asks for.

namespace kenkei::tck {

namespace {

namespace fs = std::filesystem;

struct Tally {
    int passed = 0;
    int failed = 0;
    int out_of_profile = 0;
    int trees = 0;         // expressions printed and parsed again
    int changed_trees = 0; // that came back different
};

struct Run {
    bool show_failures = false;
    Tally total;
    std::map<std::string, int> rules;
};

std::vector<fs::path> files_with(const fs::path& directory, std::string_view extension)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory)) {
        if (entry.path().extension() == extension)
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// Every directory that holds a model.
std::vector<fs::path> directories_of(const fs::path& kit)
{
    std::vector<fs::path> directories;
    for (const auto& entry : fs::recursive_directory_iterator(kit)) {
        if (entry.is_directory() && !files_with(entry.path(), ".dmn").empty())
            directories.push_back(entry.path());
    }
    std::sort(directories.begin(), directories.end());
    return directories;
}

std::string shown(const feel::Value& value)
{
    return feel::to_feel(value) + (value.null_reason().empty() ? "" : "  (" + value.null_reason() + ")");
}

std::string logic_text(const Decision& decision)
{
    const auto* literal = std::get_if<LiteralExpression>(&decision.logic);
    return literal != nullptr ? literal->text : "(decision table)";
}

void run_result(Run& run, Tally& tally, const Model& model, pugi::xml_node test, pugi::xml_node result,
                const Inputs& inputs)
{
    const std::string name = result.attribute("name").value();
    const auto id = model.ids.find(name);
    std::string rule;
    if (std::string_view(test.attribute("type").value()) == "decisionService")
        rule = "decision service";
    else if (id != model.ids.end())
        rule = rule_out_of_profile(model, id->second);
    else if (const auto other = model.others.find(name); other != model.others.end())
        rule = other->second;
    if (!rule.empty()) {
        ++tally.out_of_profile;
        ++run.rules[rule];
        return;
    }
    const bool error = result.attribute("errorResult").as_bool();
    const auto expected = error ? feel::Value() : read_value(child_named(result, "expected"));
    const auto got = id == model.ids.end() ? feel::Value::null("no such decision") : decide(model, id->second, inputs);
    if (agrees(expected, got)) {
        ++tally.passed;
        return;
    }
    ++tally.failed;
    if (run.show_failures) {
        const auto text = id == model.ids.end() ? "" : logic_text(model.decisions.at(id->second));
        std::printf("  FAILED %s %s: %s\n    expected %s\n    got      %s\n", test.attribute("id").value(),
                    name.c_str(), text.c_str(), shown(expected).c_str(), shown(got).c_str());
    }
}

void run_test_file(Run& run, Tally& tally, const fs::path& path, const std::map<std::string, const Model*>& models)
{
    pugi::xml_document document;
    if (!document.load_file(path.c_str(), pugi::parse_default | pugi::parse_ws_pcdata_single)) {
        std::printf("  unreadable: %s\n", path.c_str());
        ++tally.failed;
        return;
    }
    const auto root = document.document_element();
    const auto model = models.find(text_of(root, "modelName"));
    if (model == models.end()) {
        std::printf("  no model for %s\n", path.c_str());
        ++tally.failed;
        return;
    }
    for (auto test : root) {
        if (local_name(test) != "testCase")
            continue;
        Inputs inputs;
        for (auto node : test) {
            if (local_name(node) == "inputNode")
                inputs[node.attribute("name").value()] = read_value(node);
        }
        for (auto node : test) {
            if (local_name(node) == "resultNode")
                run_result(run, tally, *model->second, test, node, inputs);
        }
    }
}

// parse(to_text(tree)) is the same tree, for every literal expression of the model.
void print_and_parse(Run& run, Tally& tally, const Model& model)
{
    for (const auto& [id, decision] : model.decisions) {
        const auto* literal = std::get_if<LiteralExpression>(&decision.logic);
        if (literal == nullptr || !literal->tree)
            continue;
        feel::Names names;
        for (const auto& required : decision.requires_ids) {
            if (const auto other = model.decisions.find(required); other != model.decisions.end())
                names.add(other->second.name);
            else if (const auto input = model.inputs.find(required); input != model.inputs.end())
                names.add(input->second.name);
        }
        ++tally.trees;
        const auto text = feel::to_text(**literal->tree);
        const auto again = feel::parse_expression(text, names, feel::UnknownNames::ReadNull);
        if (again && feel::same(**again, **literal->tree))
            continue;
        ++tally.changed_trees;
        if (run.show_failures)
            std::printf("  PRINTED DIFFERENTLY %s\n    as %s\n", literal->text.c_str(), text.c_str());
    }
}

void run_directory(Run& run, const fs::path& directory)
{
    Tally tally;
    std::map<std::string, std::unique_ptr<Model>> models;
    std::map<std::string, const Model*> by_name;
    for (const auto& path : files_with(directory, ".dmn")) {
        auto model = load_model(path.string());
        if (!model) {
            std::printf("  unreadable: %s\n", base::describe(model.error()).c_str());
            ++tally.failed;
            continue;
        }
        by_name[path.filename().string()] = model.value().get();
        models[path.filename().string()] = std::move(model.value());
    }
    for (const auto& path : files_with(directory, ".xml"))
        run_test_file(run, tally, path, by_name);
    for (const auto& [name, model] : models)
        print_and_parse(run, tally, *model);

    std::printf("%-50s passed %4d  failed %3d  out of profile %3d\n", directory.filename().c_str(), tally.passed,
                tally.failed, tally.out_of_profile);
    run.total.passed += tally.passed;
    run.total.failed += tally.failed;
    run.total.out_of_profile += tally.out_of_profile;
    run.total.trees += tally.trees;
    run.total.changed_trees += tally.changed_trees;
}

int floor_of_passed()
{
    std::ifstream file(KENKEI_TCK_FLOOR);
    int floor = 0;
    file >> floor;
    return floor;
}

int main(const std::vector<std::string>& arguments)
{
    const char* kit = std::getenv("KENKEI_TCK_DIR");
    if (kit == nullptr || !fs::is_directory(kit)) {
        std::printf("skipped: KENKEI_TCK_DIR does not name the folder of the DMN Technology Compatibility Kit\n");
        return 77;
    }
    Run run;
    run.show_failures = std::find(arguments.begin(), arguments.end(), "--failures") != arguments.end();
    for (const auto& directory : directories_of(kit))
        run_directory(run, directory);

    std::printf("\nout of profile, by rule:\n");
    for (const auto& [rule, count] : run.rules)
        std::printf("  %-30s %4d\n", rule.c_str(), count);
    const auto& total = run.total;
    std::printf("printed and parsed again: %d of %d expressions are the same tree\n", total.trees - total.changed_trees,
                total.trees);
    const int in_profile = total.passed + total.failed;
    const int floor = floor_of_passed();
    if (total.passed < floor)
        std::printf("fewer passed than the floor of %d (tests/tck/floor.txt)\n", floor);
    std::printf("TCK: %d of %d in profile passed (%.1f%%), %d out of profile\n", total.passed, in_profile,
                in_profile == 0 ? 0.0 : 100.0 * total.passed / in_profile, total.out_of_profile);
    return total.passed < floor || total.changed_trees > 0 ? 1 : 0;
}

}

}

int main(int count, char** words)
{
    return kenkei::tck::main(std::vector<std::string>(words + 1, words + count));
}
