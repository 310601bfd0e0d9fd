// The control thread's desk: evidence comes in, the census stands on it.
//
// Owns the catalogue, the rules and the census, and is used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/options.hpp"
#include "base/result.hpp"
#include "census/census.hpp"
#include "census/signatures.hpp"
#include "facts/catalog.hpp"
#include "facts/outcome.hpp"
#include "match/prepared_rules.hpp"
#include "match/rule_book.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

class Desk {
 public:
  // Loads the rules; says all that is wrong with them. These and all that replace them open so many
  // streams.
  static Result<std::unique_ptr<Desk>> open(const CensusChoices& choices, std::size_t workers,
                                            const std::array<std::byte, 16>& id_key,
                                            StreamRoom streams = {});

  const std::filesystem::path& rules_path() const noexcept { return rules_path_; }
  // As they were asked for.
  const std::vector<std::string>& packs() const noexcept { return packs_; }
  std::size_t workers() const noexcept { return workers_; }
  StreamRoom streams() const noexcept { return streams_; }
  RuleBook& rules() noexcept { return *rules_; }
  const RuleBook& rules() const noexcept { return *rules_; }
  const Catalog& catalog() const noexcept { return catalog_; }
  Census& census() noexcept { return *census_; }
  const Census& census() const noexcept { return *census_; }
  const SignatureCounts& signatures() const noexcept { return signatures_; }

  // Puts other rules in the place of those that were; workers take them with their next burst. When
  // the catalogue has no room for them, nothing changes.
  Errors replace_rules(PreparedRules rules);

  // Takes what a worker has said so far, without noting it yet.
  void collect(Outbox& outbox);
  // Notes what was collected, in the order of the packets it came from. Whoever wants the same
  // census whatever the number of workers calls it when all of them have stopped at the same
  // packet. All workers must have been collected from since the last time.
  void note_collected();

  // The time of the last packet that anything was said about.
  Tick latest() const noexcept { return latest_; }

 private:
  Desk() = default;

  std::filesystem::path rules_path_;
  std::vector<std::string> packs_;
  std::size_t workers_ = 0;
  StreamRoom streams_;
  Catalog catalog_;
  std::optional<RuleBook> rules_;
  std::optional<Census> census_;
  SignatureCounts signatures_;
  std::vector<Evidence> evidence_;
  std::vector<Sighting> sightings_;
  std::vector<SignatureMatch> matches_;
  Tick latest_;
};

// What became of the packets of all workers.
Tally<Outcome>& operator+=(Tally<Outcome>& sum, const Tally<Outcome>& more) noexcept;

}  // namespace tapcensus
