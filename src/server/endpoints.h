#pragma once

#include "server/endpoint.h"

// The endpoints by subject: each function in a file of its own name.
namespace kenkei::server {

std::vector<Endpoint> endpoints_editions();    // schemes, forms, self-check, register
std::vector<Endpoint> endpoints_applicant();   // from the draft to the submission, and what a firm does later
std::vector<Endpoint> endpoints_cases();       // looking at cases: one, lists, search, counts, files, history
std::vector<Endpoint> endpoints_office();      // the verbs of the 事務局, of bodies and insurers
std::vector<Endpoint> endpoints_intake();      // many at once, on paper, from other registers
std::vector<Endpoint> endpoints_session();     // log-in, registration, passwords
std::vector<Endpoint> endpoints_own_account(); // second step, tokens, sessions
std::vector<Endpoint> endpoints_oidc();        // log-in by another server
std::vector<Endpoint> endpoints_firms();       // proof of control, delegates
std::vector<Endpoint> endpoints_users();       // accounts and their roles
std::vector<Endpoint> endpoints_system();      // schedule, hooks, audit, backup

// For descriptions.
inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view workbook_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

}
