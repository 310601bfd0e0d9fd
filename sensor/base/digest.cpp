#define OPENSSL_SUPPRESS_DEPRECATED  // the replacements allocate

#include "base/digest.hpp"

#include <openssl/md5.h>
#include <openssl/sha.h>

namespace tapcensus {
namespace {

template <std::size_t N>
std::array<char, 2 * N> hex(const std::array<unsigned char, N>& digest) noexcept {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 2 * N> text;
  for (std::size_t i = 0; i < N; ++i) {
    text[2 * i] = kDigits[digest[i] >> 4];
    text[2 * i + 1] = kDigits[digest[i] & 15];
  }
  return text;
}

}  // namespace

std::array<char, 32> md5_hex(std::string_view text) noexcept {
  std::array<unsigned char, MD5_DIGEST_LENGTH> digest;
  MD5_CTX context;
  MD5_Init(&context);
  MD5_Update(&context, text.data(), text.size());
  MD5_Final(digest.data(), &context);
  return hex(digest);
}

std::array<char, 64> sha256_hex(std::string_view text) noexcept {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, text.data(), text.size());
  SHA256_Final(digest.data(), &context);
  return hex(digest);
}

std::array<std::byte, 20> sha1(ByteView bytes) noexcept {
  std::array<std::byte, SHA_DIGEST_LENGTH> digest;
  SHA_CTX context;
  SHA1_Init(&context);
  SHA1_Update(&context, bytes.data(), bytes.size());
  SHA1_Final(reinterpret_cast<unsigned char*>(digest.data()), &context);
  return digest;
}

}  // namespace tapcensus
