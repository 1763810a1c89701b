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

// For those of intake.
Response filed_response(const office::Filed&);

// Takes these behind the others.
void append(std::vector<Endpoint>&, std::vector<Endpoint>);

}
