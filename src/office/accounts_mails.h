#pragma once

#include "office/desk.h"

// The mails about accounts. What a stranger may have typed (a name, say) is in none that goes to an address that was
// not confirmed: nobody shall write to others by our hand. `url` is as people reach us, without a / behind it.
namespace kenkei::office {

struct AccountMail {
    std::string kind;
    std::string subject;
    std::string content;
};

// To be sent; nothing where there is no address.
base::Result<void> put_account_mail(const Desk&, const std::string& recipient, const AccountMail&);

AccountMail mail_to_confirm(const std::string& url, const std::string& secret);
AccountMail mail_of_existing_account(const std::string& url); // somebody registers who has one
AccountMail mail_to_reset(const std::string& url, const std::string& secret);
AccountMail mail_of_no_account(const std::string& url); // somebody resets who has none
AccountMail mail_to_invited(const std::string& url, const std::string& secret);
AccountMail mail_of_new_password(const std::string& url);
AccountMail mail_of_second_step(bool on);
AccountMail mail_of_wrong_code(const std::string& url);
AccountMail mail_of_token(const std::string& name);
// `service` is the other server as people know it; linked, or not any more.
AccountMail mail_of_link(const std::string& service, bool on, const std::string& url);

AccountMail mail_to_lent(const std::string& url, const std::string& secret, const std::string& role_label,
                         const std::string& firm, const std::string& scheme,
                         const std::optional<base::Timestamp>& until);
AccountMail mail_of_taken_hand(const std::string& role_label, const std::string& name, const std::string& firm);
AccountMail mail_of_ended_grant(const std::string& role_label, const std::string& firm, const std::string& reason);
// To those who act for a firm, that somebody wants to.
AccountMail mail_of_new_claim(const std::string& firm, const std::string& claim, base::Timestamp at);
// To administrators, that somebody may see others' cases now.
AccountMail mail_of_given_role(const std::string& role_label, const std::string& whose, const std::string& account,
                               const std::string& by, const std::string& reason);
AccountMail mail_of_claim(const std::string& firm, bool approved, const std::string& reason);

}
