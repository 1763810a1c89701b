#pragma once

#include "server/listing.h"

// Accounts and what belongs to them, as the API shows them: never a secret, nor the digest of one.
namespace kenkei::server {

// Members of an object that is begun: account, name, mail, roles, second_step, has_password, linked.
void write_own_account(base::json::Writer&, const store::Account&, const std::vector<store::GrantRow>&);
// Whole objects.
void write_account(base::json::Writer&, const store::Account&); // to administrators
// `standing`: what its account has now (Accounts::grants_of); a lent hand may have stopped without having ended.
void write_grant(base::json::Writer&, const store::GrantRow&, const std::vector<store::GrantRow>& standing);
void write_token(base::json::Writer&, const store::TokenRow&, base::Timestamp now);
void write_event(base::json::Writer&, const store::AccountEvent&);
// `to_office`: with who decided, wrong codes and the account.
void write_claim(base::json::Writer&, const store::ClaimRow&, base::Timestamp now, bool to_office);
void write_moment(base::json::Writer&, std::string_view name, const std::optional<base::Timestamp>&); // or null

// Of `rows`, which hold one more than the limit where there are more: {"items":[…],"next":…}.
template<typename Row, typename Id, typename Write>
Response page_response(std::vector<Row> rows, std::int64_t limit, const Id& id_of, const Write& write)
{
    const bool more = rows.size() > static_cast<std::size_t>(limit);
    if (more)
        rows.resize(static_cast<std::size_t>(limit));
    const auto write_all = [&](base::json::Writer& out) {
        for (const Row& row : rows)
            write(out, row);
    };
    return items_response(write_all, more ? id_of(rows.back()) : "");
}

// Of one account, or of all (""); latest first.
base::Result<Response> events_response(const Asked&, store::Transaction&, const std::string& account);

// Always the same words: {"told":…}.
Response told(int status, std::string_view words);

}
