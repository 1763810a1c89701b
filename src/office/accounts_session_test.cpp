// From registering to a session: secrets that work once, codes that work once, what ends what.
#include "office/accounts_office_testing.h"

namespace kenkei::office {

using namespace testing;

namespace {

constexpr std::int64_t idle = 7200; // seconds
const std::string hanako = "hanako@example.jp";

class SessionTest : public AccountsTest {
protected:
    Entered logs_in(const std::string& id, const std::string& code = "", const std::string& fitted = "hash-1",
                    const std::string& replaces = "")
    {
        return does_as("", [&](const Desk& desk) {
            return log_in(desk, *secret_keys,
                          {.account = id, .fitted = fitted, .anew = "", .code = code, .replaces = replaces},
                          {idle, url});
        });
    }
    bool has_session(const std::string& secret)
    {
        return asks([&](store::Accounts& accounts) { return accounts.find_session(access::digest_of(secret), now); })
            .has_value();
    }
    // Turned on; gives the codes on paper.
    std::vector<std::string> turns_second_step_on(const std::string& id)
    {
        const std::string secret = does_as(id, [&](const Desk& desk) { return offer_second_step(desk, *secret_keys); });
        const std::string code = access::totp_code(secret, now.milliseconds / 30'000);
        return does_as(id, [&](const Desk& desk) { return confirm_second_step(desk, *secret_keys, code); });
    }
    std::string secret_of(const std::string& id)
    {
        return good(secret_keys->open(account_of(id).totp, {.kind = "totp", .id = id}));
    }
    std::string code_of_app(const std::string& id)
    {
        return access::totp_code(secret_of(id), now.milliseconds / 30'000);
    }
};

}

TEST_F(SessionTest, 登録は確認のメールのリンクで終わりリンクは一度だけ使える)
{
    registers(hanako);
    EXPECT_FALSE(asks([&](store::Accounts& accounts) { return accounts.find_mail(hanako); }));
    const std::string secret = secret_for(hanako);
    const store::Account made = good(tries_to_confirm(secret));
    EXPECT_EQ(made.state, store::Account::State::Active);
    EXPECT_EQ(made.password, "hash-1");
    EXPECT_EQ(code_of(tries_to_confirm(secret)), "access.secret");
    EXPECT_EQ(code_of(tries_to_confirm("kko_なにか")), "access.secret");
}

TEST_F(SessionTest, 確認のリンクは24時間で使えなくなる)
{
    registers(hanako);
    const std::string secret = secret_for(hanako);
    waits(for_confirming);
    EXPECT_EQ(code_of(tries_to_confirm(secret)), "access.secret");
    waits(-1);
    EXPECT_TRUE(tries_to_confirm(secret).ok());
}

TEST_F(SessionTest, アカウントのある方が登録し直しても何も変わらずメールだけが届く)
{
    const std::string id = account(hanako);
    registers(hanako);
    EXPECT_EQ(kinds_to(hanako), (std::vector<std::string>{"account-confirm", "account-exists"}));
    EXPECT_EQ(account_of(id).password, "hash-1");
}

TEST_F(SessionTest, 申し込んだ人が誰でもパスワードと名前はメールを開いた人が決めほかのリンクは終わる)
{
    registers(hanako); // a stranger, who knows nothing more than the address
    const std::string of_stranger = secret_for(hanako);
    const auto kept_of_it = asks(
        [&](store::Accounts& accounts) { return accounts.find_once("confirm", access::digest_of(of_stranger), now); });
    ASSERT_TRUE(kept_of_it);
    EXPECT_EQ(kept_of_it->content, R"({"mail":")" + hanako + "\"}");
    registers(hanako);
    const std::string of_owner = secret_for(hanako);
    // The owner opens the stranger's: nothing of the stranger is in it.
    const store::Account made = good(tries_to_confirm(of_stranger, "本人のもの"));
    EXPECT_EQ(made.password, "本人のもの");
    EXPECT_EQ(code_of(tries_to_confirm(of_owner, "他人のもの")), "access.secret");
    EXPECT_EQ(account_of(made.id).password, "本人のもの");
}

TEST_F(SessionTest, 登録のリンクはどのアドレスのものか使わずに分かる)
{
    registers(hanako);
    const auto mail_of = [&](const std::string& secret) {
        return store::testing::look(
            kept, [&](store::Transaction& kept_now) { return mail_of_registration(kept_now, secret, now); });
    };
    const std::string secret = secret_for(hanako);
    EXPECT_EQ(good(mail_of(" " + secret + "\n")), hanako);
    EXPECT_EQ(good(mail_of(secret)), hanako);
    EXPECT_EQ(code_of(mail_of("kko_なにか")), "access.secret");
    EXPECT_TRUE(tries_to_confirm(secret).ok());
    EXPECT_EQ(code_of(mail_of(secret)), "access.secret");
}

TEST_F(SessionTest, 登録のメールには申込者が書いた名前がない)
{
    registers(hanako);
    ASSERT_EQ(mails_to(hanako).size(), 1u);
    const store::Mail mail = mails_to(hanako).front();
    EXPECT_EQ(mail.content.find("見本"), std::string::npos);
    EXPECT_NE(mail.content.find(url + "/confirm#kko_"), std::string::npos);
    EXPECT_TRUE(mail.case_id.text.empty());
}

TEST_F(SessionTest, ログインのたびに新しい値になり前の画面の値は終わる)
{
    const std::string id = account(hanako);
    const Entered first = logs_in(id);
    ASSERT_EQ(first.fate, Entered::Fate::In);
    EXPECT_TRUE(has_session(first.secret));
    const Entered second = logs_in(id, "", "hash-1", access::digest_of(first.secret));
    EXPECT_NE(first.secret, second.secret);
    EXPECT_FALSE(has_session(first.secret));
    EXPECT_TRUE(has_session(second.secret));
    waits(idle * 1000);
    EXPECT_FALSE(has_session(second.secret));
}

TEST_F(SessionTest, 確かめた後にパスワードが変わったアカウントや止められたアカウントには入れない)
{
    const std::string id = account(hanako);
    EXPECT_EQ(logs_in(id, "", "hash-0").fate, Entered::Fate::Closed);
    EXPECT_EQ(logs_in("account-nobody").fate, Entered::Fate::Closed);
    does_as("", [&](const Desk& desk) {
        return set_account_state(desk, id, store::Account::State::Suspended, "調査のため");
    });
    EXPECT_EQ(logs_in(id).fate, Entered::Fate::Closed);
}

TEST_F(SessionTest, 認証アプリのコードは一度だけ使える)
{
    const std::string id = account(hanako);
    turns_second_step_on(id);
    EXPECT_EQ(logs_in(id).fate, Entered::Fate::NeedsCode);
    EXPECT_EQ(logs_in(id, code_of_app(id)).fate, Entered::Fate::WrongCode); // it confirmed the app
    waits(30'000);
    const std::string code = code_of_app(id);
    EXPECT_EQ(logs_in(id, code).fate, Entered::Fate::In);
    EXPECT_EQ(logs_in(id, code).fate, Entered::Fate::WrongCode);
    waits(30'000);
    EXPECT_EQ(logs_in(id, code).fate, Entered::Fate::WrongCode); // still a neighbour's step
    EXPECT_EQ(logs_in(id, code_of_app(id)).fate, Entered::Fate::In);
    const std::vector<std::string> kinds = kinds_of_events();
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "log-in-failed"), 3);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "logged-in"), 2);
    const std::vector<std::string> mails = kinds_to(hanako);
    EXPECT_EQ(std::count(mails.begin(), mails.end(), "account-wrong-code"), 1); // once a day
}

