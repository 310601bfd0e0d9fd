// Rules on their way from files to a RuleSet: everything that can be done without the catalogue.
//
// Reading, checking and compiling take long and may be done by any thread; what comes of it is an
// image, which the cache keeps, so that it is done once. What is left for the control thread is to
// give every rule its number: milliseconds, whatever the rules are.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "facts/catalog.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

enum class Compiling : std::uint8_t {
  here,       // what the cache does not hold
  elsewhere,  // what the cache does not hold is a mistake
};

class PreparedRules {
 public:
  // Reads taxonomy.toml, all other *.toml and the tables they name, and the packs, and compiles
  // them (or takes what came of it from `cache`, when nothing has changed; an empty path means no
  // cache), makes scratch space for `workers` workers, and opens streams. On mistakes: all
  // of them, each as file:line:column.
  static Result<PreparedRules> prepare(const RuleSources& sources, std::size_t workers,
                                       const std::filesystem::path& cache,
                                       Compiling compiling = Compiling::here,
                                       StreamRoom streams = {});
  PreparedRules(PreparedRules&&) noexcept;
  PreparedRules& operator=(PreparedRules&&) noexcept;
  ~PreparedRules();

  // SHA-256 over the rule files, hexadecimal.
  const std::string& version() const noexcept;

  // Enters names, claims and rules, and puts the taxonomy in force. Control thread. When there is
  // no room for them, the catalogue is left as it was.
  Result<std::unique_ptr<const RuleSet>> enter(Catalog& catalog) &&;

 private:
  PreparedRules(std::unique_ptr<RuleSet::Parts> parts, std::string directory);

  // Rules are numbered from 0 in them until they are entered.
  std::unique_ptr<RuleSet::Parts> parts_;
  std::string directory_;
};

}  // namespace tapcensus
