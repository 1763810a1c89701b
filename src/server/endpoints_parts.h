#pragma once

#include "office/submit_application.h"
#include "server/endpoints.h"

// Parts of subjects of endpoints.h that have a file of their own.
namespace kenkei::server {

std::vector<Endpoint> endpoints_register();   // of endpoints_editions: who holds a certificate
std::vector<Endpoint> endpoints_after();      // of endpoints_applicant: what a firm does after it was received
std::vector<Endpoint> endpoints_many_cases(); // of endpoints_cases: lists, search, counts
std::vector<Endpoint> endpoints_export();     // of endpoints_cases: lists as files
std::vector<Endpoint> endpoints_case_files(); // of endpoints_cases: files and mails of one
std::vector<Endpoint> endpoints_paper();      // of endpoints_intake: what came on paper
std::vector<Endpoint> endpoints_receptions(); // of endpoints_intake: all that an edition has, after its closing

// How much of the case of the path is seen.
access::Sight sight_of(const Asked&);
// A case that was seen (office/case_view.h), with its ETag.
Response case_response(int status, const Asked&, const casework::Case& seen);
// What is done on the writer's thread, answered with the case as the role sees it then; a new one by where it is.
using CaseErrand = std::function<base::Result<casework::Case>(const office::Desk&)>;
WrittenAnswer answered_with_case(const std::shared_ptr<const Asked>&, CaseErrand);
WrittenAnswer answered_with_new_case(const std::shared_ptr<const Asked>&, CaseErrand);
// The same for a verb that needs nothing but the case of the path.
WrittenAnswer commanded(const std::shared_ptr<const Asked>&, casework::Command);
// The day of the body, else today in Japan.
base::Result<base::Date> day_or_today(const Asked&, std::string_view member);
// For those of intake.
Response filed_response(const office::Filed&);
// Whose it is stands in the file alone: that the caller may do it with that firm's.
base::Result<void> check_firm_of(const Asked&, access::Operation, const office::PreparedSubmission&);

// Takes these behind the others.
void append(std::vector<Endpoint>&, std::vector<Endpoint>);

}