TEST_F(SessionTest, 回復用のコードは本人だけが一度だけ使える)
{
    const std::string id = account(hanako);
    const std::string other = account("taro@example.jp");
    const std::vector<std::string> codes = turns_second_step_on(id);
    turns_second_step_on(other);
    ASSERT_EQ(codes.size(), 10u);
    EXPECT_EQ(logs_in(other, codes[0]).fate, Entered::Fate::WrongCode);
    EXPECT_EQ(logs_in(id, codes[0]).fate, Entered::Fate::In);
    EXPECT_EQ(logs_in(id, codes[0]).fate, Entered::Fate::WrongCode);
    EXPECT_EQ(logs_in(id, codes[1]).fate, Entered::Fate::In);
}

TEST_F(SessionTest, 二段階は確かめるまで求められずパスワードがあればやめられる)
{
    const std::string id = account(hanako);
    EXPECT_EQ(
        code_of(tries_as(id, [&](const Desk& desk) { return confirm_second_step(desk, *secret_keys, "000000"); })),
        "access.second-step-state");
    does_as(id, [&](const Desk& desk) { return offer_second_step(desk, *secret_keys); });
    EXPECT_EQ(code_of(tries_as(id, [&](const Desk& desk) { return confirm_second_step(desk, *secret_keys, "なし"); })),
              "access.code");
    EXPECT_EQ(logs_in(id).fate, Entered::Fate::In);
    const std::vector<std::string> codes = turns_second_step_on(id);
    EXPECT_EQ(code_of(tries_as(id, [&](const Desk& desk) { return offer_second_step(desk, *secret_keys); })),
              "access.second-step-state");
    does_as(id, [](const Desk& desk) { return drop_second_step(desk); });
    EXPECT_EQ(logs_in(id).fate, Entered::Fate::In);
    EXPECT_EQ(asks([&](store::Accounts& accounts) { return accounts.count_once("recovery", id, now); }), 0);
}

