// Findings to evidence: asks the rules, and says each thing once a minute.
#pragma once

#include <cstdint>

#include "facts/evidence.hpp"
#include "facts/finding.hpp"
#include "wire/layers.hpp"
#include "worker/outbox.hpp"
#include "worker/repeats.hpp"
#include "worker/rules_in_use.hpp"
#include "worker/tallies.hpp"

namespace tapcensus {

// Where a text comes from.
struct Origin {
  const Layers& layers;
  Tick at;
  std::uint64_t frame;
  std::uint16_t tap;
};

inline Origin origin_of(const Packet& packet, const Layers& layers) noexcept {
  return {.layers = layers, .at = packet.at, .frame = packet.number, .tap = packet.tap};
}

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
  // What was said by former rules in a minute may be said again by newer ones.
  Speaker(const RulesInUse& rules, std::size_t worker, Outbox& outbox, Tallies& tallies,
          FactListener* listener) noexcept
      : rules_{rules}, worker_{worker}, outbox_{outbox}, tallies_{tallies}, listener_{listener} {}

  // Says what was found in one packet or message, and forgets it.
  void say(const Origin& origin, Findings& findings, Repeats& repeats) noexcept;

  // Says that a rule holds for payload; `text` is where it was found.
  void say_rule(const Origin& origin, RuleId rule, std::string_view text,
                Repeats& repeats) noexcept;
  // Says that a signature was found in payload.
  void say_signature(const Origin& origin, RuleId signature) noexcept;

  // Hands over traffic.
  void say(const Sighting& sighting) noexcept;

 private:
  void say(const Origin& origin, const MacAddress& subject, const Finding& finding,
           Repeats& repeats) noexcept;
  void say(const Origin& origin, const AddressClaim& claim, Repeats& repeats) noexcept;

  void say(const Origin& origin, const DeviceKey& who, RuleId rule, Field field,
           std::string_view text) noexcept;

  const RulesInUse& rules_;
  const std::size_t worker_;
  Outbox& outbox_;
  Tallies& tallies_;
  FactListener* const listener_;
};

}  // namespace tapcensus
