#include "protocols/quic_google.hpp"

#include <string_view>

#include "base/cursor.hpp"

namespace tapcensus {

bool is_google_quic(std::uint32_t version) noexcept {
  const auto digit = [version](int at) {
    const std::uint32_t c = version >> at & 0xff;
    return c >= '0' && c <= '9';
  };
  return version >> 24 == 'Q' && digit(16) && digit(8) && digit(0);
}

// Tags and values (QUIC Crypto, "Handshake message structure"): of each tag the end of its value,
// then all values.
bool read_google_hello(ByteView message, Lifetime lifetime, Findings& findings) noexcept {
  constexpr std::string_view kHello = "CHLO", kName{"SNI\0", 4}, kAgent = "UAID";
  constexpr std::size_t kMostTags = 128, kEntry = 8;
  Cursor in{message};
  if (as_text(in.take(4)) != kHello) return false;
  const std::size_t tags = in.le16();
  in.skip(2);
  Cursor index{in.take(tags * kEntry)};
  if (!in.ok() || tags == 0 || tags > kMostTags) return false;
  const ByteView values = in.rest();
  for (std::size_t begin = 0; !index.at_end();) {
    const std::string_view tag = as_text(index.take(4));
    const std::size_t end = index.le32();
    if (end < begin || end > values.size()) break;
    const std::string_view value = as_text(values.subspan(begin, end - begin));
    if (tag == kName && !value.empty()) add(Field::tls_sni, value, lifetime, findings);
    if (tag == kAgent && !value.empty()) add(Field::quic_user_agent, value, lifetime, findings);
    begin = end;
  }
  return true;
}

// In clear it stands in a stream frame behind packet number and hash, whose sizes differ by
// version: none needs more than this.
bool read_clear_google_hello(ByteView behind_header, Findings& findings) noexcept {
  constexpr std::size_t kMostBefore = 48;
  const std::string_view text = as_text(behind_header);
  const std::size_t at = text.substr(0, kMostBefore).find("CHLO");
  return at != text.npos &&
         read_google_hello(behind_header.subspan(at), Lifetime::packet, findings);
}

}  // namespace tapcensus
