#include "protocols/ntlmssp.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/line.hpp"
#include "protocols/utf16.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kSignature{"NTLMSSP\0", 8};
// The same in base64, as far as it does not depend on the type that follows.
constexpr std::string_view kSignatureBase64 = "TlRMTVNTUA";

constexpr std::size_t kMostToken = 3072;

// [MS-NLMP] 2.2.2.5.
enum Flag : std::uint32_t {
  kUnicode = 0x00000001,
  kTargetIsDomain = 0x00010000,
  kTargetIsServer = 0x00020000,
  kVersion = 0x02000000,
};

// 2.2.2.1.
enum AvId : std::uint16_t {
  kEndOfList = 0,
  kNbComputerName = 1,
  kNbDomainName = 2,
  kDnsComputerName = 3,
  kDnsDomainName = 4,
};

// The length, the room and the place of a part of the payload.
ByteView take_part(Cursor& in, ByteView message, std::size_t& payload_begins) noexcept {
  const std::size_t length = in.le16();
  in.skip(2);
  const std::size_t at = in.le32();
  if (!in.ok() || length == 0 || at > message.size()) return {};
  payload_begins = std::min(payload_begins, at);
  return message.subspan(at, std::min(length, message.size() - at));
}

using Name = Line<256>;

void add_text(ByteView bytes, bool unicode, Name& name) noexcept {
  if (unicode) return add_utf16le(bytes, name);
  const std::string_view text = as_text(bytes);
  name.add(text.substr(0, text.find('\0')));
}

void report(Field field, ByteView bytes, bool unicode, Findings& findings) noexcept {
  Name name;
  add_text(bytes, unicode, name);
  const std::string_view text = unpadded(name.view());
  if (text.empty()) return;
  const bool known = std::ranges::any_of(findings.all(), [&](const Finding& each) {
    return each.field == field && each.text == text;
  });
  if (!known) findings.add_composed(field, text);
}

// 2.2.2.10. The field is there only if the payload leaves room for it, whatever the flag says.
void report_version(Cursor in, std::uint32_t flags, std::size_t payload_begins,
                    Findings& findings) noexcept {
  constexpr std::size_t kSize = 8;
  if ((flags & kVersion) == 0 || payload_begins < in.offset() + kSize) return;
  const unsigned major = in.u8(), minor = in.u8(), build = in.le16();
  in.skip(kSize - 4);  // reserved; the revision
  if (!in.ok() || major == 0) return;
  Line<32> version;
  version.add_decimal(major);
  version.add('.');
  version.add_decimal(minor);
  version.add('.');
  version.add_decimal(build);
  findings.add_composed(Field::ntlmssp_version, version.view());
}

// 2.2.1.1; these names are never in Unicode. Some clients give them without the flags that say so.
void read_negotiate(ByteView message, Cursor in, Findings& findings) noexcept {
  const std::uint32_t flags = in.le32();
  std::size_t begins = message.size();
  const ByteView domain = take_part(in, message, begins);
  const ByteView workstation = take_part(in, message, begins);
  report_version(in, flags, begins, findings);
  report(Field::ntlmssp_host, workstation, false, findings);
  report(Field::ntlmssp_domain, domain, false, findings);
}

// 2.2.2.1: in Unicode, whatever was agreed on.
bool report_target_info(ByteView pairs, Findings& findings) noexcept {
  bool any = false;
  Cursor in{pairs};
  while (!in.at_end()) {
    const std::uint16_t id = in.le16();
    const ByteView value = in.take(in.le16());
    if (!in.ok() || id == kEndOfList) break;
    const bool computer = id == kNbComputerName || id == kDnsComputerName;
    if (!computer && id != kNbDomainName && id != kDnsDomainName) continue;
    report(computer ? Field::ntlmssp_target : Field::ntlmssp_domain, value, true, findings);
    any = true;
  }
  return any;
}

