#include "xlsx/workbook_writer.h"

#include "xlsx/check_book.h"
#include "xlsx/sheet_part.h"
#include "xlsx/style_part.h"
#include "xlsx/xml_output.h"
#include "xlsx/zip_writer.h"

namespace kenkei::xlsx {

namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view creation = "2000-01-01T00:00:00Z"; // fixed: the same book, the same bytes

// The start of a part: the declaration and its first tags.
std::string part_of(std::string_view first_tags)
{
    std::string out;
    out.reserve(declaration.size() + first_tags.size() + 1024);
    out += declaration;
    out += first_tags;
    return out;
}

std::string sheet_path(std::size_t index)
{
    return "worksheets/sheet" + std::to_string(index + 1) + ".xml";
}

std::string content_types(const Book& book)
{
    auto out =
        part_of("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    auto override_type = [&](const std::string& part, std::string_view type) {
        out += "<Override PartName=\"/" + part + "\" ContentType=\"application/vnd.openxmlformats-";
        out += type;
        out += "+xml\"/>";
    };
    override_type("docProps/app.xml", "officedocument.extended-properties");
    override_type("docProps/core.xml", "package.core-properties");
    if (!book.properties.empty())
        override_type("docProps/custom.xml", "officedocument.custom-properties");
    override_type("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main");
    override_type("xl/styles.xml", "officedocument.spreadsheetml.styles");
    override_type("xl/sharedStrings.xml", "officedocument.spreadsheetml.sharedStrings");
    for (std::size_t i = 0; i < book.sheets.size(); ++i)
        override_type("xl/" + sheet_path(i), "officedocument.spreadsheetml.worksheet");
    out += "</Types>";
    return out;
}

// The relations of a part, each rId1, rId2, … in the order of their addition.
class Relations {
public:
    void add(std::string_view type, std::string_view target)
    {
        m_xml += "<Relationship Id=\"rId" + std::to_string(++m_count) + "\" Type=\"http://schemas.openxmlformats.org/";
        m_xml += type;
        m_xml += "\" Target=\"";
        m_xml += target;
        m_xml += "\"/>";
    }

    std::string part() const
    {
        return part_of("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">") +
               m_xml + "</Relationships>";
    }

private:
    std::string m_xml;
    std::size_t m_count = 0;
};

std::string root_relations(const Book& book)
{
    Relations relations;
    relations.add("officeDocument/2006/relationships/officeDocument", "xl/workbook.xml");
    relations.add("package/2006/relationships/metadata/core-properties", "docProps/core.xml");
    relations.add("officeDocument/2006/relationships/extended-properties", "docProps/app.xml");
    if (!book.properties.empty())
        relations.add("officeDocument/2006/relationships/custom-properties", "docProps/custom.xml");
    return relations.part();
}

// The sheets come first: rId1 is the first sheet.
std::string workbook_relations(const Book& book)
{
    Relations relations;
    for (std::size_t i = 0; i < book.sheets.size(); ++i)
        relations.add("officeDocument/2006/relationships/worksheet", sheet_path(i));
    relations.add("officeDocument/2006/relationships/styles", "styles.xml");
    relations.add("officeDocument/2006/relationships/sharedStrings", "sharedStrings.xml");
    return relations.part();
}

std::string application_properties()
{
    return part_of("<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
                   "<Application>Kenkei</Application></Properties>");
}

std::string core_properties(const Book& book)
{
    auto out = part_of(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    append_text(out, book.title);
    out += "</dc:title><dc:creator>";
    append_text(out, book.author);
    out += "</dc:creator><cp:lastModifiedBy>";
    append_text(out, book.author);
    out += "</cp:lastModifiedBy><dcterms:created xsi:type=\"dcterms:W3CDTF\">";
    out += creation;
    out += "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">";
    out += creation;
    out += "</dcterms:modified></cp:coreProperties>";
    return out;
}

std::string custom_properties(const Book& book)
{
    auto out = part_of("<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" "
                       "xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">");
    std::size_t id = 2; // 0 and 1 are reserved
    for (const auto& [name, value] : book.properties) {
        out +=
            "<property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"" + std::to_string(id++) + "\" name=\"";
        append_attribute(out, name);
        out += "\"><vt:lpwstr>";
        append_text(out, value);
        out += "</vt:lpwstr></property>";
    }
    out += "</Properties>";
    return out;
}

void append_defined_names(std::string& out, const Book& book)
{
    std::string names;
    auto start = [&](std::string_view name) {
        names += "<definedName name=\"";
        append_attribute(names, name);
        names += '"';
    };
    auto finish = [&](std::string_view formula) {
        names += '>';
        append_cell_text(names, formula);
        names += "</definedName>";
    };
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
        const auto& sheet = book.sheets[i];
        auto in_sheet = " localSheetId=\"" + std::to_string(i) + '"';
        if (sheet.page.print_area) {
            start("_xlnm.Print_Area");
            names += in_sheet;
            finish(reference(sheet.name, *sheet.page.print_area));
        }
        if (sheet.page.repeat_rows) {
            auto [first, last] = *sheet.page.repeat_rows;
            start("_xlnm.Print_Titles");
            names += in_sheet;
            finish(sheet_in_formula(sheet.name) + "!$" + std::to_string(first + 1) + ":$" + std::to_string(last + 1));
        }
    }
    for (const auto& [name, formula] : book.names) {
        start(name);
        finish(formula);
    }
    if (!names.empty())
        out += "<definedNames>" + names + "</definedNames>";
}

std::string workbook_part(const Book& book)
{
    constexpr std::string_view states[] = {"", " state=\"hidden\"", " state=\"veryHidden\""};
    auto out = part_of(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr/><bookViews>"
        "<workbookView xWindow=\"240\" yWindow=\"15\" windowWidth=\"24000\" windowHeight=\"12000\" activeTab=\"");
    append_number(out, book.active_sheet);
    out += "\"/></bookViews><sheets>";
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
        auto number = std::to_string(i + 1);
        out += "<sheet name=\"";
        append_attribute(out, book.sheets[i].name);
        out += "\" sheetId=\"" + number + '"';
        out += states[static_cast<std::size_t>(book.sheets[i].visibility)];
        out += " r:id=\"rId" + number + "\"/>";
    }
    out += "</sheets>";
    append_defined_names(out, book);
    out += "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/></workbook>";
    return out;
}

}

base::Result<std::string> write_workbook(const Book& book)
{
    TRY(check_book(book));

    ZipWriter zip;
    SharedStrings strings;
    auto differential = differential_styles(book);
    bool complete =
        zip.add("[Content_Types].xml", content_types(book)) && zip.add("_rels/.rels", root_relations(book)) &&
        zip.add("docProps/app.xml", application_properties()) && zip.add("docProps/core.xml", core_properties(book)) &&
        (book.properties.empty() || zip.add("docProps/custom.xml", custom_properties(book))) &&
        zip.add("xl/workbook.xml", workbook_part(book)) &&
        zip.add("xl/_rels/workbook.xml.rels", workbook_relations(book)) &&
        zip.add("xl/styles.xml", style_part(book, differential));
    std::string part;
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
        part.clear();
        append_sheet_part(part, book.sheets[i], i == book.active_sheet, differential, strings);
        complete = complete && zip.add("xl/" + sheet_path(i), part);
    }
    if (!complete || !zip.add("xl/sharedStrings.xml", strings.part()))
        return base::Error{.code = "xlsx.write", .message = "Excel ファイルを圧縮できませんでした（メモリ不足）。"};
    return zip.finish();
}

}
