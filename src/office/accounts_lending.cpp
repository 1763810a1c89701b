#include "office/accounts_lending.h"

#include "base/json.h"
#include "office/accounts_access.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"
#include "office/accounts_tokens.h"

namespace kenkei::office {

namespace {

using access::Role;

bool is_lent(const store::GrantRow& row)
{
    return row.role == access::name_of(Role::Delegate) || row.role == access::name_of(Role::Representative);
}

base::Timestamp closing_of(const edition::Edition& edition)
{
    const edition::Instant& closes = edition.application.closes;
    return base::in_japan(closes.date, closes.hour, closes.minute);
}

base::Error no_lending(const std::string& message, const std::string& way_out)
{
    return {.code = "access.lending", .message = message, .way_out = way_out};
}

base::Error forbidden(const edition::Edition& edition)
{
    return no_lending(edition.name + "では、代理人による申請書の作成・提出は認められていません（" +
                          edition.process->no_delegates->source.text() + "）。",
                      "申請書は法人ご自身で作成・提出してください。");
}

// By the editions that still take applications; where none does, by the last one.
base::Result<void> check_scheme(const Desk& desk, const std::string& scheme, const std::vector<std::string>& editions)
{
    std::vector<const edition::Edition*> asked;
    const edition::Edition* last = nullptr;
    for (const std::string& key : editions) {
        if (key.substr(0, key.find('/')) != scheme)
            continue;
        const edition::Edition* edition = TRY(desk.editions.find(key));
        if (closing_of(*edition) >= desk.now)
            asked.push_back(edition);
        if (!last || closing_of(*last) < closing_of(*edition))
            last = edition;
    }
    if (!last)
        return no_lending("制度「" + scheme + "」はありません。", "制度の一覧から選んでください。");
    if (asked.empty())
        asked.push_back(last);
    for (const edition::Edition* edition : asked) {
        if (edition->process && edition->process->no_delegates)
            return forbidden(*edition);
    }
    return {};
}

std::string content_of(const Desk& desk, const Lending& lending)
{
    base::json::Writer out;
    out.begin_object().member("role", access::name_of(lending.role)).member("firm", lending.firm);
    out.member("scheme", lending.scheme).member("until", lending.until ? base::to_utc(*lending.until) : "");
    out.member("principal", desk.actor.id).member("mail", lending.mail).end_object();
    return out.take();
}

struct Lent {
    Lending lending;
    std::string principal;
};
base::Result<Lent> read_lent(const std::string& content)
{
    const base::json::Value value = TRY(base::json::parse(content));
    const auto text = [&](std::string_view member) {
        const base::json::Value* found = value.find(member);
        return found ? found->text : std::string();
    };
    Lent lent;
    const std::optional<Role> role = access::read_role(text("role"));
    if (!role)
        return base::Error{.code = "store.newer", .message = "依頼された役割が、このプログラムの知らないものです。"};
    lent.lending.role = *role;
    lent.lending.firm = text("firm");
    lent.lending.scheme = text("scheme");
    lent.lending.mail = text("mail");
    lent.principal = text("principal");
    if (!text("until").empty())
        lent.lending.until = TRY(base::read_timestamp(text("until")));
    return lent;
}

base::Result<bool> is_applicant(const Desk& desk, const std::string& account, const std::string& firm)
{
    const std::optional<store::GrantRow> standing = TRY(store::Accounts(desk.kept).applicant_of(firm, desk.now));
    return standing && standing->account == account;
}

}

base::Result<void> lend_hand(const Desk& desk, const Lending& lending, const std::vector<std::string>& editions,
                             const std::string& url)
{
    if (lending.role == Role::Delegate) {
        TRY(check_scheme(desk, lending.scheme, editions));
        TRY(check_until(lending.until.value_or(desk.now), desk.now));
    }
    const std::string secret = TRY(give_once(desk, "lend", desk.actor.id, content_of(desk, lending), for_invited));
    TRY(note(desk, desk.actor.id, "hand-offered", std::string(access::name_of(lending.role)) + " " + lending.firm));
    return put_account_mail(desk, lending.mail,
                            mail_to_lent(url, secret, std::string(access::label_of(lending.role)), lending.firm,
                                         lending.scheme, lending.until));
}

base::Result<store::GrantRow> accept_hand(const Desk& desk, const std::string& secret,
                                          const std::vector<std::string>& editions)
{
    const store::OneTime taken = TRY(take_once(desk, "lend", secret));
    const Lent lent = TRY(read_lent(taken.content));
    const Lending& lending = lent.lending;
    // Whoever else has the link has nothing by it, and learns nothing; it stays good for the one it was sent to.
    const store::Account taker = TRY(account_at(desk, desk.actor.id));
    if (taker.mail.empty() || taker.mail != lending.mail)
        return secret_is_over();
    const bool stands = TRY(is_applicant(desk, lent.principal, lending.firm));
    const store::Account principal = TRY(account_at(desk, lent.principal));
    if (!stands || principal.state != store::Account::State::Active || (lending.until && *lending.until <= desk.now))
        return secret_is_over();
    if (lent.principal == desk.actor.id)
        return no_lending("ご自分が申請担当者である法人の依頼です。",
                          "依頼する相手のアカウントで開いてもらってください。");
    if (lending.role == Role::Delegate)
        TRY(check_scheme(desk, lending.scheme, editions));
    for (const store::GrantRow& row : TRY(store::Accounts(desk.kept).grants_of(desk.actor.id, desk.now))) {
        if (row.role == access::name_of(lending.role) && row.firm == lending.firm && row.scheme == lending.scheme)
            return base::Error{.code = "access.taken",
                               .message = "この法人の同じ役割を、すでに引き受けています。",
                               .way_out = "期間を変えるときは、申請担当者に今のものを取り消してもらってください。"};
    }
    const store::GrantRow row{.id = new_id("grant", desk.now),
                              .account = desk.actor.id,
                              .role = std::string(access::name_of(lending.role)),
                              .scheme = lending.scheme,
                              .firm = lending.firm,
                              .granted_by = lent.principal,
                              .granted = desk.now,
                              .until = lending.until};
    TRY(store::Accounts(desk.kept).put(row));
    TRY(note(desk, desk.actor.id, "granted", row.role + " " + row.id));
    TRY(put_account_mail(desk, principal.mail,
                         mail_of_taken_hand(std::string(access::label_of(lending.role)), taker.name, lending.firm)));
    return row;
}

base::Result<void> take_hand_back(const Desk& desk, const std::string& firm, const std::string& id,
                                  const std::string& reason)
{
    TRY(check_reason(reason));
    const std::optional<store::GrantRow> row = TRY(store::Accounts(desk.kept).find_grant(id));
    if (!row || row->firm != firm || !is_lent(*row))
        return no_such("委任「" + id + "」");
    const bool ended = TRY(end_grant(desk, *row, reason));
    if (!ended)
        return no_such("委任「" + id + "」");
    return {};
}

base::Result<void> hand_back(const Desk& desk, const std::string& id)
{
    const std::optional<store::GrantRow> row = TRY(store::Accounts(desk.kept).find_grant(id));
    if (!row || row->account != desk.actor.id || !is_lent(*row))
        return no_such("委任「" + id + "」");
    const bool ended = TRY(end_grant(desk, *row, "本人が返した"));
    if (!ended)
        return no_such("委任「" + id + "」");
    const store::Account principal = TRY(account_at(desk, row->granted_by));
    return put_account_mail(desk, principal.mail, mail_of_ended_grant("代理人等", row->firm, "本人が返しました。"));
}

}
