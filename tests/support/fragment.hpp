// IP packets in pieces, as a router with a small MTU would send them (RFC 791, RFC 8200).
//
// The outermost IP header of a frame is the one that counts. What is a piece already is cut into
// smaller ones; what has no IP header, fits, or was not captured whole stays as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/recording.hpp"

namespace tapcensus::testing {

namespace detail {

// Where the IP header of a frame begins: behind Ethernet and its tags, or the other link headers.
inline std::optional<std::size_t> ip_header_at(const Recorded& frame) {
  const auto number = [&](std::size_t at) -> unsigned {
    if (at + 2 > frame.bytes.size()) return 0;
    return static_cast<unsigned char>(frame.bytes[at]) << 8 |
           static_cast<unsigned char>(frame.bytes[at + 1]);
  };
  std::size_t at = 0;
  unsigned ethertype = 0;
  switch (frame.link) {
    case Link::raw_ip: return 0;
    case Link::bsd_null: return 4;
    case Link::ethernet: at = 12; break;
    case Link::linux_sll: at = 14; break;
    case Link::linux_sll2:
      ethertype = number(0);
      return ethertype == 0x0800 || ethertype == 0x86dd ? std::optional<std::size_t>{20}
                                                        : std::nullopt;
    default: return std::nullopt;
  }
  for (ethertype = number(at); ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
       ethertype = number(at)) {
    at += 4;
  }
  if (ethertype != 0x0800 && ethertype != 0x86dd) return std::nullopt;
  return at + 2;
}

struct Fragmentable {
  std::size_t ip;       // where the IP header begins
  std::size_t head;     // bytes that every piece repeats
  std::size_t length;   // of the rest
  std::size_t said_at;  // IPv6: where the next header's number stands, in the packet
  unsigned version;
  unsigned place = 0;    // offset and flag, of what is a piece already
  bool numbered = true;  // IPv4: has an identification
  unsigned flags = 0;    // IPv4: those that say nothing about pieces
};

inline std::optional<Fragmentable> fragmentable(const Recorded& frame) {
  const auto ip = ip_header_at(frame);
  if (!ip || frame.bytes.size() != frame.wire_length) return std::nullopt;
  const std::string_view packet = std::string_view{frame.bytes}.substr(*ip);
  const auto octet = [&](std::size_t at) -> unsigned {
    return at < packet.size() ? static_cast<unsigned char>(packet[at]) : 0;
  };
  const auto number = [&](std::size_t at) { return octet(at) << 8 | octet(at + 1); };
  Fragmentable what{.ip = *ip, .head = 0, .length = 0, .said_at = 6, .version = octet(0) >> 4};
  std::size_t total = 0;
  if (what.version == 4 && packet.size() >= 20) {
    what.head = (octet(0) & 15) * 4;
    total = number(2) == 0 ? packet.size() : number(2);
    what.numbered = number(4) != 0;
    what.flags = number(6) & 0xc000;
    what.place = (number(6) & 0x1fff) * 8 | (number(6) >> 13 & 1);
  } else if (what.version == 6 && packet.size() >= 40) {
    what.head = 40;
    total = number(4) == 0 ? packet.size() : number(4) + 40u;
    // Hop-by-hop options and routing headers stand in every piece.
    while (octet(what.said_at) == 0 || octet(what.said_at) == 43) {
      const std::size_t at = what.head;
      what.head += (octet(at + 1) + 1) * 8;
      what.said_at = at;
    }
    if (octet(what.said_at) == 44) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (what.head < 20 || total < what.head || total > packet.size()) return std::nullopt;
  what.length = total - what.head;
  return what;
}

}  // namespace detail

// The frame in pieces of at most `mtu` bytes of IP each. IPv4 packets keep the identification that
// they have, and their flags.
inline Recording pieces_of(const Recorded& frame, std::size_t mtu, std::uint32_t identification) {
  const auto what = detail::fragmentable(frame);
  if (!what || what->head + what->length <= mtu) return {frame};
  const std::size_t header = what->head + (what->version == 6 ? 8 : 0);
  if (header + 8 > mtu) return {frame};
  const std::size_t most = (mtu - header) / 8 * 8;
  Recording pieces;
  for (std::size_t from = 0; from < what->length; from += most) {
    const std::size_t size = std::min(most, what->length - from);
    const bool more = from + size < what->length || (what->place & 1) != 0;
    const auto offset = static_cast<std::uint32_t>((what->place & ~7u) + from);
    Recorded piece = frame;
    piece.bytes = frame.bytes.substr(0, what->ip + what->head);
    if (what->version == 4) {
      detail::put(piece.bytes, what->ip + 2, static_cast<std::uint32_t>(header + size), 2);
      if (!what->numbered) detail::put(piece.bytes, what->ip + 4, identification, 2);
      detail::put(piece.bytes, what->ip + 6, what->flags | offset / 8 | (more ? 0x2000u : 0u), 2);
    } else {
      const std::size_t said_at = what->ip + what->said_at;
      std::string fragment(8, '\0');
      fragment[0] = piece.bytes[said_at];
      detail::put(fragment, 2, offset | (more ? 1u : 0u), 2);
      detail::put(fragment, 4, identification, 4);
      piece.bytes[said_at] = 44;
      detail::put(piece.bytes, what->ip + 4, static_cast<std::uint32_t>(header + size - 40), 2);
      piece.bytes += fragment;
    }
    piece.bytes += frame.bytes.substr(what->ip + what->head + from, size);
    piece.wire_length = static_cast<std::uint32_t>(piece.bytes.size());
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

// Every packet that does not fit in `mtu` bytes in pieces. Where IPv4 packets have no
// identification, they share that of 0, unless they are to be `numbered`.
inline Recording fragmented(const Recording& recording, std::size_t mtu, bool numbered = true) {
  Recording out;
  std::uint32_t identification = 0;
  for (const Recorded& frame : recording) {
    ++identification;
    const bool is_v4 =
        detail::fragmentable(frame).has_value() && detail::fragmentable(frame)->version == 4;
    for (Recorded& piece : pieces_of(frame, mtu, is_v4 && !numbered ? 0 : identification)) {
      out.push_back(std::move(piece));
    }
  }
  return out;
}

}  // namespace tapcensus::testing
