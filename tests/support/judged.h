#pragma once

#include "judge/judgement.h"
#include "support/editions.h"

namespace kenkei::support {

// The judgement on an application document or bare answers, on 1 May 2030.
inline judge::Judgement judged(const edition::Edition& edition, std::string_view json,
                               judge::Next next = judge::Next::Search)
{
    auto document = base::json::parse(json);
    if (!document.ok()) {
        ADD_FAILURE() << base::describe(document.error());
        return {};
    }
    auto application = answers::read_application(std::move(*document), "line:1");
    if (!application.ok()) {
        ADD_FAILURE() << base::describe(application.error());
        return {};
    }
    return judge::judge(edition, *application, {2030, 5, 1}, next);
}

}
