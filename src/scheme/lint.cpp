#include "scheme/lint.h"

namespace kenkei::scheme {

std::vector<base::Error> lint(const edition::Parts& parts, const edition::Edition& edition)
{
    std::vector<base::Error> errors;
    lint_dates(parts, edition, errors);
    lint_process(parts, edition, errors);
    lint_texts(parts, edition, errors);
    lint_uses(parts, edition, errors);
    lint_groups(parts, edition, errors);
    lint_breakdowns(parts, edition, errors);
    lint_expressions(parts, edition, errors);
    lint_tables(parts, edition, errors);
    return errors;
}

}
