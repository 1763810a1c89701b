#pragma once

#include "edition/edition.h"
#include "form/form.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace kenkei::judge {
class QuickJudge;
}

namespace kenkei::office {

// The editions that cases are under, loaded when first asked for. May be asked by several threads.
class Editions {
public:
    using Load = std::function<base::Result<edition::Edition>(const std::string& key)>;
    explicit Editions(Load load) : m_load(std::move(load)) {}

    // By key (scheme/edition); lives as long as this. Errors are those of Load.
    base::Result<const edition::Edition*> find(const std::string& key);
    // Of one that find() gave.
    const form::Layout& layout_of(const edition::Edition&);
    const form::Form& form_of(const edition::Edition&);
    // Compiled for that day; a few days are kept.
    std::shared_ptr<judge::QuickJudge> quick_judge_of(const edition::Edition&, base::Date as_of);

private:
    struct Known {
        edition::Edition edition;
        std::unique_ptr<form::Layout> layout; // made when the first workbook comes
        std::unique_ptr<form::Form> form;     // made when the first is asked for
        std::vector<std::pair<base::Date, std::shared_ptr<judge::QuickJudge>>> judges; // the day used last stands last
    };

    Load m_load;
    std::mutex m_lock;
    std::map<std::string, std::unique_ptr<Known>> m_known;
};

}
