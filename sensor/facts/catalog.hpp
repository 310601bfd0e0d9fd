// Everything that has a number: names, claims and rules. Append-only, so a number stays true.
//
// Owned and used by the control thread alone. Names and claims that come from captured text are
// capped; what comes later is refused and counted.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "facts/evidence.hpp"
#include "facts/field.hpp"
#include "facts/signature.hpp"
#include "facts/taxonomy.hpp"

namespace tapcensus {

// A name of a vendor, family, model, type, system or version.
enum class ValueId : std::uint32_t {};

// What a rule says of a device, level by level. No value: silent. One: certain. More: it is one of
// them (an ambiguity set). Sorted.
struct Claim {
  std::array<std::vector<ValueId>, kLevels> levels;

  const std::vector<ValueId>& at(Level level) const {
    return levels[static_cast<std::size_t>(level)];
  }
  std::vector<ValueId>& at(Level level) { return levels[static_cast<std::size_t>(level)]; }

  friend auto operator<=>(const Claim&, const Claim&) = default;
};

enum class ClaimId : std::uint32_t {};

// What the catalogue keeps of a rule.
struct RuleEntry {
  std::string id;     // "apple:12": file and line, for people
  std::string place;  // "rules/apple.toml:12:1"
  Field field;
  std::uint8_t weight;        // P(claim is true | this evidence alone), percent
  ClaimId claim;              // what it claims before any capture
  Signature signature{};      // all empty: the rule claims a device
  std::string application{};  // that speaks so; empty: the rule names none
};

class Catalog {
 public:
  static constexpr std::size_t kMostValues = 200'000;
  static constexpr std::size_t kMostSaid = 20'000;
  // What is captured may take half of it; the rest is kept for rules.
  static constexpr std::size_t kMostClaims = 200'000;
  static constexpr std::size_t kMostRules = 1'000'000;

  Taxonomy taxonomy;

  ValueId intern(std::string_view name);
  // Nothing when the catalogue is full; counted in refused().
  std::optional<ValueId> try_intern(std::string_view name);
  // A name that a device says of itself and nobody declared. Nothing when so many were said, or the
  // catalogue is full; counted in refused().
  std::optional<ValueId> try_intern_said(std::string_view name);
  // Whether somebody declared the name: what devices say themselves is no label of a metric.
  bool declares(ValueId id) const { return !said_.contains(id); }
  std::string_view name(ValueId id) const { return *names_[static_cast<std::size_t>(id)]; }

  // Nothing when the catalogue is full; counted in refused().
  std::optional<ClaimId> intern(const Claim& claim);
  // For what was captured: nothing when it has taken its share; counted in refused().
  std::optional<ClaimId> try_intern(const Claim& claim);
  const Claim& operator[](ClaimId id) const { return *claims_[static_cast<std::size_t>(id)]; }

  // Whether so many rules, each with a claim of its own, can be added.
  bool has_room_for(std::size_t rules) const noexcept;
  // Rules with equal content share an entry, so a reload does not grow the catalogue. `captures`
  // stands for how the rule reads its claim out of a text: whoever reads otherwise is another rule.
  RuleId add(const RuleEntry& rule, std::string_view captures = {});
  const RuleEntry& operator[](RuleId id) const { return rules_[static_cast<std::size_t>(id)]; }
  std::size_t rules() const { return rules_.size(); }

  std::uint64_t refused() const { return refused_; }

 private:
  std::optional<ClaimId> intern(const Claim& claim, std::size_t most);

  std::map<std::string, ValueId, std::less<>> values_;
  std::vector<const std::string*> names_;
  std::unordered_set<ValueId> said_;
  std::map<Claim, ClaimId> claim_ids_;
  std::vector<const Claim*> claims_;
  std::unordered_map<std::string, RuleId> rule_ids_;
  std::vector<RuleEntry> rules_;
  std::uint64_t refused_ = 0;
};

}  // namespace tapcensus
