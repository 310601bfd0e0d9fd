// DICOM (PS3.8, 9.3): how medical devices introduce themselves when they associate: their title as
// an application entity, and the implementation they run.
//
// Nothing behind the association is read, for that is about patients.
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{104, 11112};

constexpr std::uint8_t kRequest = 1, kAccept = 2;
// The type, a length below 64 KiB, and version 1.
constexpr std::array kStart{ByteSet::between(kRequest, kAccept),
                            ByteSet::just(0),
                            ByteSet::just(0),
                            ByteSet::just(0),
                            bytes::kAny,
                            bytes::kAny,
                            ByteSet::just(0),
                            ByteSet::just(1)};

constexpr std::size_t kHeader = 6, kFixed = 68;

enum Item : std::uint8_t {
  kApplicationContext = 0x10,
  kUserInformation = 0x50,
  kImplementationUid = 0x52,
  kImplementationName = 0x55,
};
// PS3.7, A.2.1: all that DICOM has.
constexpr std::string_view kContext = "1.2.840.10008.3.1.1.1";

Cursor next_item(Cursor& in, std::uint8_t& type) noexcept {
  type = in.u8();
  in.skip(1);
  return Cursor{in.take(in.be16())};
}

// PS3.7, D.3.3.2
void read_user_information(Cursor in, Findings& findings) noexcept {
  while (!in.at_end()) {
    std::uint8_t type = 0;
    const Cursor item = next_item(in, type);
    if (!in.ok()) return;
    if (type == kImplementationUid) {
      plain_text::add(Field::dicom_implementation_uid, item.rest(), findings);
    } else if (type == kImplementationName) {
      plain_text::add(Field::dicom_implementation, item.rest(), findings);
    }
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  in.skip(1);
  const std::uint32_t length = in.be32();
  const std::uint16_t version = in.be16();
  if (!in.ok()) return in_messages::wait_for(payload, kHeader + 2);
  if ((type != kRequest && type != kAccept) || version != 1 || length > 0xffff || length < kFixed) {
    return Reading::not_mine();
  }
  const std::size_t size = kHeader + length;
  constexpr std::size_t kSure = kHeader + kFixed + 4 + kContext.size();
  const std::size_t behind_context = kHeader + kFixed + 4;
  if (payload.bytes.size() < kSure) return in_messages::wait_for(payload, kSure);
  if (as_text(payload.bytes.subspan(behind_context, kContext.size())) != kContext) {
    return Reading::not_mine();
  }
  if (payload.bytes.size() < size) return in_messages::wait_for(payload, size);
  in.skip(2);
  // Who accepts repeats how it was called.
  const ByteView called = in.take(16), calling = in.take(16);
  in.skip(32);
  Cursor items{in.take(length - kFixed)};
  plain_text::add(Field::dicom_title, type == kRequest ? calling : called, findings);
  while (!items.at_end()) {
    std::uint8_t kind = 0;
    const Cursor item = next_item(items, kind);
    if (items.ok() && kind == kUserInformation) read_user_information(item, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dicom{"dicom", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
