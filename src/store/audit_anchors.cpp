#include "store/audit_anchors.h"

#include "base/json.h"
#include "store/case_ranges.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace kenkei::store {

namespace {

using base::json::Value;

void damage(AuditReport& report, std::string_view code, std::string message, CaseId id = {}, std::int64_t event = 0)
{
    report.damage.push_back({std::string(code), std::move(id), event, std::move(message)});
}

std::string named(std::int64_t number)
{
    return "署名 " + std::to_string(number) + " ";
}

bool has_right_day(const Anchor& anchor)
{
    const auto at = base::read_timestamp(anchor.at);
    return at.ok() && base::to_utc(*at) == anchor.at && base::to_iso(base::date_in_japan(*at)) == anchor.day;
}

void check_signature(const Anchor& anchor, const std::string& hash, const std::string& public_key, AuditReport& report)
{
    if (!public_key.empty() && !is_same_key(anchor.public_key, public_key))
        damage(report, "audit.signature", named(anchor.number) + "は、指定された公開鍵のものではありません。");
    else if (!is_signed(public_key.empty() ? anchor.public_key : public_key, hash, anchor.signature))
        damage(report, "audit.signature", named(anchor.number) + "の電子署名が正しくありません。");
    else if (!is_canonical_key(anchor.public_key)) // PEM is read past blanks and line ends that were added
        damage(report, "audit.signature", named(anchor.number) + "の公開鍵の文字が書き換えられています。");
}

base::Result<std::string> computed_hash(Connection& connection, const Anchor& anchor, std::int64_t& heads)
{
    AnchorHash hash(anchor.number, anchor.previous, anchor.day, anchor.at);
    TRY(read_heads(connection, anchor.number,
                   [&](const std::string& case_id, std::int64_t number, const std::string& head) {
                       hash.add_head(case_id, number, head);
                       ++heads;
                   }));
    return hash.hexadecimal();
}

base::Result<void> check_anchor(Connection& connection, const Anchor& anchor, const std::string& public_key,
                                AuditReport& report)
{
    std::int64_t heads = 0;
    const std::string hash = TRY(computed_hash(connection, anchor, heads));
    if (hash != anchor.hash)
        damage(report, "audit.anchor",
               named(anchor.number) + "の内容が書き換えられています（ハッシュ値が合いません）。");
    else if (heads != anchor.heads || !has_right_day(anchor))
        damage(report, "audit.anchor", named(anchor.number) + "の件数または日付が書き換えられています。");
    check_signature(anchor, hash, public_key, report);
    return {};
}

void check_order(const std::vector<Anchor>& anchors, AuditReport& report)
{
    std::int64_t number = 0;
    std::string_view previous;
    for (const Anchor& anchor : anchors) {
        if (anchor.number != number + 1)
            damage(report, "audit.anchor", named(number + 1) + "が失われています。");
        else if (anchor.previous != previous)
            damage(report, "audit.anchor", named(anchor.number) + "が、その前の署名とつながっていません。");
        number = anchor.number;
        previous = anchor.hash;
    }
}

base::Result<void> check_stray_heads(Connection& connection, AuditReport& report)
{
    TRY(connection.run("SELECT DISTINCT anchor_heads.anchor FROM anchor_heads LEFT JOIN anchors ON "
                       "anchors.number = anchor_heads.anchor WHERE anchors.number IS NULL ORDER BY 1",
                       {}, [&](const Row& row) {
                           damage(report, "audit.anchor",
                                  named(row.integer(0)) + "の案件だけが残り、署名がありません。");
                       }));
    return {};
}

// An anchor as export_anchor wrote it.
struct KeptAnchor {
    Anchor anchor;
    struct Head {
        std::string case_id;
        std::int64_t number = 0;
        std::string hash;
    };
    std::vector<Head> heads;
};

bool read_text(const Value& object, std::string_view key, std::string& out)
{
    const Value* value = object.find(key);
    if (!value || value->kind != base::json::Kind::String)
        return false;
    out = value->text;
    return true;
}

bool read_number(const Value& object, std::string_view key, std::int64_t& out)
{
    const Value* value = object.find(key);
    if (!value || value->kind != base::json::Kind::Number)
        return false;
    const char* end = value->text.data() + value->text.size();
    const auto read = std::from_chars(value->text.data(), end, out);
    return read.ec == std::errc() && read.ptr == end;
}

bool read_kept_heads(const Value& object, KeptAnchor& kept)
{
    const Value* heads = object.find("heads");
    if (!heads || heads->kind != base::json::Kind::Array)
        return false;
    for (const Value& item : heads->items) {
        KeptAnchor::Head head;
        if (item.kind != base::json::Kind::Object || !read_text(item, "case", head.case_id) ||
            !read_number(item, "number", head.number) || !read_text(item, "hash", head.hash))
            return false;
        kept.heads.push_back(std::move(head));
    }
    return true;
}

std::optional<KeptAnchor> read_kept(const std::string& text)
{
    const auto value = base::json::parse(text);
    KeptAnchor kept;
    Anchor& anchor = kept.anchor;
    if (!value.ok() || value->kind != base::json::Kind::Object || !read_number(*value, "number", anchor.number) ||
        !read_text(*value, "day", anchor.day) || !read_text(*value, "at", anchor.at) ||
        !read_text(*value, "previous", anchor.previous) || !read_text(*value, "hash", anchor.hash) ||
        !read_text(*value, "public_key", anchor.public_key) || !read_text(*value, "signature", anchor.signature) ||
        !read_kept_heads(*value, kept))
        return std::nullopt;
    return kept;
}

// What a kept anchor says of itself must hold before it can accuse anybody.
bool is_whole(const KeptAnchor& kept, const std::string& public_key)
{
    const Anchor& anchor = kept.anchor;
    AnchorHash hash(anchor.number, anchor.previous, anchor.day, anchor.at);
    for (const KeptAnchor::Head& head : kept.heads)
        hash.add_head(head.case_id, head.number, head.hash);
    const bool right_key = public_key.empty() || is_same_key(anchor.public_key, public_key);
    return right_key && is_canonical_key(anchor.public_key) && hash.hexadecimal() == anchor.hash &&
           is_signed(anchor.public_key, anchor.hash, anchor.signature);
}

// Which cases are not what the kept anchor committed to.
base::Result<void> name_rewritten(Connection& connection, const KeptAnchor& kept,
                                  std::map<std::string, std::int64_t>& good, AuditReport& report)
{
    for (const KeptAnchor::Head& head : kept.heads) {
        std::string now;
        TRY(connection.run("SELECT hash FROM events WHERE case_id = ? AND number = ?", {head.case_id, head.number},
                           [&](const Row& row) { now = row.text(0); }));
        if (now == head.hash) {
            good[head.case_id] = head.number;
            continue;
        }
        const std::int64_t first = good[head.case_id] + 1;
        damage(report, "audit.rewritten",
               "別に保管した署名 " + std::to_string(kept.anchor.number) + "（" + kept.anchor.day +
                   "）が確かめた出来事 " + std::to_string(head.number) + " と違います。出来事 " +
                   std::to_string(first) + " から後が書き換えられたか、削られています。",
               {head.case_id}, first);
    }
    return {};
}

void compare_with_ours(const KeptAnchor& kept, const std::vector<Anchor>& anchors, AuditReport& report)
{
    const auto ours = std::find_if(anchors.begin(), anchors.end(),
                                   [&](const Anchor& anchor) { return anchor.number == kept.anchor.number; });
    if (ours == anchors.end())
        damage(report, "audit.rewritten",
               "別に保管した" + named(kept.anchor.number) + "が、データベースから失われています。");
    else if (ours->hash != kept.anchor.hash)
        damage(report, "audit.rewritten",
               named(kept.anchor.number) + "が、別に保管したものと違います。この署名から後は作り直されています。");
}

}

