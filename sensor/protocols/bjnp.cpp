// BJNP, by which Canon's printers and scanners are used: the answer with the identity of a printer,
// which is that of IEEE 1284 ("MFG:Canon;…;MDL:MG5200 series;…").
#include <array>

#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 4> kPorts{8610, 8611, 8612, 8613};
constexpr std::array kStart{ByteSet::just('B'), ByteSet::just('J'), ByteSet::just('N'),
                            ByteSet::just('P'), ByteSet::between(0x81, 0x82)};

constexpr std::uint8_t kIdentity = 0x30;
constexpr std::uint8_t kAnswers = 0x80;  // a bit of the kind of device

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (as_text(in.take(4)) != "BJNP") return Reading::not_mine();
  const bool answers = (in.u8() & kAnswers) != 0;
  const std::uint8_t command = in.u8();
  in.skip(2 + 2 + 2);  // error, sequence, session
  const std::uint32_t size = in.be32();
  if (!in.ok() || size != in.left()) return Reading::not_mine();
  if (answers && command == kIdentity) {
    in.skip(2);  // its length, which says the same
    announced::add(Field::bjnp_id, trimmed_text(in.rest()), findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol bjnp{"bjnp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
