// What one worker counts. One writer: the worker; the control thread reads.
#pragma once

#include <array>

#include "base/counter.hpp"
#include "facts/field.hpp"
#include "facts/obfuscation.hpp"
#include "facts/outcome.hpp"
#include "flow/fragments.hpp"
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
  matches_lost,       // of signatures; outbox full
  streams_cut,        // of signatures: still open when their rules had to go
  streams_lost,       // of signatures: given to another direction, since none was free
  end_
};

// What tells whether a tap is sane; beside the ledger, not in it.
enum class TapEvent : std::uint8_t {
  tcp_flows,        // flows that ended, and carried data or an acknowledgement
  one_sided_flows,  // of them, those of which one direction was never seen
  tcp_segments,     // with payload
  out_of_order,     // of them, those that brought bytes which had been passed over
  ack_events,       // acknowledgements of more than before, where both directions are seen
  gap_events,       // of them, those of bytes that were never seen here
  gap_bytes,        // as many
  duplicates,       // packets that came again within 50 ms
  cut_short,        // frames that were captured without their end
  end_
};

inline constexpr std::size_t kMostTaps = 16;

struct Tallies {
  std::array<Tally<Outcome>, kMostTaps> outcomes;  // by tap
  std::array<Tally<TapEvent>, kMostTaps> taps;     // by tap
  Tally<Event> events;
  Tally<TunnelKind> tunnels;  // packets inside them
  Tally<FragmentEvent> fragments;
  Tally<Obfuscation> hidden;  // bytes of flows that are
  Tally<Field> unmatched;     // texts that no rule knew
};

}  // namespace tapcensus