TEST_F(SessionTest, 再設定は一度だけでき全部の画面が終わりトークンは残る)
{
    const std::string id = account(hanako);
    const Entered session = logs_in(id);
    const IssuedToken token = does_as(id, [&](const Desk& desk) {
        return issue_token(desk, {.name = "台帳", .scopes = {"read"}, .expires = {now.milliseconds + a_day}});
    });
    const auto asks_for_reset = [&] {
        does_as("", [&](const Desk& desk) { return ask_for_reset(desk, hanako, url); });
        return secret_for(hanako);
    };
    const auto tries_to_reset = [&](const std::string& secret) {
        return tries_as("", [&](const Desk& desk) { return reset_password(desk, secret, "hash-2", url); });
    };
    const std::string secret = asks_for_reset();
    const std::string later_one = asks_for_reset(); // a stranger's asking takes nothing from the owner
    EXPECT_TRUE(has_session(session.secret));
    EXPECT_TRUE(tries_to_reset(secret).ok());
    EXPECT_EQ(code_of(tries_to_reset(secret)), "access.secret");
    EXPECT_EQ(code_of(tries_to_reset(later_one)), "access.secret"); // what was asked for before is over
    EXPECT_FALSE(has_session(session.secret));
    EXPECT_EQ(account_of(id).password, "hash-2");
    const auto kept_token = asks([&](store::Accounts& accounts) { return accounts.find_token(token.row.digest); });
    ASSERT_TRUE(kept_token);
    EXPECT_FALSE(kept_token->revoked);
    const std::string late = asks_for_reset();
    waits(for_resetting);
    EXPECT_EQ(code_of(tries_to_reset(late)), "access.secret");
}

TEST_F(SessionTest, 招待のリンクは再設定を申し込まれても7日使えどちらかを使うと終わる)
{
    const store::Account invited =
        does_as("", [](const Desk& desk) { return invite_account(desk, hanako, "見本 花子", url); });
    const std::string invitation = secret_for(hanako);
    does_as("", [&](const Desk& desk) { return ask_for_reset(desk, hanako, url); });
    const std::string reset = secret_for(hanako);
    ASSERT_NE(invitation, reset);
    waits(6 * a_day);
    const auto tries_to_set = [&](const std::string& secret) {
        return code_of(tries_as("", [&](const Desk& desk) { return reset_password(desk, secret, "hash-2", url); }));
    };
    EXPECT_EQ(tries_to_set(reset), "access.secret"); // an hour
    EXPECT_EQ(tries_to_set(invitation), "ok");
    EXPECT_EQ(account_of(invited.id).state, store::Account::State::Active);

    const std::string other = "taro@example.jp";
    does_as("", [&](const Desk& desk) { return invite_account(desk, other, "見本 太郎", url); });
    const std::string unused = secret_for(other);
    does_as("", [&](const Desk& desk) { return ask_for_reset(desk, other, url); });
    EXPECT_EQ(tries_to_set(secret_for(other)), "ok");
    EXPECT_EQ(tries_to_set(unused), "access.secret"); // no key to the account stays behind for a week
}

