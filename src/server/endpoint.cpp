#include "server/endpoint.h"

#include "server/multipart.h"

#include <charconv>

namespace kenkei::server {

const std::string& Asked::name(std::string_view wanted) const
{
    static const std::string none;
    const std::string* found = request.find_name(wanted);
    return found ? *found : none;
}

std::string Asked::query(std::string_view wanted) const
{
    const std::string* found = request.find_query(wanted);
    return found ? *found : "";
}

std::string Asked::text(std::string_view member) const
{
    const base::json::Value* found = body.find(member);
    return found && found->kind == base::json::Kind::String ? found->text : "";
}

std::optional<std::int64_t> Asked::whole(std::string_view member) const
{
    const base::json::Value* found = body.find(member);
    if (!found || found->kind != base::json::Kind::Number)
        return std::nullopt;
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
    if (failed != std::errc() || end != found->text.data() + found->text.size())
        return std::nullopt;
    return number;
}

bool Asked::flag(std::string_view member) const
{
    const base::json::Value* found = body.find(member);
    return found && found->kind == base::json::Kind::Boolean && found->boolean;
}

std::vector<std::string> Asked::texts(std::string_view member) const
{
    std::vector<std::string> all;
    if (const base::json::Value* found = body.find(member)) {
        for (const base::json::Value& item : found->items)
            all.push_back(item.text);
    }
    return all;
}

base::Result<std::optional<base::Date>> Asked::day(std::string_view member) const
{
    const std::string written = text(member);
    if (written.empty())
        return std::optional<base::Date>{};
    const base::Date date = TRY(base::read_date(written));
    return std::optional<base::Date>(date);
}

base::Result<std::optional<base::Timestamp>> Asked::moment(std::string_view member) const
{
    const std::string written = text(member);
    if (written.empty())
        return std::optional<base::Timestamp>{};
    const base::Timestamp instant = TRY(base::read_timestamp(written));
    return std::optional<base::Timestamp>(instant);
}

casework::Actor Asked::actor() const
{
    const auto hand = role ? access::hand_of(*role) : std::nullopt;
    return {hand.value_or(casework::Role::Applicant), caller.account};
}

base::Result<access::Role> require(const Asked& asked, access::Operation operation, const access::Subject& subject)
{
    const std::optional<access::Role> role = TRY(permitted(asked, operation, subject));
    if (!role)
        return base::Error{.code = "access.denied", .message = "この操作には役割が必要です。"};
    return *role;
}

Response json_object(int status, const std::function<void(base::json::Writer&)>& write)
{
    base::json::Writer out;
    out.begin_object();
    write(out);
    out.end_object();
    return json_response(status, out.take());
}

Response no_content()
{
    return {.status = 204};
}

office::Handed handed_of(const Asked& asked, std::string_view otherwise)
{
    std::string name = asked.query("name");
    if (const std::string* header = asked.request.headers.find("Content-Disposition"); header && name.empty()) {
        if (const auto read = read_parameters(*header)) {
            for (const Parameter& parameter : read->parameters) {
                if (parameter.name == "filename")
                    name = parameter.value;
            }
        }
    }
    name = base_name_of(name);
    return {asked.request.body, name.empty() ? std::string(otherwise) : name, asked.now};
}

std::string etag_of(std::int64_t head)
{
    return "\"" + std::to_string(head) + "\"";
}

base::Result<void> check_if_match(const Asked& asked, std::int64_t head)
{
    const std::string* wanted = asked.request.headers.find("If-Match");
    if (!wanted || *wanted == "*" || *wanted == etag_of(head))
        return {};
    return base::Error{.code = "api.changed",
                       .message = "この案件は、読み込まれた後に他の方が更新しています（読み込んだ版 " +
                                  wanted->substr(0, 20) + "、今の版 " + etag_of(head) + "）。上書きしていません。",
                       .way_out = "最新の内容を読み込み、変更を確かめてからもう一度保存してください。"};
}

}
