// What the packet path knows of the rules whose field is payload: the expressions of one way of
// scanning, and what each rule asks for beside the bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "facts/field.hpp"
#include "match/database.hpp"
#include "match/payload.hpp"

namespace tapcensus {

constexpr bool is_payload(Field field) noexcept {
  return field == Field::payload_tcp || field == Field::payload_udp;
}

// Where a rule wants its payload to be. Nothing asked: everywhere.
struct PayloadHint {
  static constexpr std::size_t kMostPorts = 8;

  std::array<std::uint16_t, kMostPorts> ports{};  // either end has one of them; then zeroes
  Heading to = Heading::unknown;                  // unknown: either

  bool fits(const PayloadPlace& place) const noexcept {
    if (to != Heading::unknown && to != place.heading) return false;
    if (ports.front() == 0) return true;
    for (const std::uint16_t port : ports) {
      if (port != 0 && (port == place.source_port || port == place.target_port)) return true;
    }
    return false;
  }
};

struct PayloadRules {
  struct Rule {
    RuleId id;
    bool signature;
    PayloadHint hint;
  };
  struct Expression {
    std::uint32_t rule;  // index in `rules`
    bool anchored;       // it asks for the very beginning
  };

  const hs_database* database = nullptr;  // null: there are none
  std::vector<Expression> expressions;
  std::vector<Rule> rules;
};

}  // namespace tapcensus