TEST_F(SessionTest, 再設定の申込みはアカウントがなくてもメールになる)
{
    does_as("", [&](const Desk& desk) { return ask_for_reset(desk, "nobody@example.jp", url); });
    EXPECT_EQ(kinds_to("nobody@example.jp"), std::vector<std::string>{"account-none"});
    EXPECT_EQ(secret_for("nobody@example.jp"), "");
}

TEST_F(SessionTest, パスワードを変えるとほかの画面だけが終わる)
{
    const std::string id = account(hanako);
    const Entered here = logs_in(id);
    const Entered there = logs_in(id);
    EXPECT_EQ(code_of(tries_as(id,
                               [&](const Desk& desk) {
                                   return change_password(desk, "hash-0", "hash-2", access::digest_of(here.secret),
                                                          url);
                               })),
              "access.wrong-password");
    does_as(id, [&](const Desk& desk) {
        return change_password(desk, "hash-1", "hash-2", access::digest_of(here.secret), url);
    });
    EXPECT_TRUE(has_session(here.secret));
    EXPECT_FALSE(has_session(there.secret));
}

TEST_F(SessionTest, トークンは1年以内で範囲があるものだけ発行し本人だけが取り消せる)
{
    const std::string id = account(hanako);
    const std::string other = account("taro@example.jp");
    const auto tries_to_issue = [&](std::vector<std::string> scopes, std::int64_t days) {
        return tries_as(id, [&](const Desk& desk) {
            return issue_token(desk, {.name = "台帳", .scopes = scopes, .expires = {now.milliseconds + days * a_day}});
        });
    };
    EXPECT_EQ(code_of(tries_to_issue({"read"}, 367)), "access.until");
    EXPECT_EQ(code_of(tries_to_issue({"read"}, 0)), "access.until");
    EXPECT_EQ(code_of(tries_to_issue({}, 10)), "access.scope");
    EXPECT_EQ(code_of(tries_to_issue({"all"}, 10)), "access.scope");
    const IssuedToken token = good(tries_to_issue({"read", "apply"}, 366));
    EXPECT_EQ(token.row.digest, access::digest_of(token.secret));
    const auto revokes = [&](const std::string& who) {
        return code_of(tries_as(who, [&](const Desk& desk) { return revoke_token(desk, token.row.id); }));
    };
    EXPECT_EQ(revokes(other), "api.no-such");
    EXPECT_EQ(revokes(id), "ok");
    EXPECT_EQ(revokes(id), "api.no-such");
    for (int at = 0; at < 20; ++at)
        good(tries_to_issue({"read"}, 10));
    EXPECT_EQ(code_of(tries_to_issue({"read"}, 10)), "access.too-many-tokens");
}

TEST_F(SessionTest, 記録にはメールアドレスも名前も秘密の値もない)
{
    const std::string id = account(hanako);
    turns_second_step_on(id);
    does_as("", [&](const Desk& desk) { return ask_for_reset(desk, hanako, url); });
    for (const store::AccountEvent& event :
         asks([](store::Accounts& accounts) { return accounts.events("", 0, 1000); })) {
        const std::string all = event.account + event.by + event.kind + event.detail;
        EXPECT_EQ(all.find('@'), std::string::npos) << all;
        EXPECT_EQ(all.find("kk"), std::string::npos) << all;
        EXPECT_EQ(all.find("見本"), std::string::npos) << all;
    }
}

