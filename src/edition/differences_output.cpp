#include "base/json.h"
#include "base/utf8.h"
#include "edition/differences.h"

#include <algorithm>

namespace kenkei::edition {

namespace {

constexpr std::size_t most_shown = 200;   // characters of one side
constexpr std::size_t most_in_line = 80;  // cells of both sides on one line
constexpr std::size_t context = 24;       // characters shown before and behind what differs
constexpr std::size_t longest_rule = 120; // shown as a whole; of a longer one, the clauses that differ
constexpr std::size_t most_numbers = 3;   // told one by one
constexpr std::size_t most_wordings = 20; // findings that only say it in other words: told one by one

std::string key_and_digest(const Edition& edition)
{
    return edition.key() + "（要約値 " + edition.digest.substr(0, 12) + "）";
}

// 「yuryo-sme/2024 → yuryo-sme/2025: 変更 N件（設問 3、評価項目 1）」 without the names.
std::string counted(const std::vector<Change>& changes)
{
    std::string text = "変更 " + std::to_string(changes.size()) + "件";
    std::string areas;
    for (auto from = changes.begin(); from != changes.end();) {
        auto to = std::find_if(from, changes.end(), [&](const Change& one) { return one.area != from->area; });
        areas += (areas.empty() ? "" : "、") + std::string(heading_of(from->area)) + " " + std::to_string(to - from);
        from = to;
    }
    return areas.empty() ? text : text + "（" + areas + "）";
}

// No change to tell, though the digests may differ: by the order of findings, of the items of a group and the like.
std::string unchanged(const Edition& before, const Edition& after)
{
    return before.digest == after.digest || before.key() != after.key()
               ? "違いはありません。\n"
               : "言葉にできる違いはありません（指摘や項目の並び順だけが違います）。\n";
}

std::string note_on_schemes(const Edition& before, const Edition& after)
{
    return before.scheme == after.scheme ? ""
                                         : "注: 制度が違います（" + before.scheme + " と " + after.scheme +
                                               "）。同じ id か、同じ名称のものどうしを比べています。\n";
}

// Where a new clause may begin.
bool ends_clause(char32_t c)
{
    return c == U'、' || c == U'。' || c == U'（' || c == U'「' || c == U'／' || c == U'\n';
}

struct Shown {
    std::string before;
    std::string after;
};

// Long texts without what both begin and end with, so that the difference is not cut off.
Shown around_difference(const std::string& before, const std::string& after)
{
    const std::u32string b = base::to_code_points(before);
    const std::u32string a = base::to_code_points(after);
    if (b.empty() || a.empty() || std::max(b.size(), a.size()) <= most_shown)
        return {base::shortened(before, most_shown), base::shortened(after, most_shown)};
    const std::size_t least = std::min(b.size(), a.size());
    const auto head = static_cast<std::size_t>(
        std::mismatch(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(least), a.begin()).first - b.begin());
    std::size_t tail = 0;
    while (tail < least - head && b[b.size() - 1 - tail] == a[a.size() - 1 - tail])
        ++tail;
    std::size_t from = head > context ? head - context : 0;
    for (std::size_t at = head; from > 0 && at > from; --at) {
        if (ends_clause(b[at - 1]))
            from = at;
    }
    const std::size_t left_out = tail > context ? tail - context : 0;
    const auto piece = [&](const std::u32string& text) {
        const std::string shown = base::to_utf8(std::u32string_view(text).substr(from, text.size() - left_out - from));
        return (from > 0 ? "…" : "") + base::shortened(shown, most_shown) +
               (left_out > 0 && !shown.ends_with("…") && base::count_code_points(shown) <= most_shown ? "…" : "");
    };
    return {piece(b), piece(a)};
}

// A change as people see it.
struct Entry {
    const Change* change = nullptr;
    std::string subject;
    std::string what;
    Shown shown;
    bool is_list = false; // of many changes together: `after` tells of what
};

Entry entry_of(const Change& change)
{
    const bool parts = !change.part_before.empty() || !change.part_after.empty();
    const bool is_long =
        std::max(base::count_code_points(change.before), base::count_code_points(change.after)) > longest_rule;
    if (parts && is_long)
        return {&change, change.subject, change.what + "（違う部分）",
                around_difference(change.part_before, change.part_after)};
    return {&change, change.subject, change.what, around_difference(change.before, change.after)};
}

bool is_numbering(const Change& change)
{
    return change.kind == Change::Kind::Changed && (change.what == "番号" || change.what == "項目コード");
}

// Where a question is put in, all behind it get a new number: those are told together, in full.
Entry joined_numbers(const std::vector<const Change*>& changes)
{
    std::string before;
    std::string after;
    bool any_before = false;
    bool any_after = false;
    const auto add = [](std::string& text, const std::string& number) {
        text += (text.empty() ? "" : "、") + (number.empty() ? "（なし）" : number);
    };
    for (const Change* change : changes) {
        any_before = any_before || !change->before.empty();
        any_after = any_after || !change->after.empty();
        add(before, change->before);
        add(after, change->after);
    }
    const Change& first = *changes.front();
    return {&first,
            std::string(heading_of(first.area)) + " " + std::to_string(changes.size()) + "件",
            first.what,
            {any_before ? before : "", any_after ? after : ""}};
}

// The same finding in other words. Where there are many, the changed rules would drown among them; JSON has their
// texts.
bool is_wording(const Change& change)
{
    return change.area == Area::Findings && change.kind == Change::Kind::Changed &&
           (change.what == "文言" || change.what == "次の案内");
}

Entry joined_wordings(const std::vector<const Change*>& changes)
{
    std::string codes;
    std::size_t findings = 0;
    std::string_view last;
    for (const Change* change : changes) { // those of one finding stand together
        if (change->id == last)
            continue;
        last = change->id;
        codes += (codes.empty() ? "" : "、") + change->id;
        ++findings;
    }
    return {changes.front(), "指摘 " + std::to_string(findings) + "件", "文言", {"", codes}, true};
}

std::vector<Entry> entries_of(const std::vector<Change>& changes)
{
    std::vector<Entry> entries;
    std::vector<const Change*> told;
    for (const Change& change : changes) {
        if (std::find(told.begin(), told.end(), &change) != told.end())
            continue;
        std::vector<const Change*> alike;
        for (const Change& other : changes) {
            if (is_numbering(change) && is_numbering(other) && other.area == change.area && other.what == change.what)
                alike.push_back(&other);
        }
        std::vector<const Change*> reworded;
        for (const Change& other : changes) {
            if (is_wording(change) && is_wording(other))
                reworded.push_back(&other);
        }
        if (reworded.size() > most_wordings) {
            entries.push_back(joined_wordings(reworded));
            told.insert(told.end(), reworded.begin(), reworded.end());
        } else if (alike.size() > most_numbers) {
            entries.push_back(joined_numbers(alike));
            told.insert(told.end(), alike.begin(), alike.end());
        } else {
            entries.push_back(entry_of(change));
        }
    }
    return entries;
}

std::string in_text(const Entry& entry)
{
    const auto line = [](const std::string& text) { return base::printable(text) + "\n"; };
    const auto or_none = [](const std::string& text) { return text.empty() ? "（なし）" : text; };
    const auto fits = [](const std::string& text) { return base::display_width(text) <= most_in_line; };
    const Change& change = *entry.change;
    const auto& [before, after] = entry.shown;
    std::string head = entry.subject + (entry.what.empty() ? "" : "　" + entry.what);
    if (change.kind == Change::Kind::Added || change.kind == Change::Kind::Removed) {
        const std::string& text = change.kind == Change::Kind::Added ? after : before;
        const std::string gone = change.is_whole() ? "  - 廃止　" : "  - 削除　";
        head = (change.kind == Change::Kind::Added ? "  + 追加　" : gone) + head;
        if (text.empty())
            return line(head);
        return fits(text) ? line(head + ": " + text) : line(head) + line("      " + text);
    }
    head = (change.kind == Change::Kind::Moved ? "  ~ 移動　" : "  ~ 変更　") + head;
    if (entry.is_list || (change.kind == Change::Kind::Moved && before.empty())) // how many
        return line(head + ": " + after);
    if (fits(before + after))
        return line(head + ": " + or_none(before) + " → " + or_none(after));
    return line(head) + line("      前: " + or_none(before)) + line("      後: " + or_none(after));
}

std::string in_cell(const std::string& text)
{
    if (text.empty())
        return "—";
    std::string cell;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        for (const char c : base::printable(text.substr(from, end - from))) {
            if (c == '<') {
                cell += "&lt;";
            } else if (c == '&') {
                cell += "&amp;";
            } else {
                if (std::string_view("\\|*`[").find(c) != std::string_view::npos)
                    cell += '\\';
                cell += c;
            }
        }
        if (end < text.size())
            cell += "<br>";
        from = end + 1;
    }
    return cell;
}

std::string in_row(const Entry& entry)
{
    std::string what = entry.what;
    if (entry.change->kind == Change::Kind::Added)
        what += what.empty() ? "追加" : "の追加";
    if (entry.change->kind == Change::Kind::Removed)
        what += what.empty() ? "廃止" : "の削除";
    return "| " + in_cell(entry.subject) + " | " + in_cell(what) + " | " + in_cell(entry.shown.before) + " | " +
           in_cell(entry.shown.after) + " |\n";
}

}

