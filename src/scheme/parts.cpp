#include "scheme/parts.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "scheme/read_file.h"
#include "scheme/yaml_tree.h"

#include <algorithm>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using base::json::Kind;
using Value = base::json::Value;

namespace {

class Folder {
public:
    explicit Folder(const fs::path& folder) : m_folder(folder), m_root(folder.parent_path().parent_path()) {}

    PartsResult read()
    {
        edition::Parts parts;
        parts.edition = read("edition.yaml");
        parts.questions = read("questions.yaml");
        parts.criteria = read("criteria.yaml");
        for (const fs::path& path : tables())
            parts.tables.emplace_back(path.stem().string(), read("tables/" + path.filename().string()));
        std::error_code error;
        if (fs::exists(m_folder / "workbook.yaml", error))
            parts.workbook = read("workbook.yaml");
        if (m_errors.empty())
            parts.lists = read_lists(parts.edition);
        if (m_errors.empty() && parts.workbook)
            parts.grouped_lists = read_grouped_lists(*parts.workbook);
        return {std::move(parts), std::move(m_errors)};
    }

private:
    std::string shown(const fs::path& path) const { return path.lexically_relative(m_root.parent_path()).string(); }

    std::optional<std::string> bytes(const fs::path& path)
    {
        auto read = read_file(path);
        if (!read) {
            m_errors.push_back({.code = "file.missing",
                                .message = "ファイルを開けません。",
                                .way_out = "ファイルがあるか、読む権限があるかを確かめてください。",
                                .file = shown(path)});
            return {};
        }
        return read;
    }

    edition::Part read(const std::string& name)
    {
        edition::Part part;
        part.file = shown(m_folder / name);
        auto text = bytes(m_folder / name);
        if (!text)
            return part;
        part.text = std::move(*text);
        auto tree = read_yaml(part.text, part.file);
        if (tree.ok())
            part.tree = std::move(*tree);
        else
            m_errors.push_back(std::move(tree).error());
        return part;
    }

    std::vector<fs::path> tables()
    {
        auto files = files_below(m_folder / "tables", ".yaml", shown(m_folder / "tables"));
        if (files.ok())
            return std::move(*files);
        m_errors.push_back(std::move(files).error());
        return {};
    }

    edition::Part read_lists(const edition::Part& about)
    {
        edition::Part part;
        part.tree.kind = Kind::Object;
        const Value* names = about.tree.find("lists");
        if (!names)
            return part;
        for (const Value& name : names->items) {
            const fs::path path = m_root / "shared" / (name.text + ".csv");
            if (auto text = read_file(path))
                part.tree.members.emplace_back(name.text, list_of(*text));
            else
                refuse_missing(path, about, name);
        }
        return part;
    }

    void refuse_missing(const fs::path& list, const edition::Part& named_in, const Value& name)
    {
        m_errors.push_back({.code = "file.missing",
                            .message = "一覧のファイル " + shown(list) + " を開けません。",
                            .way_out = "一覧の名前か、ファイルがあるか、読む権限があるかを確かめてください。",
                            .file = named_in.file,
                            .at = name.at,
                            .excerpt = base::line_with_caret(named_in.text, name.at)});
    }

    // The lists that the suggestions of workbook.yaml name, each once; what is no suggestion the edition's reader says.
    std::vector<std::pair<std::string, edition::Part>> read_grouped_lists(const edition::Part& workbook)
    {
        std::vector<std::pair<std::string, edition::Part>> lists;
        const Value* suggestions = workbook.tree.find("suggestions");
        if (!suggestions)
            return lists;
        for (const auto& [question, suggestion] : suggestions->members) {
            const Value* name = suggestion.find("list");
            if (!name || name->kind != Kind::String ||
                std::any_of(lists.begin(), lists.end(), [&](const auto& list) { return list.first == name->text; }))
                continue;
            const fs::path path = m_root / "shared" / (name->text + ".csv");
            auto text = read_file(path);
            if (!text) {
                refuse_missing(path, workbook, *name);
                continue;
            }
            edition::Part part{.file = shown(path), .text = std::move(*text), .tree = {}};
            part.tree = groups_of(part);
            lists.emplace_back(name->text, std::move(part));
        }
        return lists;
    }

