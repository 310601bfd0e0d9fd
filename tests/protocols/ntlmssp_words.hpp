// Messages of NTLMSSP, in words: for the protocols that carry them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "said.hpp"

namespace tapcensus::testing {

// Letters of Latin-1 as UTF-16.
inline std::string wide(std::string_view text) {
  std::string bytes;
  for (const char c : text) bytes += std::string{c, '\0'};
  return bytes;
}

// A message whose fixed part and parts are given: what is in the parts comes behind.
class NtlmWords {
 public:
  NtlmWords(unsigned type, std::size_t fixed) : payload_at_{fixed} {
    message_ = std::string{"NTLMSSP\0", 8} + le32(type);
  }
  NtlmWords& part(const std::string& bytes) {
    message_ += le16(static_cast<unsigned>(bytes.size())) +
                le16(static_cast<unsigned>(bytes.size())) +
                le32(static_cast<std::uint32_t>(payload_at_ + payload_.size()));
    payload_ += bytes;
    return *this;
  }
  NtlmWords& fixed(const std::string& bytes) {
    message_ += bytes;
    return *this;
  }
  std::string bytes() const { return message_ + payload_; }

 private:
  std::size_t payload_at_;
  std::string message_, payload_;
};

inline std::string ntlm_version(unsigned major, unsigned minor, unsigned build) {
  return octets({major, minor}) + le16(build) + octets({0, 0, 0, 15});
}
inline constexpr std::uint32_t kNtlmVersionFlag = 0x02000000, kNtlmUnicode = 1;

inline std::string ntlm_negotiate() {
  return NtlmWords{1, 40}
      .fixed(le32(kNtlmVersionFlag | 0x3000))
      .part("CENSUS")
      .part("LAPTOP-7")
      .fixed(ntlm_version(10, 0, 19045))
      .bytes();
}
inline std::string av_pair(unsigned id, std::string_view text) {
  return le16(id) + le16(static_cast<unsigned>(2 * text.size())) + wide(text);
}
inline std::string ntlm_challenge() {
  return NtlmWords{2, 56}
      .part(wide("CENSUS"))
      .fixed(le32(kNtlmVersionFlag | kNtlmUnicode | 0x00810000) + std::string(16, '\x11'))
      .part(av_pair(2, "CENSUS") + av_pair(1, "SRV2") + av_pair(4, "census.test") +
            av_pair(3, "srv2.census.test") + le16(7) + le16(8) + std::string(8, '\x22') + le32(0))
      .fixed(ntlm_version(10, 0, 17763))
      .bytes();
}
inline std::string ntlm_authenticate() {
  return NtlmWords{3, 88}
      .part(std::string(24, '\x33'))
      .part(std::string(24, '\x44'))
      .part(wide("CENSUS"))
      .part(wide("somebody"))
      .part(wide("LAPTOP-7"))
      .part(std::string(16, '\x55'))
      .fixed(le32(kNtlmVersionFlag | kNtlmUnicode) + ntlm_version(10, 0, 19045) +
             std::string(16, '\0'))
      .bytes();
}

using Texts = std::vector<std::string>;
inline const Texts kNtlmNegotiated{"ntlmssp.version=10.0.19045", "ntlmssp.host=LAPTOP-7",
                                   "ntlmssp.domain=CENSUS"};
inline const Texts kNtlmChallenged{"ntlmssp.version=10.0.17763", "ntlmssp.domain=CENSUS",
                                   "ntlmssp.target=SRV2", "ntlmssp.domain=census.test",
                                   "ntlmssp.target=srv2.census.test"};
inline const Texts kNtlmAuthenticated{"ntlmssp.version=10.0.19045", "ntlmssp.host=LAPTOP-7",
                                      "ntlmssp.domain=CENSUS"};

inline Texts operator+(Texts left, const Texts& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

// RFC 4648, 4.
inline std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += at + i <= bytes.size() ? kDigits[group >> (18 - 6 * i) & 63] : '=';
    }
  }
  return text;
}

}  // namespace tapcensus::testing
