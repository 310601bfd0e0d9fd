// The NetBIOS datagram service (RFC 1002, 4.4) and the browser of Windows networks (MS-BRWS) in it,
// and LAN Manager's before it: the name of the sender, and which system it announces.
//
// A master browser also announces its domain (2.2.6). That name is not a host's, and its version
// (3.10, whatever runs) is not the host's, so only the browser's own name is taken, which it gives
// in the place of a comment.
#include <algorithm>
#include <array>

#include "protocols/announced.hpp"
#include "protocols/netbios_name.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

using namespace netbios;

constexpr std::array<std::uint16_t, 1> kPorts{138};

constexpr std::uint8_t kFirstType = 0x10, kLastType = 0x12;  // direct, to a group, broadcast
constexpr std::uint32_t kSmb = 0xff534d42;
constexpr std::uint8_t kTransaction = 0x25;

// MS-BRWS, 2.2.
enum Command : std::uint8_t {
  kHost = 1,
  kElection = 8,
  kDomain = 12,
  kLocalMaster = 15,
};

// What a host says of itself: name, version of its system, comment.
void add_host(std::string_view name, std::uint8_t major, std::uint8_t minor,
              std::string_view comment, Findings& findings) noexcept {
  announced::add(Field::browser_host, name, findings);
  Line<8> version;
  version.add_decimal(major);
  version.add('.');
  version.add_decimal(minor);
  findings.add_composed(Field::browser_os_version, version.view());
  announced::add(Field::browser_comment, comment, findings);
}

// MS-BRWS, 2.2.1, 2.2.6 and 2.2.10, behind the command.
void read_announcement(Command command, Cursor in, Findings& findings) noexcept {
  in.skip(1 + 4);  // count, periodicity
  const std::string_view name = trimmed_text(in.take(16));
  const std::uint8_t major = in.u8();
  const std::uint8_t minor = in.u8();
  in.skip(4 + 2 + 2);  // kind of server, version of the browser, signature
  if (!in.ok()) return;
  const std::string_view comment = trimmed_text(in.rest());
  if (command == kDomain) return announced::add(Field::browser_host, comment, findings);
  add_host(name, major, minor, comment, findings);
}

void read_browser(Cursor in, Findings& findings) noexcept {
  const std::uint8_t command = in.u8();
  switch (command) {
    case kHost:
    case kDomain:
    case kLocalMaster: read_announcement(Command{command}, in, findings); break;
    case kElection:
      in.skip(1 + 4 + 4 + 4);  // version, criteria, time up, unused
      if (in.ok()) {
        announced::add(Field::browser_host, trimmed_text(in.rest()), findings);
      }
      break;
    default: break;
  }
}

// LAN Manager's announcement, as nmbd sends it ("lm announce"): kind of server, version, period,
// name and comment.
void read_lan_manager(Cursor in, Findings& findings) noexcept {
  if (in.u8() != kHost) return;
  in.skip(1 + 4);  // count, kind of server
  const std::uint8_t major = in.u8();
  const std::uint8_t minor = in.u8();
  in.skip(2);  // period
  const std::string_view texts = as_text(in.rest());
  const std::size_t end = texts.find('\0');
  if (!in.ok() || end == texts.npos) return;
  add_host(texts.substr(0, end), major, minor, trimmed_text(in.rest().subspan(end + 1)), findings);
}

bool is_named(std::string_view mailslot, std::string_view wanted) noexcept {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? char(c & ~0x20) : c; };
  return std::ranges::equal(mailslot, wanted, {}, upper);
}

// A message to a mailslot (MS-MAIL, 2.2.1): the SMB header and a transaction (MS-CIFS, 2.2.4.33).
void read_mailslot(Cursor in, Findings& findings) noexcept {
  const ByteView message = in.rest();
  constexpr std::size_t kHeader = 32;
  if (in.be32() != kSmb || in.u8() != kTransaction) return;
  in.skip(kHeader - 5);
  const std::size_t words = in.u8();
  if (words < 14) return;
  in.skip(2 * 11);  // counts, flags, time, parameters
  const std::uint16_t size = in.le16();
  const std::size_t at = in.le16();
  in.skip(2 * (words - 13) + 2);  // set-up words, count of bytes
  const std::string_view behind = as_text(in.rest());
  if (!in.ok() || at > message.size()) return;
  const std::string_view mailslot = behind.substr(0, behind.find('\0'));
  const ByteView body = message.subspan(at);
  const Cursor said{body.first(std::min<std::size_t>(size, body.size()))};
  if (is_named(mailslot, "\\MAILSLOT\\BROWSE")) read_browser(said, findings);
  if (is_named(mailslot, "\\MAILSLOT\\LANMAN")) read_lan_manager(said, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  if (type < kFirstType || type > kLastType) return Reading::not_mine();
  in.skip(1 + 2 + 4 + 2);  // flags, id, source
  in.skip(2);              // length
  const std::uint16_t offset = in.be16();
  const auto source = read_encoded(in);
  read_encoded(in);  // to whom
  if (!in.ok()) return Reading::not_mine();
  NameText name;
  if (add_name(source, name)) findings.add_composed(Field::nbns_name, name.view());
  if (offset == 0) read_mailslot(in, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol nbdgm{"nbdgm", Carrier::udp, kPorts, read};

}  // namespace tapcensus
