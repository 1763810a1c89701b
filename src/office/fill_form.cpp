#include "office/fill_form.h"

#include "xlsx/workbook_writer.h"

namespace kenkei::office {

base::Result<std::string> fill_form(Editions& editions, const edition::Edition& edition,
                                    const answers::Application& application, base::Date as_of)
{
    return xlsx::write_workbook(editions.form_of(edition).fill(application, as_of).book);
}

base::Result<std::string> blank_form(Editions& editions, const edition::Edition& edition, base::Date as_of)
{
    answers::Application blank;
    blank.answers.kind = base::json::Kind::Object;
    return fill_form(editions, edition, blank, as_of);
}

}
