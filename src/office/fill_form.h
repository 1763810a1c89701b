#pragma once

#include "answers/application.h"
#include "office/desk.h"

namespace kenkei::office {

// The Excel form of an edition with an application's answers, as bytes of an .xlsx file; blank for one without answers.
// What is calculated in it is worked out for `as_of`.
base::Result<std::string> fill_form(Editions&, const edition::Edition&, const answers::Application&, base::Date as_of);
base::Result<std::string> blank_form(Editions&, const edition::Edition&, base::Date as_of);

}
