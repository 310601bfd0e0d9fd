// The taps that were asked for: what is wrong with the wishes, in words that say what to do, and
// what is doubtful about what will be seen there.
#pragma once

#include <string>
#include <vector>

#include "app/options.hpp"
#include "base/result.hpp"
#include "intake/intake.hpp"

namespace tapcensus {

IntakeOptions intake_options(const RunChoices& choices);

// All at once, before anything is opened.
Errors mistakes_in_taps(const RunChoices& choices, const IntakeOptions& options);

// Sentences for the log: what will make the taps show less than the wire.
std::vector<std::string> doubts_about_taps(const RunChoices& choices);

}  // namespace tapcensus
