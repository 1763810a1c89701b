#include "office/enter_paper.h"

#include "office/file_kind.h"

namespace kenkei::office {

base::Result<void> check_scans(const std::vector<Handed>& scans)
{
    if (scans.empty())
        return base::Error{.code = "case.value",
                           .message = "紙の申請書の写しがありません。",
                           .way_out = "受け取った紙を読み取ったPDFか画像（JPEG、PNG、TIFF）を1つ以上付けてください。"};
    for (const Handed& scan : scans) {
        const FileKind kind = TRY(kind_of_file(scan.bytes, scan.name));
        if (!is_scan(kind))
            return base::Error{.code = "file.kind",
                               .message = "「" + scan.name + "」は紙の写しとしては受け付けられません（" +
                                          std::string(label_of(kind)) + "）。",
                               .way_out = "紙を読み取ったPDFか画像（JPEG、PNG、TIFF）にしてください。"};
    }
    return {};
}

base::Result<Filed> enter_paper(const Desk& desk, const edition::Edition& edition, const PreparedSubmission& paper)
{
    TRY(check_scans(paper.scans));
    return file_application(desk, edition, paper);
}

}
