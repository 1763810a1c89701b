#include "scheme/parts.h"

#include "base/fold.h"
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
        if (m_errors.empty())
            parts.lists = read_lists(parts.edition);
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
                m_errors.push_back({.code = "file.missing",
                                    .message = "一覧のファイル " + shown(path) + " を開けません。",
                                    .way_out = "一覧の名前か、ファイルがあるか、読む権限があるかを確かめてください。",
                                    .file = about.file,
                                    .at = name.at,
                                    .excerpt = base::line_with_caret(about.text, name.at)});
        }
        return part;
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
