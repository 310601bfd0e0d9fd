// DHCP for IPv4 (RFC 2131, 2132): what a client says of itself, and which address it has.
//
// Texts are taken from clients only: a vendor class or host name in a reply is the server's word.
// They are about chaddr, also when a relay passes the message on; only where the client is attached
// (dhcp.relay_info) is the relay's own word.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/duid.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

// Servers and clients; boot servers of PXE (Preboot Execution Environment 2.1, 2.2.3).
constexpr std::array<std::uint16_t, 3> kPorts{67, 68, 4011};

constexpr std::uint8_t kFromClient = 1, kFromServer = 2;
constexpr std::uint8_t kAck = 5, kLeaseQuery = 10;
constexpr std::uint32_t kMagic = 0x63825363;

enum Code : std::uint8_t {
  kPad = 0,
  kHostname = 12,
  kOverload = 52,
  kMessageType = 53,
  kParameters = 55,
  kMaximumSize = 57,
  kVendorClass = 60,
  kClientIdentifier = 61,
  kUserClass = 77,
  kClientFqdn = 81,
  kRelayInformation = 82,
  kArchitecture = 93,
  kViVendorClass = 124,
  kViVendorInformation = 125,
  kEnd = 255,
};

// The options whose values are read. A client writes them in an order of its own; the facts come
// in this one.
constexpr std::array<Code, 12> kRead{
    kParameters,       kVendorClass,         kHostname,         kMaximumSize,
    kClientIdentifier, kUserClass,           kClientFqdn,       kArchitecture,
    kViVendorClass,    kViVendorInformation, kRelayInformation, kMessageType,
};

// RFC 3396: an option that occurs several times is one option, cut.
class Joined {
 public:
  void append(ByteView part) noexcept {
    const std::size_t size = std::min(part.size(), bytes_.size() - size_);
    std::copy_n(part.begin(), size, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += size;
  }
  ByteView bytes() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<std::byte, 512> bytes_;
  std::size_t size_ = 0;
};

struct Options {
  std::array<Joined, kRead.size()> values;
  Line<1024> codes;  // all that are the client's, in wire order
  bool first = true;
  bool whole = true;
  std::uint8_t overload = 0;

