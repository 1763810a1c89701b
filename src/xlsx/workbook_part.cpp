#include "xlsx/workbook_part.h"

#include "base/utf8.h"
#include "xlsx/cell_text.h"
#include "xlsx/other_file.h"

#include <algorithm>

namespace kenkei::xlsx {

using base::Error;
using base::Result;

namespace {

constexpr std::string_view usual_place = "xl/workbook.xml";

Error macros()
{
    return {.code = "xlsx.macros",
            .message = "マクロを含むブックは受け付けていません。",
            .way_out =
                "Excelで開き、「名前を付けて保存」でファイルの種類を「Excel ブック（*.xlsx）」にして、マクロを除いて保"
                "存してください。"};
}

Error damaged(std::string what)
{
    return {.code = "xlsx.damaged",
            .message = "ファイルが壊れています：" + std::move(what) + "。",
            .way_out = "元のファイルをExcelで開けるか確かめ、「名前を付けて保存」で保存し直してください。"};
}

bool is_true(std::string_view value)
{
    return value == "1" || value == "true";
}

// A sheet before its relationship is looked up.
struct ListedSheet {
    SheetInfo info;
    std::string relationship;
};

struct Listed {
    std::vector<ListedSheet> sheets;
    Epoch epoch = Epoch::Y1900;
};

class ListReader {
public:
    ListReader(std::string_view text, const Limits& limits) : m_scanner(text, limits.depth), m_limits(limits) {}

    // False: the scanner failed.
    bool read(Listed& listed)
    {
        if (m_scanner.next_tag() != XmlScanner::Event::Start)
            return false;
        if (m_scanner.name() != "workbook")
            return fault("ブックの目次ではありません。");
        for (;;) {
            switch (m_scanner.next_tag()) {
            case XmlScanner::Event::Start:
                if (!read_child(listed))
                    return false;
                break;
            case XmlScanner::Event::End:
                return m_scanner.next_tag() == XmlScanner::Event::Done;
            default:
                return false;
            }
        }
    }

    const XmlScanner& scanner() const { return m_scanner; }

private:
    bool fault(std::string what, std::string code = "xlsx.xml")
    {
        m_scanner.fail(std::move(what), std::move(code));
        return false;
    }

    bool read_child(Listed& listed)
    {
        if (m_scanner.name() == "sheets")
            return read_sheets(listed);
        if (m_scanner.name() == "workbookPr" && is_true(m_scanner.find("date1904").value_or("0")))
            listed.epoch = Epoch::Y1904;
        return m_scanner.skip_element();
    }

    bool read_sheets(Listed& listed)
    {
        for (;;) {
            switch (m_scanner.next_tag()) {
            case XmlScanner::Event::Start:
                if (!read_sheet(listed) || !m_scanner.skip_element())
                    return false;
                break;
            case XmlScanner::Event::End:
                return true;
            default:
                return false;
            }
        }
    }

    bool read_sheet(Listed& listed)
    {
        const auto name = m_scanner.find("name");
        const auto relationship = m_scanner.find_with_prefix("id");
        constexpr std::size_t longest_name = 1024; // bytes; Excel takes 31 characters
        if (m_scanner.name() != "sheet" || !name || name->empty() || name->size() > longest_name || !relationship)
            return fault("シートの書き方が正しくありません。");
        if (listed.sheets.size() == m_limits.sheets)
            return fault("シートが、上限の" + std::to_string(m_limits.sheets) + "枚を超えています。", "xlsx.too-big");
        std::string unescaped_name = unescaped(*name);
        const auto has_the_name = [&](const ListedSheet& other) { // to Excel, too, Sheet1 and SHEET1 are one name
            return same_part_name(other.info.name, unescaped_name);
        };
        if (std::any_of(listed.sheets.begin(), listed.sheets.end(), has_the_name))
            return fault("シート" + quoted_name(unescaped_name) + "が2枚あります。");
        const bool hidden = m_scanner.find("state").value_or("visible") != "visible";
        listed.sheets.push_back({{std::move(unescaped_name), hidden}, std::string(*relationship)});
        return true;
    }