TEST_F(SessionTest, ほかのサービスの利用者はメールが同じというだけではアカウントに入れない)
{
    const std::string id = account(hanako);
    const Federated person{.issuer = "https://id.example", .subject = "s-1", .mail = hanako, .name = "花子"};
    const auto comes = [&](const Federated& who) {
        return tries_as("", [&](const Desk& desk) { return account_of_person(desk, who); });
    };
    EXPECT_EQ(code_of(comes(person)), "access.oidc-link");
    const auto links = [&](const std::string& who, const Federated& whom) {
        return code_of(tries_as(who, [&](const Desk& desk) { return link_person(desk, whom, "町のID", url); }));
    };
    EXPECT_EQ(links(id, person), "ok");
    EXPECT_EQ(kinds_to(hanako).back(), "account-link");
    EXPECT_EQ(kinds_of_events().back(), "linked");
    EXPECT_EQ(good(comes(person)).id, id);

    Federated stranger = person;
    stranger.subject = "s-2";
    stranger.mail.clear(); // not vouched for
    const store::Account made = good(comes(stranger));
    EXPECT_NE(made.id, id);
    EXPECT_EQ(made.mail, "");
    EXPECT_EQ(made.password, "");
    EXPECT_EQ(good(comes(stranger)).id, made.id);
    EXPECT_EQ(links(made.id, person), "access.taken");
    EXPECT_EQ(links(id, stranger), "access.taken");
    EXPECT_EQ(code_of(tries_as(made.id, [&](const Desk& desk) { return offer_second_step(desk, *secret_keys); })),
              "access.second-step-state");
}

TEST_F(SessionTest, 結び付きはパスワードがあれば外せほかの画面が終わりメールで知らされる)
{
    const std::string id = account(hanako);
    const std::string issuer = "https://id.example";
    const Federated person{.issuer = issuer, .subject = "s-1"};
    const auto unlinks = [&](const std::string& who, const std::string& of, const std::string& here) {
        return code_of(tries_as(who, [&](const Desk& desk) { return unlink_person(desk, of, "町のID", here, url); }));
    };
    EXPECT_EQ(unlinks(id, issuer, ""), "api.no-such");
    EXPECT_EQ(unlinks(id, "", ""), "api.no-such"); // of who is linked to nobody
    does_as(id, [&](const Desk& desk) { return link_person(desk, person, "町のID", url); });
    const Entered here = logs_in(id);
    const store::Account linked = account_of(id);
    const Entered there = does_as("", [&](const Desk& desk) { return enter(desk, linked, "oidc", "", {idle, url}); });
    EXPECT_EQ(unlinks(id, "https://other.example", ""), "api.no-such");
    EXPECT_EQ(unlinks(id, issuer, access::digest_of(here.secret)), "ok");
    EXPECT_EQ(account_of(id).issuer + account_of(id).subject, "");
    EXPECT_TRUE(has_session(here.secret));
    EXPECT_FALSE(has_session(there.secret)); // it came in by what is no way in any more
    EXPECT_EQ(kinds_to(hanako).back(), "account-link");
    EXPECT_NE(mails_to(hanako).back().content.find("外しました"), std::string::npos);
    EXPECT_EQ(kinds_of_events().back(), "unlinked");

    const store::Account made = does_as("", [&](const Desk& desk) { return account_of_person(desk, person); });
    EXPECT_NE(made.id, id);
    EXPECT_EQ(unlinks(made.id, issuer, ""), "access.only-way");
    EXPECT_EQ(account_of(made.id).issuer, issuer);
}

