// IKE 1 and 2 (RFC 2408, RFC 7296) on their ports: the vendor IDs of both sides; and ESP in UDP
// (RFC 3948), with which it shares one of them.
//
// A vendor ID is bytes that mean something to those who know them, mostly a digest of a text. Known
// ones are told as that text, with what follows the digest; text as it is; others in hexadecimal.
#include <algorithm>
#include <array>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace std::string_view_literals;

constexpr std::uint16_t kInUdp = 4500;
constexpr std::array<std::uint16_t, 2> kPorts{500, kInUdp};
constexpr std::size_t kHeader = 28, kPayloadHeader = 4;
constexpr unsigned kMostPayloads = 64;

// RFC 2408, 3.1; RFC 7296, 3.2.
enum Payloads : std::uint8_t { kNone = 0, kVendorId1 = 13, kVendorId2 = 43, kEncrypted2 = 46 };

// What stands behind the digest.
enum class Tail : std::uint8_t {
  none,     // nothing that is told
  number,   // four bytes, big-endian
  version,  // two bytes, major and minor
};

struct Known {
  std::string_view begin;
  std::string_view text;
  Tail tail = Tail::none;
};

// MD5 digests of the texts, where nothing else is said; they can be computed again.
constexpr std::array kKnown{
    // RFC 3947, 3.1, and its drafts; -02 was sent with a line's end, too.
    Known{"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f"sv, "RFC 3947"sv},
    Known{"\x4d\xf3\x79\x28\xe9\xfc\x4f\xd1\xb3\x26\x21\x70\xd5\x15\xc6\x62"sv,
          "draft-ietf-ipsec-nat-t-ike"sv},
    Known{"\x44\x85\x15\x2d\x18\xb6\xbb\xcd\x0b\xe8\xa8\x46\x95\x79\xdd\xcc"sv,
          "draft-ietf-ipsec-nat-t-ike-00"sv},
    Known{"\x16\xf6\xca\x16\xe4\xa4\x06\x6d\x83\x82\x1a\x0f\x0a\xea\xa8\x62"sv,
          "draft-ietf-ipsec-nat-t-ike-01"sv},
    Known{"\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48"sv,
          "draft-ietf-ipsec-nat-t-ike-02"sv},
    Known{"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f"sv,
          "draft-ietf-ipsec-nat-t-ike-02\\n"sv},
    Known{"\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56"sv,
          "draft-ietf-ipsec-nat-t-ike-03"sv},
    Known{"\x27\xba\xb5\xdc\x01\xea\x07\x60\xea\x4e\x31\x90\xac\x27\xc0\xd0"sv,
          "draft-stenberg-ipsec-nat-traversal-01"sv},
    Known{"\x61\x05\xc4\x22\xe7\x68\x47\xe4\x3f\x96\x84\x80\x12\x92\xae\xcd"sv,
          "draft-stenberg-ipsec-nat-traversal-02"sv},
    // RFC 3706, 5: chosen by chance.
    Known{"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57"sv, "DPD"sv, Tail::version},
    // draft-beaulieu-ike-xauth-02, 2: the first half of a digest of its own.
    Known{"\x09\x00\x26\x89\xdf\xd6\xb7\x12"sv, "XAUTH"sv},
    Known{"\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe\x5b\xeb"sv, "strongSwan"sv},
    Known{"\x70\x03\xcb\xc1\x09\x7d\xbe\x9c\x26\x00\xba\x69\x83\xbc\x8b\x35"sv, "KAME/racoon"sv},
    // The last two bytes of the digest make way for a version.
    Known{"\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc"sv, "CISCO-UNITY"sv,
          Tail::version},
    Known{"\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3"sv, "FRAGMENTATION"sv},
    // Microsoft Open Specifications, MS-IKEE 1.7 and 2.2; the number is the release of Windows.
    Known{"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61"sv,
          "MS NT5 ISAKMPOAKLEY"sv, Tail::number},
    Known{"\x26\x24\x4d\x38\xed\xdb\x61\xb3\x17\x2a\x36\xe3\xd0\xcf\xb8\x19"sv,
          "Vid-Initial-Contact"sv},
    Known{"\xe3\xa5\x96\x6a\x76\x37\x9f\xe7\x07\x22\x82\x31\xe5\xce\x86\x52"sv,
          "IKE CGA version 1"sv},
    Known{"\xfb\x1d\xe3\xcd\xf3\x41\xb7\xea\x16\xb7\xe5\xbe\x08\x55\xf1\x20"sv,
          "MS-Negotiation Discovery Capable"sv},
    Known{"\x21\x4c\xa4\xfa\xff\xa7\xf3\x2d\x67\x48\xe5\x30\x33\x95\xae\x83"sv, "MS-MamieExists"sv},
    Known{"\x62\x1b\x04\xbb\x09\x88\x2a\xc1\xe1\x59\x35\xfe\xfa\x24\xae\xee"sv, "GSSAPI"sv},
    Known{"\xad\x2c\x0d\xd0\xb9\xc3\x20\x83\xcc\xba\x25\xb8\x86\x1e\xc4\x55"sv,
          "A GSS-API Authentication Method for IKE"sv},
};

