#include "server/endpoints_system.h"
#include "server/listing.h"

#include "access/secret.h"
#include "server/endpoints.h"
#include "server/http_client.h"
#include "server/log_in.h"
#include "store/jobs.h"

#include <algorithm>

// Other programs that are told what happens to cases.
namespace kenkei::server {

namespace {

using access::Operation;

// A hook that was taken away keeps its line, for what was told to it; it has no address any more.
bool is_there(const store::Hook& hook)
{
    return !hook.url.empty();
}

void write_hook(base::json::Writer& out, const store::Hook& hook, std::string_view secret = {})
{
    out.begin_object().member("id", hook.id).key("scheme");
    if (hook.scheme.empty())
        out.null();
    else
        out.string(hook.scheme);
    out.member("url", hook.url).key("kinds").begin_array();
    for (const std::string& kind : hook.kinds)
        out.string(kind);
    out.end_array().key("active").boolean(hook.active);
    out.member("created", base::to_legal(hook.created)).key("failures").number(hook.failures);
    out.member("answer", hook.answer);
    if (!secret.empty())
        out.member("secret", secret);
    out.end_object();
}

Response hook_response(int status, const store::Hook& hook, std::string_view secret = {})
{
    base::json::Writer out;
    write_hook(out, hook, secret);
    Response response = json_response(status, out.take());
    if (!secret.empty())
        response.headers.add("Cache-Control", "no-store");
    return response;
}

base::Result<store::Hook> load_hook(const Asked& asked, store::Transaction& kept)
{
    std::optional<store::Hook> hook = TRY(store::Jobs(kept).find_hook(asked.name("hook")));
    if (!hook || !is_there(*hook))
        return base::Error{.code = "api.no-such",
                           .message = "通知先「" + asked.name("hook") + "」はありません。",
                           .way_out = "GET /api/v1/hooks の一覧から選んでください。"};
    return std::move(*hook);
}

// What the body says, into the hook.
base::Result<void> read_hook(const Asked& asked, store::Hook& hook)
{
    const std::string url = asked.text("url");
    if (!url.starts_with("https://") && !(asked.service.config.private_hooks && url.starts_with("http://")))
        return base::Error{.code = "api.hook-url",
                           .message = "通知先の URL は https:// で始まるものにしてください。",
                           .way_out =
                               "自分たちのネットワークの中に送るときは、設定 hooks_to_private を yes にします。"};
    // Said here so that it can be mended; what counts is the address connected to, each time (http_client.h).
    if (const auto fine = check_url(url, asked.service.config.private_hooks); !fine.ok())
        return base::Error{
            .code = "api.hook-url", .message = "通知先: " + fine.error().message, .way_out = fine.error().way_out};
    const std::string scheme = asked.text("scheme");
    const auto& editions = asked.service.config.editions;
    if (!scheme.empty() && std::none_of(editions.begin(), editions.end(),
                                        [&](const std::string& key) { return key.starts_with(scheme + "/"); }))
        return base::Error{.code = "api.edition",
                           .message = "制度「" + scheme + "」はありません。",
                           .way_out = "GET /api/v1/editions の一覧から選ぶか、省いてください。"};
    hook.url = url;
    hook.scheme = scheme;
    hook.kinds = asked.texts("kinds");
    return {};
}

base::Result<Response> list_hooks(const Asked&, store::Transaction& kept)
{
    const std::vector<store::Hook> hooks = TRY(store::Jobs(kept).hooks());
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const store::Hook& hook : hooks) {
            if (is_there(hook))
                write_hook(out, hook);
        }
        out.end_array().key("next").null();
    });
}

base::Result<Response> see_hook(const Asked& asked, store::Transaction& kept)
{
    return hook_response(200, TRY(load_hook(asked, kept)));
}

// The errand may run twice: what is drawn by lot is drawn before.
base::Result<void> add_hook(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
    store::Hook hook{
        .id = "hook-" + access::random_characters(letters, 10), .owner = asked->caller.account, .created = asked->now};
    TRY(read_hook(*asked, hook));
    const std::string secret = access::new_token("kh_");
    hook.secret = asked->service.secrets().seal(secret, {.kind = "hook", .id = hook.id});
    write_once(asked, reply, [hook, secret](const office::Desk& desk) -> base::Result<Response> {
        TRY(store::Jobs(desk.kept).put(hook));
        Response response = hook_response(201, hook, secret);
        response.headers.add("Location", "/api/v1/hooks/" + hook.id);
        return response;
    });
    return {};
}

base::Result<WrittenAnswer> change_hook(const std::shared_ptr<const Asked>& asked, store::Transaction& kept)
{
    store::Hook wanted = TRY(load_hook(*asked, kept));
    TRY(read_hook(*asked, wanted));
    return WrittenAnswer([asked, wanted](const office::Desk& desk) -> base::Result<Response> {
        store::Hook hook = TRY(load_hook(*asked, desk.kept));
        hook.url = wanted.url;
        hook.scheme = wanted.scheme;
        hook.kinds = wanted.kinds;
        const base::json::Value* active = asked->body.find("active");
        if (active && active->boolean && !hook.active)
            hook.failures = 0;
        if (active)
            hook.active = active->boolean;
        TRY(store::Jobs(desk.kept).change(hook));
        return hook_response(200, hook);
    });
}

