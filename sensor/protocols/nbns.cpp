// The NetBIOS name service (RFC 1002, 4.2): the names that a host has or wants.
//
// Said are the names of its own: what it registers, refreshes or gives up, what it answers to a
// query with an address of its own, and its list of names (node status), which also has its
// hardware address. A query asks for somebody else, and the word of a name server (WINS) on others
// is not its own: both are left out. Names of groups are said too, "WORKGROUP<1e>": who claims
// them belongs to them.
#include <algorithm>
#include <array>

#include "protocols/announced.hpp"
#include "protocols/netbios_name.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace netbios;

constexpr std::array<std::uint16_t, 1> kPorts{137};

// RFC 1002, 4.2.1.1; 9 is the refresh of those who read another table, 15 that of a host with
// several addresses (MS-NBTE, 2.2.2).
enum Operation : std::uint8_t {
  kQuery = 0,
  kRegistration = 5,
  kRelease = 6,
  kRefresh = 8,
  kRefreshToo = 9,
  kMultihomed = 15,
};

enum Type : std::uint16_t { kAddress = 0x20, kStatus = 0x21 };

struct Header {
  bool response = false;
  std::uint8_t operation = 0, code = 0;
  std::uint16_t questions = 0, answers = 0, authorities = 0, additionals = 0;
};

Header read_header(Cursor& in) noexcept {
  Header header;
  in.skip(2);  // transaction
  const std::uint16_t flags = in.be16();
  header.response = (flags & 0x8000) != 0;
  header.operation = flags >> 11 & 15;
  header.code = flags & 15;
  header.questions = in.be16();
  header.answers = in.be16();
  header.authorities = in.be16();
  header.additionals = in.be16();
  return header;
}

void say(ByteView raw, Findings& findings) noexcept {
  NameText text;
  if (add_name(raw, text)) findings.add_composed(Field::nbns_name, text.view());
}

// What Windows gives to dial-up and tunnels, the same on each host: "\0SE..." and "DEST..".
bool is_everywhere(const MacAddress& unit) noexcept {
  const std::uint32_t first =
      std::uint32_t{unit.octets[0]} << 16 | std::uint32_t{unit.octets[1]} << 8 | unit.octets[2];
  return first == 0x005345 || first == 0x444553;
}

// 4.2.18: how many names, each with its flags, and the unit's address.
void read_status(Cursor in, const Payload& payload, Findings& findings) noexcept {
  const std::uint8_t names = in.u8();
  for (unsigned i = 0; i < names && in.ok(); ++i) {
    say(in.take(kNameBytes), findings);
    in.skip(2);
  }
  const MacAddress unit = MacAddress::of(in.take(6));  // none where there are fewer
  if (!is_everywhere(unit)) announced::claim_hardware(unit, payload.layers.source, findings);
}

// 4.2.13: the addresses of who has the name, each behind its flags.
bool holds_address(Cursor in, const IpAddress& sought) noexcept {
  while (in.left() >= 6) {
    in.skip(2);
    if (IpAddress::v4(in.take(4)) == sought) return true;
  }
  return false;
}

Reading read_answer(Cursor& in, const Payload& payload, Findings& findings) noexcept {
  const auto name = read_encoded(in);
  const std::uint16_t type = in.be16();
  in.skip(2 + 4);  // class, time to live
  const std::uint16_t size = in.be16();
  if (!in.ok()) return Reading::not_mine();
  const Cursor data{in.rest().first(std::min<std::size_t>(size, in.left()))};
  if (type == kStatus) {
    read_status(data, payload, findings);
  } else if (type == kAddress && holds_address(data, payload.layers.source)) {
    say(name, findings);
  }
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const Header header = read_header(in);
  if (!in.ok() || header.questions > 1 || header.answers > 1) return Reading::not_mine();
  if (header.response) {
    const bool answer = header.operation == kQuery && header.code == 0 && header.answers == 1;
    return answer && header.questions == 0 ? read_answer(in, payload, findings) : Reading::done();
  }
  const auto name = read_encoded(in);
  if (!in.ok() || header.questions == 0) return Reading::not_mine();
  switch (header.operation) {
    case kRegistration:
    case kRelease:
    case kRefresh:
    case kRefreshToo:
    case kMultihomed: say(name, findings); break;
    default: break;
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol nbns{"nbns", Carrier::udp, kPorts, read};

}  // namespace tapcensus
