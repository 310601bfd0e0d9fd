// TDS ([MS-TDS]), which clients speak to Microsoft's SQL Server, both sides: the version of the
// server (PRELOGIN), and the host, the program and the library of a client that logs in without
// encryption (LOGIN7), with NTLM on both sides where it is how they log in.
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

// 2.2.3.1.1.
enum Type : std::uint8_t { kReply = 0x04, kLogin = 0x10, kSspi = 0x11, kPrelogin = 0x12 };

constexpr std::uint32_t kHeader = 8, kMostPacket = 4096;  // 2.2.3.1.3: until the login is done

// 2.2.3.1: type, status, length; process, number, and a zero.
constexpr std::array kStart{ByteSet::just(kReply) | ByteSet::between(kLogin, kPrelogin),
                            ByteSet::between(0, 1),
                            ByteSet::between(0, kMostPacket >> 8),
                            bytes::kAny,
                            bytes::kAny,
                            bytes::kAny,
                            ByteSet::between(0, 2),
                            ByteSet::just(0)};

enum Mode : std::uint8_t { kFirstPacket = 0, kMostPackets = 8 };

struct Packet {
  std::uint8_t type;
  bool last;  // of its message
  ByteView content;
};

// 2.2.6.5: tokens with places and lengths, up to 255. The first of them is the version; -1 where
// this is no PRELOGIN.
int find_version(ByteView content) noexcept {
  constexpr std::uint8_t kVersion = 0, kEnd = 255, kLastToken = 7;
  Cursor in{content};
  int found = -1;
  for (unsigned i = 0; i < 16; ++i) {
    const std::uint8_t token = in.u8();
    if (token == kEnd) return in.ok() ? found : -1;
    const std::uint16_t offset = in.be16(), length = in.be16();
    if (!in.ok() || token > kLastToken || std::size_t{offset} + length > content.size()) return -1;
    if (i == 0 && (token != kVersion || length != 6)) return -1;
    if (i == 0) found = offset;
  }
  return -1;
}

void report_version(Cursor in, Findings& findings) noexcept {
  Line<32> version;  // "16.0.1000"
  version.add_decimal(in.u8());
  version.add('.');
  version.add_decimal(in.u8());
  version.add('.');
  version.add_decimal(in.be16());
  findings.add_composed(Field::mssql_version, version.view());
}

// 2.2.6.4: the place and the number of characters of each text, which is UTF-16.
void add_text(ByteView content, Cursor places, Field field, Findings& findings) noexcept {
  constexpr std::uint16_t kMostCharacters = 128;
  const std::uint16_t offset = places.le16(), characters = places.le16();
  Cursor in{content};
  in.skip(offset);
  const ByteView text = in.take(std::size_t{characters} * 2);
  if (!places.ok() || !in.ok() || characters == 0 || characters > kMostCharacters) return;
  Line<std::size_t{kMostCharacters} * 3> line;
  add_utf16le(text, line);
  findings.add_composed(field, line.view());
}

// 2.2.6.4: the length once more, and the version, of which either end may come first.
bool is_login(const Packet& packet) noexcept {
  const auto is_known = [](std::uint32_t version) { return version >= 0x70 && version <= 0x74; };
  Cursor in{packet.content};
  const std::uint32_t length = in.le32(), version = in.le32();
  const bool fits = length <= packet.content.size() || !packet.last;
  return in.ok() && fits && (is_known(version & 0xff) || is_known(version >> 24));
}

void read_login(ByteView content, Findings& findings) noexcept {
  constexpr std::size_t kPlaces = 36;
  enum Place : std::size_t { kHostName = 0, kProgram = 3, kLibrary = 6 };
  const auto place = [&](std::size_t index) {
    Cursor places{content};
    places.skip(kPlaces + 4 * index);
    return places;
  };
  add_text(content, place(kHostName), Field::mssql_host, findings);
  add_text(content, place(kProgram), Field::mssql_client, findings);
  add_text(content, place(kLibrary), Field::mssql_client, findings);
}

// Whether its bytes alone say that a direction of TDS begins with it, or is met in its login.
bool opens_a_direction(const Packet& packet, NtlmMessage token) noexcept {
  if (packet.type == kLogin) return is_login(packet);
  return token != NtlmMessage::none || (packet.type != kSspi && find_version(packet.content) >= 0);
}

Reading read_packet(const Packet& packet, const Payload& payload, std::uint32_t size,
                    Findings& findings) noexcept {
  const bool first = payload.mode == kFirstPacket;
  if (packet.type == kLogin && is_login(packet)) read_login(packet.content, findings);
  const NtlmMessage token = read_ntlmssp(packet.content, findings);
  if (first && !opens_a_direction(packet, token)) return Reading::not_mine();
  const int version_at = first && packet.type != kLogin ? find_version(packet.content) : -1;
  if (version_at >= 0 && packet.type == kReply) {
    report_version(Cursor{packet.content.subspan(static_cast<std::size_t>(version_at))}, findings);
  }
  const bool goes_on = version_at >= 0 || token == NtlmMessage::negotiate ||
                       (!packet.last && token == NtlmMessage::none);
  if (!goes_on || payload.mode == kMostPackets) return Reading::done();
  return Reading::next(size, static_cast<std::uint8_t>(payload.mode + 1));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kFirstPacket;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8(), status = in.u8();
  const std::uint32_t length = in.be16();
  in.skip(4);
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  const bool known = type == kReply || (type >= kLogin && type <= kPrelogin);
  if (!known || length <= kHeader || length > kMostPacket) return foreign;
  if (in.at_end()) return payload.final ? foreign : Reading::need_more(kHeader + 1);
  const ByteView content = in.take(std::min<std::size_t>(length - kHeader, in.left()));
  if (!first && begins_tls(static_cast<char>(content[0]))) return Reading::switched(kHeader);
  if (content.size() < length - kHeader && !payload.final) return Reading::need_more(length);
  return read_packet({type, (status & 1) != 0, content}, payload, length, findings);
}

}  // namespace

extern constinit const Protocol tds{"tds", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
