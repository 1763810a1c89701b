#pragma once

#include "edition/edition.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::edition {

// The parts of an edition, in the order in which changes are told.
enum class Area {
    Edition,
    Application,
    Fee,
    Evidence,
    Validity,
    Process,
    Known,
    Lists,
    Questions,
    Values,
    Tables,
    Items,
    Requirements,
    Titles,
    Classes,
    Findings,
    Breakdowns,
    Workbook,
    Documents
};
std::string_view name_of(Area);    // for programs: "questions"
std::string_view heading_of(Area); // for people: 設問

// One thing that differs. Without `what`, all of the subject came or went and is described in `after` or `before`; with
// it, that part of the subject (an option, a row) came, went, changed or moved. A blank `before` or `after`: none.
struct Change {
    enum class Kind { Added, Removed, Changed, Moved };

    Area area = Area::Edition;
    Kind kind = Kind::Changed;
    std::string id;      // the later one where it was renamed
    std::string subject; // for people: 「Q11(y) 健診受診者数」
    std::string what;    // 文言, 選択肢, 適合条件, 必要数 …
    std::string before;
    std::string after;
    std::string part_before; // of a rule with many clauses: only those that differ
    std::string part_after;
    Source source_before;
    Source source_after;

    bool is_whole() const { return what.empty(); }
};
std::string_view name_of(Change::Kind); // "added", "removed", "changed", "moved"

// What an official has to know who knows `before` and gets `after`: by area, in each first the things that are new,
// then those that are gone, then what changed, in the order of `after`. Things are the same by id, or, where one id
// left and one came, by label and type. Where only citations changed, one change counts them.
std::vector<Change> differences(const Edition& before, const Edition& after);

// The same as a document that ends with a line end. Text and Markdown cut long texts around the difference, JSON gives
// them in full. The Markdown holds no digest, so that it can stand in CHANGES.md and be compared letter by letter.
std::string changes_as_text(const Edition& before, const Edition& after);
std::string changes_as_markdown(const Edition& before, const Edition& after);
std::string changes_as_json(const Edition& before, const Edition& after);

}
