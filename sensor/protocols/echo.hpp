// The shape of an echo request (RFC 792; RFC 4443, 4.1): programs fill it in ways of their own.
//
// "LENGTH,STAMP,FILLING": the octets behind the identifier and the sequence number; the time with
// which they begin, if they do; and what the rest is. Behind them the code where it is not 0, and
// the identifier where it is one that a system always uses. Nothing of it depends on when it was
// sent.
#pragma once

#include <algorithm>
#include <string_view>

#include "facts/finding.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "wire/layers.hpp"

namespace tapcensus::echo {

// A time of day as programs put it in front: seconds and microseconds, or nanoseconds, each of so
// many octets. Big-endian ones are of BSD and what came of it, little-endian ones of Linux.
constexpr bool is_time(std::uint64_t seconds, std::uint64_t fraction) noexcept {
  constexpr std::uint64_t kYear2000 = 946'684'800, kYear2100 = 4'102'444'800;
  return seconds >= kYear2000 && seconds < kYear2100 && fraction < 1'000'000'000;
}

struct Stamp {
  std::string_view name;
  std::size_t size;
};

inline Stamp stamp_of(ByteView data) noexcept {
  const auto fits = [data](auto read_one, std::size_t size) {
    Cursor in{data};
    const std::uint64_t seconds = read_one(in);
    const std::uint64_t fraction = read_one(in);
    return in.ok() && in.offset() == size && is_time(seconds, fraction);
  };
  if (fits([](Cursor& in) { return in.le64(); }, 16)) return {"le64", 16};
  if (fits([](Cursor& in) { return in.be64(); }, 16)) return {"be64", 16};
  if (fits([](Cursor& in) { return std::uint64_t{in.le32()}; }, 8)) return {"le32", 8};
  if (fits([](Cursor& in) { return std::uint64_t{in.be32()}; }, 8)) return {"be32", 8};
  return {"-", 0};
}

// What the octets from `start` on are.
inline std::string_view filling_of(ByteView data, std::size_t start) noexcept {
  if (start >= data.size()) return "-";
  const auto all = [&](auto expected) {
    for (std::size_t i = start; i < data.size(); ++i) {
      if (std::to_integer<std::uint8_t>(data[i]) != static_cast<std::uint8_t>(expected(i))) {
        return false;
      }
    }
    return true;
  };
  const auto first = std::to_integer<std::uint8_t>(data[start]);
  if (all([](std::size_t i) { return i; })) return "count";  // the octet at n is n
  if (all([=](std::size_t i) { return 'a' + (i - start) % 23; })) return "a-w";
  if (all([=](std::size_t i) { return 'a' + (i - start) % 26; })) return "a-z";
  if (all([=](std::size_t i) { return first + (i - start); })) return "count_on";
  if (all([](std::size_t) { return 0; })) return "zero";
  if (all([=](std::size_t i) { return i % 2 == 0 ? 0xab : 0xcd; })) return "abcd";
  if (all([=](std::size_t) { return first; })) return "same";
  return notation::is_plain(as_text(data.subspan(start))) ? "text" : "other";
}

// How long the ICMP message of a packet was, of which less may have been captured.
inline std::size_t length_sent(const Layers& layers) noexcept {
  return layers.ip_length - std::min<std::size_t>(layers.ip_length, layers.ip_header.size());
}

// Of a whole message that is a request.
inline void add_request(ByteView message, const Layers& layers, Findings& findings) noexcept {
  Cursor in{message};
  in.skip(1);
  const std::uint8_t code = in.u8();
  in.skip(2);  // checksum
  const std::uint16_t identifier = in.be16();
  in.skip(2);  // sequence number
  if (!in.ok() || message.size() < length_sent(layers)) return;
  const ByteView data = in.rest();
  Line<64> line;
  line.add_decimal(static_cast<std::uint32_t>(data.size()));
  line.add(',');
  const Stamp stamp = stamp_of(data);
  line.add(stamp.name);
  line.add(',');
  line.add(filling_of(data, stamp.size));
  if (code != 0) {
    line.add(",code");
    line.add_decimal(code);
  }
  constexpr std::array<std::uint16_t, 4> kUsual{1, 0x0100, 0x0200, 0x0300};
  if (std::ranges::find(kUsual, identifier) != kUsual.end()) {
    line.add(",id");
    line.add_decimal(identifier);
  }
  findings.add_composed(Field::icmp_echo, line.view());
}

}  // namespace tapcensus::echo
