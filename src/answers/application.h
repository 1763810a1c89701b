#pragma once

#include "answers/finding.h"
#include "base/json.h"

#include <vector>

namespace kenkei::answers {

// An application document (architecture.md, Contracts): {"id", "answers", "known"}, or a bare object of answers.
struct Application {
    std::string id;
    base::json::Value answers;
    base::json::Value known;       // Null if absent
    bool bare = false;             // the document was the object of answers itself
    std::vector<Finding> findings; // other top-level keys
};

// `otherwise` is the id of a document that names none ("line:3"). Errors: application.array (with a hint),
// application.type.
base::Result<Application> read_application(base::json::Value document, std::string otherwise);

}
