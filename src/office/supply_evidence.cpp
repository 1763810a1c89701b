#include "office/supply_evidence.h"

#include "office/act_on_case.h"

namespace kenkei::office {

base::Result<Case> supply_evidence(const Desk& desk, const CaseId& id, std::span<const EvidenceFile> files)
{
    casework::SupplyEvidence command;
    for (const EvidenceFile& file : files) {
        std::string sha256 = TRY(desk.kept.put_file(file.bytes));
        command.files.push_back({std::move(sha256), file.name, static_cast<std::int64_t>(file.bytes.size())});
    }
    return act_on_case(desk, id, command);
}

base::Result<Case> supply_evidence(const Desk& desk, const CaseId& id, const std::vector<Handed>& files)
{
    std::vector<EvidenceFile> all;
    for (const Handed& file : files)
        all.push_back({file.bytes, file.name});
    return supply_evidence(desk, id, all);
}

}
