#pragma once

#include "server/endpoint.h"

// Lists of cases: page by page, each line permitted and shown as the caller may see it.
namespace kenkei::server {

// ?limit= (1 to 200, else 50) and what each answer says of the next page.
base::Result<std::int64_t> page_size_of(const Asked&); // error api.limit
inline constexpr std::int64_t longest_page = 200;
// ?limit= and ?after=.
struct Page {
    std::string after;
    std::int64_t limit = 50;
};
base::Result<Page> page_of(const Asked&); // error api.limit

// A line that the caller may see, as it may see it.
struct SeenRow {
    store::CaseRow row;
    access::Role role = access::Role::Partner;
};

// Nothing for a line that is not the caller's to see.
base::Result<std::optional<SeenRow>> seen_row(const Asked&, store::Transaction&, access::Operation, store::CaseRow);

struct SeenPage {
    std::vector<SeenRow> rows;
    std::string next; // case id to go on behind; "" at the end
};
// A page of what the caller reaches under a filter. What the filter asks is asked of what the caller sees: nobody
// learns by it what is not shown. `keep`, where given, passes the lines over that it gives false for.
base::Result<SeenPage> rows_page(const Asked&, store::Transaction&, access::Operation, store::Filter,
                                 std::int64_t limit, const std::function<bool(const SeenRow&)>& keep = {});

// {"items":[…],"next":…} where `write` writes the items.
Response items_response(const std::function<void(base::json::Writer&)>& write, const std::string& next);

// edition, scheme, stage, firm, code, filed, waiting_for of the query. Error api.query.
base::Result<store::Filter> filter_of(const Asked&);
base::Error bad_query(std::string_view name, std::string_view way_out);
store::Reach reach_of(const access::Reached&);

// The parameters of these for descriptions.
OperationDescription::Parameter limit_parameter();
std::vector<OperationDescription::Parameter> paging_parameters();
std::vector<OperationDescription::Parameter> filter_parameters();

// Content-Disposition of a file to be kept, under any name (RFC 6266, RFC 8187).
std::string attachment(std::string_view name);
// A file of ours or somebody's: never shown by a browser in our name.
Response file_response(std::string bytes, std::string_view media_type, std::string_view name);

}
