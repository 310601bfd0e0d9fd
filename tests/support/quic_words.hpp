// Initial packets of QUIC clients in words: frames, sealed as clients seal them (RFC 9001, 5).
#pragma once

#include <nettle/aes.h>
#include <nettle/gcm.h>
#include <nettle/hmac.h>

#include <cstdint>
#include <string>

#include "protocols/quic_initial.hpp"

namespace tapcensus::testing {

struct InitialWords {
  std::uint32_t version = 1;
  std::string id = "original";    // destination connection ID
  std::string keys_of = {};       // the connection ID that the keys come from, where it is another
  std::string source = "source";  // connection ID
  std::string token = {};
  std::uint8_t number = 0;
  std::uint8_t flags = 0xc0;
  std::size_t datagram = 1200;  // filled up to this size
};

namespace quic_words {

inline std::string text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
inline const std::uint8_t* octets_of(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

inline std::string hmac(const std::string& key, const std::string& message) {
  hmac_sha256_ctx context;
  std::uint8_t digest[SHA256_DIGEST_SIZE];
  hmac_sha256_set_key(&context, key.size(), octets_of(key));
  hmac_sha256_update(&context, message.size(), octets_of(message));
  hmac_sha256_digest(&context, sizeof digest, digest);
  return text_of(digest, sizeof digest);
}

inline std::string expand(const std::string& secret, const std::string& label, std::size_t size) {
  std::string info{'\0', static_cast<char>(size), static_cast<char>(6 + label.size())};
  info += "tls13 " + label + std::string{'\0', '\1'};
  return hmac(secret, info).substr(0, size);
}

// A number in two bytes (RFC 9000, 16).
inline std::string number(std::size_t value) {
  return {static_cast<char>(0x40 | value >> 8), static_cast<char>(value)};
}
inline std::string behind_size(const std::string& bytes) {
  return static_cast<char>(bytes.size()) + bytes;
}

}  // namespace quic_words

inline std::string crypto_frame(std::size_t at, const std::string& bytes) {
  return '\x06' + quic_words::number(at) + quic_words::number(bytes.size()) + bytes;
}

// The packet, without anything behind it.
inline std::string initial(const InitialWords& words, std::string frames) {
  using namespace quic_words;
  constexpr std::size_t kTag = 16;
  std::string header{static_cast<char>(words.flags)};
  for (int shift = 24; shift >= 0; shift -= 8) {
    header += static_cast<char>(words.version >> shift);
  }
  header += behind_size(words.id) + behind_size(words.source) + behind_size(words.token);
  const std::size_t overhead = header.size() + 2 + 1 + kTag;
  if (frames.size() + overhead < words.datagram) frames.resize(words.datagram - overhead);
  header += number(1 + frames.size() + kTag);
  const std::size_t number_at = header.size();
  header += static_cast<char>(words.number);

  const QuicSeal& seal = *seals_of_quic(words.version).front();
  const std::string salt = text_of(seal.salt.data(), seal.salt.size());
  const std::string secret =
      expand(hmac(salt, words.keys_of.empty() ? words.id : words.keys_of), "client in", 32);
  const std::string label{seal.label};
  std::string nonce = expand(secret, label + " iv", 12);
  nonce.back() = static_cast<char>(nonce.back() ^ words.number);
  gcm_aes128_ctx gcm;
  gcm_aes128_set_key(&gcm, octets_of(expand(secret, label + " key", 16)));
  gcm_aes128_set_iv(&gcm, nonce.size(), octets_of(nonce));
  gcm_aes128_update(&gcm, header.size(), octets_of(header));
  std::string sealed(frames.size() + kTag, '\0');
  auto* const out = reinterpret_cast<std::uint8_t*>(sealed.data());
  gcm_aes128_encrypt(&gcm, frames.size(), out, octets_of(frames));
  gcm_aes128_digest(&gcm, kTag, out + frames.size());

  aes128_ctx aes;
  std::uint8_t mask[16];
  aes128_set_encrypt_key(&aes, octets_of(expand(secret, label + " hp", 16)));
  aes128_encrypt(&aes, sizeof mask, mask, out + 3);
  header[0] = static_cast<char>(header[0] ^ (mask[0] & 0x0f));
  header[number_at] = static_cast<char>(header[number_at] ^ mask[1]);
  return header + sealed;
}

}  // namespace tapcensus::testing
