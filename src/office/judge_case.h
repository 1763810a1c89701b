#pragma once

#include "casework/judged.h"
#include "office/desk.h"

namespace kenkei::office {

// A judgement of one application, and who it says applies.
struct JudgedAnswers {
    casework::Judged judged;
    casework::Applicant applicant;
    std::vector<answers::Finding> findings = {}; // the gravest first
};
JudgedAnswers judged_answers(const edition::Edition&, judge::Judgement);
JudgedAnswers judge_answers(const edition::Edition&, const answers::Application&, base::Date as_of);

// The answers of a case's latest submission, corrections included (a draft saved later is none), judged with what is
// known by now, for the day its submission arrived: the same again whenever it is asked. Error case.answers where there
// are none (never submitted, or erased).
base::Result<casework::Judged> judge_case(const Desk&, const edition::Edition&, const Case&);

}
