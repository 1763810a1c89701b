#include "office/self_check.h"

#include "form/in_cells.h"

namespace kenkei::office {

base::Result<std::string> check_answers(Editions& editions, const edition::Edition& edition, const Handed& handed,
                                        base::Date as_of, judge::Explain explain)
{
    if (!is_workbook(handed.bytes)) {
        const answers::Application application = TRY(read_submission(editions, edition, handed));
        return judge::to_json(edition, judge::judge(edition, application, as_of), judge::WithFinal::Yes, explain);
    }
    const form::Layout& layout = editions.layout_of(edition);
    xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(handed.bytes));
    form::FormReading reading = TRY(form::answers_from_workbook(workbook, edition, layout));
    judge::Judgement judgement = judge::judge(edition, reading.application, as_of);
    form::put_in_cells(edition, layout, reading, judgement.answers.findings);
    const std::vector<std::string> cells = form::cells_of(reading);
    return judge::to_json(edition, judgement, judge::WithFinal::Yes, explain, cells);
}

}
