#include "protocols/slp_message.hpp"

#include "base/letters.hpp"
#include "protocols/announced.hpp"

namespace tapcensus::slp_message {
namespace {

// RFC 2608, 8; the numbers of RFC 2165 are the same as far as they go.
enum Function : std::uint8_t {
  kServiceReply = 2,
  kRegistration = 3,
  kAttributeReply = 7,
  kDirectory = 8,
  kServiceAgent = 11,
};

struct Header {
  std::uint8_t version = 0, function = 0;
  std::uint32_t length = 0;
  bool readable = true;  // unsigned, and in characters of one byte each or UTF-8
};

constexpr std::uint8_t kSigned = 0x30;  // RFC 2165, 4.1: URLs, attributes
constexpr std::uint16_t kUcs2 = 1000;   // RFC 2165, 4.1 and 20.5: a character set's number

Header read_header(Cursor& in) noexcept {
  Header header;
  header.version = in.u8();
  header.function = in.u8();
  if (header.version == kVersion2) {
    header.length = in.be24();
    in.skip(2 + 3 + 2);  // flags, extensions, transaction
    in.skip(in.be16());  // language
  } else {
    header.length = in.be16();
    const std::uint8_t flags = in.u8();
    in.skip(1 + 2);  // dialect, language
    header.readable = in.be16() != kUcs2 && (flags & kSigned) == 0;
    in.skip(2);  // transaction
  }
  return header;
}

std::string_view text_in(Cursor& in) noexcept { return as_text(in.take(in.be16())); }

void skip_signature(Cursor& in) noexcept {
  in.skip(2);  // how it is signed
  const std::uint16_t size = in.be16();
  in.skip(size < 4 ? in.left() + 1 : size - 4u);
}

bool names_address(std::string_view host) noexcept {
  return !host.empty() && host.find_first_not_of("0123456789.") == host.npos;
}

// "service:printer:lpr://10.0.0.5:515/queue", "http://10.0.0.5"
bool speaks_of_another(std::string_view url, const IpAddress& sender) noexcept {
  const std::size_t slashes = url.find("//");
  if (slashes == url.npos || !sender.is_v4()) return false;
  const std::string_view behind = url.substr(slashes + 2);
  const std::string_view host = behind.substr(0, behind.find_first_of(":/;"));
  if (!names_address(host)) return false;
  Line<15> own;
  for (std::size_t i = 12; i < 16; ++i) {
    if (i > 12) own.add('.');
    own.add_decimal(sender.octets[i]);
  }
  return host != own.view();
}

void add_url(std::string_view url, const IpAddress& sender, Findings& findings) noexcept {
  url = unpadded(url);
  if (!speaks_of_another(url, sender)) announced::add(Field::slp_url, url, findings);
}

// RFC 2608, 4.3; RFC 2165, 4.2.
std::string_view read_entry(const Header& header, Cursor& in) noexcept {
  in.skip(header.version == kVersion2 ? 3 : 2);  // lifetime
  const std::string_view url = text_in(in);
  const unsigned signatures = header.version == kVersion2 ? in.u8() : 0;
  for (unsigned left = signatures; left > 0 && in.ok(); --left) skip_signature(in);
  return url;
}

void read_services(const Header& header, Cursor in, const IpAddress& sender,
                   Findings& findings) noexcept {
  if (in.be16() != 0) return;  // an error
  for (unsigned left = in.be16(); left > 0; --left) {
    const std::string_view url = read_entry(header, in);
    if (!in.ok()) return;
    add_url(url, sender, findings);
  }
}

void add_attributes(Cursor& in, Findings& findings) noexcept {
  const std::string_view attributes = unpadded(text_in(in));
  if (in.ok()) announced::add(Field::slp_attributes, attributes, findings);
}

void read_registration(const Header& header, Cursor in, const IpAddress& sender,
                       Findings& findings) noexcept {
  const std::string_view url = read_entry(header, in);
  if (header.version == kVersion2) {
    text_in(in);  // type of service
    text_in(in);  // scopes
  }
  if (in.ok()) add_url(url, sender, findings);
  add_attributes(in, findings);
}

void read_agent(Cursor in, const IpAddress& sender, Findings& findings) noexcept {
  const std::string_view url = text_in(in);
  text_in(in);  // scopes
  if (in.ok()) add_url(url, sender, findings);
  add_attributes(in, findings);
}

}  // namespace

std::uint32_t length(ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint8_t version = in.u8();
  const std::uint8_t function = in.u8();
  const std::uint32_t length = version == kVersion2 ? in.be24() : in.be16();
  if (!in.ok() || (version != kVersion1 && version != kVersion2)) return 0;
  return function == 0 || function > kLastFunction || length < kLeastHeader ? 0 : length;
}

bool read(ByteView message, const IpAddress& sender, Findings& findings) noexcept {
  if (length(message) == 0) return false;
  Cursor in{message};
  const Header header = read_header(in);
  if (!in.ok()) return false;
  if (!header.readable) return true;
  switch (header.function) {
    case kServiceReply: read_services(header, in, sender, findings); break;
    case kRegistration: read_registration(header, in, sender, findings); break;
    case kAttributeReply:
      if (in.be16() == 0) add_attributes(in, findings);
      break;
    case kDirectory:
      if (header.version == kVersion2) {
        in.skip(2 + 4);  // error, when it started
        read_agent(in, sender, findings);
      }
      break;
    case kServiceAgent:
      if (header.version == kVersion2) read_agent(in, sender, findings);
      break;
    default: break;
  }
  return true;
}

}  // namespace tapcensus::slp_message
