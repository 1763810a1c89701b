#include "cli/commands.h"

#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "mail/address.h"
#include "office/send_mails.h"

#include <cstdlib>

namespace kenkei::cli {

namespace {

struct StateWord {
    std::string_view state;
    std::string_view words;
};
constexpr StateWord state_words[] = {{"waiting", "送信待ち"},
                                     {"sent", "送信済み"},
                                     {"failed", "送信できず"},
                                     {"bounced", "不達"},
                                     {"erased", "消去済み"}};

std::string line_of(const store::Mail& mail)
{
    std::string words = mail.state;
    for (const StateWord& each : state_words) {
        if (each.state == mail.state)
            words = each.words;
    }
    return mail.message_id + "  " + words + "  " + (mail.recipient.empty() ? "（宛先は消去済み）" : mail.recipient) +
           "  " + mail.subject + (mail.answer.empty() ? "" : "  （" + mail.answer + "）") + "\n";
}

std::string json_of(const store::Mail& mail)
{
    base::json::Writer out;
    out.begin_object().member("message", mail.message_id).member("case", mail.case_id.text);
    out.member("kind", mail.kind).member("state", mail.state).member("recipient", mail.recipient);
    out.member("subject", mail.subject).key("attempts").number(mail.attempts);
    out.member("created", base::to_legal(mail.created)).member("due", base::to_legal(mail.due)).key("sent");
    if (mail.sent)
        out.string(base::to_legal(*mail.sent));
    else
        out.null();
    out.member("answer", mail.answer).end_object();
    return out.take() + "\n";
}

void print_mail(const MailOptions& options, const store::Mail& mail)
{
    options.desk.json ? print(json_of(mail)) : print_told(line_of(mail));
}

ExitStatus list(const MailOptions& options, OpenDesk& open)
{
    std::vector<store::Mail> mails;
    auto read = open.store.read([&](store::Transaction& kept) -> base::Result<void> {
        constexpr std::int64_t most = 1000;
        mails = options.case_id.empty() ? TRY(kept.mails_due(open.now, most))
                                        : TRY(kept.mails_of(casework::CaseId{options.case_id}));
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    for (const store::Mail& mail : mails)
        print_mail(options, mail);
    if (!options.desk.json)
        print(std::to_string(mails.size()) + "通\n");
    return finish_output();
}

std::string setting(const std::string& option, const char* variable)
{
    const char* value = option.empty() ? std::getenv(variable) : nullptr;
    return value ? value : option;
}

base::Result<office::Sender> sender_of(const MailOptions& options)
{
    office::Sender sender;
    sender.server.url = setting(options.server, "KENKEI_SMTP");
    sender.from.address = setting(options.from, "KENKEI_MAIL_FROM");
    for (const auto& [value, name] : {std::pair{&sender.server.url, "--server（KENKEI_SMTP）"},
                                      std::pair{&sender.from.address, "--from（KENKEI_MAIL_FROM）"}}) {
        if (value->empty())
            return base::Error{.code = "usage.missing",
                               .message = std::string("メールを送るには ") + name + " が要ります。",
                               .way_out = "使い方は kenkei mail --help でご覧になれます。"};
    }
    if (auto address = mail::checked_address(sender.from.address); !address.ok())
        return base::Error{.code = "usage.value",
                           .message = "差出人: " + address.error().message,
                           .way_out = "--from（KENKEI_MAIL_FROM）を確かめてください。"};
    sender.server.user = setting(options.user, "KENKEI_SMTP_USER");
    sender.server.password = setting("", "KENKEI_SMTP_PASSWORD"); // never on a command line that others can list
    const std::string tls = setting(options.tls, "KENKEI_SMTP_TLS");
    if (tls == "none")
        sender.server.tls = mail::Tls::None;
    else if (tls == "opportunistic")
        sender.server.tls = mail::Tls::Opportunistic;
    else if (!tls.empty() && tls != "required")
        return base::Error{.code = "usage.value",
                           .message = "--tls に「" + tls + "」は使えません。",
                           .way_out = "required、opportunistic、none のどれかです。"};
    return sender;
}

ExitStatus send(const MailOptions& options, OpenDesk& open)
{
    auto sender = sender_of(options);
    if (!sender.ok())
        return complain(sender.error());
    auto done = office::send_mails(
        open.store, *sender, open.now, [&] { return time_of(options.desk); },
        [&](const store::Mail& mail) { print_mail(options, mail); });
    if (!done.ok())
        return complain(done.error());
    if (!options.desk.json)
        print("送信 " + std::to_string(done->sent) + " 通、あとで再送 " + std::to_string(done->again) +
              " 通、送信できず " + std::to_string(done->failed) + " 通\n");
    return worse(finish_output(), done->failed > 0 ? ExitStatus::SomethingBad : ExitStatus::Done);
}

// What was refused or given up is tried again, with the same Message-ID.
ExitStatus resend(const MailOptions& options, OpenDesk& open)
{
    std::optional<store::Mail> mail;
    auto done = open.store.write([&](store::Transaction& kept) -> base::Result<void> {
        mail = TRY(office::resend_mail(kept, options.case_id, open.now));
        return {};
    });
    if (!done.ok())
        return complain(done.error());
    print_mail(options, *mail);
    return finish_output();
}

ExitStatus bounce(const MailOptions& options, OpenDesk& open)
{
    ExitStatus status = ExitStatus::Done;
    for (const std::string& file : options.files) {
        auto bytes = read_bytes(file);
        std::optional<store::Mail> mail;
        base::Result<void> done = bytes.ok() ? open.store.write([&](store::Transaction& kept) -> base::Result<void> {
            mail = TRY(office::record_bounce(kept, *bytes));
            return {};
        })
                                             : base::Result<void>(bytes.error());
        if (done.ok()) {
            print_mail(options, *mail);
            continue;
        }
        base::Error error = std::move(done).error();
        error.file = file;
        status = worse(status, complain(error));
    }
    return worse(status, finish_output());
}

}

ExitStatus run_mail(const MailOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    if (options.verb == "send")
        return send(options, *open);
    if (options.verb == "resend")
        return resend(options, *open);
    return options.verb == "bounce" ? bounce(options, *open) : list(options, *open);
}

}
