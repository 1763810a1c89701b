#include "server/endpoint.h"

#include "access/secret.h"
#include "base/sha256.h"
#include "office/case_view.h"
#include "server/caller.h"
#include "server/endpoints_parts.h"
#include "server/refusals.h"

#include <algorithm>

// From a request to an endpoint and back: recognised, permitted, its body checked; what is written is written once.
namespace kenkei::server {

base::Result<std::optional<access::Role>> permitted(const Asked& asked, access::Operation operation,
                                                    const access::Subject& subject)
{
    const std::string* chosen = asked.request.headers.find("Kenkei-Role");
    if (!chosen)
        return access::permit(asked.caller, operation, subject);
    const auto role = access::read_role(*chosen);
    if (!role)
        return base::Error{.code = "access.role",
                           .message = "Kenkei-Role の役割が正しくありません。",
                           .way_out = "applicant、delegate、office などから選んでください。"};
    return access::permit_as(*role, asked.caller, operation, subject);
}

access::Subject subject_of(const store::CaseRow& row)
{
    return {.scheme = row.edition.substr(0, row.edition.find('/')), .firm = row.firm, .insurer = row.insurer};
}

namespace {

constexpr std::int64_t minute = 60'000;

Response answer_of(const Asked& asked, const base::Error& error)
{
    Response response = problem(error, asked.language, asked.request.id);
    if (error.code == "access.session") // the browser shall not try it again
        set_session_cookie(response, asked.request.secure, "", 0);
    return response;
}

bool is_json(const Request& request)
{
    const std::string* type = request.headers.find("Content-Type");
    if (!type)
        return false;
    const std::string media = type->substr(0, type->find(';'));
    return equal_ignoring_case(media.substr(0, media.find_last_not_of(' ') + 1), "application/json");
}

bool is_checked(const Asked& asked, const Endpoint& endpoint)
{
    if (endpoint.raw_body || endpoint.says.request.empty() || endpoint.says.request.front().schema.empty())
        return false;
    return !asked.request.body.empty() || asked.request.method != Method::Delete;
}

// Nothing: it is JSON, and in `asked`.
std::optional<Response> read_body(Asked& asked)
{
    if (!is_json(asked.request))
        return answer_of(asked, {.code = "http.media-type",
                                 .message = "本文は application/json でお送りください。",
                                 .way_out = "Content-Type を確かめてください。"});
    auto body = base::json::parse(asked.request.body);
    if (!body.ok())
        return answer_of(asked, body.error());
    asked.body = std::move(*body);
    return std::nullopt;
}

// Nothing: it is as its schema says.
std::optional<Response> check_body(const Asked& asked, const Endpoint& endpoint)
{
    const std::vector<Violation> violations =
        asked.service.schemas.check(endpoint.says.request.front().schema, asked.body);
    if (violations.empty())
        return std::nullopt;
    return problem(violations, asked.language, asked.request.id);
}

// What the rules say of a case's stage is worded from the case as it is. Whoever does not see all of it is told so
// much.
base::Error as_seen(const Asked& asked, const base::Error& error)
{
    if ((error.code != "case.stage" && error.code != "case.gate") || sight_of(asked) == access::Sight::Office)
        return error;
    return {.code = error.code,
            .message = "この案件では、いまその操作はできません。",
            .way_out = "案件を読み込み直して、いまできること（actions）をご確認ください。"};
}

base::Error no_such_case(const std::string& id)
{
    return {.code = "store.no-case",
            .message = "案件「" + id + "」はないか、このアカウントでは見られません。",
            .way_out = "案件番号を確かめてください。"};
}

base::Result<void> find_edition(Asked& asked, const std::string& key)
{
    const auto& known = asked.service.config.editions;
    if (std::find(known.begin(), known.end(), key) == known.end())
        return base::Error{.code = "api.edition",
                           .message = "年度版「" + key + "」はありません。",
                           .way_out = "GET /api/v1/editions の一覧から選んでください。"};
    asked.edition = TRY(asked.service.editions.find(key));
    return {};
}

// A case of somebody else is as if it were not there; one that may be looked at, but not acted on, says so.
base::Result<void> permit_case(Asked& asked, access::Operation operation, store::Transaction& kept)
{
    if (asked.caller.account.empty()) {
        asked.role = TRY(permitted(asked, operation, {}));
        return {};
    }
    // Whatever holds of any case is said before this one is looked at: it must not tell whether there is one.
    if (const std::string* chosen = asked.request.headers.find("Kenkei-Role"); chosen && !access::read_role(*chosen))
        TRY(permitted(asked, operation, {}));
    if (const auto any = access::reach(asked.caller, operation); !any.ok() && any.error().code != "access.denied")
        return any.error();
    const std::string& id = asked.name("case");
    asked.about = TRY(kept.find_row({id}));
    if (!asked.about)
        return no_such_case(id);
    const access::Subject subject = subject_of(*asked.about);
    auto role = permitted(asked, operation, subject);
    if (!role.ok()) {
        if (role.error().code == "access.denied" &&
            !access::permit(asked.caller, access::Operation::SeeCase, subject).ok())
            return no_such_case(id);
        return role.error();
    }
    asked.role = *role;
    return find_edition(asked, asked.about->edition);
}

base::Result<void> permit_endpoint(Asked& asked, const Endpoint& endpoint, store::Transaction& kept)
{
    switch (endpoint.about) {
    case About::Nothing:
        asked.role = TRY(permitted(asked, endpoint.operation, {}));
        return {};
    case About::Case:
        return permit_case(asked, endpoint.operation, kept);
    case About::Edition:
        TRY(find_edition(asked, asked.name("scheme") + "/" + asked.name("edition")));
        asked.role =
            TRY(permitted(asked, endpoint.operation, {.scheme = asked.name("scheme"), .firm = asked.text("firm")}));
        return {};
    case About::Scheme:
        asked.role = TRY(permitted(asked, endpoint.operation, {.scheme = asked.name("scheme")}));
        return {};
    case About::Firm:
        asked.role =
            TRY(permitted(asked, endpoint.operation, {.scheme = asked.text("scheme"), .firm = asked.name("firm")}));
        return {};
    case About::Many:
        asked.reached = TRY(access::reach(asked.caller, endpoint.operation));
        return {};
    case About::Told:
        return {};
    }
    return {};
}

// Whether the caller may, and the body is as it should be. Strangers learn nothing of bodies: only who may do this to
// something at all is told what is wrong with what it sent.
base::Result<std::optional<Response>> look_over(Asked& asked, const Endpoint& endpoint, store::Transaction& kept)
{
    const bool checked = is_checked(asked, endpoint);
    std::optional<Response> refused = checked ? read_body(asked) : std::nullopt;
    if (endpoint.about == About::Told)
        TRY(access::reach(asked.caller, endpoint.operation));
    const auto permitted = permit_endpoint(asked, endpoint, kept);
    if (!permitted.ok()) {
        // A body without its firm says nobody's.
        const bool unsaid = endpoint.about == About::Edition && checked && asked.text("firm").empty();
        if (!unsaid || !access::reach(asked.caller, endpoint.operation).ok())
            return permitted.error();
    }
    if (!refused && checked)
        refused = check_body(asked, endpoint);
    if (!refused && !permitted.ok())
        return permitted.error();
    return refused;
}

// That a session or token is used is written to the minute, and nobody waits for it.
void note_use(Asked& asked, const Known& known)
{
    if (!known.seen || asked.now.milliseconds < known.seen->milliseconds + minute)
        return;
    const ServiceConfig& config = asked.service.config;
    const base::Timestamp expires{std::min(asked.now.milliseconds + config.session_idle * 1000,
                                           known.began.milliseconds + config.session_longest * 1000)};
    asked.service.writers->post(known.caller.account,
                                [session = known.session, token = known.token, now = asked.now,
                                 expires](store::Transaction& kept) -> base::Result<void> {
                                    store::Accounts accounts(kept);
                                    if (!token.empty())
                                        return accounts.see_token(token, now);
                                    return accounts.see_session(session, now, expires);
                                },
                                {});
}

struct KeptAnswer {
    std::string key;     // "" without one
    std::string request; // digest
};

// A key that was used before must have been for the same request.
base::Result<std::optional<Response>> remembered(const Asked& asked, const KeptAnswer& kept_answer,
                                                 store::Transaction& kept)
{
    if (kept_answer.key.empty())
        return std::optional<Response>{};
    store::Accounts accounts(kept);
    const std::optional<store::Remembered> before =
        TRY(accounts.find_remembered(asked.caller.account, kept_answer.key));
    if (!before)
        return std::optional<Response>{};
    if (before->request != kept_answer.request)
        return base::Error{.code = "api.key-reused",
                           .message = "Idempotency-Key「" + kept_answer.key.substr(0, 40) +
                                      "」は別の内容の要求に使われています。",
                           .way_out = "新しいキーを使ってください。"};
    Response response{.status = static_cast<int>(before->status), .body = before->body};
    const base::json::Value headers = TRY(base::json::parse(before->headers));
    for (const auto& [name, value] : headers.members)
        response.headers.add(name, value.text);
    response.headers.set("Idempotency-Replayed", "true");
    return std::optional<Response>(std::move(response));
}

base::Result<void> remember(const Asked& asked, const KeptAnswer& kept_answer, const Response& response,
                            store::Transaction& kept)
{
    const std::string* kept_nowhere = response.headers.find("Cache-Control");
    if (kept_answer.key.empty() || (kept_nowhere && *kept_nowhere == "no-store")) // it holds a secret
        return {};
    base::json::Writer headers;
    headers.begin_object();
    for (const Header& header : response.headers)
        headers.member(header.name, header.value);
    headers.end_object();
    return store::Accounts(kept).put(store::Remembered{.account = asked.caller.account,
                                                       .key = kept_answer.key,
                                                       .request = kept_answer.request,
                                                       .status = response.status,
                                                       .headers = headers.take(),
                                                       .body = response.body,
                                                       .at = asked.now});
}

constexpr std::size_t longest_key = 200;

base::Result<KeptAnswer> kept_answer_of(const Asked& asked)
{
    const std::string* key = asked.request.headers.find("Idempotency-Key");
    if (!key)
        return KeptAnswer{};
    const bool plain = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (key->empty() || key->size() > longest_key || !plain)
        return base::Error{.code = "api.key",
                           .message = "Idempotency-Key は空白のない半角の文字で1〜200字です。",
                           .way_out = "例：UUID。"};
    if (asked.caller.account.empty())
        return KeptAnswer{}; // nobody to remember it for
    std::string request = std::string(name_of(asked.request.method)) + " " + asked.request.path;
    for (const Parameter& parameter : asked.request.query)
        request += "\n" + parameter.name + "=" + parameter.value;
    request += "\n\n" + asked.request.body;
    for (const UploadedPart& part : asked.parts)
        request += "\n" + part.field + "=" + part.file_name.value_or("") + "=" + base::sha256_hex(part.bytes);
    return KeptAnswer{*key, base::sha256_hex(request)};
}

// One write on the writer's thread: its answer, or the one that was given before to the same key.
void write(const std::shared_ptr<const Asked>& asked, KeptAnswer kept_answer, WrittenAnswer errand, Reply reply)
{
    auto answer = std::make_shared<Response>();
    const std::string key = asked->about ? asked->about->id.text : asked->caller.account + asked->text("firm");
    asked->service.writers->post(
        key,
        [asked, kept_answer = std::move(kept_answer), errand = std::move(errand),
         answer](store::Transaction& kept) -> base::Result<void> {
            std::optional<Response> before = TRY(remembered(*asked, kept_answer, kept));
            if (before) {
                *answer = std::move(*before);
                return {};
            }
            if (asked->about && asked->request.headers.find("If-Match")) {
                TRY(check_if_match(*asked,
                                   TRY(office::seen_head(kept, sight_of(*asked), *asked->edition, asked->about->id))));
            }
            *answer = TRY(errand(office::Desk{kept, asked->service.editions, asked->actor(), asked->now}));
            return remember(*asked, kept_answer, *answer, kept);
        },
        [asked, answer, reply](const base::Result<void>& done) {
            reply.give(done.ok() ? std::move(*answer) : answer_of(*asked, as_seen(*asked, done.error())));
        });
}

// Where all may, a session that is over is no session: who logs in anew need not log out first.
base::Result<Known> recognise_for(const Endpoint& endpoint, const Asked& asked, store::Transaction& kept)
{
    auto known = recognise(asked.request, kept, asked.now);
    if (!known.ok() && known.error().code == "access.session" &&
        access::open_to(endpoint.operation) == access::Open::ToAll)
        return Known{};
    return known;
}

// On a worker. What is thrown here is a mistake of ours, and must not end the thread.
void work(const Endpoint& endpoint, const std::shared_ptr<Asked>& asked, store::Store& store, const Reply& reply)
{
    std::optional<Response> response;
    std::optional<WrittenAnswer> errand;
    auto done = store.read([&](store::Transaction& kept) -> base::Result<void> {
        Known known = TRY(recognise_for(endpoint, *asked, kept));
        note_use(*asked, known);
        asked->caller = std::move(known.caller);
        asked->session = known.session;
        response = TRY(look_over(*asked, endpoint, kept));
        if (response)
            return {};
        // Nothing may be asked that an endpoint does not know: ?stagee=draft that is passed over would list everything.
        TRY(check_query(endpoint.says, asked->request));
        if (const auto* look = std::get_if<Look>(&endpoint.handler))
            response = TRY((*look)(*asked, kept));
        else if (const auto* act = std::get_if<Act>(&endpoint.handler))
            errand = TRY((*act)(asked, kept));
        else
            std::get<Free>(endpoint.handler)(asked, kept, reply);
        return {};
    });
    if (!done.ok())
        reply.give(answer_of(*asked, as_seen(*asked, done.error())));
    else if (response)
        reply.give(std::move(*response));
    else if (errand) {
        auto kept_answer = kept_answer_of(*asked);
        if (!kept_answer.ok())
            return void(reply.give(answer_of(*asked, kept_answer.error())));
        write(asked, std::move(*kept_answer), std::move(*errand), reply);
    }
}

base::Error too_busy()
{
    return {.code = "api.busy",
            .message = "混み合っています。受け付けは行われていません。",
            .way_out = "少し待ってから、もう一度お試しください。"};
}

std::shared_ptr<Asked> new_asked(Service& service, Request request)
{
    auto asked = std::make_shared<Asked>(Asked{service, std::move(request), service.clock()});
    asked->language = language_of(asked->request);
    return asked;
}

void post_work(const std::shared_ptr<const Endpoint>& endpoint, const std::shared_ptr<Asked>& asked, const Reply& reply)
{
    const bool taken = asked->service.workers->post([endpoint, asked, reply](store::Store& store) {
        try {
            work(*endpoint, asked, store, reply);
        } catch (const std::exception&) {
            reply.give(to_response(refusals::internal));
        }
    });
    if (!taken)
        reply.give(answer_of(*asked, too_busy()));
}

Handler handler_of(Service& service, std::shared_ptr<const Endpoint> endpoint)
{
    return [&service, endpoint](Request request, Reply reply) {
        post_work(endpoint, new_asked(service, std::move(request)), reply);
    };
}

// Who asks, and that it may, before the body is there. The same is looked at again with it: a session may end while a
// large file is on its way.
void post_admission(const std::shared_ptr<const Endpoint>& endpoint, const std::shared_ptr<Asked>& asked,
                    const Onward& onward)
{
    const bool taken = asked->service.workers->post([endpoint, asked, onward](store::Store& store) {
        try {
            auto done = store.read([&](store::Transaction& kept) -> base::Result<void> {
                Known known = TRY(recognise_for(*endpoint, *asked, kept));
                asked->caller = std::move(known.caller);
                return permit_endpoint(*asked, *endpoint, kept);
            });
            onward.give(done.ok() ? std::nullopt : std::optional(answer_of(*asked, done.error())));
        } catch (const std::exception&) {
            onward.give(to_response(refusals::internal));
        }
    });
    if (!taken)
        onward.give(answer_of(*asked, too_busy()));
}

constexpr std::size_t small_body = 256U << 10;

// A body as small as those of other endpoints is looked at once, when it is there.
bool is_small(const Request& request)
{
    const std::string* length = request.headers.find("Content-Length");
    return length && length->size() < 7 && std::strtoul(length->c_str(), nullptr, 10) <= small_body;
}

UploadHandler upload_handler_of(Service& service, std::shared_ptr<const Endpoint> endpoint,
                                std::shared_ptr<UploadBudget> budget)
{
    return [&service, endpoint, budget](Request request) -> std::variant<Response, std::shared_ptr<BodyReceiver>> {
        const std::string* found = request.headers.find("Content-Type");
        const std::string type = found ? *found : "";
        auto asked = new_asked(service, std::move(request));
        const bool at_once = !endpoint->uploads && is_small(asked->request);
        UploadSteps steps{.admit =
                              [endpoint, asked, at_once](Onward onward) {
                                  if (at_once)
                                      onward.give(std::nullopt);
                                  else
                                      post_admission(endpoint, asked, onward);
                              },
                          .refuse = [asked](const base::Error& error) { return answer_of(*asked, error); },
                          .take =
                              [endpoint, asked](Uploaded uploaded, Reply reply) {
                                  asked->now = asked->service.clock(); // the last byte has arrived
                                  asked->request.body = std::move(uploaded.body);
                                  asked->parts = std::move(uploaded.parts);
                                  asked->held = std::move(uploaded.held);
                                  post_work(endpoint, asked, reply);
                              }};
        if (endpoint->uploads)
            return receive_parts(type, *endpoint->uploads, budget, std::move(steps));
        return receive_body(budget, std::move(steps));
    };
}

}

std::vector<Route> routes_of(Service& service, std::vector<Endpoint> endpoints)
{
    constexpr std::size_t held_by_uploads = 256U << 20; // bytes
    constexpr std::size_t held_by_anyone = 48U << 20;   // of those who are not logged in: they take nothing from others
    const auto budget = std::make_shared<UploadBudget>(held_by_uploads);
    const auto open_budget = std::make_shared<UploadBudget>(held_by_anyone);
    std::vector<Route> routes;
    for (Endpoint& endpoint : endpoints) {
        auto shared = std::make_shared<const Endpoint>(std::move(endpoint));
        Route route{.method = shared->says.method,
                    .pattern = std::string(shared->says.pattern),
                    .limits = {.body = shared->body_limit, .time = shared->time},
                    .handler = {}};
        if (shared->uploads || shared->body_limit > small_body)
            route.handler = upload_handler_of(
                service, shared, access::open_to(shared->operation) == access::Open::ToAll ? open_budget : budget);
        else
            route.handler = handler_of(service, shared);
        routes.push_back(std::move(route));
    }
    return routes;
}

}
