#pragma once

#include "store/signing.h"
#include "store/store.h"

namespace kenkei::store {

// An anchor as it is kept, without its heads.
struct Anchor {
    std::int64_t number = 0;
    std::string day; // in Japan
    std::string at;  // base::to_utc
    std::int64_t heads = 0;
    std::string previous; // hash of the anchor before it; "" for the first
    std::string hash;
    std::string public_key;
    std::string signature; // over the text of the hash
};

// The hash of an anchor, from what it commits to: its number, the anchor before it, when, and every head, sorted by
// case id. Heads are added one by one: there may be as many as there are cases.
class AnchorHash {
public:
    AnchorHash(std::int64_t number, std::string_view previous, std::string_view day, std::string_view at);
    void add_head(std::string_view case_id, std::int64_t number, std::string_view hash);
    std::string hexadecimal() { return m_digest.hexadecimal(); }

private:
    Digest m_digest;
};

// Events are stamped before they are written, and the servers' clocks differ a little: an anchor is asked only for
// what was entered well before it, and what is dated further back behind one is not taken any more.
inline constexpr std::int64_t slack_in_milliseconds = 60 * 60 * 1000;

// The last anchor; one without number where there is none.
base::Result<Anchor> last_anchor(Connection&);

// All anchors by number. There is one a day at most, so they fit into memory; their heads do not.
base::Result<std::vector<Anchor>> read_anchors(Connection&);

using VisitHead = std::function<void(const std::string& case_id, std::int64_t number, const std::string& hash)>;
// The heads of an anchor, sorted by case id.
base::Result<void> read_heads(Connection&, std::int64_t anchor, const VisitHead&);

}
