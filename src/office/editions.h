#pragma once

#include "edition/edition.h"
#include "form/form.h"

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace kenkei::judge {
class QuickJudge;
}

namespace kenkei::office {

// The editions that cases are under, loaded when first asked for. May be asked by several threads. What takes long to
// make of one is waited for by those who ask for it, and by nobody else.
class Editions {
public:
    using Load = std::function<base::Result<edition::Edition>(const std::string& key)>;
    using QuickJudge = std::shared_ptr<judge::QuickJudge>;
    using Compile = std::function<QuickJudge(const edition::Edition&, base::Date as_of)>;
    explicit Editions(Load);
    Editions(Load load, Compile compile) : m_load(std::move(load)), m_compile(std::move(compile)) {}

    // By key (scheme/edition); lives as long as this. Errors are those of Load.
    base::Result<const edition::Edition*> find(const std::string& key);
    // Of one that find() gave.
    const form::Layout& layout_of(const edition::Edition&);
    const form::Form& form_of(const edition::Edition&);
    // Compiled for that day; a few days are kept.
    QuickJudge quick_judge_of(const edition::Edition&, base::Date as_of);

private:
    struct Known {
        explicit Known(edition::Edition loaded);

        const edition::Edition edition;
        const bool asks_for_the_day;
        std::once_flag layout_made; // when the first workbook comes
        std::unique_ptr<form::Layout> layout;
        std::once_flag form_made; // when the first is asked for
        std::unique_ptr<form::Form> form;
        // Compiled by whoever asks first; the day used last stands last. One is enough where no rule asks for the day.
        std::vector<std::pair<base::Date, std::shared_future<QuickJudge>>> judges;
    };

    Known& known(const edition::Edition&);
    std::shared_future<QuickJudge> judge_for(const edition::Edition&, base::Date as_of);

    Load m_load;
    Compile m_compile;
    std::mutex m_lock;
    std::map<std::string, std::unique_ptr<Known>> m_known;
};

}
