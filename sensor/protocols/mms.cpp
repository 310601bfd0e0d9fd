// MMS (ISO 9506) as IEC 61850 carries it (TPKT, COTP, session, presentation): what a server answers
// to Identify.
//
// The layers between are read only as far as their lengths go; a message in several units is passed
// over.
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{102};

constexpr std::uint8_t kTpkt = 3, kMostMessages = 64;
constexpr std::uint8_t kData = 0xf0;  // of COTP; how it connects is read with S7comm
// X.225, 8.3: CONNECT, ACCEPT, and GIVE TOKENS before data.
constexpr std::uint8_t kConnect = 13, kAccept = 14, kGiveTokens = 1;

// X.690, 8.1: the content of an element with this tag of one byte; fails the cursor if it is not.
Cursor element(Cursor& in, std::uint8_t tag) noexcept {
  if (in.u8() != tag) in.skip(in.left() + 1);
  std::uint32_t length = in.u8();
  if (length >= 0x80) {
    const unsigned bytes = length & 0x7f;
    if (bytes == 0 || bytes > 2) in.skip(in.left() + 1);
    length = 0;
    for (unsigned i = 0; i < bytes && in.ok(); ++i) length = length << 8 | in.u8();
  }
  return Cursor{in.take(length)};
}

// X.226 (user data), then the confirmed response of ISO 9506-2, 7: invocation, identify [2].
void read_response(Cursor in, Findings& findings) noexcept {
  Cursor user_data = element(in, 0x61);
  Cursor list = element(user_data, 0x30);
  element(list, 0x02);  // context
  Cursor value = element(list, 0xa0);
  Cursor response = element(value, 0xa1);
  element(response, 0x02);  // invocation
  Cursor identify = element(response, 0xa2);
  const Cursor vendor = element(identify, 0x80), model = element(identify, 0x81),
               revision = element(identify, 0x82);
  if (!in.ok() || !user_data.ok() || !list.ok() || !value.ok() || !response.ok() || !identify.ok())
    return;
  plain_text::add(Field::mms_vendor, vendor.rest(), findings);
  plain_text::add(Field::mms_model, model.rest(), findings);
  plain_text::add(Field::mms_revision, revision.rest(), findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8(), reserved = in.u8();
  const std::size_t size = in.be16();
  const std::uint8_t header = in.u8(), code = in.u8();
  if (!in.ok()) return in_messages::wait(payload);
  if (version != kTpkt || reserved != 0 || 5u + header > size || header < 2) {
    return in_messages::foreign(payload);
  }
  if (code != kData) return in_messages::foreign(payload);
  if (payload.bytes.size() < size) return in_messages::wait_for(payload, size);
  in.skip(header - 1u);
  Cursor session{in.take(size - 5 - header)};
  const std::uint8_t unit = session.u8();
  if (!session.ok() && payload.mode == 0) return Reading::not_mine();
  if (unit == kGiveTokens) {
    session.skip(3);  // its length, which is 0, and DATA TRANSFER with the same
    read_response(session, findings);
  } else if (payload.mode == 0 && unit != kConnect && unit != kAccept) {
    return Reading::not_mine();
  }
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol mms{"mms", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
