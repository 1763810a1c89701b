#include "xlsx/relationships.h"

#include "xlsx/xml_scanner.h"

#include <algorithm>

namespace kenkei::xlsx {

using base::Error;
using base::Result;

namespace {

constexpr std::string_view content_types = "[Content_Types].xml";

// xl/workbook.xml → xl/_rels/workbook.xml.rels
std::string list_of(std::string_view part)
{
    const std::size_t name = part.rfind('/') + 1; // npos + 1 = 0: at the top
    return std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
}

std::string last_word(std::string_view uri)
{
    return std::string(uri.substr(uri.rfind('/') + 1));
}

}

std::optional<std::string> resolve_target(std::string_view part, std::string_view target)
{
    std::string with_slashes(target); // xl\worksheets\sheet1.xml, as some programs of Windows write it
    std::replace(with_slashes.begin(), with_slashes.end(), '\\', '/');
    target = with_slashes;
    std::vector<std::string_view> segments;
    const auto walk = [&](std::string_view path) {
        while (!path.empty()) {
            const std::size_t slash = std::min(path.find('/'), path.size());
            const std::string_view segment = path.substr(0, slash);
            path.remove_prefix(std::min(slash + 1, path.size()));
            if (segment == ".." && segments.empty())
                return false;
            if (segment == "..")
                segments.pop_back();
            else if (!segment.empty() && segment != ".")
                segments.push_back(segment);
        }
        return true;
    };
    if (!target.starts_with('/'))
        walk(part.substr(0, part.rfind('/') + 1));
    if (!walk(target) || segments.empty())
        return {};
    std::string name;
    for (const std::string_view segment : segments) {
        if (!name.empty())
            name += '/';
        name += segment;
    }
    return name;
}

Result<std::vector<Relationship>> read_relationships(ZipArchive& archive, std::string_view part, const Limits& limits)
{
    std::vector<Relationship> relationships;
    const std::string list = list_of(part);
    const ZipEntry* const entry = archive.find(list);
    if (!entry)
        return relationships;
    const PartBytes bytes = TRY(archive.inflate_xml(*entry));
    XmlScanner scanner(bytes.text(), limits.depth);
    XmlScanner::Event event = scanner.next_tag();
    if (event == XmlScanner::Event::Start && scanner.name() != "Relationships")
        event = scanner.fail("部品のつながりの表ではありません。");
    while (event != XmlScanner::Event::Failed && event != XmlScanner::Event::Done) {
        event = scanner.next_tag();
        if (event != XmlScanner::Event::Start)
            continue;
        const auto id = scanner.find("Id");
        const auto type = scanner.find("Type");
        const auto target = scanner.find("Target");
        constexpr std::size_t longest_id = 255;
        if (scanner.name() != "Relationship" || !id || !type || !target || id->size() > longest_id) {
            event = scanner.fail("部品のつながりの書き方が正しくありません。");
            continue;
        }
        Relationship relationship{.id = std::string(*id),
                                  .type = last_word(*type),
                                  .target = std::string(*target),
                                  .external = scanner.find("TargetMode").value_or("Internal") == "External"};
        if (!relationship.external)
            relationship.target = resolve_target(part, *target).value_or("");
        if (std::any_of(relationships.begin(), relationships.end(), [&](const auto& other) { return other.id == *id; }))
            event = scanner.fail("部品のつながり" + quoted_name(*id) + "が2つあります。");
        else if (relationships.size() == limits.entries)
            event = scanner.fail("部品のつながりが多すぎます。");
        else
            relationships.push_back(std::move(relationship));
    }
    if (event == XmlScanner::Event::Failed)
        return scanner.error(list);
    return relationships;
}

const Relationship* find_type(const std::vector<Relationship>& relationships, std::string_view type)
{
    const auto found = std::find_if(relationships.begin(), relationships.end(), [&](const Relationship& relationship) {
        return relationship.type == type && !relationship.external;
    });
    return found == relationships.end() ? nullptr : &*found;
}

Result<bool> declares_macros(ZipArchive& archive, const Limits& limits)
{
    const ZipEntry* const entry = archive.find(content_types);
    if (!entry)
        return Error{.code = "xlsx.damaged",
                     .message = "ファイルが壊れています：部品「[Content_Types].xml」がありません。",
                     .way_out = "元のファイルをExcelで開けるか確かめ、「名前を付けて保存」で保存し直してください。"};
    const PartBytes bytes = TRY(archive.inflate_xml(*entry));
    XmlScanner scanner(bytes.text(), limits.depth);
    bool macros = false;
    XmlScanner::Event event = scanner.next();
    for (; event != XmlScanner::Event::Failed && event != XmlScanner::Event::Done; event = scanner.next()) {
        if (event != XmlScanner::Event::Start)
            continue;
        const std::string_view type = scanner.find("ContentType").value_or("");
        macros |= type.find("macroEnabled") != std::string_view::npos || type.ends_with("vbaProject");
    }
    if (event == XmlScanner::Event::Failed)
        return scanner.error(content_types);
    return macros;
}

}
