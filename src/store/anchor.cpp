#include "store/anchor.h"

#include "base/json.h"
#include "store/audit.h"
#include "store/case_ranges.h"
#include "store/failure.h"

namespace kenkei::store {

namespace {

constexpr std::int64_t heads_at_once = 10'000;

struct Head {
    std::string case_id;
    std::int64_t number = 0;
    std::string hash;
};

// The last event of every case that no anchor commits to yet.
base::Result<std::vector<Head>> new_heads(Connection& connection)
{
    std::vector<Head> heads;
    TRY(connection.run("SELECT events.case_id, events.number, events.hash "
                       "FROM (SELECT case_id, max(number) AS number FROM events GROUP BY case_id) AS latest "
                       "JOIN events ON events.case_id = latest.case_id AND events.number = latest.number "
                       "LEFT JOIN (SELECT case_id, max(number) AS number FROM anchor_heads GROUP BY case_id) AS known "
                       "ON known.case_id = latest.case_id "
                       "WHERE known.number IS NULL OR known.number < latest.number ORDER BY events.case_id",
                       {}, [&](const Row& row) {
                           heads.push_back({std::string(row.text(0)), row.integer(1), std::string(row.text(2))});
                       }));
    return heads;
}

base::Result<void> insert_anchor(Connection& connection, const Anchor& anchor)
{
    auto inserted =
        connection.run("INSERT INTO anchors (number, day, at, heads, previous, hash, public_key, signature) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       {anchor.number, anchor.day, anchor.at, anchor.heads, anchor.previous, anchor.hash,
                        anchor.public_key, anchor.signature});
    // Another one was made in this moment.
    if (!inserted.ok() && inserted.error().code == "store.unique")
        return failure("store.conflict", connection.where(), "署名 " + std::to_string(anchor.number));
    if (!inserted.ok())
        return inserted.error();
    return {};
}

base::Result<void> insert_heads(Connection& connection, std::int64_t anchor, const std::vector<Head>& heads)
{
    for (const Head& head : heads)
        TRY(connection.run("INSERT INTO anchor_heads (anchor, case_id, number, hash) VALUES (?, ?, ?, ?)",
                           {anchor, head.case_id, head.number, head.hash}));
    return {};
}

base::Result<Anchor> sign_heads(const Anchor& before, const std::vector<Head>& heads, const std::string& private_key,
                                base::Timestamp now)
{
    Anchor anchor{.number = before.number + 1,
                  .day = base::to_iso(base::date_in_japan(now)),
                  .at = base::to_utc(now),
                  .heads = static_cast<std::int64_t>(heads.size()),
                  .previous = before.hash};
    AnchorHash hash(anchor.number, anchor.previous, anchor.day, anchor.at);
    for (const Head& head : heads)
        hash.add_head(head.case_id, head.number, head.hash);
    anchor.hash = hash.hexadecimal();
    anchor.public_key = TRY(public_key_of(private_key));
    anchor.signature = TRY(sign(private_key, anchor.hash));
    return anchor;
}

Anchor anchor_in(const Row& row)
{
    return {.number = row.integer(0),
            .day = std::string(row.text(1)),
            .at = std::string(row.text(2)),
            .heads = row.integer(3),
            .previous = std::string(row.text(4)),
            .hash = std::string(row.text(5)),
            .public_key = std::string(row.text(6)),
            .signature = std::string(row.text(7))};
}

base::Result<void> write_json(Connection& connection, const Anchor& anchor, base::json::Writer& out)
{
    out.begin_object().key("number").number(anchor.number);
    out.member("day", anchor.day).member("at", anchor.at).member("previous", anchor.previous);
    out.member("hash", anchor.hash).member("public_key", anchor.public_key).member("signature", anchor.signature);
    out.key("heads").begin_array();
    TRY(read_heads(connection, anchor.number,
                   [&](const std::string& case_id, std::int64_t number, const std::string& hash) {
                       out.begin_object().member("case", case_id).key("number").number(number);
                       out.member("hash", hash).end_object();
                   }));
    out.end_array().end_object();
    return {};
}

}

AnchorHash::AnchorHash(std::int64_t number, std::string_view previous, std::string_view day, std::string_view at)
{
    m_digest.add_part("kenkei-anchor-1");
    m_digest.add_part(std::to_string(number));
    m_digest.add_part(previous);
    m_digest.add_part(day);
    m_digest.add_part(at);
}

void AnchorHash::add_head(std::string_view case_id, std::int64_t number, std::string_view hash)
{
    m_digest.add_part(case_id);
    m_digest.add_part(std::to_string(number));
    m_digest.add_part(hash);
}

base::Result<Anchor> last_anchor(Connection& connection)
{
    Anchor last;
    TRY(connection.run("SELECT number, day, at, heads, previous, hash, public_key, signature FROM anchors "
                       "ORDER BY number DESC LIMIT 1",
                       {}, [&](const Row& row) { last = anchor_in(row); }));
    return last;
}

base::Result<std::vector<Anchor>> read_anchors(Connection& connection)
{
    std::vector<Anchor> anchors;
    TRY(connection.run("SELECT number, day, at, heads, previous, hash, public_key, signature FROM anchors "
                       "ORDER BY number",
                       {}, [&](const Row& row) { anchors.push_back(anchor_in(row)); }));
    return anchors;
}

base::Result<void> read_heads(Connection& connection, std::int64_t anchor, const VisitHead& visit)
{
    std::string after;
    for (std::int64_t found = heads_at_once; found == heads_at_once;) {
        found = 0;
        // As bytes: what was damaged may be no text any more.
        const std::string from = after;
        TRY(connection.run(
            "SELECT case_id, number, hash FROM anchor_heads WHERE anchor = ? AND case_id > CAST(? AS TEXT) "
            "ORDER BY case_id LIMIT ?",
            {anchor, bound_text(connection, from), heads_at_once}, [&](const Row& row) {
                after = row.text(0);
                ++found;
                visit(after, row.integer(1), std::string(row.text(2)));
            }));
    }
    return {};
}

base::Result<std::optional<std::int64_t>> make_anchor(Store& store, const std::string& private_key, base::Timestamp now)
{
    std::optional<std::int64_t> made;
    TRY(store.write([&](Transaction& transaction) -> base::Result<void> {
        made.reset();
        Connection& connection = transaction.connection();
        const std::vector<Head> heads = TRY(new_heads(connection));
        if (heads.empty())
            return {};
        const Anchor before = TRY(last_anchor(connection));
        const Anchor anchor = TRY(sign_heads(before, heads, private_key, now));
        TRY(insert_anchor(connection, anchor));
        TRY(insert_heads(connection, anchor.number, heads));
        made = anchor.number;
        return {};
    }));
    return made;
}

base::Result<std::string> export_anchor(Store& store, std::int64_t number)
{
    base::json::Writer out(base::json::Writer::Layout::Indented);
    TRY(store.read([&](Transaction& transaction) -> base::Result<void> {
        out = base::json::Writer(base::json::Writer::Layout::Indented);
        std::optional<Anchor> found;
        TRY(transaction.connection().run("SELECT number, day, at, heads, previous, hash, public_key, signature "
                                         "FROM anchors WHERE number = ?",
                                         {number}, [&](const Row& row) { found = anchor_in(row); }));
        if (!found)
            return base::Error{.code = "store.no-anchor",
                               .message = "署名 " + std::to_string(number) + " はありません。",
                               .way_out = "kenkei audit anchor で作った番号を指定してください。"};
        return write_json(transaction.connection(), *found, out);
    }));
    return out.take() + "\n";
}

}
