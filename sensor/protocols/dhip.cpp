// DHIP, by which cameras and recorders of Dahua and its many brands are found: JSON behind a header
// of 32 bytes, with the model, the firmware and the brand.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/json_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{37810};
constexpr std::array kStart{ByteSet::just(0x20), ByteSet::just(0),   ByteSet::just(0),
                            ByteSet::just(0),    ByteSet::just('D'), ByteSet::just('H'),
                            ByteSet::just('I'),  ByteSet::just('P')};

constexpr std::uint32_t kHeader = 32;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const bool begins = in.le32() == kHeader && as_text(in.take(4)) == "DHIP";
  in.skip(kHeader - 8);  // session, request, lengths
  if (!in.ok() || !begins) return Reading::not_mine();
  const std::string_view body = as_text(in.rest());
  if (!body.starts_with('{')) return Reading::not_mine();
  if (body.find("\"deviceInfo\"") == body.npos) return Reading::done();
  announced::add(Field::dhip_model, json::text_of(body, "\"DeviceType\""), findings);
  announced::add(Field::dhip_vendor, json::text_of(body, "\"Vendor\""), findings);
  announced::add(Field::dhip_version, json::text_of(body, "\"Version\""), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dhip{"dhip", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
