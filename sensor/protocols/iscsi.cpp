// iSCSI (RFC 7143): the names of initiators, from their logins, and of targets, from their answers
// to SendTargets. They hold the maker of the program, and often the name of the host.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{860, 3260};
// Login request or response, version 0, no additional header, and little text.
constexpr std::array kStart{ByteSet::one_of("\x03\x43\x23"),
                            bytes::kAny,
                            ByteSet::just(0),
                            ByteSet::just(0),
                            ByteSet::just(0),
                            ByteSet::just(0)};

// 11.2.1.2; the bit of immediate delivery is left out.
enum Operation : std::uint8_t { kLogin = 0x03, kLoginResponse = 0x23, kTextResponse = 0x24 };

constexpr std::uint32_t kHeader = 48, kMostText = 8192;
constexpr std::uint8_t kMostMessages = 8;

// 6.1: "key=value", each behind the other with a zero between.
std::string_view value_of(std::string_view key, std::string_view text) noexcept {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('\0'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.size() > key.size() && pair.starts_with(key) && pair[key.size()] == '=') {
      return pair.substr(key.size() + 1);
    }
  }
  return {};
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t operation = in.u8() & 0x3f;
  in.skip(3);
  const std::uint8_t additional = in.u8();
  const std::uint32_t length = in.be24();
  in.skip(kHeader - 8);
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  const bool known =
      operation == kLogin || operation == kLoginResponse || operation == kTextResponse;
  if (!known || additional != 0 || length > kMostText) return foreign;
  const std::string_view text = as_text(in.take(length));
  const std::uint32_t size = kHeader + (length + 3) / 4 * 4;
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader + length);
  const std::string_view own = value_of(operation == kLogin ? "InitiatorName" : "TargetName", text);
  if (!own.empty()) {
    findings.add(Field::iscsi_name, own);
    return Reading::done();
  }
  // A target may answer with what it can do; whoever says neither is another protocol.
  if (payload.guessed && text.find('=') == text.npos) return foreign;
  if (payload.mode == kMostMessages) return Reading::done();
  return Reading::next(size, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol iscsi{"iscsi", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
