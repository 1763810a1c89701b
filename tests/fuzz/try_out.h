#pragma once

#include "answers/application.h"
#include "edition/read_edition.h"

namespace kenkei::fuzz {

// What has to hold for every edition that could be read: it is described, compiles to JSON that reads as the same
// edition, is compared with the edition shop/2030, and judges an application that leaves all blank and one that answers
// everything.
void try_out(const edition::Edition&);

// The edition shop/2030 of tests/editions.
const edition::Edition& shop();

// Is no edition, but one with one fault only. Texts with more are not worth to be mutated further.
inline bool is_near_miss(const edition::ReadResult& read)
{
    return read.errors.size() == 1;
}

// Judges the application and shows the judgement in all forms.
void judge_and_show(const edition::Edition&, const answers::Application&);

}
