#include "app/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <sstream>

#include "app/cli_examples.hpp"
#include "app/cli_flags.hpp"
#include "app/version.hpp"
#include "match/engine.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::string_view, 8> kCommands{"read",  "run",    "classify", "rules",
                                                    "check", "status", "doctor",   "metrics"};

void add_rules_flags(CLI::App& command, Flags& flags) {
  command.add_option("--rules", flags.rules, "Directory of rules")->type_name("DIR");
  command
      .add_option("--packs", flags.packs,
                  "Packs beside them: uap-core, ieee-data, or directories of rules import")
      ->type_name("PACK[,PACK]")
      ->delimiter(',');
}

void add_census_flags(CLI::App& command, Flags& flags) {
  add_rules_flags(command, flags);
  command.add_option("--scope", flags.scope, "Only devices with an address in these prefixes")
      ->type_name("PREFIX[,PREFIX]")
      ->delimiter(',');
  command
      .add_option("--filter", flags.filter, "Only frames that match, as for tcpdump: 'not port 22'")
      ->type_name("BPF");
  command.add_option("--workers", flags.workers, "Worker threads")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command.add_option("--depth", flags.depth, "Bytes of a message that parsers see")
      ->type_name("BYTES")
      ->check(CLI::Range(2048, 65536));
  command.add_option("--memory", flags.memory, "Memory of each worker, as 512M")->type_name("SIZE");
  command
      .add_option("--min-sources", flags.min_sources,
                  "Only devices that so many independent sources agree on")
      ->type_name("K")
      ->check(CLI::Range(0, 11));
  command.add_option("--log-level", flags.log_level, "error, warning or info")
      ->check(CLI::IsMember({"error", "warning", "info"}));
}

void add_run_flags(CLI::App& command, Flags& flags) {
  add_census_flags(command, flags);
  command.add_option("--interface", flags.interfaces, "A network interface, as eth0")
      ->type_name("IF[,IF]")
      ->delimiter(',')
      ->take_all();
  command
      .add_option("--port", flags.ports,
                  "A NIC that is bound to DPDK, as 03:00.0; several at once are one tap")
      ->type_name("PCI[,PCI]")
      ->take_all();
  command.add_option("--vdev", flags.vdevs, "A DPDK virtual device, as net_pcap0,rx_pcap=FILE")
      ->type_name("SPEC")
      ->take_all();
  command.add_option("--replay", flags.replay, "Play this capture in a loop, as live traffic")
      ->type_name("FILE");
  command
      .add_option("--replay-rate", flags.replay_rate, "Packets a second of --replay; 0: flat out")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--config", flags.config, "Take what is not said here from this file")
      ->type_name("FILE.toml");
  command.add_option("--metrics", flags.metrics, "At the end, write what /metrics would show")
      ->type_name("FILE");
  command.add_option("--listen", flags.listen, "Where /metrics is served; 127.0.0.1:9848")
      ->type_name("ADDR:PORT");
}

void add_import_flags(CLI::App& command, Flags& flags) {
  std::vector<std::string> formats;
  for (const PackFormatRow& row : kPackFormats) formats.emplace_back(row.name);
  command.add_option("format", flags.format, fmt::format("{}", fmt::join(formats, ", ")))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(formats))
      ->required();
  command.add_option("files", flags.files, "Of that format")->type_name("FILE")->required();
  command.add_option("--output", flags.output_directory, "Write the pack there; else only tell")
      ->type_name("DIR");
  command.add_option("--rules", flags.rules, "Directory of rules, for its names")->type_name("DIR");
  command.add_option("--name", flags.name, "What the pack is called; FORMAT")->type_name("NAME");
  command.add_option("--pack-version", flags.pack_version, "Of the list; the day of the file")
      ->type_name("TEXT");
  command.add_option("--licence", flags.licence, "Of the list; that of the format")
      ->type_name("TEXT");
}

