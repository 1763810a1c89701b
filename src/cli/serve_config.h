#pragma once

#include "office/send_mails.h"
#include "server/listener.h"
#include "server/service.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::cli {

// Where a server listens.
struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
};
// 127.0.0.1:8080, [::1]:8080. Error config.value.
base::Result<ListenAddress> read_listen_address(std::string_view text);
std::string to_text(const ListenAddress&);
bool is_loopback(const ListenAddress&);

// All that kenkei serve can be told (docs/operations.md).
struct ServeConfig {
    server::ServiceConfig service;
    server::ListenerConfig listener;
    std::optional<ListenAddress> metrics = ListenAddress{"127.0.0.1", 9180};
    bool metrics_told = false; // else it is done without where its port is taken
    std::optional<office::Sender> sender;
    std::string anchor_key;       // file
    std::string secrets_key;      // file; "" for the one beside the database
    std::string log = "stdout";   // stdout, none, or a file
    std::size_t largest_body = 0; // bytes; 0: as each endpoint has it
};

// Lines of `key = value`; # begins a comment; a list is parted by commas. What is not told stays as it was in `config`.
// Errors, with their line: config.form, config.key (with the nearest that there is), config.twice, config.value,
// config.environment (a secret's variable is empty), config.together (a key that needs another).
base::Result<void> read_serve_config(std::string_view text, const std::string& file, ServeConfig& config);

// The keys, for a test against docs/operations.md.
std::vector<std::string_view> serve_config_keys();

// What the environment says of the mail server where the file says nothing: KENKEI_SMTP, KENKEI_MAIL_FROM,
// KENKEI_SMTP_USER, KENKEI_SMTP_PASSWORD, KENKEI_SMTP_TLS. The last step.
base::Result<void> complete_from_environment(ServeConfig&);

}
