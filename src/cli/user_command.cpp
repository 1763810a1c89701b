#include "cli/commands.h"

#include "access/mail_key.h"
#include "access/password.h"
#include "access/permissions.h"
#include "base/json.h"
#include "cli/find_edition.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "office/accounts_access.h"
#include "office/accounts_records.h"
#include "office/accounts_second_step.h"

#include <algorithm>
#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace kenkei::cli {

namespace {

using State = store::Account::State;

constexpr std::string_view usual_url = "http://127.0.0.1:8080";

base::Error no_account(const std::string& mail)
{
    return {.code = "usage.value",
            .message = "メールアドレス「" + mail + "」のアカウントはありません。",
            .way_out = "kenkei user list でご覧になるか、kenkei user add で作ってください。"};
}

base::Result<store::Account> account_of(const office::Desk& desk, const std::string& mail)
{
    std::optional<store::Account> found = TRY(store::Accounts(desk.kept).find_mail(mail));
    if (!found)
        return no_account(mail);
    return std::move(*found);
}

base::Result<void> check_role(const UserOptions& options)
{
    if (access::read_role(options.role))
        return {};
    std::string known;
    for (const access::Role role : access::all_roles())
        known += (known.empty() ? "" : "、") + std::string(access::name_of(role));
    return base::Error{.code = "usage.value",
                       .message = "「" + options.role + "」という役割はありません。",
                       .way_out = known + " のどれかです。"};
}

// A slip in its name would give a role that nobody has any use for.
base::Result<void> check_scheme(const UserOptions& options)
{
    const Schemes schemes = TRY(find_schemes(options.desk.schemes));
    std::string known;
    std::string last;
    for (const std::string& key : list_editions(schemes)) {
        const std::string scheme = key.substr(0, key.find('/'));
        if (scheme == options.scheme)
            return {};
        if (scheme != last)
            known += (known.empty() ? "" : "、") + scheme;
        last = scheme;
    }
    return base::Error{.code = "usage.value",
                       .message = "「" + options.scheme + "」という制度はありません。",
                       .way_out =
                           known.empty() ? "制度のフォルダを --schemes で指してください。" : known + " のどれかです。"};
}

office::NewGrant grant_of(const UserOptions& options, const std::string& account)
{
    return {.account = account,
            .role = options.role,
            .scheme = options.scheme,
            .firm = options.firm,
            .insurer = options.insurer,
            .reason = options.reason.empty() ? "kenkei user" : options.reason};
}

// A link with which the account's owner sets the password; the one before does not work any more.
base::Result<std::string> link_for(const office::Desk& desk, const UserOptions& options, const std::string& account,
                                   std::int64_t lifetime)
{
    TRY(store::Accounts(desk.kept).drop_once("reset", account));
    const std::string secret = TRY(office::give_once(desk, "reset", account, "{}", lifetime));
    return (options.url.empty() ? std::string(usual_url) : options.url) + "/reset#" + secret;
}

using Work = std::function<base::Result<std::string>(const office::Desk&)>;

// In one transaction; prints what it gives.
ExitStatus write(const UserOptions& options, OpenDesk& open, const Work& work)
{
    std::string told;
    const auto done = open.store.write([&](store::Transaction& kept) -> base::Result<void> {
        told = TRY(work(office::Desk{kept, *open.editions, options.desk.by, open.now}));
        return {};
    });
    if (!done.ok())
        return complain(done.error());
    print(told);
    return finish_output();
}

ExitStatus add(const UserOptions& options, OpenDesk& open, const std::string& mail)
{
    return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
        const store::Account account{
            .id = office::new_id("account", desk.now), .mail = mail, .name = options.name, .created = desk.now};
        auto put = store::Accounts(desk.kept).put(account);
        if (!put.ok() && put.error().code == "store.unique")
            return base::Error{.code = "access.taken",
                               .message = "メールアドレス「" + mail + "」のアカウントはすでにあります。",
                               .way_out = "役割は kenkei user grant で与えられます。"};
        TRY(std::move(put));
        TRY(office::note(desk, account.id, "invited"));
        if (!options.role.empty())
            TRY(office::give_access(desk, grant_of(options, account.id)));
        const std::string link = TRY(link_for(desk, options, account.id, office::for_invited));
        return "アカウント " + account.id + "（" + mail +
               "）を作りました。\n"
               "本人が7日以内に次のリンクでパスワードを決めます（または kenkei user password " +
               mail + "）:\n" + link + "\n";
    });
}

// Without showing it, where somebody types it.
base::Result<std::string> read_password()
{
    const bool typed = ::isatty(STDIN_FILENO) != 0;
    termios shown{};
    if (typed && ::tcgetattr(STDIN_FILENO, &shown) == 0) {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
        print_error("新しいパスワード:");
    }
    std::string password;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        password += static_cast<char>(c);
    if (typed)
        ::tcsetattr(STDIN_FILENO, TCSANOW, &shown);
    if (password.ends_with('\r'))
        password.pop_back();
    if (password.empty())
        return base::Error{.code = "usage.missing",
                           .message = "標準入力にパスワードがありません。",
                           .way_out = "リンクで本人に決めてもらうには --link を付けてください。"};
    return password;
}

