// `rules import`: lists that others keep, made into packs; what could not be converted is told row
// by row.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "app/say.hpp"
#include "match/mistakes.hpp"
#include "match/rule_files.hpp"
#include "packs/installed.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

Errors read_inputs(const std::vector<std::string>& files, std::vector<PackInput>& inputs) {
  Errors errors;
  std::vector<Input> noted;
  for (const std::string& file : files) {
    if (auto input = read_input(file, noted)) {
      inputs.push_back(std::move(*input));
    } else {
      errors.push_back({file, "cannot be read"});
    }
  }
  return errors;
}

// Files of a pack that was there are replaced; what else lies there is left alone, but for rules
// and tables that the new pack does not have.
Errors write_pack(const fs::path& directory, const std::vector<PackFile>& files) {
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (failure) return {{directory.string(), "cannot be made: " + failure.message()}};
  const bool other = !fs::is_empty(directory, failure) && !fs::exists(directory / "pack.toml");
  if (other) {
    return {{directory.string(), "holds something else; name a directory that is empty or new"}};
  }
  for (const char* const name : {"rules.toml", "prefixes.tsv", "vendors.tsv"}) {
    fs::remove(directory / name, failure);
  }
  for (const PackFile& file : files) {
    std::ofstream out{directory / file.name, std::ios::binary};
    out << file.content;
    out.close();
    if (!out) {
      return {{(directory / file.name).string(),
               std::string{"cannot be written: "} + std::strerror(errno)}};
    }
  }
  return {};
}

}  // namespace

int import_rules(const ImportChoices& choices) {
  const auto directory = rules_directory(choices.rules);
  if (!directory) {
    print_errors(directory.errors());
    return kBadUsage;
  }
  Mistakes mistakes;
  const auto taxonomy = read_taxonomy_files(directory.value(), mistakes);
  if (!mistakes.none() || !taxonomy) {
    print_errors(mistakes.sorted());
    return kBadUsage;
  }
  std::vector<PackInput> inputs;
  const Errors unreadable = read_inputs(choices.files, inputs);
  print_errors(unreadable);
  if (inputs.empty()) return kFailed;

  const PackFormatRow& format = row_of(choices.format);
  const PackHead head{
      .name = choices.name.empty() ? std::string{format.name} : choices.name,
      .version = choices.version.empty() ? day_of(inputs.front().name) : choices.version,
      .licence = choices.licence.empty() ? std::string{format.licence} : choices.licence,
      .source = std::string{format.source}};
  const Conversion conversion = convert(choices.format, inputs, head, *taxonomy);
  for (const Error& error : conversion.not_converted) say("{}\n", error.sentence());
  if (!choices.output.empty()) {
    const Errors errors = write_pack(choices.output, conversion.files);
    print_errors(errors);
    if (!errors.empty()) return kFailed;
  }
  fmt::print("{}: converted {} of {} rows{}\n", head.name, conversion.converted, conversion.rows,
             choices.output.empty() ? "; nothing was written: name a directory with --output"
                                    : ", written to " + choices.output);
  return unreadable.empty() ? kDone : kFailed;
}

}  // namespace tapcensus
