#pragma once

#include "office/timetable.h"
#include "server/service.h"

namespace kenkei::server {

// What a job of the clock works with: it writes through the service's writers, in pieces, and reads on a connection of
// its own.
struct JobTools {
    Service& service;
    store::Store& reads;
    const std::string& anchor_key;
    std::function<bool()> go_on; // asked between two pieces
};

// What it did, in words without anything personal. Errors: schedule.stopped (it is to be done again), and why it
// failed.
base::Result<std::string> do_job(const JobTools&, const office::Job&);

}
