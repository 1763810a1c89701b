#include "office/accounts_mails.h"

#include "base/utf8.h"
#include "office/accounts_records.h"

namespace kenkei::office {

namespace {

// The secret stands behind #: it is neither sent to a server nor written to a log when the page is opened.
std::string link(const std::string& url, std::string_view page, const std::string& secret)
{
    return url + "/" + std::string(page) + "#" + secret +
           "\n\n画面を開けないときは、次の文字を画面に貼り付けてください。\n" + secret + "\n";
}

constexpr std::string_view not_you = "\nお心当たりがないときは、何もせずにこのメールを捨ててください。\n";

std::string not_you_but_done(const std::string& url)
{
    return "\nお心当たりがないときは、" + url + "/reset からパスワードを設定し直し、事務局へご連絡ください。\n";
}

}

base::Result<void> put_account_mail(const Desk& desk, const std::string& recipient, const AccountMail& mail)
{
    if (recipient.empty())
        return {};
    return desk.kept.put_mail({.message_id = new_id("account-mail", desk.now),
                               .kind = mail.kind,
                               .recipient = recipient,
                               .subject = mail.subject,
                               .content = mail.content + "\nこのメールは自動で送られています。\n",
                               .state = "waiting",
                               .created = desk.now,
                               .due = desk.now});
}

AccountMail mail_to_confirm(const std::string& url, const std::string& secret)
{
    return {"account-confirm", "メールアドレスの確認",
            "アカウントの登録が申し込まれました。次のリンクを24時間以内に開き、名前とパスワードを決めると、登録が終わり"
            "ます。"
            "\n\n" +
                link(url, "confirm", secret) + std::string(not_you)};
}

AccountMail mail_of_existing_account(const std::string& url)
{
    return {"account-exists", "アカウントはすでにあります",
            "このメールアドレスで、アカウントの登録が申し込まれました。\n"
            "このメールアドレスのアカウントはすでにあるため、登録は行われていません。\n\n"
            "ご本人のときは " +
                url + "/login からログインしてください。パスワードをお忘れのときは " + url +
                "/reset から設定し直せます。\n" + std::string(not_you)};
}

AccountMail mail_to_reset(const std::string& url, const std::string& secret)
{
    return {
        "account-reset", "パスワードの再設定",
        "パスワードの再設定を受け付けました。次のリンクを1時間以内に開き、新しいパスワードを入力してください。\n\n" +
            link(url, "reset", secret) + std::string(not_you) + "今のパスワードはそのまま使えます。\n"};
}

AccountMail mail_of_no_account(const std::string& url)
{
    return {"account-none", "このメールアドレスで使えるアカウントはありません",
            "パスワードの再設定が申し込まれましたが、このメールアドレスで使えるアカウントはありません。\n"
            "ほかのメールアドレスで登録されていないかを確かめてください。新しい登録は " +
                url + "/register から行えます。利用を止められているときは、事務局へお問い合わせください。\n" +
                std::string(not_you)};
}

AccountMail mail_to_invited(const std::string& url, const std::string& secret)
{
    return {"account-invited", "アカウントのご案内",
            "あなたのアカウントが用意されました。次のリンクを7日以内に開き、パスワードを設定してください。\n\n" +
                link(url, "reset", secret) + std::string(not_you)};
}

AccountMail mail_of_new_password(const std::string& url)
{
    return {"account-password", "パスワードが変わりました",
            "アカウントのパスワードが変更されました。変更した画面のほかは、すべてログアウトされています。\n"
            "APIトークンは変わらずに使えます。不要なものはアカウントの画面で取り消してください。\n" +
                not_you_but_done(url)};
}

AccountMail mail_of_second_step(bool on)
{
    return {"account-second-step", on ? "二段階のログインを始めました" : "二段階のログインをやめました",
            std::string(on ? "次のログインから、認証アプリのコードも必要です。\n"
                           : "次のログインから、パスワードだけでログインできます。\n") +
                "\nお心当たりがないときは、事務局へご連絡ください。\n"};
}

AccountMail mail_of_wrong_code(const std::string& url)
{
    return {"account-wrong-code", "認証アプリのコードが違うログインがありました",
            "正しいパスワードと、違うコードで、ログインが試されました。ログインはできていません。\n"
            "ご本人でないときは、パスワードを知られています。\n" +
                not_you_but_done(url)};
}

AccountMail mail_of_token(const std::string& name)
{
    return {"account-token", "APIトークンを発行しました",
            "APIトークン「" + name +
                "」が発行されました。\n\nお心当たりがないときは、アカウントの画面で取り消し、パスワードを変えてください"
                "。\n"};
}

AccountMail mail_of_link(const std::string& service, bool on, const std::string& url)
{
    return {"account-link", on ? "ほかのサービスと結び付けました" : "ほかのサービスとの結び付きを外しました",
            "アカウント" +
                std::string(on ? "を「" + service +
                                     "」と結び付けました。次からは、このサービスでもログイン"
                                     "できます。\n"
                               : "と「" + service +
                                     "」の結び付きを外しました。このサービスでは、もうログイン"
                                     "できません。\n") +
                not_you_but_done(url)};
}

AccountMail mail_to_lent(const std::string& url, const std::string& secret, const std::string& role_label,
                         const std::string& firm, const std::string& scheme,
                         const std::optional<base::Timestamp>& until)
{
    return {"account-lend", role_label + "のご依頼",
            "法人番号 " + firm + " の申請担当者から、" + role_label + "のご依頼です。\n" +
                (scheme.empty() ? "" : "制度: " + scheme + "\n") +
                (until ? "期間: " + base::to_japanese(*until) + "まで\n" : "") +
                "\nお引き受けになるときは、ログインしてから、次のリンクを7日以内に開いてください"
                "（アカウントがないときは、先に登録してください）。\n\n" +
                link(url, "accept", secret) + std::string(not_you)};
}

AccountMail mail_of_taken_hand(const std::string& role_label, const std::string& name, const std::string& firm)
{
    return {"account-lent", role_label + "のご依頼が引き受けられました",
            "法人番号 " + firm + " の" + role_label + "を、「" + base::shortened(base::printable(name), 60) +
                "」のアカウントが引き受けました。\n\nお心当たりのない相手のときは、法人の画面ですぐに取り消せます。\n"};
}

AccountMail mail_of_ended_grant(const std::string& role_label, const std::string& firm, const std::string& reason)
{
    return {"account-ended", role_label + "の役割が終わりました",
            (firm.empty() ? "" : "法人番号 " + firm + " の") + role_label + "の役割が終わりました。\n" +
                (reason.empty() ? "" : "理由: " + reason + "\n") + "\nご不明な点は事務局へお問い合わせください。\n"};
}

AccountMail mail_of_new_claim(const std::string& firm, const std::string& claim, base::Timestamp at)
{
    return {"account-claimed", "申請担当者の届出がありました",
            "法人番号 " + firm + " の申請担当者であるとして、別のアカウントから届出がありました。\n届出の番号: " +
                claim + "\n日時: " + base::to_japanese(at) +
                "\n\n届出だけでは、今の担当者の役割も、案件も、何も変わりません。事務局が、登録されている所在地に手紙を"
                "送るなどして確かめます。\nお心当たりがないときは、届いた手紙のコードを誰にも渡さず、"
                "すぐに事務局へご連絡ください。\n"};
}

AccountMail mail_of_given_role(const std::string& role_label, const std::string& whose, const std::string& account,
                               const std::string& by, const std::string& reason)
{
    return {"account-given", "役割「" + role_label + "」が与えられました",
            "アカウントに役割が与えられました。\n役割: " + role_label + "（" + whose + "）\nだれに: " + account +
                "\nだれが: " + by + "\n理由: " + base::shortened(base::printable(reason), 500) +
                "\n\nお心当たりがないときは、すぐにその役割を外し、与えたアカウントを止めてください。\n"};
}

AccountMail mail_of_claim(const std::string& firm, bool approved, const std::string& reason)
{
    if (approved)
        return {"account-claim", "申請担当者として認められました",
                "法人番号 " + firm + " の申請担当者として、申請を始められます。\n"};
    return {"account-claim", "申請担当者の届出は認められませんでした",
            "法人番号 " + firm + " の申請担当者の届出は認められませんでした。\n理由: " + reason +
                "\n\nご不明な点は事務局へお問い合わせください。\n"};
}

}
