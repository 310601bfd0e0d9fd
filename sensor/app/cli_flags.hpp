// What stands on the command line, before and after it is believed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli.hpp"

namespace tapcensus {

// The flags as they were written, before they are believed.
struct Flags {
  std::string rules, output = "table", output_directory, facts, metrics, config, replay, memory,
                     field, pack, cache;
  std::string listen, filter;
  std::optional<std::string> value;
  bool unknown = false;
  StatusChoices status;
  DoctorChoices doctor;
  std::vector<std::string> files, scope, interfaces, ports, vdevs, packs;
  std::string format, name, pack_version, licence;  // of rules import
  std::optional<unsigned> workers, min_sources;
  std::optional<std::uint32_t> depth;
  std::optional<double> replay_rate;
  std::string log_level = "info";
};

// What is asked for, or all that is wrong with it.
Result<Request> read_request(const Flags& flags);
Result<Request> classify_request(const Flags& flags);
Result<Request> explain_request(const Flags& flags);
Result<Request> import_request(const Flags& flags);
// Asking for the rules of a pack is enough to have it loaded.
Result<Request> rules_request(const Flags& flags, RulesChoices::Action action);
// Of `run` and `check`; only the first needs traffic to look at.
Result<RunChoices> run_choices(const Flags& flags, bool wants_traffic);

}  // namespace tapcensus