bool is_text(std::string_view bytes) noexcept {
  constexpr std::size_t kLeast = 4;
  return bytes.size() >= kLeast && std::ranges::all_of(bytes, [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f;
         });
}

void add_known(const Known& known, ByteView bytes, Findings& findings) noexcept {
  Line<64> line;
  line.add(known.text);
  Cursor tail{bytes.subspan(known.begin.size())};
  if (known.tail == Tail::number && tail.left() == 4) {
    line.add(' ');
    line.add_decimal(tail.be32());
  } else if (known.tail == Tail::version && tail.left() == 2) {
    line.add(' ');
    line.add_decimal(tail.u8());
    line.add('.');
    line.add_decimal(tail.u8());
  }
  findings.add_composed(Field::ike_vendor_id, line.view());
}

void add_vendor_id(ByteView bytes, Findings& findings) noexcept {
  const std::string_view text = as_text(bytes);
  for (const Known& known : kKnown) {
    if (text.starts_with(known.begin)) return add_known(known, bytes, findings);
  }
  if (is_text(text)) return findings.add(Field::ike_vendor_id, text);
  Line<256> line;
  for (const std::byte byte : bytes) {
    line.add(Line<1>::digit(std::to_integer<unsigned>(byte) >> 4));
    line.add(Line<1>::digit(std::to_integer<unsigned>(byte)));
  }
  if (!line.empty()) findings.add_composed(Field::ike_vendor_id, line.view());
}

// As far as nothing is encrypted. Payloads of both versions have the same head.
void read_payloads(Cursor in, std::uint8_t next, std::uint8_t vendor_id,
                   Findings& findings) noexcept {
  for (unsigned i = 0; i < kMostPayloads && next != kNone; ++i) {
    const std::uint8_t type = next;
    next = in.u8();
    in.skip(1);
    const std::size_t length = in.be16();
    if (length < kPayloadHeader || (vendor_id == kVendorId2 && type >= kEncrypted2)) return;
    const ByteView body = in.take(length - kPayloadHeader);
    if (!in.ok()) return;
    if (type == vendor_id) add_vendor_id(body, findings);
  }
}

// RFC 2408, 3.1; RFC 7296, 3.1.
Reading read_message(ByteView bytes, Findings& findings) noexcept {
  enum Flags : std::uint8_t { kEncrypted1 = 0x01, kMost1 = 0x07, kKnown2 = 0x38 };
  constexpr std::uint8_t kVersion1 = 0x10, kVersion2 = 0x20;
  Cursor in{bytes};
  const std::uint64_t initiator = in.be64();
  in.skip(8);
  const std::uint8_t next = in.u8(), version = in.u8(), exchange = in.u8(), flags = in.u8();
  in.skip(4);  // message
  const std::size_t length = in.be32();
  if (!in.ok() || initiator == 0 || exchange == 0) return Reading::not_mine();
  if (length < kHeader || length > bytes.size()) return Reading::not_mine();
  const Cursor payloads{bytes.first(length).subspan(kHeader)};
  if (version == kVersion1 && flags <= kMost1) {
    if ((flags & kEncrypted1) == 0) read_payloads(payloads, next, kVendorId1, findings);
  } else if (version >> 4 == kVersion2 >> 4 && (flags & ~unsigned{kKnown2}) == 0) {
    read_payloads(payloads, next, kVendorId2, findings);
  } else {
    return Reading::not_mine();
  }
  add(Obfuscation::ipsec, findings);
  return Reading::done();
}

// RFC 3948, 2.1. WireGuard uses the port, too: there the first byte is small, the rest of the
// handshakes ends in zeros, and all of data comes in units of 16 bytes, in which no ESP of ours
// counts, since 8 bytes stand before its own units and its digest has 12 or 16 of them.
Reading read_esp(ByteView bytes, Findings& findings) noexcept {
  constexpr std::uint32_t kLeastIndex = 256;
  constexpr std::size_t kEspHeader = 8, kUnit = 16;
  Cursor in{bytes};
  const std::uint32_t index = in.be32();
  in.skip(4);  // sequence number
  if (!in.ok() || index < kLeastIndex || !looks_random(in.rest())) return Reading::not_mine();
  const std::uint32_t type = index >> 24;
  const bool like_wireguard =
      type >= 1 && type <= 4 &&
      ((index & 0xffffff) == 0 || bytes.size() % kUnit == 0 ||
       !looks_random(bytes.last(std::min(bytes.size() - kEspHeader, 2 * kUnit))));
  if (like_wireguard) return Reading::not_mine();
  add(Obfuscation::ipsec, findings);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  const bool in_udp = layers.source_port == kInUdp || layers.target_port == kInUdp;
  if (!in_udp) return read_message(payload.bytes, findings);
  constexpr std::size_t kMarker = 4;  // zeros in the place of the index of ESP (RFC 3948, 2.2)
  Cursor in{payload.bytes};
  if (in.be32() == 0 && in.ok()) return read_message(payload.bytes.subspan(kMarker), findings);
  return read_esp(payload.bytes, findings);
}

}  // namespace

extern constinit const Protocol ike{"ike", Carrier::udp, kPorts, read};

}  // namespace tapcensus
