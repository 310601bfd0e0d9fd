// What one worker counts. One writer: the worker; the control thread reads.
#pragma once

#include <array>

#include "base/counter.hpp"
#include "facts/field.hpp"
#include "facts/outcome.hpp"
#include "wire/tunnel.hpp"

namespace tapcensus {

enum class Event : std::uint8_t {
  packets,            // taken in, all outcomes
  flow_fresh,         // flows that began
  flow_idle,          // flows that ended in silence
  flow_closed,        // flows that ended by FIN or RST
  flow_pressure,      // flows that had to leave a full set
  findings_left_out,  // texts of a packet that had no room
  evidence_lost,      // outbox full
  sightings_lost,     // outbox full
  end_
};

inline constexpr std::size_t kMostTaps = 16;

struct Tallies {
  std::array<Tally<Outcome>, kMostTaps> outcomes;  // by tap
  Tally<Event> events;
  Tally<TunnelKind> tunnels;  // packets inside them
  Tally<Field> unmatched;     // texts that no rule knew
};

}  // namespace tapcensus
