// Whether a tap shows what it should: one table of thresholds and words for `status` and `doctor`.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/metrics_text.hpp"

namespace tapcensus {

// What a sensor has counted of one tap. Nothing where it does not say.
struct TapCounts {
  using Count = std::optional<double>;

  Count received, missed, shed, errors;
  Count lost;  // the sum of the three
  Count cut;   // frames of which the end is missing
  Count tcp_flows, one_sided_flows;
  Count segments, out_of_order;
  Count acks, gaps, gap_bytes;
  Count duplicates;
  Count jumps;           // of the time stamps
  Count silent_seconds;  // since the last frame

  // Of the tap of this name; `now` is in seconds since 1970.
  static TapCounts of(const Samples& samples, std::string_view tap, double now);
};

enum class State : std::uint8_t { unknown, ok, warning, failure };
// "-", "ok", "WARN", "FAIL"
std::string_view word_of(State state);

struct TapCheck {
  enum class Kind : std::uint8_t { share, number, seconds };

  std::string_view name;
  Kind kind;
  TapCounts::Count TapCounts::*part;
  TapCounts::Count TapCounts::*whole;  // of a share
  double warn_above;                   // a share, a number or seconds
  double least;                        // of the whole, below which a share says nothing
  std::string_view unit;               // what is counted: "TCP flows"
  std::string_view advice;             // at most 34 characters, for a screen
  std::string_view command;            // that mends it or shows more; {} is the interface
};

inline constexpr std::array<TapCheck, 8> kTapChecks{{
    {"loss", TapCheck::Kind::share, &TapCounts::lost, &TapCounts::received, 0.0001, 1, "packets",
     "more --workers, or a --filter", "tapcensus run --interface {} --workers 4"},
    {"one-sided", TapCheck::Kind::share, &TapCounts::one_sided_flows, &TapCounts::tcp_flows, 0.1,
     20, "TCP flows", "mirror both directions",
     "monitor session 1 source interface ... both   (on the switch)"},
    {"duplicates", TapCheck::Kind::share, &TapCounts::duplicates, &TapCounts::received, 0.02, 200,
     "packets", "mirror ingress or egress, not both",
     "monitor session 1 source interface ... rx   (on the switch)"},
    {"sliced", TapCheck::Kind::share, &TapCounts::cut, &TapCounts::received, 0.001, 100, "packets",
     "slicing, GRO and LRO off", "ethtool -K {} gro off lro off"},
    {"out-of-order", TapCheck::Kind::share, &TapCounts::out_of_order, &TapCounts::segments, 0.03,
     100, "segments", "keep each flow on one path to us", "ethtool -L {} combined 1"},
    {"gaps", TapCheck::Kind::share, &TapCounts::gaps, &TapCounts::acks, 0.01, 100, "ACKs",
     "lost before us: unload the mirror", "ethtool -S {}"},
    {"time jumps", TapCheck::Kind::number, &TapCounts::jumps, nullptr, 0, 0, "jumps",
     "set the clock of the tap", "timedatectl set-ntp true"},
    {"silence", TapCheck::Kind::seconds, &TapCounts::silent_seconds, nullptr, 60, 0, "",
     "check the link and the mirror", "tcpdump -c 5 -n -i {}"},
}};

struct Judgement {
  std::string name;
  State state = State::unknown;
  double measure = 0;   // the share, number or seconds
  std::string finding;  // "12.3% of 1,234 TCP flows", "-" when nothing is known
  std::string advice;   // on a warning or failure
  std::string command;  // likewise
};

// In the order of the table. {} in a command becomes `interface`.
std::vector<Judgement> judge(const TapCounts& counts, std::string_view interface = "IF");

// "1,234", "1.23M", "45.6G": at most six characters.
std::string short_number(double number);
// "12.3%", "0.012%", "0%"
std::string percent(double share);
// "45 s", "12 min", "3 h 20 min", "2 d 5 h"
std::string duration(double seconds);

}  // namespace tapcensus