  ByteView of(Code code) const noexcept {
    const auto* const at = std::ranges::find(kRead, code);
    return values[static_cast<std::size_t>(at - kRead.begin())].bytes();
  }
  void note(std::uint8_t code) noexcept {
    if (code == kRelayInformation) return;  // RFC 3046, 2.1: added on the way
    codes.separate(',', first);
    codes.add_decimal(code);
  }
};

std::uint8_t number_in(ByteView value) noexcept {
  return value.size() == 1 ? std::to_integer<std::uint8_t>(value[0]) : 0;
}

// An option that is not whole ends the field; those before it count.
void gather(ByteView field, Options& options) noexcept {
  Cursor in{field};
  while (!in.at_end()) {
    const std::uint8_t code = in.u8();
    if (code == kPad) continue;
    if (code == kEnd) return options.note(code);
    const ByteView value = in.take(in.u8());
    if (!in.ok()) {
      options.whole = false;
      return;
    }
    options.note(code);
    if (code == kOverload) options.overload = number_in(value);
    const auto* const at = std::ranges::find(kRead, code);
    if (at != kRead.end()) options.values[std::size_t(at - kRead.begin())].append(value);
  }
}

// ---- One option each ---------------------------------------------------------------------------

template <std::size_t N>
void add_line(Field field, const Line<N>& line, Findings& findings) noexcept {
  if (!line.empty()) findings.add_composed(field, line.view());
}

// RFC 2132, 9.8. Clients send it in their own order, and that order is the fingerprint.
void add_parameters(ByteView codes, Findings& findings) noexcept {
  Line<4 * 512> line;
  bool first = true;
  for (const std::byte code : codes) {
    line.separate(',', first);
    line.add_decimal(std::to_integer<std::uint32_t>(code));
  }
  add_line(Field::dhcp_params, line, findings);
}

// RFC 2132, 2: some senders end texts with NULs, which the receiver takes away.
void add_text(Field field, ByteView value, Findings& findings) noexcept {
  std::string_view text = as_text(value);
  while (text.ends_with('\0')) text.remove_suffix(1);
  if (!text.empty()) findings.add_composed(field, text);
}

// RFC 2132, 9.10.
void add_maximum_size(ByteView value, Findings& findings) noexcept {
  if (value.size() != 2) return;
  Line<8> line;
  line.add_decimal(Cursor{value}.be16());
  add_line(Field::dhcp_max_size, line, findings);
}

// RFC 2132, 9.14: a hardware type and address, or 0 and a text; RFC 4361, 6.1: 255, the interface
// and a DUID. Written "TYPE/ADDRESS". Some clients begin the text where the type should stand.
void add_client_identifier(ByteView value, Findings& findings) noexcept {
  constexpr std::uint8_t kText = 0, kDuid = 255, kFirstLetter = 0x20;
  if (value.size() < 2) return;
  Line<2 * 512 + 16> line;
  Cursor in{value};
  const std::uint8_t type = in.u8();
  if (type >= kFirstLetter && type != kDuid && notation::is_plain(as_text(value))) {
    line.add(as_text(value));
    return add_line(Field::dhcp_client_id, line, findings);
  }
  line.add_decimal(type);
  line.add('/');
  Line<duid::kMostText> unique;
  if (type == kDuid && in.left() > 4 && duid::add(unique, in.rest().subspan(4))) {
    notation::add_octets(line, in.take(4));
    line.add('/');
    line.add(unique.view());
  } else if (type != kText && in.left() == 6) {
    notation::add_hardware(line, in.rest());
  } else {
    notation::add_text_or_octets(line, in.rest());
  }
  add_line(Field::dhcp_client_id, line, findings);
}

// RFC 3004, 4: texts, each behind its length. Microsoft's clients send one text and no length.
void add_user_class(ByteView value, Findings& findings) noexcept {
  Line<2 * 512 + 16> line;
  bool first = true;
  Cursor in{value};
  while (!in.at_end()) {
    const ByteView item = in.take(in.u8());
    if (!in.ok() || item.empty()) break;
    line.separate(',', first);
    notation::add_text_or_octets(line, item);
  }
  if (!in.at_end() || !in.ok()) {
    line.clear();
    notation::add_text_or_octets(line, value);
  }
  add_line(Field::dhcp_user_class, line, findings);
}

// RFC 4702, 2: flags, two codes that are no longer used, and the name, in labels where a flag says
// so (2.3.1), else as text.
void add_fqdn(ByteView value, Findings& findings) noexcept {
  constexpr std::uint8_t kInLabels = 4;
  Cursor in{value};
  const std::uint8_t flags = in.u8();
  in.skip(2);
  Line<512> line;
  if ((flags & kInLabels) == 0) {
    line.add(unpadded(as_text(in.rest())));
  } else if (!notation::add_labels(line, in.rest())) {
    return;
  }
  add_line(Field::dhcp_client_fqdn, line, findings);
}

// RFC 4578, 2.1: all that the client can boot.
void add_architectures(ByteView value, Findings& findings) noexcept {
  Line<512> line;
  notation::add_numbers(line, value);
  add_line(Field::dhcp_architecture, line, findings);
}

// Parts of one octet for the code and one for the length, as "1=text,2=00a1ff".
template <std::size_t N>
bool add_parts(Line<N>& line, ByteView parts) noexcept {
  Cursor in{parts};
  bool first = true;
  while (!in.at_end()) {
    const std::uint8_t code = in.u8();
    const ByteView value = in.take(in.u8());
    if (!in.ok()) return false;
    line.separate(',', first);
    line.add_decimal(code);
    line.add('=');
    notation::add_text_or_octets(line, value);
  }
  return !first;
}

// RFC 3046, 2.0. The relay's, or that of a switch on the way.
void add_relay_information(ByteView value, Findings& findings) noexcept {
  Line<2 * 512 + 64> line;
  if (add_parts(line, value)) add_line(Field::dhcp_relay_info, line, findings);
}

template <std::size_t N>
bool add_classes(Line<N>& line, ByteView classes) noexcept {
  Cursor in{classes};
  bool first = true;
  while (!in.at_end()) {
    const ByteView item = in.take(in.u8());
    if (!in.ok()) return false;
    line.separate(',', first);
    notation::add_text_or_octets(line, item);
  }
  return true;
}

// RFC 3925, 3 and 4: what each enterprise has defined, one fact an enterprise.
template <class Add>
void add_by_enterprise(Field field, ByteView value, Add&& add_what, Findings& findings) noexcept {
  Cursor in{value};
  while (!in.at_end()) {
    Line<2 * 512 + 64> line;
    line.add_decimal(in.be32());
    line.add(':');
    const ByteView what = in.take(in.u8());
    if (!in.ok() || !add_what(line, what)) return;
    add_line(field, line, findings);
  }
}

// ---- Messages ----------------------------------------------------------------------------------

struct Header {
  std::uint8_t operation;
  IpAddress client, yours, relay;
  MacAddress hardware;  // none when the client is not on Ethernet or Wi-Fi
  ByteView server_name, file;
};

bool read_header(Cursor& in, Header& header) noexcept {
  header.operation = in.u8();
  in.skip(1);  // hardware type: 1, but also 0 and 6 with addresses of six octets
  const std::uint8_t hardware_size = in.u8();
  in.skip(1 + 4 + 2 + 2);  // hops, transaction, seconds, flags
  header.client = IpAddress::v4(in.take(4));
  header.yours = IpAddress::v4(in.take(4));
  in.skip(4);  // next server
  header.relay = IpAddress::v4(in.take(4));
  const ByteView hardware = in.take(16);
  if (hardware_size == 6) header.hardware = MacAddress::of(hardware);
  if (header.hardware.multicast()) header.hardware = {};
  header.server_name = in.take(64);
  header.file = in.take(128);
  return in.be32() == kMagic && in.ok();
}

void claim_owner(const MacAddress& hardware, const IpAddress& address,
                 Findings& findings) noexcept {
  if (hardware.none() || address.unspecified() || address.multicast() || address.broadcast()) {
    return;
  }
  findings.claim(Claiming::owns, hardware, address);
}

void read_client(const Header& header, const Options& options, Findings& findings) noexcept {
  // RFC 4388, 6.2: a relay asks about a client; nothing in it is the client's.
  if (number_in(options.of(kMessageType)) >= kLeaseQuery) return;
  if (!header.hardware.none()) {
    findings.speak_of(header.hardware);
  } else if (!header.relay.unspecified()) {
    return;  // the sender of the frame is the relay, and the client is not named
  }
  claim_owner(header.hardware, header.client, findings);
  add_parameters(options.of(kParameters), findings);
  add_text(Field::dhcp_vendor_class, options.of(kVendorClass), findings);
  add_text(Field::dhcp_hostname, options.of(kHostname), findings);
  add_maximum_size(options.of(kMaximumSize), findings);
  add_client_identifier(options.of(kClientIdentifier), findings);
  add_user_class(options.of(kUserClass), findings);
  add_fqdn(options.of(kClientFqdn), findings);
  add_architectures(options.of(kArchitecture), findings);
  add_by_enterprise(
      Field::dhcp_vi_vendor_class, options.of(kViVendorClass),
      [](auto& line, ByteView what) { return add_classes(line, what); }, findings);
  add_by_enterprise(
      Field::dhcp_vi_vendor_info, options.of(kViVendorInformation),
      [](auto& line, ByteView what) { return add_parts(line, what); }, findings);
  add_relay_information(options.of(kRelayInformation), findings);
  if (options.whole && options.codes.whole()) {
    add_line(Field::dhcp_options, options.codes, findings);
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  Header header;
  if (!read_header(in, header)) return Reading::not_mine();
  if (header.operation != kFromClient && header.operation != kFromServer) {
    return Reading::not_mine();
  }
  Options options;
  options.whole = payload.bytes.size() >= payload.layers.payload_length;
  gather(in.rest(), options);
  // RFC 2131, 4.1: options may go on in these fields, in this order.
  const std::uint8_t overload = options.overload;
  if ((overload & 1) != 0) gather(header.file, options);
  if ((overload & 2) != 0) gather(header.server_name, options);

  if (header.operation == kFromClient) {
    read_client(header, options, findings);
  } else if (number_in(options.of(kMessageType)) == kAck) {
    claim_owner(header.hardware, header.yours, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dhcp{"dhcp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