    XmlScanner m_scanner;
    const Limits& m_limits;
};

Result<SheetPart> find_sheet(ListedSheet sheet, const std::vector<Relationship>& relationships,
                             const ZipArchive& archive)
{
    const std::string shown = "シート「" + base::printable(base::shortened(sheet.info.name, 40)) + "」";
    const auto found = std::find_if(relationships.begin(), relationships.end(),
                                    [&](const Relationship& one) { return one.id == sheet.relationship; });
    if (found == relationships.end() || found->external)
        return damaged(shown + "の中身がどこにあるか書かれていません");
    if (found->type == "xlMacrosheet" || found->type == "xlIntlMacrosheet")
        return macros();
    const bool has_cells = found->type == "worksheet";
    if (!has_cells && found->type != "chartsheet" && found->type != "dialogsheet")
        return damaged(shown + "の種類「" + base::printable(base::shortened(found->type, 40)) + "」が分かりません");
    const ZipEntry* const entry = archive.find(found->target);
    if (!entry)
        return damaged(shown + "の中身「" + base::printable(base::shortened(found->target, 80)) + "」がありません");
    return SheetPart{std::move(sheet.info), entry, has_cells};
}

// The part of this type; nullptr if the workbook names none, an error if it is not there.
Result<const ZipEntry*> find_part(std::string_view type, const std::vector<Relationship>& relationships,
                                  const ZipArchive& archive)
{
    const Relationship* const relationship = find_type(relationships, type);
    if (!relationship)
        return nullptr;
    const ZipEntry* const entry = archive.find(relationship->target);
    if (!entry)
        return damaged("部品「" + base::printable(base::shortened(relationship->target, 80)) + "」がありません");
    return entry;
}

bool has_macros(const ZipArchive& archive)
{
    return std::any_of(archive.entries().begin(), archive.entries().end(), [](const ZipEntry& entry) {
        constexpr std::string_view project = "vbaProject.bin";
        return entry.name.size() >= project.size() &&
               same_part_name(entry.name.substr(entry.name.size() - project.size()), project);
    });
}

}

Result<WorkbookPart> read_workbook_part(ZipArchive& archive, const std::vector<Relationship>& of_file,
                                        const Limits& limits)
{
    const Relationship* const document = find_type(of_file, "officeDocument");
    const std::string part = document ? document->target : std::string(usual_place);
    const ZipEntry* const entry = archive.find(part);
    if (!entry || part.ends_with(".bin") || part.starts_with("word/") || part.starts_with("ppt/"))
        return error_of_other_zip(archive);
    if (has_macros(archive) || TRY(declares_macros(archive, limits)))
        return macros();

    const PartBytes bytes = TRY(archive.inflate_xml(*entry));
    Listed listed;
    ListReader reader(bytes.text(), limits);
    if (!reader.read(listed))
        return reader.scanner().error(part);
    if (listed.sheets.empty())
        return damaged("ブックにシートが1枚もありません");

    const auto relationships = TRY(read_relationships(archive, part, limits));
    WorkbookPart workbook{.sheets = {}, .epoch = listed.epoch};
    for (ListedSheet& sheet : listed.sheets) {
        workbook.sheets.push_back(TRY(find_sheet(std::move(sheet), relationships, archive)));
        const SheetPart& last = workbook.sheets.back();
        if (std::any_of(workbook.sheets.begin(), workbook.sheets.end() - 1,
                        [&](const SheetPart& other) { return other.entry == last.entry; }))
            return damaged("2枚のシートが同じ中身「" + base::printable(last.entry->name) + "」を指しています");
    }
    workbook.strings = TRY(find_part("sharedStrings", relationships, archive));
    workbook.styles = TRY(find_part("styles", relationships, archive));
    return workbook;
}

}
