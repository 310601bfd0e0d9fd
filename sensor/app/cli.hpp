// The command line, as the contract has it: what was asked for, or what is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/options.hpp"
#include "base/result.hpp"
#include "facts/field.hpp"
#include "packs/conversion.hpp"

namespace tapcensus {

struct ClassifyChoices {
  std::string rules;
  Field field = Field::end_;
  std::vector<std::string> packs;
};

struct RulesChoices {
  enum class Action : std::uint8_t { check, test, list, compile };
  Action action = Action::check;
  std::string rules;
  std::vector<std::string> packs;
  std::string pack;   // of list: only this one; empty: all
  std::string cache;  // of compile
};

// `rules import`
struct ImportChoices {
  PackFormat format = PackFormat::recog;
  std::vector<std::string> files;
  std::string output;                  // a directory; empty: only tells
  std::string rules;                   // whose taxonomy is used
  std::string name, version, licence;  // of the pack; empty: those of the format
};

// `rules explain`
struct ExplainChoices {
  std::string rules;
  Field field = Field::end_;
  std::optional<std::string> value;  // none: each line of standard input
  bool json = false;
  std::vector<std::string> packs;
};

struct CheckChoices {
  RunChoices run;
};

struct StatusChoices {
  std::string address = "127.0.0.1:9848";
  bool json = false;
};

struct DoctorChoices {
  std::string interface;  // empty: the machine alone
  unsigned seconds = 10;
  bool json = false;
};

// `metrics list`
struct MetricsChoices {
  bool json = false;
};

// Something to print (--help, --version), and whether it was asked for.
struct Answer {
  std::string text;
  bool asked = true;
};

using Request = std::variant<ReadChoices, RunChoices, ClassifyChoices, RulesChoices, ImportChoices,
                             ExplainChoices, CheckChoices, StatusChoices, DoctorChoices,
                             MetricsChoices, Answer>;

Result<Request> parse_command_line(const std::vector<std::string>& arguments);

}  // namespace tapcensus
