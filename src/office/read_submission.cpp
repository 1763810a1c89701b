#include "office/read_submission.h"

#include "form/answers_from_workbook.h"

namespace kenkei::office {

bool is_workbook(std::string_view bytes)
{
    return bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0");
}

base::Result<answers::Application> read_submission(Editions& editions, const edition::Edition& edition,
                                                   const Handed& handed)
{
    if (!is_workbook(handed.bytes))
        return answers::read_application(TRY(base::json::parse(handed.bytes)), handed.name);
    xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(handed.bytes));
    form::FormReading reading = TRY(form::answers_from_workbook(workbook, edition, editions.layout_of(edition)));
    return std::move(reading.application);
}

std::string answers_text(const answers::Application& application)
{
    base::json::Writer out;
    out.value(application.answers);
    return out.take();
}

}
