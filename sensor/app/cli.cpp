#include "app/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <sstream>

#include "app/config.hpp"
#include "app/rule_packs.hpp"
#include "app/version.hpp"
#include "match/engine.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::string_view, 8> kCommands{"read",  "run",    "classify", "rules",
                                                    "check", "status", "doctor",   "metrics"};

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

Error unknown_field(std::string command, const std::string& name) {
  std::vector<std::string_view> names;
  for (const FieldRow& row : kFieldTable) names.push_back(row.name);
  return {std::move(command), "unknown field '" + name + "'" + suggestion(name, names) +
                                  "; fields are " + fmt::format("{}", fmt::join(names, ", "))};
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

Result<Request> import_request(const Flags& flags) {
  const auto format = pack_format_of(flags.format);
  if (!format) return Error{"import", "unknown format '" + flags.format + "'"};
  return Request{ImportChoices{*format, flags.files, flags.output_directory, flags.rules,
                               flags.name, flags.pack_version, flags.licence}};
}

// Asking for the rules of a pack is enough to have it loaded.
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

std::string examples_of(std::string_view command) {
  if (command == "read") {
    return "Examples:\n  tapcensus read tap.pcap\n  zstdcat tap.pcap.zst | tapcensus read -\n"
           "  tapcensus read --output json --facts facts.jsonl monday.pcapng tuesday.pcapng\n"
           "  tapcensus read --unknown tap.pcap > new.toml\n";
  }
  if (command == "run") {
    return "Examples:\n  tapcensus run --interface eth0\n"
           "  tapcensus run --port 03:00.0,03:00.1 --workers 4\n"
           "  tapcensus run --replay tap.pcap --replay-rate 1000\n"
           "  tapcensus run --config tapcensus.toml --listen :9848\n";
  }
  if (command == "classify") {
    return "Examples:\n  echo 'MSFT 5.0' | tapcensus classify dhcp.vendor_class\n"
           "  tapcensus classify http.user_agent < agents.txt\n"
           "  echo 1,121,3,6,15,119,252 | tapcensus classify dhcp.params\n";
  }
  if (command == "rules") {
    return "Examples:\n  tapcensus rules check\n  tapcensus rules test --rules my-rules\n"
           "  tapcensus rules list --pack own\n"
           "  tapcensus rules list --packs uap-core,ieee-data\n"
           "  tapcensus rules explain dhcp.vendor_class 'MSFT 5.0'\n"
           "  tapcensus rules import recog recog/xml/*.xml --output packs/recog\n";
  }
  if (command == "rules explain") {
    return "Examples:\n  tapcensus rules explain dhcp.vendor_class 'MSFT 5.0'\n"
           "  tapcensus rules explain http.user_agent --output json < agents.txt\n"
           "  tapcensus rules explain eth.oui 70b3d5f2f --packs ieee-data\n"
           "  tapcensus rules explain payload.tcp 'SSH-2.0-dropbear\\x0d\\x0a'\n";
  }
  if (command == "status") {
    return "Examples:\n  tapcensus status\n  tapcensus status --address [::1]:9848\n"
           "  tapcensus status --output json | jq .incomplete\n";
  }
  if (command == "doctor") {
    return "Examples:\n  tapcensus doctor\n  tapcensus doctor --interface eth0\n"
           "  tapcensus doctor --interface eth0 --seconds 60 --output json\n";
  }
  if (command == "metrics") {
    return "Examples:\n  tapcensus metrics list\n  tapcensus metrics list | grep gauge\n"
           "  tapcensus metrics list --output json | jq '.[].name'\n";
  }
  return "Examples:\n  tapcensus check\n  tapcensus check --config tapcensus.toml\n"
         "  tapcensus check --rules my-rules\n";
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

  CLI::App& run = *app.add_subcommand("run", "Live census, with /metrics for Prometheus");
  add_run_flags(run, flags);

  CLI::App& classify =
      *app.add_subcommand("classify", "Verdicts on values of one field, one a line");
  classify.add_option("field", flags.field, "A field, as http.user_agent")
      ->type_name("FIELD")
      ->required();
  add_rules_flags(classify, flags);

  CLI::App& rules = *app.add_subcommand("rules", "Check, prove, list and explain the rules");
  rules.require_subcommand(1);
  CLI::App& rules_check = *rules.add_subcommand("check", "Compile the rules");
  CLI::App& rules_test = *rules.add_subcommand("test", "Run every rule's own examples");
  CLI::App& rules_list = *rules.add_subcommand("list", "One rule a line");
  CLI::App& rules_compile = *rules.add_subcommand(
      "compile", "Compile the rules into a cache, within limits, as a reload does");
  for (CLI::App* const sub : {&rules_check, &rules_test, &rules_list, &rules_compile}) {
    add_rules_flags(*sub, flags);
    sub->add_option("--config", flags.config, "Take rules and packs from this file of run")
        ->type_name("FILE.toml");
  }
  CLI::App& rules_explain = *rules.add_subcommand("explain", "Why a value matched which rules");
  rules_explain.add_option("field", flags.field, "A field, as http.user_agent")
      ->type_name("FIELD")
      ->required();
  rules_explain.add_option("value", flags.value, "A value; none: each line of standard input")
      ->type_name("VALUE");
  rules_explain.add_option("--output", flags.output, "table (for people) or json, a value a line")
      ->check(CLI::IsMember({"table", "json"}));
  add_rules_flags(rules_explain, flags);
  rules_explain.footer(examples_of("rules explain"));
  rules_list.add_option("--pack", flags.pack, "Only rules of this pack; own: ours alone")
      ->type_name("NAME");
  rules_compile.add_option("--cache", flags.cache, "Directory for what is compiled")
      ->type_name("DIR")
      ->required();

  CLI::App& rules_import = *rules.add_subcommand(
      "import", "Convert a list that others keep into a pack, and say what could not be");
  add_import_flags(rules_import, flags);

  CLI::App& check =
      *app.add_subcommand("check", "Configuration, rules and data, without touching hardware");
  add_run_flags(check, flags);

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
  CLI::App& metrics_list =
      *metrics.add_subcommand("list", "Each with its labels and what it tells");
  for (CLI::App* const sub : {&status, &doctor, &metrics_list}) {
    sub->add_option("--output", flags.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}));
  }

  for (CLI::App* const sub : {&read, &run, &classify, &rules, &check, &status, &doctor, &metrics}) {
    sub->footer(examples_of(sub->get_name()));
  }

  if (arguments.empty()) return Request{Answer{app.help(), false}};
  const std::string& first = arguments.front();
  if (!first.starts_with("-") && std::ranges::find(kCommands, first) == kCommands.end()) {
    const std::string meant = suggestion(first, kCommands);
    return Error{
        "tapcensus",
        "unknown command '" + first + "'" +
            (meant.empty()
                 ? "; commands are read, run, classify, rules, check, status, doctor and metrics"
                 : meant)};
  }
  try {
    std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    const CLI::App* about = chosen.empty() ? &app : chosen.front();
    if (!about->get_subcommands().empty()) about = about->get_subcommands().front();
    return Request{Answer{about->help()}};
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

  if (read) return read_request(flags);
  if (classify) return classify_request(flags);
  if (rules_import) return import_request(flags);
  if (rules_explain) return explain_request(flags);
  if (rules) {
    using Action = RulesChoices::Action;
    const Action action = rules_test      ? Action::test
                          : rules_list    ? Action::list
                          : rules_compile ? Action::compile
                                          : Action::check;
    return rules_request(flags, action);
  }
  const bool json = flags.output == "json";
  if (status) return Request{StatusChoices{flags.status.address, json}};
  if (doctor) return Request{DoctorChoices{flags.doctor.interface, flags.doctor.seconds, json}};
  if (metrics) return Request{MetricsChoices{json}};
  auto choices = run_choices(flags, static_cast<bool>(run));
  if (!choices) return choices.errors();
  if (run) return Request{std::move(choices).value()};
  return Request{CheckChoices{std::move(choices).value()}};
}

}  // namespace tapcensus
