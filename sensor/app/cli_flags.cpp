#include "app/cli_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "app/config.hpp"
#include "app/rule_packs.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {
namespace {

Errors census_choices(const Flags& flags, CensusChoices& choices) {
  Errors errors;
  if (!flags.rules.empty()) choices.rules = flags.rules;
  if (!flags.packs.empty()) choices.packs = flags.packs;
  if (flags.workers) choices.workers = *flags.workers;
  if (flags.depth) choices.depth = *flags.depth;
  if (flags.min_sources) choices.min_sources = *flags.min_sources;
  if (!flags.scope.empty()) choices.scope.clear();
  for (const std::string& text : flags.scope) {
    if (const auto prefix = Prefix::parse(text)) {
      choices.scope.push_back(*prefix);
    } else {
      errors.push_back(
          {"--scope", "'" + text + "' is no prefix; write 10.0.0.0/8 or 2001:db8::/32"});
    }
  }
  if (!flags.filter.empty()) {
    if (auto filter = Filter::compile(flags.filter)) {
      choices.filter = std::move(*filter);
    } else {
      errors.push_back({"--filter", filter.errors().front().what});
    }
  }
  if (!flags.memory.empty()) {
    const auto size = parse_size(flags.memory);
    if (size)
      choices.memory = *size;
    else
      errors.push_back({"--memory", "'" + flags.memory + "' is no size; write 512M or 2G"});
  }
  return errors;
}

Error unknown_field(std::string command, const std::string& name) {
  std::vector<std::string_view> names;
  for (const FieldRow& row : kFieldTable) names.push_back(row.name);
  return {std::move(command), "unknown field '" + name + "'" + suggestion(name, names) +
                                  "; fields are " + fmt::format("{}", fmt::join(names, ", "))};
}

}  // namespace

Result<Request> read_request(const Flags& flags) {
  ReadChoices choices;
  choices.files = flags.files;
  choices.facts = flags.facts;
  choices.metrics = flags.metrics;
  choices.unknown = flags.unknown;
  choices.output = flags.output == "json"  ? OutputForm::json
                   : flags.output == "csv" ? OutputForm::csv
                                           : OutputForm::table;
  Errors errors = census_choices(flags, choices.census);
  if (choices.unknown && choices.output == OutputForm::csv) {
    errors.push_back({"--unknown", "is written as rules (--output table) or as json, not as csv"});
  }
  if (!errors.empty()) return errors;
  return Request{choices};
}

Result<RunChoices> run_choices(const Flags& flags, bool wants_traffic) {
  RunChoices choices;
  Errors errors;
  if (!flags.config.empty()) errors = read_config(flags.config, choices);
  const Errors more = census_choices(flags, choices.census);
  errors.insert(errors.end(), more.begin(), more.end());
  if (!flags.interfaces.empty()) choices.interfaces = flags.interfaces;
  if (!flags.ports.empty()) choices.ports = flags.ports;
  if (!flags.vdevs.empty()) choices.vdevs = flags.vdevs;
  if (!flags.replay.empty()) choices.replay = flags.replay;
  if (flags.replay_rate) choices.replay_rate = *flags.replay_rate;
  if (!flags.listen.empty()) choices.listen = flags.listen;
  choices.metrics = flags.metrics;
  if (wants_traffic && errors.empty() && choices.interfaces.empty() && choices.ports.empty() &&
      choices.vdevs.empty() && choices.replay.empty()) {
    errors.push_back(
        {"run", "no traffic to look at; name it with --interface, --port, --vdev or --replay"});
  }
  if (!errors.empty()) return errors;
  return choices;
}

Result<Request> classify_request(const Flags& flags) {
  if (const auto field = field_of(flags.field))
    return Request{ClassifyChoices{flags.rules, *field, flags.packs}};
  return unknown_field("classify", flags.field);
}

Result<Request> explain_request(const Flags& flags) {
  if (const auto field = field_of(flags.field)) {
    return Request{
        ExplainChoices{flags.rules, *field, flags.value, flags.output == "json", flags.packs}};
  }
  return unknown_field("rules explain", flags.field);
}

Result<Request> import_request(const Flags& flags) {
  const auto format = pack_format_of(flags.format);
  if (!format) return Error{"import", "unknown format '" + flags.format + "'"};
  return Request{ImportChoices{*format, flags.files, flags.output_directory, flags.rules,
                               flags.name, flags.pack_version, flags.licence}};
}

Result<Request> rules_request(const Flags& flags, RulesChoices::Action action) {
  RunChoices configured;
  if (!flags.config.empty()) {
    const Errors errors = read_config(flags.config, configured);
    if (!errors.empty()) return errors;
  }
  RulesChoices choices{action, configured.census.rules, configured.census.packs, flags.pack,
                       flags.cache};
  if (!flags.rules.empty()) choices.rules = flags.rules;
  if (!flags.packs.empty()) choices.packs = flags.packs;
  const bool loaded = std::ranges::find(choices.packs, flags.pack) != choices.packs.end();
  if (is_installable(flags.pack) && !loaded) choices.packs.push_back(flags.pack);
  return Request{std::move(choices)};
}

}  // namespace tapcensus
