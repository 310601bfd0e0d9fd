// tapcensus: which devices are behind a network tap.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/say.hpp"

namespace {

using namespace tapcensus;

struct Dispatch {
  int operator()(const ReadChoices& choices) const { return read_captures(choices); }
  int operator()(const RunChoices& choices) const { return run_live(choices); }
  int operator()(const ClassifyChoices& choices) const { return classify(choices); }
  int operator()(const RulesChoices& choices) const { return rules(choices); }
  int operator()(const ImportChoices& choices) const { return import_rules(choices); }
  int operator()(const ExplainChoices& choices) const { return explain_values(choices); }
  int operator()(const CheckChoices& choices) const { return check(choices); }
  int operator()(const StatusChoices& choices) const { return status(choices); }
  int operator()(const DoctorChoices& choices) const { return doctor(choices); }
  int operator()(const MetricsChoices& choices) const { return list_metrics(choices); }
  int operator()(const Answer& answer) const {
    fmt::print(answer.asked ? stdout : stderr, "{}", answer.text);
    return answer.asked ? kDone : kBadUsage;
  }
};

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has left is a failure to write
  try {
    const auto request = parse_command_line({arguments + 1, arguments + count});
    if (!request) {
      print_errors(request.errors());
      return kBadUsage;
    }
    const int status = std::visit(Dispatch{}, request.value());
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      say("tapcensus: standard output: cannot be written\n");
      return kFailed;
    }
    return status;
  } catch (const std::exception& error) {
    say("tapcensus: {}\n", error.what());
    return kFailed;
  }
}
