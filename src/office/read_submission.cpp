#include "office/read_submission.h"

#include "form/answers_from_workbook.h"

namespace kenkei::office {

bool is_workbook(std::string_view bytes)
{
    return bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0");
}

namespace {

// Each answer that no question has is pointed out, so that a file of nothing else would be answered with a book.
base::Result<void> check_count(const answers::Application& application)
{
    constexpr std::size_t most = 2'000;
    const std::size_t count = application.answers.members.size();
    if (count <= most)
        return {};
    return base::Error{.code = "application.too-many",
                       .message = "回答が" + std::to_string(count) + "件あります。一つの申請書に書けるのは" +
                                  std::to_string(most) + "件までです。",
                       .way_out = "年度版の設問の id だけを書いてください。"};
}

}

base::Result<answers::Application> read_submission(Editions& editions, const edition::Edition& edition,
                                                   const Handed& handed)
{
    if (!is_workbook(handed.bytes)) {
        answers::Application application =
            TRY(answers::read_application(TRY(base::json::parse(handed.bytes)), handed.name));
        TRY(check_count(application));
        return application;
    }
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
