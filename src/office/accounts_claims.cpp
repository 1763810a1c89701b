#include "office/accounts_claims.h"

#include "access/permissions.h"
#include "access/secret.h"
#include "base/fold.h"
#include "casework/corporate_number.h"
#include "office/accounts_access.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"
#include "office/same_place.h"

#include <set>

namespace kenkei::office {

namespace {

using State = store::ClaimRow::State;

constexpr std::ptrdiff_t most_open = 5; // of one account: each may cost the office a letter

bool is_open(State state)
{
    return state == State::Waiting || state == State::Sent;
}

base::Error wrong_state(const store::ClaimRow& claim, State state, const std::string& way_out)
{
    constexpr std::string_view words[] = {"手紙を待っている", "手紙を送った", "認められた", "認められなかった",
                                          "期限が過ぎた"};
    return {.code = "access.claim-state",
            .message = "届出「" + claim.id + "」は" + std::string(words[static_cast<std::size_t>(state)]) +
                       "もので、この操作はできません。",
            .way_out = way_out};
}

base::Result<store::ClaimRow> claim_at(const Desk& desk, const std::string& id)
{
    std::optional<store::ClaimRow> claim = TRY(store::Accounts(desk.kept).find_claim(id));
    if (!claim)
        return no_such("届出「" + id + "」");
    return std::move(*claim);
}

base::Result<store::ClaimRow> open_claim(const Desk& desk, const std::string& id)
{
    store::ClaimRow claim = TRY(claim_at(desk, id));
    const State state = state_at(claim, desk.now);
    if (!is_open(state))
        return wrong_state(claim, state, "必要なときは、改めて届け出てもらってください。");
    return claim;
}

base::Result<void> decide(const Desk& desk, store::ClaimRow& claim, State state, const std::string& reason)
{
    claim.state = state;
    claim.decided = desk.now;
    claim.decided_by = desk.actor.id;
    claim.reason = reason;
    claim.code.clear();
    TRY(store::Accounts(desk.kept).change(claim));
    return note(desk, claim.account, "claim-" + std::string(store::name_of(state)), claim.id);
}

base::Result<void> expire(const Desk& desk, store::ClaimRow& claim, const std::string& reason)
{
    return decide(desk, claim, State::Expired, reason);
}

base::Result<void> tell_claimant(const Desk& desk, const store::ClaimRow& claim)
{
    const store::Account claimant = TRY(account_at(desk, claim.account));
    return put_account_mail(desk, claimant.mail,
                            mail_of_claim(claim.firm, claim.state == State::Approved, claim.reason));
}

base::Result<void> let_apply(const Desk& desk, const store::ClaimRow& claim, const std::string& reason)
{
    return put_grant(desk, {.account = claim.account, .role = "applicant", .firm = claim.firm, .reason = reason});
}

// The claims of this account whose letter's time is past make room for new ones.
base::Result<std::ptrdiff_t> count_open(const Desk& desk)
{
    std::ptrdiff_t open = 0;
    for (store::ClaimRow& claim : TRY(store::Accounts(desk.kept).claims_of(desk.actor.id))) {
        if (is_open(claim.state) && state_at(claim, desk.now) == State::Expired)
            TRY(expire(desk, claim, "期限"));
        open += is_open(claim.state) ? 1 : 0;
    }
    return open;
}

base::Error claimed_already(const std::string& firm)
{
    return {.code = "access.claim-open",
            .message = "法人番号 " + firm + " は、このアカウントからすでに届け出られています。",
            .way_out = "届出の一覧で進み具合を確かめてください。"};
}

// The firm's applicant and its representatives hear of it before anything is decided.
base::Result<void> tell_firm(const Desk& desk, const store::ClaimRow& claim)
{
    store::Accounts accounts(desk.kept);
    std::set<std::string> told{claim.account};
    for (const std::string_view role :
         {access::name_of(access::Role::Applicant), access::name_of(access::Role::Representative)}) {
        for (const store::GrantRow& row : TRY(accounts.grants_for_firm(claim.firm))) {
            const bool over = row.ended || (row.until && *row.until < desk.now);
            if (row.role != role || over || !told.insert(row.account).second)
                continue;
            const store::Account account = TRY(account_at(desk, row.account));
            if (account.state == store::Account::State::Active)
                TRY(put_account_mail(desk, account.mail, mail_of_new_claim(claim.firm, claim.id, desk.now)));
        }
    }
    return {};
}

base::Result<void> check_address(const store::ClaimRow& claim, const RegisteredAddress& registered)
{
    if (base::is_blank(registered.how) || base::is_blank(registered.postal) || base::is_blank(registered.address))
        return base::Error{.code = "access.address-unchecked",
                           .message = "登録されている所在地を何で確かめたかが書かれていません。",
                           .way_out = "法人番号 " + claim.firm +
                                      " の所在地を法人番号公表サイトなどで調べ、何で調べたか、郵便番号と所在地を"
                                      "入れてください。"};
    if (is_same_place(claim.address, registered.address))
        return {};
    return base::Error{.code = "access.claim-other-address",
                       .message = "届出の送り先「" + claim.address + "」は、登録されている所在地「" +
                                  registered.address + "」（" + registered.how +
                                  "）と違います。手紙は登録されている所在地にだけ送れます。",
                       .way_out = "写し間違いがないかを確かめてください。本当に違うときは、理由を書いて認めず、登録の"
                                  "とおりの所在地で届け出直してもらってください。"};
}

bool is_applicant_of(const std::vector<store::GrantRow>& grants, const std::string& firm)
{
    return std::any_of(grants.begin(), grants.end(),
                       [&](const store::GrantRow& row) { return row.role == "applicant" && row.firm == firm; });
}

}

State state_at(const store::ClaimRow& claim, base::Timestamp now)
{
    const bool over = claim.state == State::Sent && claim.sent && later(*claim.sent, days_of_a_letter * a_day) < now;
    return over ? State::Expired : claim.state;
}

base::Result<store::ClaimRow> claim_firm(const Desk& desk, const NewClaim& wanted)
{
    const std::string firm = TRY(casework::read_corporate_number(wanted.firm));
    if (wanted.way == "post" && (base::is_blank(wanted.postal) || base::is_blank(wanted.address)))
        return base::Error{.code = "access.claim-address",
                           .message = "手紙の送り先（郵便番号と所在地）がありません。",
                           .way_out = "法人の所在地を入力してください。手紙はそこへ届きます。"};
    store::Accounts accounts(desk.kept);
    if (is_applicant_of(TRY(accounts.grants_of(desk.actor.id, desk.now)), firm))
        return claimed_already(firm);
    if (TRY(count_open(desk)) >= most_open)
        return base::Error{.code = "access.claim-many",
                           .message = "結果の出ていない届出が" + std::to_string(most_open) + "件あります。",
                           .way_out = "結果が出てから届け出てください。お急ぎのときは事務局にお問い合わせください。"};
    const store::ClaimRow claim{.id = new_id("claim", desk.now),
                                .account = desk.actor.id,
                                .firm = firm,
                                .scheme = wanted.scheme,
                                .name = wanted.name,
                                .way = wanted.way,
                                .postal = wanted.postal,
                                .address = wanted.address,
                                .person = wanted.person,
                                .created = desk.now};
    auto put = accounts.put(claim);
    if (!put.ok() && put.error().code == "store.unique")
        return claimed_already(firm);
    TRY(std::move(put));
    TRY(note(desk, desk.actor.id, "claimed", claim.id));
    TRY(tell_firm(desk, claim));
    return claim;
}

base::Result<Letter> write_letter(const Desk& desk, const std::string& id, const RegisteredAddress& registered,
                                  const std::string& url, const std::string& office_name)
{
    store::ClaimRow claim = TRY(claim_at(desk, id));
    // One whose time is past may be written anew: the letter may have come back.
    if (!is_open(claim.state))
        return wrong_state(claim, claim.state, "必要なときは、改めて届け出てもらってください。");
    if (claim.way != "post")
        return wrong_state(claim, claim.state,
                           "手紙によらない届出です。確かめた内容を書いて、認めるかどうかを決めてください。");
    TRY(check_address(claim, registered));
    const std::string code = access::new_letter_code();
    claim.checked = {registered.how, registered.postal, registered.address, desk.actor.id};
    claim.code = access::digest_of(access::read_letter_code(code));
    claim.tries = 0;
    claim.state = State::Sent;
    claim.sent = desk.now;
    TRY(store::Accounts(desk.kept).change(claim));
    TRY(note(desk, claim.account, "claim-letter", claim.id));
    return letter_of(claim, code, url, office_name);
}

base::Result<Proof> prove_claim(const Desk& desk, const std::string& id, const std::string& typed)
{
    store::Accounts accounts(desk.kept);
    store::ClaimRow claim = TRY(claim_at(desk, id));
    if (claim.account != desk.actor.id)
        return no_such("届出「" + id + "」");
    if (claim.state != State::Sent)
        return wrong_state(claim, claim.state, "手紙が届いてから、コードを入力してください。");
    if (state_at(claim, desk.now) == State::Expired) {
        TRY(expire(desk, claim, "期限"));
        return Proof::Over;
    }
    const std::string code = access::read_letter_code(typed);
    if (code.empty() || !access::same_secret(access::digest_of(code), claim.code)) {
        ++claim.tries;
        if (claim.tries >= most_wrong_codes) {
            TRY(expire(desk, claim, "コードの誤り"));
            return Proof::Over;
        }
        TRY(accounts.change(claim));
        TRY(note(desk, claim.account, "claim-wrong-code", claim.id));
        return Proof::Wrong;
    }
    const std::optional<store::GrantRow> standing = TRY(accounts.applicant_of(claim.firm, desk.now));
    if (standing) {
        claim.state = State::Waiting;
        claim.way = "office"; // the letter has done its part
        claim.code.clear();
        TRY(accounts.change(claim));
        TRY(note(desk, claim.account, "claim-code-right", claim.id));
        return Proof::Checked;
    }
    TRY(decide(desk, claim, State::Approved, "手紙のコード"));
    TRY(let_apply(desk, claim, "手紙のコード"));
    return Proof::Shown;
}

base::Result<store::ClaimRow> approve_claim(const Desk& desk, const std::string& id, bool replaces,
                                            const std::string& reason)
{
    TRY(check_reason(reason)); // the claimant has not entered the letter's code, or the firm has another account
    store::Accounts accounts(desk.kept);
    store::ClaimRow claim = TRY(open_claim(desk, id));
    const std::optional<store::GrantRow> standing = TRY(accounts.applicant_of(claim.firm, desk.now));
    if (standing && !replaces)
        return base::Error{.code = "access.one-firm",
                           .message = "法人番号 " + claim.firm + " には、申請担当者のアカウントがすでにあります（" +
                                      base::to_japanese(standing->granted) +
                                      "から）。一つの法人に一つのアカウントです。",
                           .way_out = "その担当者に確かめてください。交替させるときは、理由を書き、replaces を true "
                                      "にして認めると、前の担当者と、その担当者が立てた代理人の役割が終わります。"};
    if (standing)
        TRY(end_firm_of(desk, *standing, reason));
    TRY(decide(desk, claim, State::Approved, reason));
    TRY(let_apply(desk, claim, reason));
    TRY(tell_claimant(desk, claim));
    return claim;
}

base::Result<store::ClaimRow> refuse_claim(const Desk& desk, const std::string& id, const std::string& reason)
{
    TRY(check_reason(reason));
    store::ClaimRow claim = TRY(open_claim(desk, id));
    TRY(decide(desk, claim, State::Refused, reason));
    TRY(tell_claimant(desk, claim));
    return claim;
}

}
