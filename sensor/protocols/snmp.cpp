// SNMP (RFC 1157, 3416, 3412): what an agent says of its system, and by which engine it is known.
//
// Read from responses and notifications, which are the agent's word; what managers ask for and set
// is not. Communities and users are passed over.
#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "protocols/der.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{161, 162};

// A sequence; its length, and behind that of up to four octets the version.
constexpr std::array kStart{ByteSet::just(0x30),
                            ByteSet::between(0x0b, 0x7f) | ByteSet::between(0x81, 0x84)};

enum Version : std::uint8_t { kVersion1 = 0, kVersion2c = 1, kVersion3 = 3 };

constexpr DerTag kResponse = constructed_tag(2), kTrap1 = constructed_tag(4),
                 kInform = constructed_tag(6), kTrap = constructed_tag(7);
constexpr DerTag kIpAddress{0x40};

// The variables that are read (RFC 3418), and the fields that they are; below 1.3.6.1.
struct Variable {
  std::string_view identifier;  // as it is encoded
  DerTag type;
  Field field;
};
using namespace std::string_view_literals;
constexpr Variable kVariables[]{
    {"\x2b\x06\x01\x02\x01\x01\x01\x00"sv, DerTag::octet_string, Field::snmp_sysdescr},
    {"\x2b\x06\x01\x02\x01\x01\x02\x00"sv, DerTag::object_identifier, Field::snmp_sysobjectid},
    {"\x2b\x06\x01\x02\x01\x01\x05\x00"sv, DerTag::octet_string, Field::snmp_sysname},
    // snmpTrapEnterprise.0: a trap of version 1 that was translated (RFC 3584, 3.1).
    {"\x2b\x06\x01\x06\x03\x01\x01\x04\x03\x00"sv, DerTag::object_identifier,
     Field::snmp_sysobjectid},
};

