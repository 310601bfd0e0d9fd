#include "protocols/quic_initial.hpp"

#include <nettle/hmac.h>
#include <nettle/memops.h>

#include <algorithm>

#include "protocols/line.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kSample = 16;     // RFC 9001, 5.4.2
constexpr std::size_t kMostNumber = 4;  // RFC 9000, 17.1
constexpr std::size_t kTag = GCM_DIGEST_SIZE;

// RFC 9001, 5.2, for QUIC 1 and the drafts from 33; draft-ietf-quic-tls, 5.2, for those before.
constexpr QuicSeal kVersion1{{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                              0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a},
                             "quic"};
constexpr QuicSeal kDraft29{{0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
                             0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99},
                            "quic"};
constexpr QuicSeal kDraft23{{0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
                             0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02},
                            "quic"};
constexpr QuicSeal kDraft21{{0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a,
                             0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a},
                            "quic"};
// RFC 9369, 3.3.1; draft-ietf-quic-v2-01 to -09.
constexpr QuicSeal kVersion2{{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
                              0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9},
                             "quicv2"};
constexpr QuicSeal kVersion2Draft{{0xa7, 0x07, 0xc2, 0x03, 0xa5, 0x9b, 0x47, 0x18, 0x4a, 0x1d,
                                   0x62, 0xca, 0x57, 0x04, 0x06, 0xea, 0x7a, 0xe3, 0xe5, 0xd3},
                                  "quicv2"};
// Google's own versions; quic/core/crypto/crypto_utils.cc of Chromium.
constexpr QuicSeal kQ050{{0x50, 0x45, 0x74, 0xef, 0xd0, 0x66, 0xfe, 0x2f, 0x9d, 0x94,
                          0x5c, 0xfc, 0xdb, 0xd3, 0xa7, 0xf0, 0xd3, 0xb5, 0x6b, 0x45},
                         "quic"};
constexpr QuicSeal kT050{{0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80,
                          0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60, 0x48, 0x83, 0x10},
                         "quic"};
constexpr QuicSeal kT051{{0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50,
                          0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda, 0x6e, 0x03, 0x3d},
                         "quic"};

constexpr const QuicSeal* kOfVersion1[]{&kVersion1};
constexpr const QuicSeal* kOfDraft29[]{&kDraft29};
constexpr const QuicSeal* kOfDraft23[]{&kDraft23};
constexpr const QuicSeal* kOfDraft21[]{&kDraft21};
constexpr const QuicSeal* kOfVersion2[]{&kVersion2};
constexpr const QuicSeal* kOfVersion2Draft[]{&kVersion2Draft};
constexpr const QuicSeal* kOfQ050[]{&kQ050};
constexpr const QuicSeal* kOfT050[]{&kT050};
constexpr const QuicSeal* kOfT051[]{&kT051};
// Facebook's mvfst follows the drafts with version numbers of its own, and has kept them when it
// went on to the next: only the tag tells which one it is.
constexpr const QuicSeal* kOfMvfst[]{&kDraft23, &kDraft21, &kDraft29, &kVersion1};

struct Row {
  std::uint32_t first;
  std::uint32_t last;
  std::span<const QuicSeal* const> seals;
};
constexpr Row kRows[]{
    {0x00000001, 0x00000001, kOfVersion1}, {0x51303530, 0x51303530, kOfQ050},
    {0x54303530, 0x54303530, kOfT050},     {0x54303531, 0x54303531, kOfT051},
    {0x6b3343cf, 0x6b3343cf, kOfVersion2}, {0x709a50c4, 0x709a50c4, kOfVersion2Draft},
    {0xfaceb000, 0xfaceb0ff, kOfMvfst},    {0xff000015, 0xff000016, kOfDraft21},
    {0xff000017, 0xff00001c, kOfDraft23},  {0xff00001d, 0xff000020, kOfDraft29},
    {0xff000021, 0xff000022, kOfVersion1},
};

