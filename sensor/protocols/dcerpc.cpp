// DCE/RPC over TCP (C706, 12; [MS-RPCE]), on the endpoint mapper's port and on those that it gives
// out, both sides: NTLM, or a ticket of Kerberos, in the binding. What is called is not looked at.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/kerberos_facts.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{135, 593};

// C706, 12.6.4.
enum Kind : std::uint8_t {
  kBind = 11,
  kBindAck = 12,
  kAlterContext = 14,
  kAlterContextResponse = 15,
  kAuth3 = 16,
};

// Version 5.0 or 5.1; a binding or its acknowledgement; flags; integers in either order, characters
// in ASCII, floats as in IEEE 754.
constexpr std::array kStart{ByteSet::just(5),
                            ByteSet::between(0, 1),
                            ByteSet::between(kBind, kBindAck),
                            bytes::kAny,
                            ByteSet::just(0) | ByteSet::just(0x10),
                            ByteSet::just(0),
                            ByteSet::just(0),
                            ByteSet::just(0)};

enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 4 };

constexpr std::uint32_t kHeader = 16;
constexpr std::uint32_t kMostRead = 8192;

bool speaks_of_security(std::uint8_t kind) noexcept {
  return kind == kBind || kind == kBindAck || kind == kAlterContext ||
         kind == kAlterContextResponse || kind == kAuth3;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == kFirstMessage ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t major = in.u8(), minor = in.u8(), kind = in.u8();
  in.skip(1);  // flags
  const bool little = in.u8() == 0x10;
  in.skip(3);
  const std::uint32_t size = little ? in.le16() : in.be16();
  const std::uint32_t security = little ? in.le16() : in.be16();
  in.skip(4);  // the call
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  if (major != 5 || minor > 1 || !speaks_of_security(kind) || size < kHeader) return foreign;
  if (security + kHeader > size) return foreign;
  // Without security now there is none to come, as a rule.
  if (security == 0) return Reading::done();
  const std::uint32_t wanted = std::min(size, kMostRead);
  if (payload.bytes.size() < wanted && !payload.final) return Reading::need_more(wanted);
  // [MS-RPCE] 2.2.2.11: the verifier is the end of the message.
  const ByteView there = payload.bytes.first(std::min<std::size_t>(payload.bytes.size(), size));
  const ByteView verifier = there.subspan(std::min<std::size_t>(size - security, there.size()));
  const NtlmMessage token = read_ntlmssp(verifier, findings);
  if (token == NtlmMessage::none) read_kerberos_token(verifier, findings);
  // The client's second message is still to come, or it was not NTLM that was offered first.
  const bool client = kind == kBind || kind == kAlterContext || kind == kAuth3;
  const bool last = token == NtlmMessage::authenticate || token == NtlmMessage::challenge;
  if (last || (client && kind == kAuth3) || payload.mode == kMostMessages) return Reading::done();
  return Reading::next(size, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol dcerpc{"dcerpc", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