// CLI11 says that something is wrong; this says what was probably meant.
Error explain(const CLI::App& app, const CLI::ParseError& error,
              const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  const CLI::App* command = &app;
  for (const CLI::App* sub : app.get_subcommands()) {
    command = sub;
    for (const CLI::App* inner : sub->get_subcommands()) command = inner;
  }
  for (const CLI::Option* option : command->get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  std::vector<std::string> subcommands;
  for (const CLI::App* sub : command->get_subcommands({})) subcommands.push_back(sub->get_name());
  if (!subcommands.empty() && arguments.size() > 1 && !arguments[1].starts_with("-")) {
    return {command->get_name(),
            "unknown command '" + arguments[1] + "'" +
                suggestion(arguments[1],
                           std::vector<std::string_view>{subcommands.begin(), subcommands.end()})};
  }
  for (const std::string& argument : arguments) {
    const std::string flag = argument.substr(0, argument.find('='));
    if (flag.starts_with("--") && std::ranges::find(known, flag) == known.end()) {
      return {command->get_name(),
              "unknown flag '" + flag + "'" +
                  suggestion(flag, std::vector<std::string_view>{known.begin(), known.end()})};
    }
  }
  return {command->get_name(), error.what()};
}

void add_read(CLI::App& app, Flags& flags) {
  CLI::App& read = *app.add_subcommand("read", "Census of capture files");
  read.add_option("files", flags.files, "pcap or pcapng, plain, gzip or zstd; - is standard input")
      ->type_name("FILE")
      ->required();
  add_census_flags(read, flags);
  read.add_option("--output", flags.output, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}));
  read.add_option("--facts", flags.facts, "Write every field read off the wire, as JSON lines")
      ->type_name("FILE");
  read.add_option("--metrics", flags.metrics, "Write what /metrics would show")->type_name("FILE");
  read.add_flag("--unknown", flags.unknown,
                "Instead of the census: values that no rule knows, as rules to fill in (or json). "
                "It holds what devices said, names of hosts among it");
}

void add_classify(CLI::App& app, Flags& flags) {
  CLI::App& classify =
      *app.add_subcommand("classify", "Verdicts on values of one field, one a line");
  classify.add_option("field", flags.field, "A field, as http.user_agent")
      ->type_name("FIELD")
      ->required();
  add_rules_flags(classify, flags);
}

void add_rules_explain(CLI::App& rules, Flags& flags) {
  CLI::App& explain = *rules.add_subcommand("explain", "Why a value matched which rules");
  explain.add_option("field", flags.field, "A field, as http.user_agent")
      ->type_name("FIELD")
      ->required();
  explain.add_option("value", flags.value, "A value; none: each line of standard input")
      ->type_name("VALUE");
  explain.add_option("--output", flags.output, "table (for people) or json, a value a line")
      ->check(CLI::IsMember({"table", "json"}));
  add_rules_flags(explain, flags);
  explain.footer(examples_of("rules explain"));
}

void add_rules(CLI::App& app, Flags& flags) {
  CLI::App& rules = *app.add_subcommand("rules", "Check, prove, list and explain the rules");
  rules.require_subcommand(1);
  CLI::App& check = *rules.add_subcommand("check", "Compile the rules");
  CLI::App& test = *rules.add_subcommand("test", "Run every rule's own examples");
  CLI::App& list = *rules.add_subcommand("list", "One rule a line");
  CLI::App& compile = *rules.add_subcommand(
      "compile", "Compile the rules into a cache, within limits, as a reload does");
  for (CLI::App* const sub : {&check, &test, &list, &compile}) {
    add_rules_flags(*sub, flags);
    sub->add_option("--config", flags.config, "Take rules and packs from this file of run")
        ->type_name("FILE.toml");
  }
  list.add_option("--pack", flags.pack, "Only rules of this pack; own: ours alone")
      ->type_name("NAME");
  compile.add_option("--cache", flags.cache, "Directory for what is compiled")
      ->type_name("DIR")
      ->required();
  add_rules_explain(rules, flags);
  add_import_flags(
      *rules.add_subcommand(
          "import", "Convert a list that others keep into a pack, and say what could not be"),
      flags);
}