const std::uint8_t* octets(ByteView bytes) noexcept {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

// RFC 8446, 7.1: HKDF-Expand-Label with an empty context, for no more than one hash gives (RFC
// 5869, 2.3). `secret` is keyed with the secret.
void expand(const hmac_sha256_ctx& secret, std::string_view prefix, std::string_view label,
            std::span<std::uint8_t> key) noexcept {
  constexpr std::string_view kTls = "tls13 ";
  Line<32> info;
  info.add('\0');
  info.add(static_cast<char>(key.size()));
  info.add(static_cast<char>(kTls.size() + prefix.size() + label.size()));
  info.add(kTls);
  info.add(prefix);
  info.add(label);
  info.add('\0');
  info.add('\1');  // the first block
  hmac_sha256_ctx context = secret;
  hmac_sha256_update(&context, info.view().size(), octets(as_bytes(info.view())));
  hmac_sha256_digest(&context, key.size(), key.data());
}

}  // namespace

std::span<const QuicSeal* const> seals_of_quic(std::uint32_t version) noexcept {
  for (const Row& row : kRows) {
    if (row.first <= version && version <= row.last) return row.seals;
  }
  return {};
}

void QuicInitialKeys::derive(const QuicSeal& seal, ByteView connection) noexcept {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> secret;
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, seal.salt.size(), seal.salt.data());  // HKDF-Extract
  hmac_sha256_update(&context, connection.size(), octets(connection));
  hmac_sha256_digest(&context, secret.size(), secret.data());
  hmac_sha256_set_key(&context, secret.size(), secret.data());
  expand(context, {}, "client in", secret);
  hmac_sha256_set_key(&context, secret.size(), secret.data());

  std::array<std::uint8_t, AES128_KEY_SIZE> key;
  expand(context, seal.label, " key", key);
  gcm_aes128_set_key(&payload_, key.data());
  expand(context, seal.label, " hp", key);
  aes128_set_encrypt_key(&header_, key.data());
  expand(context, seal.label, " iv", iv_);
}

// RFC 9001, 5.3 and 5.4. Initial packets are the first of all: their numbers are not abbreviated.
ByteView QuicInitialKeys::open(ByteView packet, std::size_t number_at,
                               std::span<std::byte> room) noexcept {
  constexpr std::size_t kMostHeader = 512;  // with a token
  if (number_at + kMostNumber + kSample > packet.size()) return {};
  std::array<std::uint8_t, kSample> mask;
  aes128_encrypt(&header_, kSample, mask.data(),
                 octets(packet.subspan(number_at + kMostNumber, kSample)));
  const auto flags =
      static_cast<std::uint8_t>(std::to_integer<std::uint8_t>(packet[0]) ^ (mask[0] & 0x0f));
  constexpr std::uint8_t kReserved = 0x0c;  // zero, RFC 9000, 17.2
  if ((flags & kReserved) != 0) return {};
  const std::size_t number_size = (flags & 3u) + 1;
  const std::size_t header_size = number_at + number_size;
  const std::size_t sealed = packet.size() - header_size;
  if (header_size > kMostHeader || sealed <= kTag || sealed - kTag > room.size()) return {};

  std::array<std::uint8_t, kMostHeader> header;
  std::copy_n(octets(packet), header_size, header.data());
  header[0] = flags;
  std::array<std::uint8_t, GCM_IV_SIZE> nonce = iv_;
  for (std::size_t i = 0; i < number_size; ++i) {
    header[number_at + i] ^= mask[1 + i];
    nonce[nonce.size() - number_size + i] ^= header[number_at + i];
  }
  const ByteView frames = packet.subspan(header_size, sealed - kTag);
  std::array<std::uint8_t, kTag> tag;
  gcm_aes128_set_iv(&payload_, nonce.size(), nonce.data());
  gcm_aes128_update(&payload_, header_size, header.data());
  gcm_aes128_decrypt(&payload_, frames.size(), reinterpret_cast<std::uint8_t*>(room.data()),
                     octets(frames));
  gcm_aes128_digest(&payload_, tag.size(), tag.data());
  if (!memeql_sec(tag.data(), octets(packet.last(kTag)), kTag)) return {};
  return ByteView{room}.first(frames.size());
}

}  // namespace tapcensus