std::string changes_as_text(const Edition& before, const Edition& after)
{
    const std::vector<Change> changes = differences(before, after);
    const bool same_name = before.key() == after.key();
    std::string text = note_on_schemes(before, after);
    text += same_name ? key_and_digest(before) + " → " + key_and_digest(after) : before.key() + " → " + after.key();
    text += ": " + counted(changes) + "\n";
    if (changes.empty())
        text +=
            before.digest == after.digest ? "違いはありません。規則の要約値も同じです。\n" : unchanged(before, after);
    const Change* last = nullptr;
    for (const Entry& entry : entries_of(changes)) {
        if (!last || last->area != entry.change->area)
            text += "\n" + std::string(heading_of(entry.change->area)) + "\n";
        text += in_text(entry);
        last = entry.change;
    }
    return text;
}

std::string changes_as_markdown(const Edition& before, const Edition& after)
{
    const std::vector<Change> changes = differences(before, after);
    std::string text = note_on_schemes(before, after);
    text += (text.empty() ? "" : "\n") + before.key() + " → " + after.key() + ": " + counted(changes) + "\n";
    if (changes.empty())
        text += "\n" + unchanged(before, after);
    const Change* last = nullptr;
    for (const Entry& entry : entries_of(changes)) {
        if (!last || last->area != entry.change->area)
            text += "\n## " + std::string(heading_of(entry.change->area)) +
                    "\n\n| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n";
        text += in_row(entry);
        last = entry.change;
    }
    return text;
}

std::string changes_as_json(const Edition& before, const Edition& after)
{
    base::json::Writer out(base::json::Writer::Layout::Indented);
    out.begin_object();
    for (const auto& [key, edition] : {std::pair{"before", &before}, std::pair{"after", &after}}) {
        out.key(key).begin_object().member("edition", edition->key()).member("digest", edition->digest);
        out.end_object();
    }
    out.key("changes").begin_array();
    for (const Change& change : differences(before, after)) {
        out.begin_object().member("area", name_of(change.area)).member("kind", name_of(change.kind));
        out.member("id", change.id).member("subject", change.subject).member("what", change.what);
        out.member("before", change.before).member("after", change.after).end_object();
    }
    out.end_array().end_object();
    return out.take() + "\n";
}

}
