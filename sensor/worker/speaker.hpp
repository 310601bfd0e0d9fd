// Findings to evidence: asks the rules, and says each thing once a minute.
#pragma once

#include <cstdint>

#include "facts/evidence.hpp"
#include "facts/finding.hpp"
#include "match/rule_set.hpp"
#include "wire/layers.hpp"
#include "worker/outbox.hpp"
#include "worker/repeats.hpp"
#include "worker/tallies.hpp"

namespace tapcensus {

// Where a text comes from.
struct Origin {
  const Layers& layers;
  Tick at;
  std::uint64_t frame;
  std::uint16_t tap;
};

// Hears every finding, before rules and repetition. Only `read --facts` has one.
class FactListener {
 public:
  virtual ~FactListener() = default;
  // `hardware` is the Ethernet address of whom the text speaks. On the worker's thread.
  virtual void hear(const Origin& origin, const MacAddress& hardware,
                    const Finding& finding) noexcept = 0;
};

class Speaker {
 public:
  Speaker(const RuleSet& rules, std::size_t worker, Outbox& outbox, Tallies& tallies,
          FactListener* listener) noexcept
      : rules_{rules}, worker_{worker}, outbox_{outbox}, tallies_{tallies}, listener_{listener} {}

  // Says what was found in one packet or message, and forgets it.
  void say(const Origin& origin, Findings& findings, Repeats& repeats) noexcept;

  // Hands over traffic.
  void say(const Sighting& sighting) noexcept;

 private:
  void say(const Origin& origin, const MacAddress& subject, const Finding& finding,
           Repeats& repeats) noexcept;
  void say(const Origin& origin, const AddressClaim& claim, Repeats& repeats) noexcept;

  const RuleSet& rules_;
  const std::size_t worker_;
  Outbox& outbox_;
  Tallies& tallies_;
  FactListener* const listener_;
};

}  // namespace tapcensus
