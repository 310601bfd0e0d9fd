// SSH (RFC 4253), both sides: what each calls itself, and how it would exchange keys.
//
// The lists of the first key exchange are the fingerprint of a program: HASSH is the MD5 of those
// that a side has for what it sends itself. Nothing is in clear after them.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/digest.hpp"
#include "protocols/line.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{22, 2022, 2222};
constexpr std::array kStart{ByteSet::just('S'), ByteSet::just('S'), ByteSet::just('H'),
                            ByteSet::just('-'), ByteSet::between('0', '9')};

enum Mode : std::uint8_t { kAtStart = 0, kKeyExchange };

constexpr std::size_t kMostIdentification = 255;  // 4.2, with CR and LF

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// "SSH-", the version of the protocol, "-", the version of the program (4.2).
Reading read_identification(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes).substr(0, kMostIdentification);
  constexpr std::string_view kName = "SSH-";
  if (!text.starts_with(kName.substr(0, text.size()))) return Reading::not_mine();
  const std::size_t end = text.find('\n');
  if (end == text.npos) {
    return text.size() < kMostIdentification ? wait_for_more(payload) : Reading::not_mine();
  }
  std::string_view line = text.substr(0, end);
  line = line.substr(0, line.find('\0'));  // which 4.2 forbids
  while (line.ends_with('\r')) line.remove_suffix(1);
  const std::string_view version = line.substr(std::min(kName.size(), line.size()));
  const std::size_t dash = version.find('-');
  if (version.size() < 4 || dash == version.npos || !is_digit(version[0]) || version[1] != '.') {
    return Reading::not_mine();
  }
  findings.add(Field::ssh_banner, line);
  const bool second = version[0] == '2' || version.starts_with("1.99-");  // 5.1
  return second ? Reading::next(static_cast<std::uint32_t>(end + 1), kKeyExchange)
                : Reading::done();
}

// The lists of SSH_MSG_KEXINIT (7.1), in its order; those for two directions stand in pairs, the
// client's first.
enum List : std::uint8_t { kKex, kHostKey, kEncryption, kMac = 4, kCompression = 6, kLists = 8 };
using Lists = std::array<std::string_view, kLists>;

// Some names are only ever one side's (RFC 8308, 2.1; OpenSSH, PROTOCOL 1.10); else the lower port
// is taken for the server.
bool is_server(const Layers& layers, std::string_view kex) noexcept {
  const auto has = [kex](std::string_view name) { return kex.find(name) != kex.npos; };
  if (has("ext-info-c") || has("kex-strict-c-")) return false;
  if (has("ext-info-s") || has("kex-strict-s-")) return true;
  return layers.source_port < layers.target_port;
}

void add_lists(const Layers& layers, const Lists& lists, Findings& findings) noexcept {
  findings.add(Field::ssh_kex, lists[kKex]);
  const std::size_t side = is_server(layers, lists[kKex]) ? 1 : 0;
  Line<4096> own;
  own.add(lists[kKex]);
  for (const List list : {kEncryption, kMac, kCompression}) {
    own.add(';');
    own.add(lists[list + side]);
  }
  if (!own.whole()) return;
  const auto digest = md5_hex(own.view());
  findings.add_composed(Field::ssh_hassh, {digest.data(), digest.size()});
}

// A packet (6): its length, that of its padding, and the message.
Reading read_key_exchange(const Payload& payload, Findings& findings) noexcept {
  constexpr std::uint32_t kMostPacket = 35'000;  // 6.1
  constexpr std::uint8_t kKeyExchangeInit = 20;
  Cursor in{payload.bytes};
  const std::uint32_t length = in.be32();
  in.skip(1);
  const std::uint8_t message = in.u8();
  if (!in.ok()) return payload.final ? Reading::done() : wait_for_more(payload);
  if (length > kMostPacket || message != kKeyExchangeInit) return Reading::done();
  if (payload.bytes.size() < length + 4 && !payload.final) return Reading::need_more(length + 4);
  in.skip(16);  // cookie
  Lists lists;
  for (std::string_view& list : lists) list = as_text(in.take(in.be32()));
  if (in.ok() && !lists[kKex].empty()) add_lists(payload.layers, lists, findings);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return payload.mode == kAtStart ? read_identification(payload, findings)
                                  : read_key_exchange(payload, findings);
}

}  // namespace

extern constinit const Protocol ssh{"ssh", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
