#include "office/editions.h"

#include "edition/canonical_json.h"
#include "judge/quick_judge.h"

#include <algorithm>

namespace kenkei::office {

Editions::Editions(Load load)
    : Editions(std::move(load), [](const edition::Edition& edition, base::Date as_of) {
        return std::make_shared<judge::QuickJudge>(edition, as_of);
    })
{}

base::Result<const edition::Edition*> Editions::find(const std::string& key)
{
    std::lock_guard guard(m_lock);
    auto known = m_known.find(key);
    if (known == m_known.end()) {
        edition::Edition loaded = TRY(m_load(key));
        known = m_known.emplace(key, std::make_unique<Known>(std::move(loaded))).first;
    }
    return &known->second->edition;
}

Editions::Known::Known(edition::Edition loaded)
    : edition(std::move(loaded))
    , asks_for_the_day(edition::asks_for_the_day(edition))
{}

Editions::Known& Editions::known(const edition::Edition& edition)
{
    std::lock_guard guard(m_lock);
    return *m_known.at(edition.key());
}

const form::Layout& Editions::layout_of(const edition::Edition& edition)
{
    Known& of = known(edition);
    std::call_once(of.layout_made, [&] { of.layout = std::make_unique<form::Layout>(form::lay_out(of.edition)); });
    return *of.layout;
}

const form::Form& Editions::form_of(const edition::Edition& edition)
{
    Known& of = known(edition);
    std::call_once(of.form_made, [&] { of.form = std::make_unique<form::Form>(of.edition); });
    return *of.form;
}

Editions::QuickJudge Editions::quick_judge_of(const edition::Edition& edition, base::Date as_of)
{
    return judge_for(edition, as_of).get();
}

std::shared_future<Editions::QuickJudge> Editions::judge_for(const edition::Edition& edition, base::Date as_of)
{
    constexpr std::size_t most_days = 4;
    std::lock_guard guard(m_lock);
    Known& of = *m_known.at(edition.key());
    auto& judges = of.judges;
    const auto made = std::find_if(judges.begin(), judges.end(),
                                   [&](const auto& one) { return one.first == as_of || !of.asks_for_the_day; });
    if (made != judges.end()) {
        std::rotate(made, made + 1, judges.end());
        return judges.back().second;
    }
    if (judges.size() == most_days)
        judges.erase(judges.begin());
    // Deferred: it is compiled outside of the lock, by the first of those who wait for it.
    judges.emplace_back(as_of, std::async(std::launch::deferred, m_compile, std::cref(of.edition), as_of).share());
    return judges.back().second;
}

}