ExitStatus set_password(const UserOptions& options, OpenDesk& open, const std::string& mail)
{
    if (options.link)
        return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
            const store::Account account = TRY(account_of(desk, mail));
            TRY(office::note(desk, account.id, "reset-asked"));
            return "次のリンクで、1時間以内に1回だけパスワードを決められます:\n" +
                   TRY(link_for(desk, options, account.id, office::for_resetting)) + "\n";
        });
    const auto password = read_password();
    if (!password.ok())
        return complain(password.error());
    return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
        store::Accounts accounts(desk.kept);
        store::Account account = TRY(account_of(desk, mail));
        if (account.state == State::Suspended)
            return base::Error{.code = "access.suspended",
                               .message = "アカウント " + account.id + " は停止されています。",
                               .way_out = "管理者が停止を解いてから行ってください。"};
        TRY(access::check_new_password(*password, account.mail, account.name));
        account.password = TRY(access::hash_password(*password));
        account.state = State::Active;
        TRY(accounts.change(account));
        TRY(accounts.drop_once("reset", account.id));
        TRY(accounts.end_sessions(account.id, ""));
        TRY(office::note(desk, account.id, "password-reset"));
        return "アカウント " + account.id + " のパスワードを決めました。ログインしていた所はすべて切れます。\n";
    });
}

ExitStatus grant(const UserOptions& options, OpenDesk& open, const std::string& mail)
{
    return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
        const store::Account account = TRY(account_of(desk, mail));
        const store::GrantRow row = TRY(office::give_access(desk, grant_of(options, account.id)));
        return "役割 " + row.role + "（" + row.id + "）を与えました。\n";
    });
}

ExitStatus end(const UserOptions& options, OpenDesk& open, const std::string& mail)
{
    return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
        const store::Account account = TRY(account_of(desk, mail));
        std::int64_t ended = 0;
        for (const store::GrantRow& row : TRY(store::Accounts(desk.kept).grants_of(account.id, desk.now))) {
            if (row.role != options.role || row.scheme != options.scheme || row.firm != options.firm ||
                row.insurer != options.insurer)
                continue;
            TRY(office::end_access(desk, account.id, row.id, options.reason));
            ended += 1;
        }
        if (ended == 0)
            return base::Error{.code = "usage.value",
                               .message = "アカウント " + account.id + " にその役割はありません。",
                               .way_out = "kenkei user list で、役割と相手（制度、法人、保険者）を確かめてください。"};
        return "役割 " + options.role + " を終わらせました。\n";
    });
}

ExitStatus drop_second_step(const UserOptions& options, OpenDesk& open, const std::string& mail)
{
    return write(options, open, [&](const office::Desk& desk) -> base::Result<std::string> {
        const store::Account account = TRY(account_of(desk, mail));
        TRY(office::take_second_step_away(desk, account.id, options.reason));
        return "アカウント " + account.id +
               " の二段階のログインを外しました。ログインしていた所はすべて切れ、本人にメールで知らせます。\n";
    });
}

std::string words_of(const store::GrantRow& grant)
{
    const std::string whose = grant.scheme + grant.firm + grant.insurer;
    return grant.role + (whose.empty() ? "" : ":" + whose);
}

base::Result<void> list_all(store::Transaction& kept, base::Timestamp now, bool json)
{
    constexpr std::int64_t at_once = 200;
    store::Accounts accounts(kept);
    std::string after;
    for (;;) {
        const std::vector<store::Account> page = TRY(accounts.list(after, at_once));
        for (const store::Account& account : page) {
            std::string roles;
            for (const store::GrantRow& each : TRY(accounts.grants_of(account.id, now)))
                roles += (roles.empty() ? "" : "、") + words_of(each);
            if (json) {
                base::json::Writer out;
                out.begin_object().member("id", account.id).member("mail", account.mail).member("name", account.name);
                out.member("state", store::name_of(account.state)).member("roles", roles).end_object();
                print(out.take() + "\n");
            } else {
                print_told(account.id + "  " + account.mail + "  " + account.name + "  " +
                           std::string(store::name_of(account.state)) + "  " + (roles.empty() ? "—" : roles) + "\n");
            }
        }
        if (page.empty())
            return {};
        after = page.back().id;
    }
}

ExitStatus list(const UserOptions& options, OpenDesk& open)
{
    const auto done =
        open.store.read([&](store::Transaction& kept) { return list_all(kept, open.now, options.desk.json); });
    return done.ok() ? finish_output() : complain(done.error());
}

}

ExitStatus run_user(const UserOptions& options)
{
    std::string mail;
    if (options.verb != "list") {
        auto read = access::account_mail(options.mail);
        if (!read.ok())
            return worse(complain(read.error()), ExitStatus::WrongUse);
        mail = *read;
    }
    if (!options.role.empty()) {
        if (const auto role = check_role(options); !role.ok())
            return complain(role.error());
    }
    if (!options.scheme.empty() && (options.verb == "add" || options.verb == "grant")) {
        if (const auto scheme = check_scheme(options); !scheme.ok())
            return complain(scheme.error());
    }
    auto open = open_desk(options.desk, options.verb == "add" ? store::Opening::Create : store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    if (options.verb == "add")
        return add(options, *open, mail);
    if (options.verb == "password")
        return set_password(options, *open, mail);
    if (options.verb == "grant")
        return grant(options, *open, mail);
    if (options.verb == "drop-second-step")
        return drop_second_step(options, *open, mail);
    return options.verb == "end" ? end(options, *open, mail) : list(options, *open);
}

}
