#include "office/editions.h"

#include "judge/quick_judge.h"

#include <algorithm>

namespace kenkei::office {

base::Result<const edition::Edition*> Editions::find(const std::string& key)
{
    std::lock_guard guard(m_lock);
    auto known = m_known.find(key);
    if (known == m_known.end()) {
        edition::Edition loaded = TRY(m_load(key));
        known = m_known.emplace(key, std::make_unique<Known>(Known{std::move(loaded), nullptr, nullptr})).first;
    }
    return &known->second->edition;
}

const form::Layout& Editions::layout_of(const edition::Edition& edition)
{
    std::lock_guard guard(m_lock);
    Known& known = *m_known.at(edition.key());
    if (!known.layout)
        known.layout = std::make_unique<form::Layout>(form::lay_out(edition));
    return *known.layout;
}

std::shared_ptr<judge::QuickJudge> Editions::quick_judge_of(const edition::Edition& edition, base::Date as_of)
{
    constexpr std::size_t most_days = 4;
    std::lock_guard guard(m_lock);
    Known& known = *m_known.at(edition.key());
    auto& judges = known.judges;
    const auto made = std::find_if(judges.begin(), judges.end(), [&](const auto& one) { return one.first == as_of; });
    if (made != judges.end()) {
        std::rotate(made, made + 1, judges.end());
        return judges.back().second;
    }
    if (judges.size() == most_days)
        judges.erase(judges.begin());
    judges.emplace_back(as_of, std::make_shared<judge::QuickJudge>(known.edition, as_of));
    return judges.back().second;
}

const form::Form& Editions::form_of(const edition::Edition& edition)
{
    std::lock_guard guard(m_lock);
    Known& known = *m_known.at(edition.key());
    if (!known.form)
        known.form = std::make_unique<form::Form>(known.edition);
    return *known.form;
}

}
