#pragma once

#include "answers/finding.h"
#include "office/judge_case.h"
#include "office/read_submission.h"

namespace kenkei::office {

// A file that was read and judged, ready to be kept: all that needs no database.
struct PreparedSubmission {
    Handed handed;
    std::string answers; // JSON object
    casework::Judged judged;
    casework::Applicant applicant;
    std::vector<Handed> scans = {}; // of an application on paper, from which `handed` was typed (enter_paper.h)
    std::vector<answers::Finding> findings = {}; // told at the receipt (receipt.h), the gravest first

    casework::FileRef file() const;
};
base::Result<PreparedSubmission> prepare_submission(Editions&, const edition::Edition&, Handed);

// 提出: the file becomes the next version of the case's application.
base::Result<Case> submit_application(const Desk&, const CaseId&, const PreparedSubmission&);

// The same for a file that comes without a case number: the firm's case under the edition is found by its 法人番号,
// else opened. A file that counts already, or an earlier one that arrived no later than that, is not filed again, so
// that an import may be repeated; one that was withdrawn is refused (case.withdrawn). Error case.number where the file
// names no firm.
struct Filed {
    Case about;
    bool opened = false;   // a new case
    bool repeated = false; // the file was there already
};
base::Result<Filed> file_application(const Desk&, const edition::Edition&, const PreparedSubmission&);

}
