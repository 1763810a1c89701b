#include "office/accounts_tokens.h"

#include "access/permissions.h"
#include "access/secret.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"

namespace kenkei::office {

namespace {

constexpr std::int64_t longest = 366 * a_day;
constexpr std::ptrdiff_t most_tokens = 20; // of one account, that work

base::Error unknown_scope(const std::string& word)
{
    return {.code = "access.scope",
            .message = "範囲「" + word + "」はありません。",
            .way_out = "read、apply、office、admin から選んでください。"};
}

base::Error too_many_tokens()
{
    return {.code = "access.too-many-tokens",
            .message = "使えるAPIトークンが" + std::to_string(most_tokens) + "件あります。",
            .way_out = "使っていないものを取り消してから発行してください。"};
}

}

base::Result<void> check_until(base::Timestamp until, base::Timestamp now)
{
    if (until > now && until <= later(now, longest))
        return {};
    return base::Error{.code = "access.until",
                       .message = "期限 " + base::to_japanese(until) + " は使えません。",
                       .way_out = "今から1年以内の日時にしてください。"};
}

base::Result<IssuedToken> issue_token(const Desk& desk, const NewToken& wanted)
{
    store::Accounts accounts(desk.kept);
    TRY(check_until(wanted.expires, desk.now));
    if (wanted.scopes.empty())
        return unknown_scope("");
    for (const std::string& word : wanted.scopes) {
        if (!access::read_scope(word))
            return unknown_scope(word);
    }
    const std::vector<store::TokenRow> others = TRY(accounts.tokens_of(desk.actor.id));
    const auto working = std::count_if(others.begin(), others.end(), [&](const store::TokenRow& row) {
        return !row.revoked && row.expires > desk.now;
    });
    if (working >= most_tokens)
        return too_many_tokens();
    const store::Account account = TRY(account_at(desk, desk.actor.id));
    IssuedToken issued;
    issued.secret = access::new_token("kkt_");
    issued.row = {.id = new_id("token", desk.now),
                  .digest = access::digest_of(issued.secret),
                  .account = desk.actor.id,
                  .name = wanted.name,
                  .scopes = wanted.scopes,
                  .created = desk.now,
                  .expires = wanted.expires};
    TRY(accounts.put(issued.row));
    TRY(note(desk, desk.actor.id, "token-issued", issued.row.id));
    TRY(put_account_mail(desk, account.mail, mail_of_token(wanted.name)));
    return issued;
}

base::Result<void> revoke_token(const Desk& desk, const std::string& id)
{
    const bool revoked = TRY(store::Accounts(desk.kept).revoke_token(desk.actor.id, id, desk.now));
    if (!revoked)
        return no_such("APIトークン「" + id + "」");
    return note(desk, desk.actor.id, "token-revoked", id);
}

}