// X.690, 8.19, as "1.3.6.1.4.1.8072". False when it is none, or longer than any that is assigned.
bool add_identifier(Line<256>& line, ByteView encoded) noexcept {
  Cursor in{encoded};
  bool first = true;
  while (!in.at_end()) {
    std::uint64_t part = 0;
    std::uint8_t octet;
    do {
      octet = in.u8();
      part = part << 7 | (octet & 0x7f);
      if (!in.ok() || part > 0xffff'ffff) return false;
    } while ((octet & 0x80) != 0);
    if (first) {
      const auto root = static_cast<std::uint32_t>(std::min<std::uint64_t>(part / 40, 2));
      line.add_decimal(root);
      part -= root * 40;
    }
    first = false;
    line.add('.');
    line.add_decimal(static_cast<std::uint32_t>(part));
  }
  return !first && line.whole();
}

void add_value(Field field, DerTag type, ByteView value, Findings& findings) noexcept {
  if (type == DerTag::object_identifier) {
    Line<256> line;
    if (add_identifier(line, value)) findings.add_composed(field, line.view());
    return;
  }
  const std::string_view text = unpadded(as_text(value));
  if (!text.empty()) findings.add(field, text);
}

// RFC 3416, 3: names and values.
void read_bindings(ByteView bindings, Findings& findings) noexcept {
  DerReader in{bindings};
  while (!in.at_end() && in.ok()) {
    DerReader binding{in.next(DerTag::sequence)};
    const std::string_view name = as_text(binding.next(DerTag::object_identifier));
    const DerElement value = binding.next();
    if (!binding.ok()) continue;
    const auto* const known = std::ranges::find(kVariables, name, &Variable::identifier);
    if (known == std::end(kVariables) || known->type != value.tag) continue;
    add_value(known->field, value.tag, value.content, findings);
  }
}

// RFC 1157, 4.1.6: the enterprise is the sysObjectID of who traps, if that is the sender. Traps
// that an enterprise has defined name the one that did; that is another's for modules of the IETF.
void read_trap1(ByteView trap, const Layers& layers, Findings& findings) noexcept {
  constexpr std::string_view kEnterprises = "\x2b\x06\x01\x04\x01";  // 1.3.6.1.4.1
  DerReader in{trap};
  const ByteView enterprise = in.next(DerTag::object_identifier);
  const ByteView agent = in.next(kIpAddress);
  in.next(DerTag::integer);
  in.next(DerTag::integer);
  in.next();  // time ticks
  const ByteView bindings = in.open(DerTag::sequence);
  if (!in.ok()) return;
  const IpAddress address = IpAddress::v4(agent);
  if (!address.unspecified() && address != layers.source) return;
  if (as_text(enterprise).starts_with(kEnterprises)) {
    add_value(Field::snmp_sysobjectid, DerTag::object_identifier, enterprise, findings);
  }
  read_bindings(bindings, findings);
}

// False when there is no PDU.
bool read_pdu(DerReader& in, const Layers& layers, Findings& findings) noexcept {
  for (unsigned number = 0; number <= 8; ++number) {
    const DerTag tag = constructed_tag(static_cast<std::uint8_t>(number));
    if (!in.at(tag)) continue;
    const ByteView content = in.open(tag);
    if (tag == kTrap1) {
      read_trap1(content, layers, findings);
    } else if (tag == kResponse || tag == kInform || tag == kTrap) {
      DerReader pdu{content};
      pdu.next(DerTag::integer);  // request
      pdu.next(DerTag::integer);  // error status
      pdu.next(DerTag::integer);  // error index
      read_bindings(pdu.open(DerTag::sequence), findings);
    }
    return in.ok();
  }
  return false;
}

// RFC 3411, 5 (SnmpEngineID): an enterprise, in which form the rest is, and the rest; before that
// an enterprise and what it liked. Written "ENTERPRISE/FORM/VALUE".
void add_engine(ByteView engine, Findings& findings) noexcept {
  enum Form : std::uint8_t { kIpv4 = 1, kIpv6 = 2, kHardware = 3, kText = 4 };
  constexpr std::uint32_t kHasForm = 0x8000'0000;
  constexpr std::size_t kLeast = 5, kMost = 32;
  if (engine.size() < kLeast || engine.size() > kMost) return;
  Cursor in{engine};
  const std::uint32_t enterprise = in.be32();
  Line<128> line;
  line.add_decimal(enterprise & ~kHasForm);
  line.add('/');
  if ((enterprise & kHasForm) == 0) {
    line.add('/');
    notation::add_octets(line, in.rest());
  } else {
    const std::uint8_t form = in.u8();
    line.add_decimal(form);
    line.add('/');
    if ((form == kIpv4 && in.left() == 4) || (form == kIpv6 && in.left() == 16)) {
      notation::add_address(line, in.rest());
    } else if (form == kHardware && in.left() == 6) {
      notation::add_hardware(line, in.rest());
    } else if (form == kText) {
      notation::add_text_or_octets(line, in.rest());
    } else {
      notation::add_octets(line, in.rest());
    }
  }
  findings.add_composed(Field::snmp_engine_id, line.view());
}

// RFC 3412, 6 and RFC 3414, 2.4. The engine is that of who cannot be asked to report: a command's
// receiver, a notification's sender (RFC 3412, 6.4; RFC 3414, 1.5.1). So where the sender asks for
// no report, it is the sender's.
bool read_version3(DerReader& in, const Layers& layers, Findings& findings) noexcept {
  constexpr std::uint8_t kReportable = 4, kEncrypted = 2, kUserBased = 3;
  DerReader header{in.next(DerTag::sequence)};
  header.next(DerTag::integer);  // message
  header.next(DerTag::integer);  // largest size
  const ByteView flags = header.next(DerTag::octet_string);
  const ByteView model = header.next(DerTag::integer);
  const ByteView security = in.next(DerTag::octet_string);
  if (!header.ok() || !in.ok() || flags.size() != 1 || model.size() != 1) return false;
  const std::uint8_t flag = Cursor{flags}.u8();
  if ((flag & kReportable) == 0 && Cursor{model}.u8() == kUserBased) {
    DerReader parameters{security};
    DerReader user_based{parameters.next(DerTag::sequence)};
    add_engine(user_based.next(DerTag::octet_string), findings);
  }
  if ((flag & kEncrypted) != 0) return in.at(DerTag::octet_string);
  DerReader scoped{in.open(DerTag::sequence)};
  scoped.next(DerTag::octet_string);  // context engine
  scoped.next(DerTag::octet_string);  // context
  return scoped.ok() && read_pdu(scoped, layers, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  DerReader outer{payload.bytes};
  const ByteView message = payload.guessed ? outer.next(DerTag::sequence)  //
                                           : outer.open(DerTag::sequence);
  if (!outer.ok() || (payload.guessed && !outer.at_end())) return Reading::not_mine();
  DerReader in{message};
  const ByteView number = in.next(DerTag::integer);
  if (number.size() != 1) return Reading::not_mine();
  const std::uint8_t version = Cursor{number}.u8();
  bool mine = false;
  if (version == kVersion3) {
    mine = read_version3(in, payload.layers, findings);
  } else if (version == kVersion1 || version == kVersion2c) {
    in.next(DerTag::octet_string);  // community
    mine = in.ok() && read_pdu(in, payload.layers, findings);
  }
  return mine ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol snmp{"snmp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