    // The names of the first column by the group in the column `prefecture`, each where it stands in the file.
    Value groups_of(const edition::Part& part)
    {
        constexpr std::string_view group_column = "prefecture";
        const auto refuse = [&](base::SourcePosition at, std::string message, std::string way_out) {
            m_errors.push_back({.code = "list.row",
                                .message = std::move(message),
                                .way_out = std::move(way_out),
                                .file = part.file,
                                .at = at,
                                .excerpt = base::line_with_caret(part.text, at)});
        };
        Value groups{.kind = Kind::Object};
        if (!base::is_utf8(part.text)) {
            const std::size_t offset = base::find_invalid_utf8(part.text).value_or(0);
            m_errors.push_back({.code = "list.row",
                                .message = "一覧が UTF-8 ではありません。",
                                .way_out = "文字コードを UTF-8 にして保存し直してください。",
                                .file = part.file,
                                .at = base::position_of(std::string_view(part.text).substr(0, offset), offset)});
            return groups;
        }
        std::optional<std::size_t> column; // once the heading is read
        std::size_t line_number = 0;
        for (std::string_view line : split(part.text, '\n')) {
            const base::SourcePosition at{++line_number, 1};
            if (base::is_blank(line) || line.starts_with('#'))
                continue;
            const auto cells = split(line, ',');
            if (!column) {
                const auto found = std::find_if(cells.begin(), cells.end(),
                                                [](std::string_view cell) { return base::trim(cell) == group_column; });
                if (found == cells.end()) {
                    refuse(at, "組の列「" + std::string(group_column) + "」がありません。",
                           "1行目を列の名前にして、組の名前の列を " + std::string(group_column) + " としてください。");
                    return groups;
                }
                column = static_cast<std::size_t>(found - cells.begin());
                continue;
            }
            std::string name = base::trim(cells.front());
            const std::string group = *column < cells.size() ? base::trim(cells[*column]) : std::string();
            if (name.empty() || group.empty()) {
                refuse(at, "名前か、組（" + std::string(group_column) + "）が空です。",
                       "両方を書くか、行を消してください。");
                continue;
            }
            auto place = std::find_if(groups.members.rbegin(), groups.members.rend(),
                                      [&](const base::json::Member& one) { return one.first == group; });
            if (place == groups.members.rend()) {
                groups.members.push_back({group, Value{.kind = Kind::Array, .at = at, .key_at = at}});
                place = groups.members.rbegin();
            }
            place->second.items.push_back(Value{.kind = Kind::String, .text = std::move(name), .at = at});
        }
        for (const auto& [group, names] : groups.members) {
            std::vector<const Value*> sorted;
            for (const Value& name : names.items)
                sorted.push_back(&name);
            std::stable_sort(sorted.begin(), sorted.end(),
                             [](const Value* one, const Value* other) { return one->text < other->text; });
            for (std::size_t i = 1; i < sorted.size(); ++i) {
                if (sorted[i - 1]->text == sorted[i]->text)
                    refuse(sorted[i]->at, "「" + group + "」の「" + sorted[i]->text + "」が二度あります。",
                           "どちらかの行を消してください。");
            }
        }
        return groups;
    }

    // The first column holds the names, a column `aliases` other spellings separated by ';'. The lists have no quoted
    // cells.
    static Value list_of(std::string_view text)
    {
        Value list{.kind = Kind::Object};
        Value names{.kind = Kind::Array};
        Value aliases{.kind = Kind::Object};
        std::size_t alias_column = std::string_view::npos;
        bool heading = true;
        for (std::string_view line : split(text, '\n')) {
            const auto cells = split(line, ',');
            if (base::is_blank(line) || line.starts_with('#'))
                continue;
            if (heading) {
                for (std::size_t i = 0; i < cells.size(); ++i) {
                    if (base::trim(cells[i]) == "aliases")
                        alias_column = i;
                }
                heading = false;
                continue;
            }
            const Value name{.kind = Kind::String, .text = base::trim(cells.front())};
            names.items.push_back(name);
            if (alias_column >= cells.size())
                continue;
            for (std::string_view alias : split(cells[alias_column], ';')) {
                if (!base::is_blank(alias))
                    aliases.members.emplace_back(base::trim(alias), name);
            }
        }
        list.members.emplace_back("names", std::move(names));
        list.members.emplace_back("aliases", std::move(aliases));
        return list;
    }

    static std::vector<std::string_view> split(std::string_view text, char separator)
    {
        std::vector<std::string_view> parts;
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t to = std::min(text.find(separator, from), text.size());
            parts.push_back(text.substr(from, to - from));
            from = to + 1;
        }
        return parts;
    }

    fs::path m_folder;
    fs::path m_root; // holds the schemes
    std::vector<base::Error> m_errors;
};

}

PartsResult read_parts(const fs::path& folder)
{
    return Folder(fs::weakly_canonical(folder)).read();
}

}
