#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::casework {

// Whose hand it was. Certifier is who decides (市長, 日本健康会議), Body who advises (委員会), System a timer of ours.
enum class Role { Applicant, Delegate, Office, Insurer, Body, Certifier, System };
std::string_view name_of(Role); // applicant, delegate, office, insurer, body, certifier, system
std::optional<Role> read_role(std::string_view word);
std::string_view label_of(Role); // 申請法人, 代理人, 事務局, 保険者, 委員会, 決定者, 自動

struct Actor {
    Role role = Role::Office;
    std::string id; // of the account or person; never a name

    bool operator==(const Actor&) const = default;
};

}
