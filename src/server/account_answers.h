#pragma once

#include "server/endpoint.h"

// Accounts and what belongs to them, as the API shows them: never a secret, nor the digest of one.
namespace kenkei::server {

// Members of an object that is begun: account, name, mail, roles, second_step, has_password, linked.
void write_own_account(base::json::Writer&, const store::Account&, const std::vector<store::GrantRow>&);
// Whole objects.
void write_account(base::json::Writer&, const store::Account&); // to administrators
void write_grant(base::json::Writer&, const store::GrantRow&, base::Timestamp now);
void write_token(base::json::Writer&, const store::TokenRow&, base::Timestamp now);
void write_event(base::json::Writer&, const store::AccountEvent&);
// `to_office`: with who decided, wrong codes and the account.
void write_claim(base::json::Writer&, const store::ClaimRow&, base::Timestamp now, bool to_office);
void write_moment(base::json::Writer&, std::string_view name, const std::optional<base::Timestamp>&); // or null

// ?limit= and ?after=.
struct Page {
    std::string after;
    std::int64_t limit = 50;
};
base::Result<Page> page_of(const Asked&); // error api.limit
// Of `rows`, which hold one more than the limit where there are more: {"items":[…],"next":…}.
template<typename Row, typename Id, typename Write>
Response page_response(std::vector<Row> rows, std::int64_t limit, const Id& id_of, const Write& write)
{
    const bool more = rows.size() > static_cast<std::size_t>(limit);
    if (more)
        rows.resize(static_cast<std::size_t>(limit));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const Row& row : rows)
            write(out, row);
        out.end_array().key("next");
        if (more)
            out.string(id_of(rows.back()));
        else
            out.null();
    });
}
std::vector<OperationDescription::Parameter> page_parameters();

// Of one account, or of all (""); latest first.
base::Result<Response> events_response(const Asked&, store::Transaction&, const std::string& account);

// Always the same words: {"told":…}.
Response told(int status, std::string_view words);

}
