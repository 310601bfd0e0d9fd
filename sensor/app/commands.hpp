// What each command does; the result is the exit status.
//
// Messages go to standard error, data to standard output.
#pragma once

#include "app/cli.hpp"
#include "app/options.hpp"
#include "base/result.hpp"

namespace tapcensus {

inline constexpr int kDone = 0, kFailed = 1, kBadUsage = 2, kInterrupted = 130, kTerminated = 143;

int read_captures(const ReadChoices& choices);
int run_live(const RunChoices& choices);
int classify(const ClassifyChoices& choices);
int rules(const RulesChoices& choices);
int import_rules(const ImportChoices& choices);
int explain_values(const ExplainChoices& choices);
int check(const CheckChoices& choices);
int status(const StatusChoices& choices);
int doctor(const DoctorChoices& choices);
int list_metrics(const MetricsChoices& choices);

// One line each.
void print_errors(const Errors& errors);
// "tapcensus: warning: ..."
void print_warning(const std::string& sentence);

}  // namespace tapcensus