base::Result<void> check_anchors(Connection& connection, const std::vector<Anchor>& anchors,
                                 const std::string& public_key, AuditReport& report)
{
    check_order(anchors, report);
    for (const Anchor& anchor : anchors) {
        ++report.anchors;
        TRY(check_anchor(connection, anchor, public_key, report));
    }
    return check_stray_heads(connection, report);
}

base::Result<void> check_kept_anchors(Connection& connection, const std::vector<Anchor>& anchors,
                                      const std::vector<std::string>& texts, const std::string& public_key,
                                      AuditReport& report)
{
    std::vector<KeptAnchor> all;
    for (const std::string& text : texts) {
        auto kept = read_kept(text);
        if (kept && is_whole(*kept, public_key))
            all.push_back(std::move(*kept));
        else
            damage(report, "audit.anchor",
                   "別に保管した署名のうち " + std::to_string(&text - texts.data() + 1) +
                       " 番目のファイルは、それ自体が正しくありません。比べていません。");
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const KeptAnchor& a, const KeptAnchor& b) { return a.anchor.number < b.anchor.number; });
    std::map<std::string, std::int64_t> good;
    for (const KeptAnchor& kept : all) {
        compare_with_ours(kept, anchors, report);
        TRY(name_rewritten(connection, kept, good, report));
    }
    return {};
}

}
