#pragma once

#include "base/result.h"
#include "cli/exit_status.h"
#include "cli/find_edition.h"

#include <string>
#include <string_view>

namespace kenkei::cli {

void print(std::string_view text);       // standard output
void print_told(std::string_view text);  // the same line by line, what could steer a terminal made harmless
void print(const base::Error&);          // the same, where errors are the result
void print_error(std::string_view text); // standard error, with a line end
void print_error(const base::Error&);

// What an error number of the operating system means for a file.
std::string why_in_japanese(int error_number);

// Writes out what print() has gathered; Failure if it cannot be written (disk full).
ExitStatus finish_output();

// The edition, or its errors printed and the exit status they mean.
struct EditionOrStatus {
    std::optional<edition::Edition> edition;
    ExitStatus status = ExitStatus::Done;
};
EditionOrStatus load_or_complain(const std::string& schemes_option, const std::string& name);

// Today in Japan; the only clock of the program's judging side.
base::Date today();

}
