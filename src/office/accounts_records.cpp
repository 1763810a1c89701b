#include "office/accounts_records.h"

#include "access/secret.h"
#include "base/fold.h"

namespace kenkei::office {

base::Timestamp later(base::Timestamp instant, std::int64_t milliseconds)
{
    return {instant.milliseconds + milliseconds};
}

std::string new_id(std::string_view prefix, base::Timestamp now)
{
    constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    constexpr std::size_t to_the_second = 19; // 2024-10-18T08:00:00
    std::string digits;
    for (const char c : base::to_utc(now).substr(0, to_the_second)) {
        if (c >= '0' && c <= '9')
            digits += c;
    }
    return std::string(prefix) + "-" + digits + "-" + access::random_characters(alphabet, 10);
}

base::Result<std::string> give_once(const Desk& desk, const std::string& kind, const std::string& account,
                                    const std::string& content, std::int64_t lifetime)
{
    const std::string secret = access::new_token("kko_");
    TRY(store::Accounts(desk.kept).put(store::OneTime{.digest = access::digest_of(secret),
                                                      .kind = kind,
                                                      .account = account,
                                                      .content = content,
                                                      .created = desk.now,
                                                      .expires = later(desk.now, lifetime)}));
    return secret;
}

base::Error secret_is_over()
{
    return {.code = "access.secret",
            .message = "このリンクまたはコードは、正しくないか、使用済みか、期限が過ぎています。",
            .way_out =
                "メールのリンクが途中で切れていないかを確かめ、それでもできないときは最初からやり直してください。"};
}

base::Result<store::OneTime> take_once(const Desk& desk, const std::string& kind, const std::string& secret)
{
    std::optional<store::OneTime> taken =
        TRY(store::Accounts(desk.kept).take(kind, access::digest_of(base::trim(secret)), desk.now));
    if (!taken)
        return secret_is_over();
    return std::move(*taken);
}

base::Result<void> note(const Desk& desk, const std::string& account, const std::string& kind,
                        const std::string& detail)
{
    return store::Accounts(desk.kept).note({.at = desk.now,
                                            .account = account,
                                            .by = desk.actor.id.empty() ? "system" : desk.actor.id,
                                            .kind = kind,
                                            .detail = detail});
}

base::Error no_such(const std::string& what)
{
    return {.code = "api.no-such",
            .message = what + "はないか、このアカウントでは見られません。",
            .way_out = "一覧を読み込み直して、選び直してください。"};
}

base::Result<store::Account> account_at(const Desk& desk, const std::string& id)
{
    std::optional<store::Account> found = TRY(store::Accounts(desk.kept).find(id));
    if (!found)
        return no_such("アカウント「" + id + "」");
    return std::move(*found);
}

base::Result<void> check_reason(const std::string& reason)
{
    if (!base::is_blank(reason))
        return {};
    return base::Error{.code = "access.reason",
                       .message = "理由がありません。",
                       .way_out = "あとで読む人に分かるように、理由を書いてください。"};
}

}
