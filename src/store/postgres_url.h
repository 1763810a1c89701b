#pragma once

#include <string>

namespace kenkei::store {

// Whether libpq can read it.
bool is_postgres_url(const std::string& url);
// One line of what libpq says of a connection, without the password.
std::string without_password(const char* message, const std::string& url);

}
