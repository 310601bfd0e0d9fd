// DHCP for IPv4 (RFC 2131, 2132): what a client says of itself, and which address it has.
//
// Texts are taken from clients only: a vendor class or host name in a reply is the server's word.
// They are about chaddr, also when a relay passes the message on.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{67, 68};

constexpr std::uint8_t kFromClient = 1, kFromServer = 2;
constexpr std::uint8_t kAck = 5, kLeaseQuery = 10;
constexpr std::uint32_t kMagic = 0x63825363;

enum Code : std::uint8_t {
  kPad = 0,
  kHostname = 12,
  kOverload = 52,
  kMessageType = 53,
  kParameters = 55,
  kVendorClass = 60,
  kEnd = 255,
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
  Joined hostname, parameters, vendor_class;
  std::uint8_t message_type = 0;
  std::uint8_t overload = 0;
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
    if (code == kEnd) return;
    const ByteView value = in.take(in.u8());
    if (!in.ok()) return;
    switch (code) {
      case kHostname: options.hostname.append(value); break;
      case kParameters: options.parameters.append(value); break;
      case kVendorClass: options.vendor_class.append(value); break;
      case kMessageType: options.message_type = number_in(value); break;
      case kOverload: options.overload = number_in(value); break;
      default: break;
    }
  }
}

// RFC 2132, 9.8. Clients send it in their own order, and that order is the fingerprint.
void add_parameters(ByteView codes, Findings& findings) noexcept {
  std::array<char, 4 * 512> text;
  char* at = text.data();
  for (const std::byte code : codes) {
    if (at != text.data()) *at++ = ',';
    at = std::to_chars(at, text.data() + text.size(), std::to_integer<unsigned>(code)).ptr;
  }
  if (at != text.data()) {
    findings.add_composed(Field::dhcp_params,
                          {text.data(), static_cast<std::size_t>(at - text.data())});
  }
}

// RFC 2132, 2: some senders end texts with NULs, which the receiver takes away.
void add_text(Field field, ByteView value, Findings& findings) noexcept {
  std::string_view text = as_text(value);
  while (text.ends_with('\0')) text.remove_suffix(1);
  if (!text.empty()) findings.add_composed(field, text);
}

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
  if (options.message_type >= kLeaseQuery) return;
  if (!header.hardware.none()) {
    findings.speak_of(header.hardware);
  } else if (!header.relay.unspecified()) {
    return;  // the sender of the frame is the relay, and the client is not named
  }
  claim_owner(header.hardware, header.client, findings);
  add_parameters(options.parameters.bytes(), findings);
  add_text(Field::dhcp_vendor_class, options.vendor_class.bytes(), findings);
  add_text(Field::dhcp_hostname, options.hostname.bytes(), findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  Header header;
  if (!read_header(in, header)) return Reading::not_mine();
  if (header.operation != kFromClient && header.operation != kFromServer) {
    return Reading::not_mine();
  }
  Options options;
  gather(in.rest(), options);
  // RFC 2131, 4.1: options may go on in these fields, in this order.
  const std::uint8_t overload = options.overload;
  if ((overload & 1) != 0) gather(header.file, options);
  if ((overload & 2) != 0) gather(header.server_name, options);

  if (header.operation == kFromClient) {
    read_client(header, options, findings);
  } else if (options.message_type == kAck) {
    claim_owner(header.hardware, header.yours, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dhcp{"dhcp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
