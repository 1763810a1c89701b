#include "xlsx/cell_text.h"
#include "xlsx/workbook_part.h"

#include <algorithm>
#include <charconv>

namespace kenkei::xlsx {

using base::Result;

namespace {

// The part of this type, which "Strict Open XML" calls otherwise; or at the usual place where the file has no list of
// what is in it.
const ZipEntry* find_part(const ZipArchive& archive, const std::vector<Relationship>& of_file, std::string_view type,
                          std::string_view strict_type, std::string_view usual_place)
{
    if (of_file.empty())
        return archive.find(usual_place);
    const Relationship* relationship = find_type(of_file, type);
    if (!relationship)
        relationship = find_type(of_file, strict_type);
    return relationship ? archive.find(relationship->target) : nullptr;
}

// openpyxl calls itself "Microsoft Excel", too, but in the version of openpyxl ("3.1"); Excel begins with 12 (2007).
Program program_of(std::string_view application, std::string_view version)
{
    constexpr int first_excel = 12;
    if (application.starts_with("LibreOffice"))
        return Program::LibreOffice;
    if (application.find("openpyxl") != std::string_view::npos)
        return Program::OpenPyXl;
    if (!application.starts_with("Microsoft") || application.find("Excel") == std::string_view::npos)
        return Program::Unknown;
    int major = first_excel;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major < first_excel ? Program::OpenPyXl : Program::Excel;
}

// False: the scanner failed.
bool read_program(XmlScanner& scanner, Program& program)
{
    if (scanner.next_tag() != XmlScanner::Event::Start)
        return false;
    std::string application;
    std::string version;
    for (;;) {
        const XmlScanner::Event event = scanner.next_tag();
        if (event == XmlScanner::Event::End)
            break;
        if (event != XmlScanner::Event::Start)
            return false;
        std::string* const wanted = scanner.name() == "Application"  ? &application
                                    : scanner.name() == "AppVersion" ? &version
                                                                     : nullptr;
        if (!wanted) {
            if (!scanner.skip_element())
                return false;
            continue;
        }
        std::string_view text;
        if (!scanner.read_text(text))
            return false;
        *wanted = text;
    }
    program = program_of(application, version);
    return scanner.next_tag() == XmlScanner::Event::Done;
}

// The texts inside of an element, whatever elements they stand in. False: the scanner failed.
bool read_value(XmlScanner& scanner, std::string& value)
{
    const std::size_t outside = scanner.depth() - 1;
    for (;;) {
        switch (scanner.next()) {
        case XmlScanner::Event::Text:
            if (scanner.depth() == outside + 1) // blanks around the element that holds the value
                break;
            append_unescaped(value, scanner.text());
            break;
        case XmlScanner::Event::End:
            if (scanner.depth() == outside)
                return true;
            break;
        case XmlScanner::Event::Start:
            break;
        default:
            return false;
        }
    }
}

bool read_custom(XmlScanner& scanner, std::vector<std::pair<std::string, std::string>>& custom)
{
    if (scanner.next_tag() != XmlScanner::Event::Start)
        return false;
    for (;;) {
        const XmlScanner::Event event = scanner.next_tag();
        if (event == XmlScanner::Event::End)
            return scanner.next_tag() == XmlScanner::Event::Done;
        if (event != XmlScanner::Event::Start)
            return false;
        const auto name = scanner.find("name");
        constexpr std::size_t longest_name = 1024; // bytes; Excel takes 255 characters
        if (scanner.name() != "property" || !name || name->size() > longest_name) {
            scanner.fail("プロパティの書き方が正しくありません。");
            return false;
        }
        if (std::any_of(custom.begin(), custom.end(), [&](const auto& other) { return other.first == *name; })) {
            scanner.fail("プロパティ" + quoted_name(*name) + "が2つあります。");
            return false;
        }
        constexpr std::size_t properties_at_most = 256;
        if (custom.size() == properties_at_most) {
            scanner.fail("プロパティが多すぎます。", "xlsx.too-big");
            return false;
        }
        custom.emplace_back(*name, std::string());
        if (!read_value(scanner, custom.back().second))
            return false;
    }
}

}

Result<DocumentProperties> read_document_properties(ZipArchive& archive, const std::vector<Relationship>& of_file,
                                                    const Limits& limits)
{
    DocumentProperties properties;
    if (const ZipEntry* const app =
            find_part(archive, of_file, "extended-properties", "extendedProperties", "docProps/app.xml")) {
        const PartBytes bytes = TRY(archive.inflate_xml(*app));
        XmlScanner scanner(bytes.text(), limits.depth);
        if (!read_program(scanner, properties.program))
            return scanner.error(app->name);
    }
    if (const ZipEntry* const own =
            find_part(archive, of_file, "custom-properties", "customProperties", "docProps/custom.xml")) {
        const PartBytes bytes = TRY(archive.inflate_xml(*own));
        XmlScanner scanner(bytes.text(), limits.depth);
        if (!read_custom(scanner, properties.custom))
            return scanner.error(own->name);
    }
    return properties;
}

}
