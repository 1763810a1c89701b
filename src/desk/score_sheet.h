#pragma once

#include "desk/ranking.h"
#include "table/csv_reader.h"

namespace kenkei::desk {

struct ScoreSheet {
    std::map<std::string, Score> scores; // by 案件番号; only those that are certain
    std::vector<table::CsvFault> faults; // line 0: of the whole file
};

// Scores as an office hands them in: CSV (valid UTF-8) with a column 案件番号 (`case`) or 法人番号 (`number`), or both,
// a column 得点 (`score`), and one for each of `parts` by its name; other columns are not read. A score is written as
// digits with an optional sign and point and is kept exactly. Whatever is not certain is a fault and gives no score: a
// firm that is not ranked, or has several applications, twice the same one (neither counts), a value that is none, an
// entrant without a line.
ScoreSheet read_scores(std::string_view csv, std::span<const RankEntrant>, const std::vector<std::string>& parts);

}
