#pragma once

#include "judge/batch.h"

#include <memory>
#include <mutex>

namespace kenkei::judge {

// Judges single applications by a compiled program: several times as quick as judge(), and the same. Refers to the
// edition. May be asked by several threads.
class QuickJudge {
public:
    // Compiled for that day, and good for every day where the edition does not ask for it (edition::asks_for_the_day).
    QuickJudge(const edition::Edition&, base::Date as_of);
    ~QuickJudge();

    // What judge() gives for the document without looking for next steps; its id, answers.as_read and the answers as
    // they were written are left out. Nothing: an answer cannot be read, or something is unusual, or it is not good for
    // that day, and judge() must judge it. `document` must be readable JSON.
    std::optional<Judgement> judge(std::string_view document, base::Date as_of);

private:
    struct Bench; // what one thread works with

    std::unique_ptr<Bench> take();
    void give_back(std::unique_ptr<Bench>);

    std::optional<Program> m_program;
    bool m_any_day;
    std::mutex m_lock;
    std::vector<std::unique_ptr<Bench>> m_free;
};

}
