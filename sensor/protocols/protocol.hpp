// Application bytes to findings: what each parser is, and the roster of all of them.
//
// A parser is a pure function over all bytes of one direction so far, in order. It keeps no state
// and has no header; the roster is the only one who knows it. Adding one takes a file here, a line
// in roster.cpp, a test, a fuzz target and a corpus.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "facts/finding.hpp"
#include "protocols/start.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

// What a parser is asked about.
enum class Carrier : std::uint8_t {
  link,           // every frame with an Ethernet header whose sender is new; keys unused
  ethernet,       // frames that are not IP; keys are ethertypes, and kLlcKey for IEEE 802.2
  ip,             // packets of neither TCP nor UDP; keys are IP protocol numbers
  udp,            // datagrams; keys are ports, of either side
  tcp,            // the bytes of one direction, in order; keys are ports where it is asked first
  tcp_header,     // each segment with SYN, its headers only; keys unused
  tcp_unclaimed,  // TCP: what the side says first that opened the connection, when its SYN was
                  // seen and all of `tcp` said that it is not theirs; keys unused
};

// The key of frames that have a length in the place of an ethertype: an LLC header follows, which
// may be a SNAP header of an organisation's own protocols (IEEE 802.2; RFC 1042).
inline constexpr std::uint16_t kLlcKey = 0;

struct Payload {
  const Layers& layers;
  ByteView bytes;         // TCP: from the start of a message; else what the carrier carries
  std::uint8_t mode = 0;  // 0 at the start of a direction; else what next(), or of UDP settled(),
                          // passed on
  bool final = false;     // nothing will follow these bytes (UDP: what was kept; there may be no
                          // datagram at hand); say what can be said
  bool guessed = false;   // no port says that it is this protocol: be sure of it
  ByteView earlier = {};  // UDP: the datagrams of this direction that were kept for this parser,
                          // in the order they came, each behind its length in two octets
};

// A parser's answer.
struct Reading {
  enum class What : std::uint8_t {
    not_mine,   // this is another protocol
    need_more,  // TCP: it may be mine: ask again when there are at least `bytes` bytes. UDP: it
                // is mine: ask again with the next datagram, and keep this one if `bytes` is not
                // 0; a datagram in between that is not mine is offered to others. Findings made
                // with this answer are thrown away
    done,       // all has been said about this direction (or datagram)
    next,       // a message is complete; the next begins `bytes` bytes after the start of this
                // one, which may be beyond what is there
    settled,    // UDP: done, and the direction is mine: from now on only those of its datagrams
                // are looked at that begin as my `settled` says, by me alone
    switched,   // what begins `bytes` bytes after the start of this message is another protocol,
                // whichever; with 0 it begins right here, and is not mine
  };
  What what;
  std::uint32_t bytes = 0;
  std::uint8_t mode = 0;

  static constexpr Reading not_mine() noexcept { return {What::not_mine}; }
  static constexpr Reading need_more(std::uint32_t least) noexcept {
    return {What::need_more, least};
  }
  static constexpr Reading next_datagram(bool keep_this) noexcept {
    return {What::need_more, keep_this ? 1u : 0u};
  }
  static constexpr Reading done() noexcept { return {What::done}; }
  static constexpr Reading settled(std::uint8_t mode = 0) noexcept {
    return {What::settled, 0, mode};
  }
  static constexpr Reading next(std::uint32_t skip, std::uint8_t mode = 0) noexcept {
    return {What::next, skip, mode};
  }
  static constexpr Reading switched(std::uint32_t skip) noexcept { return {What::switched, skip}; }
};

struct Protocol {
  std::string_view name;
  Carrier carrier;
  std::span<const std::uint16_t> keys;
  Reading (*read)(const Payload&, Findings&) noexcept;
  // TCP and UDP: how a direction or datagram begins that is asked about on any port (and TCP: on
  // its own ports too); kMostStart bytes at most. Without it, it is asked on its own ports only.
  std::span<const ByteSet> start = {};
  // UDP: how a datagram begins that is looked at in a direction that is settled; without it, as
  // `start` says.
  std::span<const ByteSet> settled = {};
};

// All protocols, in the order of their names.
std::span<const Protocol* const> roster() noexcept;

}  // namespace tapcensus
