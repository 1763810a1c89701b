#pragma once

#include "answers/application.h"
#include "office/desk.h"

namespace kenkei::office {

// A file as it was handed in.
struct Handed {
    std::string bytes;
    std::string name;        // as its sender calls it
    base::Timestamp arrived; // its last byte
};

// A zip, or the container of older Excel files; no JSON begins like that.
bool is_workbook(std::string_view bytes);

// The application in a file: a workbook of the edition, or one JSON document; by content, not by name. Errors: those of
// form/, json.…, application.….
base::Result<answers::Application> read_submission(Editions&, const edition::Edition&, const Handed&);

// The answers as the events keep them: one JSON object.
std::string answers_text(const answers::Application&);

}
