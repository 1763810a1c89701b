#include "xlsx/workbook_reader.h"

#include "xlsx/other_file.h"
#include "xlsx/sheet_reader.h"
#include "xlsx/workbook_part.h"

namespace kenkei::xlsx {

using base::Result;

struct WorkbookReader::Parts {
    Limits limits;
    ZipArchive archive;
    WorkbookPart workbook;
    DocumentProperties properties;
    std::vector<SheetInfo> infos;
    std::vector<std::vector<Range>> merges; // by sheet
    std::vector<std::size_t> cells;         // that were read of each
    std::optional<StringTable> strings;     // as soon as a sheet is read
    std::optional<std::vector<bool>> date_styles;

    Result<void> read_what_cells_refer_to();
};

namespace {

// A zip begins with its first entry, or with its end if it has none. Files with something in front are none for us.
bool is_zip(std::string_view bytes)
{
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") || bytes.starts_with("PK\x07\x08");
}

}

Result<void> WorkbookReader::Parts::read_what_cells_refer_to()
{
    if (!strings) {
        if (const ZipEntry* const entry = workbook.strings)
            strings = TRY(StringTable::read(TRY(archive.inflate_xml(*entry)), entry->name, limits));
        else
            strings.emplace();
    }
    if (!date_styles) {
        if (const ZipEntry* const entry = workbook.styles) {
            const PartBytes bytes = TRY(archive.inflate_xml(*entry));
            date_styles = TRY(read_date_styles(bytes.text(), entry->name, limits));
        } else {
            date_styles.emplace(1, false);
        }
    }
    return {};
}

Result<WorkbookReader> WorkbookReader::open(std::string_view bytes, const Limits& limits)
{
    if (!is_zip(bytes))
        return error_of_other_file(bytes);
    ZipArchive archive = TRY(ZipArchive::open(bytes, limits));
    const auto of_file = TRY(read_relationships(archive, "", limits));
    WorkbookPart workbook = TRY(read_workbook_part(archive, of_file, limits));
    DocumentProperties properties = TRY(read_document_properties(archive, of_file, limits));
    const std::size_t sheets = workbook.sheets.size();
    auto parts = std::make_unique<Parts>(Parts{.limits = limits,
                                               .archive = std::move(archive),
                                               .workbook = std::move(workbook),
                                               .properties = std::move(properties),
                                               .infos = {},
                                               .merges = std::vector<std::vector<Range>>(sheets),
                                               .cells = std::vector<std::size_t>(sheets),
                                               .strings = {},
                                               .date_styles = {}});
    for (const SheetPart& sheet : parts->workbook.sheets)
        parts->infos.push_back(sheet.info);
    return WorkbookReader(std::move(parts));
}

WorkbookReader::WorkbookReader(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
WorkbookReader::WorkbookReader(WorkbookReader&&) noexcept = default;
WorkbookReader& WorkbookReader::operator=(WorkbookReader&&) noexcept = default;
WorkbookReader::~WorkbookReader() = default;

const std::vector<SheetInfo>& WorkbookReader::sheets() const
{
    return m_parts->infos;
}

Program WorkbookReader::program() const
{
    return m_parts->properties.program;
}

const std::string* WorkbookReader::property(std::string_view name) const
{
    for (const auto& [known, value] : m_parts->properties.custom) {
        if (known == name)
            return &value;
    }
    return nullptr;
}

Result<void> WorkbookReader::read_sheet(std::size_t sheet, const std::function<bool(const ReadCell&)>& take)
{
    Parts& parts = *m_parts;
    const SheetPart& part = parts.workbook.sheets[sheet];
    parts.merges[sheet].clear();
    parts.cells[sheet] = 0;
    if (!part.has_cells)
        return {};
    TRY(parts.read_what_cells_refer_to());
    const PartBytes bytes = TRY(parts.archive.inflate_xml(*part.entry));
    std::size_t cells_of_others = 0;
    for (const std::size_t cells : parts.cells)
        cells_of_others += cells;
    const SheetSurroundings surroundings{.sheet = part.info.name,
                                         .part = part.entry->name,
                                         .strings = *parts.strings,
                                         .date_styles = *parts.date_styles,
                                         .epoch = parts.workbook.epoch,
                                         .limits = parts.limits,
                                         .cells_of_others = cells_of_others};
    SheetReader reader(bytes.text(), surroundings, take);
    const auto read = reader.read();
    parts.cells[sheet] = reader.cells();
    parts.merges[sheet] = std::move(reader.merges());
    return read;
}

const std::vector<Range>& WorkbookReader::merges(std::size_t sheet) const
{
    return m_parts->merges[sheet];
}

std::optional<base::Date> WorkbookReader::date_of(double serial) const
{
    return date_of_serial(serial, m_parts->workbook.epoch);
}

}
