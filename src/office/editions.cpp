#include "office/editions.h"

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

const form::Form& Editions::form_of(const edition::Edition& edition)
{
    std::lock_guard guard(m_lock);
    Known& known = *m_known.at(edition.key());
    if (!known.form)
        known.form = std::make_unique<form::Form>(known.edition);
    return *known.form;
}

}
