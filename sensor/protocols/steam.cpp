// Steam's search for hosts of its streaming (Remote Play): each computer with Steam tells the
// network which system it runs, by Valve's number for it (16 is Windows 10, -203 some Linux).
//
// A mark, a header and a body, each behind its length; both in the encoding of Protocol Buffers.
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{27036};
constexpr std::array kStart{ByteSet::just(0xff), ByteSet::just(0xff), ByteSet::just(0xff),
                            ByteSet::just(0xff), ByteSet::just(0x21), ByteSet::just(0x4c),
                            ByteSet::just(0x5f), ByteSet::just(0xa0)};

constexpr std::uint64_t kMark = 0xffffffff'214c5fa0;

// A number of seven bits a byte, the lowest first; more than ten bytes fail the cursor.
std::uint64_t read_number(Cursor& in) noexcept {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    const std::uint8_t octet = in.u8();
    number |= std::uint64_t{octet & 0x7fu} << (shift & 63);
    if (octet < 0x80) return number;
  }
  in.skip(in.left() + 1);
  return 0;
}

struct Sought {
  bool found = false;
  std::uint64_t number = 0;
};

// The first field of that key that is a number.
Sought number_of(std::uint64_t field, ByteView message) noexcept {
  enum Wire : std::uint8_t { kNumber = 0, kEight = 1, kBytes = 2, kFour = 5 };
  Cursor in{message};
  while (!in.at_end()) {
    const std::uint64_t key = read_number(in);
    switch (key & 7) {
      case kNumber: {
        const std::uint64_t number = read_number(in);
        if (in.ok() && key >> 3 == field) return {true, number};
        break;
      }
      case kEight: in.skip(8); break;
      case kBytes: in.skip(read_number(in)); break;
      case kFour: in.skip(4); break;
      default: return {};
    }
  }
  return {};
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (in.be64() != kMark) return Reading::not_mine();
  const ByteView header = in.take(in.le32());
  const ByteView body = in.take(in.le32());
  if (!in.ok()) return Reading::not_mine();
  constexpr std::uint64_t kKind = 2, kStatus = 1, kSystem = 7;
  const Sought kind = number_of(kKind, header);
  if (!kind.found || kind.number != kStatus) return Reading::done();
  const Sought system = number_of(kSystem, body);
  if (!system.found) return Reading::done();
  const auto number = static_cast<std::int32_t>(system.number);
  Line<11> text;
  if (number < 0) text.add('-');
  const auto bits = static_cast<std::uint32_t>(number);
  text.add_decimal(number < 0 ? 0u - bits : bits);
  findings.add_composed(Field::steam_os, text.view());
  return Reading::done();
}

}  // namespace

extern constinit const Protocol steam{"steam", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
