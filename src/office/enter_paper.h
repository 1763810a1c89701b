#pragma once

#include "office/submit_application.h"

namespace kenkei::office {

// 紙の申請書の入力: what a clerk typed from it, judged for the moment at which the paper arrived at the counter
// (`handed.arrived`), and scans of the paper itself. Filed as file_application() files it; whether the paper came in
// time is a question of its arrival, not of the typing. Errors: case.value (no scan), file.kind and those of
// kind_of_file() where a scan is none, and those of file_application().
base::Result<Filed> enter_paper(const Desk&, const edition::Edition&, const PreparedSubmission&);

// Whether files may be scans of a paper: at least one, all PDF or pictures.
base::Result<void> check_scans(const std::vector<Handed>&);

}
