// The ledger: what became of each outermost frame, decided when the worker leaves it.
//
// `received` is counted apart, at the source, and equals the sum of all outcomes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tapcensus {

enum class Outcome : std::uint8_t {
  inspected,         // a parser or signature saw payload of it
  counted,           // headers only: no payload, past the depth, done flows
  fragment_held,     // a piece of a fragmented packet
  not_ip,            // no IP header in it
  truncated,         // the capture holds less than the headers say
  malformed,         // headers that contradict themselves
  tunnel_too_deep,   // more tunnels in each other than are followed
  unsupported_link,  // a link type that is not known
  filtered,          // the operator's filter
  shed,              // left out on purpose, under overload
  missed,            // the port's own loss
  errors,            // the port's own errors
  end_
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::end_)>
    kOutcomeNames{
        "inspected",       "counted",          "fragment_held", "not_ip", "truncated", "malformed",
        "tunnel_too_deep", "unsupported_link", "filtered",      "shed",   "missed",    "errors",
    };

constexpr std::string_view name_of(Outcome outcome) noexcept {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

}  // namespace tapcensus