// 2.2.1.2. Old servers have no target info, and say only what the target's name is one of.
void read_challenge(ByteView message, Cursor in, Findings& findings) noexcept {
  std::size_t begins = message.size();
  const ByteView target = take_part(in, message, begins);
  const std::uint32_t flags = in.le32();
  in.skip(8 + 8);  // the challenge; reserved
  const ByteView pairs = take_part(in, message, begins);
  report_version(in, flags, begins, findings);
  if (report_target_info(pairs, findings)) return;
  const bool unicode = (flags & kUnicode) != 0;
  if ((flags & kTargetIsDomain) != 0) report(Field::ntlmssp_domain, target, unicode, findings);
  if ((flags & kTargetIsServer) != 0) report(Field::ntlmssp_target, target, unicode, findings);
}

// 2.2.1.3. Clients before NT 4 SP 4 send neither flags nor the key before them: the payload begins
// there, and the text shows how it is written.
void read_authenticate(ByteView message, Cursor in, Findings& findings) noexcept {
  constexpr std::size_t kFlagsAt = 60;
  std::size_t begins = message.size();
  take_part(in, message, begins);  // the response to the challenge, by LM
  take_part(in, message, begins);  // and by NT
  const ByteView domain = take_part(in, message, begins);
  take_part(in, message, begins);  // the user
  const ByteView workstation = take_part(in, message, begins);
  bool unicode = workstation.size() > 1 && workstation[1] == std::byte{0};
  if (begins >= kFlagsAt + 4) {
    take_part(in, message, begins);  // the session key
    const std::uint32_t flags = in.le32();
    report_version(in, flags, begins, findings);
    if (in.ok()) unicode = (flags & kUnicode) != 0;
  }
  report(Field::ntlmssp_host, workstation, unicode, findings);
  report(Field::ntlmssp_domain, domain, unicode, findings);
}

// What a digit stands for (RFC 4648, 4), or 64 for what is none.
constexpr unsigned sextet(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return unsigned(c - 'A');
  if (c >= 'a' && c <= 'z') return unsigned(c - 'a') + 26;
  if (c >= '0' && c <= '9') return unsigned(c - '0') + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : 64;
}

}  // namespace

NtlmMessage read_ntlmssp(ByteView token, Findings& findings) noexcept {
  const std::size_t at = as_text(token).find(kSignature);
  if (at == std::string_view::npos) return NtlmMessage::none;
  const ByteView message = token.subspan(at);
  Cursor in{message};
  in.skip(kSignature.size());
  const std::uint32_t type = in.le32();
  switch (type) {
    case 1: read_negotiate(message, in, findings); break;
    case 2: read_challenge(message, in, findings); break;
    case 3: read_authenticate(message, in, findings); break;
    default: return NtlmMessage::none;
  }
  return static_cast<NtlmMessage>(type);
}

NtlmMessage read_ntlmssp_base64(std::string_view text, Findings& findings) noexcept {
  std::array<std::byte, kMostToken> token;
  std::size_t size = 0;
  std::uint32_t bits = 0;
  unsigned digits = 0;
  for (const char c : text) {
    const unsigned value = sextet(c);
    if (value == 64 || size == token.size()) break;
    bits = bits << 6 | value;
    if (++digits % 4 != 1) token[size++] = std::byte(bits >> (2 * (3 - (digits - 1) % 4)) & 0xff);
  }
  return read_ntlmssp({token.data(), size}, findings);
}

NtlmMessage read_ntlmssp_line(std::string_view line, Findings& findings) noexcept {
  const std::size_t at = line.find(kSignatureBase64);
  if (at == line.npos) return NtlmMessage::none;
  return read_ntlmssp_base64(line.substr(at), findings);
}

void read_ntlmssp_credentials(std::string_view value, Findings& findings) noexcept {
  using dialogue::begins_with;
  for (const std::string_view scheme : {"ntlm ", "negotiate "}) {
    if (!begins_with(value, scheme)) continue;
    value.remove_prefix(std::min(value.find_first_not_of(' ', scheme.size()), value.size()));
    read_ntlmssp_base64(value, findings);
    return;
  }
}

}  // namespace tapcensus
