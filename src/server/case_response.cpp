#include "server/endpoints_parts.h"

#include "office/act_on_case.h"
#include "office/case_view.h"

namespace kenkei::server {

access::Sight sight_of(const Asked& asked)
{
    return asked.role ? access::sight_of(*asked.role) : access::Sight::Nothing;
}

Response case_response(int status, const Asked& asked, const casework::Case& seen)
{
    const access::Role role = asked.role.value_or(access::Role::Partner);
    Response response = json_response(status, office::case_to_json(*asked.edition, seen, role, asked.now));
    response.headers.add("ETag", etag_of(seen.last_event));
    return response;
}

namespace {

base::Result<Response> written_response(const Asked& asked, const office::Desk& desk, const casework::Case& about)
{
    if (sight_of(asked) == access::Sight::Office)
        return case_response(201, asked, about);
    const office::SeenCase seen = TRY(office::load_seen(desk.kept, sight_of(asked), *asked.edition, about.id));
    return case_response(201, asked, seen.about);
}

}

WrittenAnswer answered_with_case(const std::shared_ptr<const Asked>& asked, CaseErrand errand)
{
    return [asked, errand = std::move(errand)](const office::Desk& desk) -> base::Result<Response> {
        const casework::Case about = TRY(errand(desk));
        return written_response(*asked, desk, about);
    };
}

WrittenAnswer answered_with_new_case(const std::shared_ptr<const Asked>& asked, CaseErrand errand)
{
    return [asked, errand = std::move(errand)](const office::Desk& desk) -> base::Result<Response> {
        const casework::Case about = TRY(errand(desk));
        Response response = TRY(written_response(*asked, desk, about));
        response.headers.add("Location", "/api/v1/cases/" + about.id.text);
        return response;
    };
}

WrittenAnswer commanded(const std::shared_ptr<const Asked>& asked, casework::Command command)
{
    return answered_with_case(asked, [id = asked->about->id, command = std::move(command)](const office::Desk& desk) {
        return office::act_on_case(desk, id, command);
    });
}

base::Result<base::Date> day_or_today(const Asked& asked, std::string_view member)
{
    const std::optional<base::Date> day = TRY(asked.day(member));
    return day.value_or(base::date_in_japan(asked.now));
}

}
