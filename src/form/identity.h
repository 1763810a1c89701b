#pragma once

#include "base/result.h"
#include "form/layout.h"
#include "xlsx/workbook_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::form {

// What a form says of itself on its hidden sheet: which edition it was made for, what stands in which cell, and the
// answers it was made with. It is a claim, not a proof: anybody can edit it.
struct Identity {
    struct Entry {
        std::string id;                     // of a question
        std::optional<std::int64_t> option; // of choices
        std::string sheet;
        xlsx::Place cell;
        std::string label;    // that stands beside the cell
        std::string exported; // the answer it was made with, as JSON (a long one goes on in the cells behind); "" if
                              // there was none or in later entries of the id
    };

    std::string scheme;
    std::string edition;
    std::string digest;      // of the compiled edition
    std::string layout;      // Layout::digest of the template
    std::string application; // id
    std::vector<Entry> entries;

    std::string key() const { return scheme + "/" + edition; }
};

inline constexpr std::string_view identity_format = "kenkei-workbook";
inline constexpr std::string_view identity_version = "1";
inline constexpr std::string_view identity_property = "kenkei"; // custom document property: "scheme/edition layout"

// Rows of the sheet: key and value, then the entries.
enum class IdentityRow : std::uint32_t { Format, Scheme, Edition, Digest, Layout, Application, Header, FirstEntry };
enum class IdentityColumn : std::uint32_t { Id, Option, Sheet, Cell, Label, Exported };

// Nothing if the workbook has no such sheet. Errors: form.version (made by a newer program), form.identity (the sheet
// is there but not whole; names the cell), and what the reader says.
base::Result<std::optional<Identity>> read_identity(xlsx::WorkbookReader&);

}