void add_questions(CLI::App& app, Flags& flags) {
  CLI::App& status = *app.add_subcommand("status", "One screen of how a running sensor is");
  status.add_option("--address", flags.status.address, "Where it listens; 127.0.0.1:9848")
      ->type_name("ADDR:PORT");
  CLI::App& doctor = *app.add_subcommand("doctor", "Is this machine, and a tap, fit for a sensor");
  doctor.add_option("--interface", flags.doctor.interface, "Listen there, and judge the tap")
      ->type_name("IF");
  doctor.add_option("--seconds", flags.doctor.seconds, "How long to listen; 10")
      ->type_name("N")
      ->check(CLI::Range(1, 3600));
  CLI::App& metrics = *app.add_subcommand("metrics", "The metrics that a sensor shows");
  metrics.require_subcommand(1);
  CLI::App& list = *metrics.add_subcommand("list", "Each with its labels and what it tells");
  for (CLI::App* const sub : {&status, &doctor, &list}) {
    sub->add_option("--output", flags.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}));
  }
}

void add_commands(CLI::App& app, Flags& flags) {
  add_read(app, flags);
  add_run_flags(*app.add_subcommand("run", "Live census, with /metrics for Prometheus"), flags);
  add_classify(app, flags);
  add_rules(app, flags);
  add_run_flags(
      *app.add_subcommand("check", "Configuration, rules and data, without touching hardware"),
      flags);
  add_questions(app, flags);
  for (CLI::App* const command : app.get_subcommands({})) {
    command->footer(examples_of(command->get_name()));
  }
}

Result<Request> rules_request(const CLI::App& rules, const Flags& flags) {
  using Action = RulesChoices::Action;
  const std::string action = rules.get_subcommands().front()->get_name();
  if (action == "import") return import_request(flags);
  if (action == "explain") return explain_request(flags);
  return rules_request(flags, action == "test"      ? Action::test
                              : action == "list"    ? Action::list
                              : action == "compile" ? Action::compile
                                                    : Action::check);
}

Result<Request> request_of(const CLI::App& command, const Flags& flags) {
  const std::string& name = command.get_name();
  const bool json = flags.output == "json";
  if (name == "read") return read_request(flags);
  if (name == "classify") return classify_request(flags);
  if (name == "rules") return rules_request(command, flags);
  if (name == "status") return Request{StatusChoices{flags.status.address, json}};
  if (name == "doctor") {
    return Request{DoctorChoices{flags.doctor.interface, flags.doctor.seconds, json}};
  }
  if (name == "metrics") return Request{MetricsChoices{json}};
  auto choices = run_choices(flags, name == "run");
  if (!choices) return choices.errors();
  if (name == "run") return Request{std::move(choices).value()};
  return Request{CheckChoices{std::move(choices).value()}};
}

Error unknown_command(const std::string& name) {
  const std::string meant = suggestion(name, kCommands);
  return {"tapcensus",
          "unknown command '" + name + "'" +
              (meant.empty()
                   ? "; commands are read, run, classify, rules, check, status, doctor and metrics"
                   : meant)};
}

std::string help_of(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  const CLI::App* about = chosen.empty() ? &app : chosen.front();
  if (!about->get_subcommands().empty()) about = about->get_subcommands().front();
  return about->help();
}

}  // namespace

Result<Request> parse_command_line(const std::vector<std::string>& arguments) {
  Flags flags;
  CLI::App app{"Which devices are behind a network tap: vendor, family, model, system, type."};
  app.name("tapcensus");
  app.set_version_flag("--version",
                       fmt::format("tapcensus {}, Hyperscan {}", kVersion, hyperscan_version()));
  app.require_subcommand(1);
  app.footer("Exit status: 0 done; 1 the work failed; 2 bad usage, configuration or rules.");
  add_commands(app, flags);

  if (arguments.empty()) return Request{Answer{app.help(), false}};
  const std::string& first = arguments.front();
  if (!first.starts_with("-") && std::ranges::find(kCommands, first) == kCommands.end()) {
    return unknown_command(first);
  }
  try {
    std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return Request{Answer{help_of(app)}};
  } catch (const CLI::CallForVersion& version) {
    return Request{Answer{std::string{version.what()} + "\n"}};
  } catch (const CLI::ParseError& error) {
    Error what = explain(app, error, arguments);
    what.what += "; see tapcensus " +
                 (what.where == "tapcensus" ? std::string{} : what.where + " ") + "--help";
    if (const auto end = what.what.find("?; see"); end != std::string::npos)
      what.what.erase(end + 1);
    return what;
  }
  return request_of(*app.get_subcommands().front(), flags);
}

}  // namespace tapcensus
