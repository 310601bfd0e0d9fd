// Microsoft SQL Server (MS-TDS), both sides: the version of the server (PRELOGIN), and the host,
// the program and the library of a client that logs in without encryption (LOGIN7).
//
// As a rule the login is encrypted: TLS begins inside a PRELOGIN packet, and is read there.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/preamble.hpp"
#include "protocols/utf16.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{1433, 1434};
// 2.2.3.1: type, end of message, length; process, number, and a zero.
constexpr std::array kStart{ByteSet::one_of("\x04\x10\x12"),
                            ByteSet::just(1),
                            ByteSet::between(0, 15),
                            bytes::kAny,
                            bytes::kAny,
                            bytes::kAny,
                            ByteSet::between(0, 2),
                            ByteSet::just(0)};

enum Type : std::uint8_t { kReply = 0x04, kLogin = 0x10, kPrelogin = 0x12 };
enum Mode : std::uint8_t { kAtStart = 0, kAfterPrelogin };

constexpr std::uint32_t kHeader = 8, kMostPacket = 4096;

// 2.2.6.5: tokens with places and lengths, up to 255. The first of them is the version; -1 where
// this is no PRELOGIN.
int find_version(ByteView message) noexcept {
  constexpr std::uint8_t kVersion = 0, kEnd = 255, kLastToken = 7;
  Cursor in{message};
  int found = -1;
  for (unsigned i = 0; i < 16; ++i) {
    const std::uint8_t token = in.u8();
    if (token == kEnd) return in.ok() ? found : -1;
    const std::uint16_t offset = in.be16(), length = in.be16();
    if (!in.ok() || token > kLastToken || std::size_t{offset} + length > message.size()) return -1;
    if (i == 0 && (token != kVersion || length != 6)) return -1;
    if (i == 0) found = offset;
  }
  return -1;
}

Reading read_prelogin(ByteView message, std::uint8_t type, std::uint32_t size,
                      Findings& findings) noexcept {
  const int version_at = find_version(message);
  if (version_at < 0) return Reading::not_mine();
  if (type == kPrelogin) return Reading::next(size, kAfterPrelogin);
  Cursor in{message};
  in.skip(static_cast<std::size_t>(version_at));
  Line<32> version;  // "16.0.1000"
  version.add_decimal(in.u8());
  version.add('.');
  version.add_decimal(in.u8());
  version.add('.');
  version.add_decimal(in.be16());
  findings.add_composed(Field::mssql_version, version.view());
  return Reading::next(size, kAfterPrelogin);
}

// 2.2.6.4: the place and the number of characters of each text, which is UTF-16.
void add_text(ByteView message, Cursor places, Field field, Findings& findings) noexcept {
  constexpr std::uint16_t kMostCharacters = 128;
  const std::uint16_t offset = places.le16(), characters = places.le16();
  Cursor in{message};
  in.skip(offset);
  const ByteView text = in.take(std::size_t{characters} * 2);
  if (!places.ok() || !in.ok() || characters == 0 || characters > kMostCharacters) return;
  Line<std::size_t{kMostCharacters} * 3> line;
  add_utf16le(text, line);
  findings.add_composed(field, line.view());
}

Reading read_login(ByteView message, bool first, Findings& findings) noexcept {
  constexpr std::size_t kPlaces = 36;
  constexpr std::uint32_t kVersion7 = 0x70, kVersion74 = 0x74;
  Cursor in{message};
  const std::uint32_t length = in.le32(), version = in.le32() & 0xff;
  in.skip(kPlaces - 8);
  const auto place = [&](std::size_t index) {
    Cursor places = in;
    places.skip(4 * index);
    return places;
  };
  // The least significant byte comes first or last, by version.
  const std::uint8_t last = Cursor{message.subspan(std::min<std::size_t>(7, message.size()))}.u8();
  const bool known =
      (version >= kVersion7 && version <= kVersion74) || (last >= kVersion7 && last <= kVersion74);
  if (!in.ok() || length > message.size() || !known) {
    return first ? Reading::not_mine() : Reading::done();
  }
  enum Place : std::size_t { kHostName = 0, kProgram = 3, kLibrary = 6 };
  add_text(message, place(kHostName), Field::mssql_host, findings);
  add_text(message, place(kProgram), Field::mssql_client, findings);
  add_text(message, place(kLibrary), Field::mssql_client, findings);
  read_ntlmssp(message, findings);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kAtStart;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  in.skip(1);
  const std::uint16_t length = in.be16();
  in.skip(4);
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader + 1);
  if (length <= kHeader || length > kMostPacket) return foreign;
  if (type == kPrelogin && !first) {
    const std::string_view inside = as_text(in.rest());
    if (inside.empty()) return payload.final ? foreign : wait_for_more(payload);
    return begins_tls(inside[0]) ? Reading::switched(kHeader) : Reading::done();
  }
  if (payload.bytes.size() < length) {
    return payload.final ? foreign : Reading::need_more(length);
  }
  const ByteView message = in.take(length - kHeader);
  if (type == kLogin) return read_login(message, first, findings);
  if (!first) return Reading::done();
  return read_prelogin(message, type, length, findings);
}

}  // namespace

extern constinit const Protocol mssql{"mssql", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