base::Result<WrittenAnswer> remove_hook(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        store::Hook hook = TRY(load_hook(*asked, desk.kept));
        hook.active = false;
        hook.url.clear();
        hook.secret.clear();
        TRY(store::Jobs(desk.kept).change(hook));
        return no_content();
    });
}

// A sample goes the way that everything goes, so that what is seen of it is what will be.
base::Result<WrittenAnswer> try_hook(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    const std::string number = access::new_number_code(8);
    return WrittenAnswer([asked, number](const office::Desk& desk) -> base::Result<Response> {
        const store::Hook hook = TRY(load_hook(*asked, desk.kept));
        if (!hook.active)
            return base::Error{.code = "api.hook-inactive",
                               .message = "通知先「" + hook.id + "」は止められています。",
                               .way_out = "active を true にしてから試してください。"};
        store::HookDelivery delivery{.hook = hook.id,
                                     .message_id = hook.id + ".test-" + number,
                                     .state = "waiting",
                                     .created = asked->now,
                                     .due = asked->now};
        base::json::Writer body;
        body.begin_object().member("id", delivery.message_id).member("kind", "test");
        body.member("at", base::to_legal(asked->now)).member("case", "").member("edition", "").member("stage", "");
        body.key("event").number(0).end_object();
        delivery.body = body.take();
        TRY(store::Jobs(desk.kept).put(delivery));
        return json_object(202, [&](base::json::Writer& out) { out.member("id", delivery.message_id); });
    });
}

base::Result<Response> list_deliveries(const Asked& asked, store::Transaction& kept)
{
    const std::int64_t limit = TRY(page_size_of(asked));
    const store::Hook hook = TRY(load_hook(asked, kept));
    const std::vector<store::HookDelivery> deliveries = TRY(store::Jobs(kept).deliveries_of(hook.id, limit));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const store::HookDelivery& each : deliveries) {
            out.begin_object().member("id", each.message_id).member("case", each.case_id.text);
            out.key("event").number(each.event);
            out.member("state", each.state).key("attempts").number(each.attempts);
            out.member("created", base::to_legal(each.created)).member("due", base::to_legal(each.due));
            out.member("answer", each.answer).end_object();
        }
        out.end_array().key("next").null();
    });
}

}

std::vector<Endpoint> endpoints_hooks()
{
    std::vector<Endpoint> endpoints;
    const auto add = [&](OperationDescription says, std::variant<Look, Act, Free> handler) {
        says.tag = "外部への通知";
        endpoints.push_back(
            {.says = std::move(says), .operation = Operation::ManageHooks, .handler = std::move(handler)});
    };
    add({.id = "listHooks",
         .method = Method::Get,
         .pattern = "/api/v1/hooks",
         .summary = "通知先の一覧",
         .summary_english = "Hooks",
         .answers = {{200, "通知先", {{json_type, "HookList"}}}}},
        Look(list_hooks));
    add({.id = "addHook",
         .method = Method::Post,
         .pattern = "/api/v1/hooks",
         .summary = "通知先を加える（署名の鍵はこのときだけ示す）",
         .summary_english = "Add a hook; its secret is shown this once",
         .request = {{json_type, "HookWish"}},
         .answers = {{201, "加えた通知先", {{json_type, "Hook"}}, {"Location"}}},
         .problems = {422}},
        later(add_hook));
    add({.id = "seeHook",
         .method = Method::Get,
         .pattern = "/api/v1/hooks/{hook}",
         .summary = "通知先を見る",
         .summary_english = "One hook",
         .answers = {{200, "通知先", {{json_type, "Hook"}}}}},
        Look(see_hook));
    add({.id = "changeHook",
         .method = Method::Put,
         .pattern = "/api/v1/hooks/{hook}",
         .summary = "通知先を変える",
         .summary_english = "Change a hook",
         .request = {{json_type, "HookWish"}},
         .answers = {{200, "変えた通知先", {{json_type, "Hook"}}}},
         .problems = {422}},
        Act(change_hook));
    add({.id = "removeHook",
         .method = Method::Delete,
         .pattern = "/api/v1/hooks/{hook}",
         .summary = "通知先を外す",
         .summary_english = "Remove a hook",
         .answers = {{204, "外した"}}},
        Act(remove_hook));
    add({.id = "tryHook",
         .method = Method::Post,
         .pattern = "/api/v1/hooks/{hook}/test",
         .summary = "見本の通知を送る（結果は通知の一覧に出る）",
         .summary_english = "Send a sample; what becomes of it stands among the deliveries",
         .answers = {{202, "送ることにした通知", {{json_type, "HookTried"}}}},
         .problems = {409}},
        Act(try_hook));
    add({.id = "listDeliveries",
         .method = Method::Get,
         .pattern = "/api/v1/hooks/{hook}/deliveries",
         .summary = "通知の一覧（新しい順）",
         .summary_english = "What was told to a hook, latest first",
         .parameters = {limit_parameter()},
         .answers = {{200, "通知", {{json_type, "HookDeliveryList"}}}}},
        Look(list_deliveries));
    return endpoints;
}

}