TEST_F(SessionTest, 本人であることはパスワードと使っているなら二段階のコードで示す)
{
    const std::string id = account(hanako);
    const auto shows = [&](const std::string& fitted, const std::string& code) {
        return does_as(id, [&](const Desk& desk) { return show_again(desk, *secret_keys, fitted, code, url); });
    };
    EXPECT_EQ(shows("hash-0", ""), Entered::Fate::Closed);
    EXPECT_EQ(shows("hash-1", ""), Entered::Fate::In);
    turns_second_step_on(id);
    waits(30'000);
    EXPECT_EQ(shows("hash-1", ""), Entered::Fate::NeedsCode);
    EXPECT_EQ(shows("hash-1", "000000"), Entered::Fate::WrongCode);
    EXPECT_EQ(kinds_of_events().back(), "log-in-failed");
    const std::string code = code_of_app(id);
    EXPECT_EQ(shows("hash-1", code), Entered::Fate::In);
    EXPECT_EQ(shows("hash-1", code), Entered::Fate::WrongCode); // once
}

TEST_F(SessionTest, 認証アプリの秘密は封じて保管しほかの人の行では使えない)
{
    const std::string id = account(hanako);
    const std::string other = account("taro@example.jp");
    const std::string secret = does_as(id, [&](const Desk& desk) { return offer_second_step(desk, *secret_keys); });
    EXPECT_EQ(account_of(id).totp.find(secret), std::string::npos);
    EXPECT_EQ(secret_of(id), secret);
    turns_second_step_on(id);
    turns_second_step_on(other);
    const std::string moved = account_of(id).totp;
    does_as("", [&](const Desk& desk) -> base::Result<store::Account> {
        store::Account victim = TRY(account_at(desk, other));
        victim.totp = moved;
        TRY(store::Accounts(desk.kept).change(victim));
        return victim;
    });
    waits(30'000);
    const std::string code = code_of_app(id);
    EXPECT_EQ(code_of(tries_as("",
                               [&](const Desk& desk) {
                                   return log_in(
                                       desk, *secret_keys,
                                       {.account = other, .fitted = "hash-1", .anew = "", .code = code, .replaces = ""},
                                       {idle, url});
                               })),
              "access.second-step-sealed");
    EXPECT_EQ(logs_in(id, code).fate, Entered::Fate::In);
}

TEST_F(SessionTest, 封じられていない昔の秘密でもログインできる)
{
    const std::string id = account(hanako);
    turns_second_step_on(id);
    const std::string secret = secret_of(id);
    does_as("", [&](const Desk& desk) -> base::Result<store::Account> {
        store::Account old = TRY(account_at(desk, id));
        old.totp = secret;
        TRY(store::Accounts(desk.kept).change(old));
        return old;
    });
    waits(30'000);
    EXPECT_EQ(logs_in(id, code_of_app(id)).fate, Entered::Fate::In);
}

TEST_F(SessionTest, 鍵がなければコードは確かめられず回復用のコードか管理者が助ける)
{
    const std::string id = account(hanako);
    const std::vector<std::string> codes = turns_second_step_on(id);
    const std::string code = code_of_app(id);
    secret_keys = access::testing::new_keys();
    waits(30'000);
    const auto tries = [&](const std::string& typed) {
        return tries_as("", [&](const Desk& desk) {
            return log_in(desk, *secret_keys,
                          {.account = id, .fitted = "hash-1", .anew = "", .code = typed, .replaces = ""}, {idle, url});
        });
    };
    const auto refused = tries(code);
    ASSERT_EQ(code_of(refused), "access.second-step-sealed");
    EXPECT_NE(refused.error().way_out.find("回復用のコード"), std::string::npos);
    const Entered session = good(tries(codes.front()));
    EXPECT_EQ(session.fate, Entered::Fate::In);

    const auto takes_away = [&](const std::string& who, const std::string& whose, const std::string& reason) {
        return code_of(tries_as(who, [&](const Desk& desk) { return take_second_step_away(desk, whose, reason); }));
    };
    EXPECT_EQ(takes_away("account-admin", id, " "), "access.reason");
    EXPECT_EQ(takes_away("account-admin", "account-none", "電話で確認"), "api.no-such");
    EXPECT_EQ(takes_away(id, id, "自分で"), "access.denied");
    EXPECT_EQ(takes_away("account-admin", id, "電話で本人と確認"), "ok");
    EXPECT_EQ(takes_away("account-admin", id, "もう一度"), "access.second-step-state");
    EXPECT_FALSE(has_session(session.secret));
    EXPECT_EQ(kinds_to(hanako).back(), "account-second-step");
    EXPECT_EQ(kinds_of_events().back(), "second-step-taken-away");
    EXPECT_EQ(good(tries("")).fate, Entered::Fate::In);
    EXPECT_EQ(asks([&](store::Accounts& accounts) { return accounts.count_once("recovery", id, now); }), 0);
}

}
