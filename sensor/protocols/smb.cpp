// SMB ([MS-CIFS], [MS-SMB], [MS-SMB2]) over TCP, behind NetBIOS (RFC 1002, 4.3) or not, both sides:
// what was offered and chosen, and how systems call themselves when they call and when they log on.
//
// Reading ends where a share is opened, or where messages are sealed. Messages that say nothing are
// stepped over.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/kerberos_facts.hpp"
#include "protocols/netbios_name.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/preamble.hpp"
#include "protocols/utf16.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{139, 445};

// RFC 1002, 4.3.1. What follows a positive response comes when the client has sent more.
enum Frame : std::uint8_t {
  kMessage = 0x00,
  kSessionRequest = 0x81,
  kPositiveResponse = 0x82,
  kKeepAlive = 0x85,
};
constexpr ByteSet kEncodedName = ByteSet::between('A', 'P');
// A message of SMB 1 or 2; a session request, whose name has 32 characters; the answer to it.
constexpr std::array kStart{
    ByteSet::just(kMessage) | ByteSet::between(kSessionRequest, kPositiveResponse),
    ByteSet::between(0, 1),
    bytes::kAny,
    bytes::kAny,
    ByteSet::between(0xfe, 0xff) | ByteSet::just(32) | ByteSet::just(0),
    ByteSet::just('S') | kEncodedName | ByteSet::between(0, 1)};

enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 32 };

constexpr std::uint32_t kFrameHeader = 4;
// A ticket of Kerberos is large, and names stand behind it.
constexpr std::uint32_t kMostRead = 12 * 1024;

enum class Then : std::uint8_t { foreign, goes_on, ends };

// ---- Names of dialects and systems ------------------------------------------------------------

using Texts = Line<512>;

// As Windows prints it: the first three groups are little-endian numbers ([MS-DTYP] 2.3.4).
void add_guid(ByteView bytes, Findings& findings) noexcept {
  constexpr std::array<std::uint8_t, 16> kOrder{3, 2, 1,  0,  5,  4,  7,  6,
                                                8, 9, 10, 11, 12, 13, 14, 15};
  const bool said = std::ranges::any_of(bytes, [](std::byte b) { return b != std::byte{0}; });
  if (!said) return;
  Line<36> guid;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) guid.add('-');
    const auto byte = std::to_integer<unsigned>(bytes[kOrder[i]]);
    guid.add(guid.digit(byte >> 4));
    guid.add(guid.digit(byte));
  }
  findings.add_composed(Field::smb_guid, guid.view());
}

// [MS-SMB2] 2.2.3: "3.1.1" is 0x0311. 0x02ff is the answer to a client that spoke SMB 1, and means
// that another negotiation follows.
void add_revision(std::uint16_t revision, Texts& line) noexcept {
  if (revision == 0x02ff) return line.add("2.???");
  line.add_decimal(revision >> 8 & 0xff);
  line.add('.');
  line.add_decimal(revision >> 4 & 0xf);
  if ((revision & 0xf) == 0) return;
  line.add('.');
  line.add_decimal(revision & 0xf);
}

// Nobody is called by signs alone; exploits send such.
void report(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  const bool named = std::ranges::any_of(text, [](char c) {
    const char letter = lower(c);
    return (letter >= 'a' && letter <= 'z') || is_digit(c);
  });
  if (named) findings.add_composed(field, text);
}

void read_token(ByteView token, Findings& findings) noexcept {
  if (read_ntlmssp(token, findings) == NtlmMessage::none) read_kerberos_token(token, findings);
}

// ---- SMB 1 ------------------------------------------------------------------------------------

// [MS-CIFS] 2.2.3.1.
struct Header1 {
  std::uint8_t command = 0;
  std::uint32_t status = 0;
  bool reply = false;
  bool unicode = false;
};

constexpr std::uint32_t kHeader1 = 32;
constexpr std::uint32_t kMoreProcessing = 0xc0000016;

// Text behind text, in the encoding of the message. Unicode begins at even places of the message
// ([MS-CIFS] 2.2.1.1.2).
class TextReader {
 public:
  TextReader(ByteView message, Cursor in, bool unicode) noexcept
      : message_{message}, in_{in}, unicode_{unicode} {}

  // What comes next, up to its NUL; the last one may lack it.
  Texts next() noexcept {
    Texts text;
    if (!unicode_) {
      const std::string_view rest = as_text(in_.rest());
      const std::size_t end = std::min(rest.find('\0'), rest.size());
      text.add(rest.substr(0, end));
      in_.skip(std::min(end + 1, rest.size()));
      return text;
    }
    in_.skip((message_.size() - in_.left()) % 2);
    const ByteView begin = in_.rest();
    while (in_.left() >= 2 && in_.le16() != 0) {
    }
    add_utf16le(begin.first(begin.size() - in_.left()), text);
    return text;
  }

 private:
  ByteView message_;
  Cursor in_;
  bool unicode_;
};

// [MS-CIFS] 2.2.4.52.1: each name behind a 2.
void read_dialects1(ByteView data, Findings& findings) noexcept {
  Texts list;
  bool first = true;
  std::string_view rest = as_text(data);
  while (rest.size() > 1 && rest[0] == 2) {
    const std::size_t end = std::min(rest.find('\0', 1), rest.size());
    list.separate(',', first);
    list.add(rest.substr(1, end - 1));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  report(Field::smb_dialect, list.view(), findings);
}

// [MS-SMB] 2.2.4.5.2. The index points into the client's list; but only one dialect has an answer
// of seventeen words.
void read_chosen1(Cursor words, Cursor data, Findings& findings) noexcept {
  constexpr std::uint32_t kExtendedSecurity = 0x80000000;
  if (words.left() != 34) return;
  findings.add(Field::smb_dialect, "NT LM 0.12");
  words.skip(2 + 1 + 2 + 2 + 4 + 4 + 4);  // to the key of the session
  if ((words.le32() & kExtendedSecurity) == 0) return;
  const ByteView guid = data.take(16);
  if (data.ok()) add_guid(guid, findings);
}

// How many bytes stand before the texts of a session setup, how many texts before the system's;
// [MS-CIFS] 2.2.4.53, [MS-SMB] 2.2.4.6.
struct Setup1 {
  bool known = false;
  std::size_t blob = 0;
  bool token = false;
  unsigned texts_before = 0;
};

Setup1 read_setup_words(bool reply, Cursor words) noexcept {
  const std::size_t count = words.left() / 2;
  words.skip(4);  // the next command
  if (reply) {
    words.skip(2);
    if (count == 3) return {true, 0, false, 0};
    return {count == 4, words.le16(), true, 0};
  }
  words.skip(2 + 2 + 2 + 4);  // sizes; the key of the session
  const std::size_t length = words.le16();
  switch (count) {
    case 10: return {true, length, false, 2};
    case 12: return {true, length, true, 0};
    case 13: return {true, length + words.le16(), false, 2};
    default: return {};
  }
}

void read_setup1(const Header1& header, ByteView message, Cursor words, Cursor data,
                 Findings& findings) noexcept {
  const Setup1 setup = read_setup_words(header.reply, words);
  if (!setup.known) return;
  const ByteView blob = data.take(std::min(setup.blob, data.left()));
  if (setup.token) read_token(blob, findings);
  TextReader texts{message, data, header.unicode};
  for (unsigned i = 0; i < setup.texts_before; ++i) texts.next();  // a user; a domain
  report(Field::smb_native_os, texts.next().view(), findings);
  report(Field::smb_native_lanman, texts.next().view(), findings);
}

// `message` is what is there of it, beginning with its magic.
Then read_smb1(ByteView message, Findings& findings) noexcept {
  enum Command : std::uint8_t { kNegotiate = 0x72, kSessionSetup = 0x73, kTreeConnect = 0x75 };
  Cursor in{message};
  Header1 header;
  in.skip(4);
  header.command = in.u8();
  header.status = in.le32();
  header.reply = (in.u8() & 0x80) != 0;
  header.unicode = (in.le16() & 0x8000) != 0;
  in.skip(kHeader1 - in.offset());
  const ByteView words = in.take(in.u8() * std::size_t{2});
  const std::size_t size = in.le16();
  if (!in.ok()) return Then::foreign;
  // Texts count from the start of the message, and end with what is said to be there.
  const ByteView whole = message.first(in.offset() + std::min(size, in.left()));
  Cursor data{whole};
  data.skip(in.offset());
  switch (header.command) {
    case kNegotiate:
      if (header.reply) {
        read_chosen1(Cursor{words}, data, findings);
      } else {
        read_dialects1(data.rest(), findings);
      }
      return Then::goes_on;
    case kSessionSetup:
      read_setup1(header, whole, Cursor{words}, data, findings);
      return header.reply && header.status != kMoreProcessing ? Then::ends : Then::goes_on;
    case kTreeConnect: return Then::ends;
    default: return Then::goes_on;
  }
}

// ---- SMB 2 and 3 ------------------------------------------------------------------------------

constexpr std::uint32_t kHeader2 = 64;

// [MS-SMB2] 2.2.3.
void read_dialects2(Cursor in, Findings& findings) noexcept {
  const unsigned count = in.le16();
  in.skip(2 + 2 + 4);  // security mode; reserved; capabilities
  const ByteView guid = in.take(16);
  in.skip(8);  // where the contexts are
  if (!in.ok()) return;
  Texts list;
  bool first = true;
  for (unsigned i = 0; i < count && in.left() >= 2 && list.whole(); ++i) {
    list.separate(',', first);
    add_revision(in.le16(), list);
  }
  report(Field::smb_dialect, list.view(), findings);
  add_guid(guid, findings);
}

// [MS-SMB2] 2.2.4.
void read_chosen2(Cursor in, Findings& findings) noexcept {
  in.skip(2);  // security mode
  const std::uint16_t revision = in.le16();
  in.skip(2);
  const ByteView guid = in.take(16);
  if (!in.ok()) return;
  Texts chosen;
  add_revision(revision, chosen);
  report(Field::smb_dialect, chosen.view(), findings);
  add_guid(guid, findings);
}

// [MS-SMB2] 2.2.5, 2.2.6: the token stands where it is said to.
void read_setup2(bool reply, ByteView message, Cursor in, Findings& findings) noexcept {
  in.skip(reply ? 2 : 1 + 1 + 4 + 4);
  const std::size_t at = in.le16();
  const std::size_t length = in.le16();
  if (!in.ok() || at > message.size()) return;
  read_token(message.subspan(at, std::min(length, message.size() - at)), findings);
}

Then read_smb2(ByteView message, Findings& findings) noexcept {
  enum Command : std::uint16_t { kNegotiate = 0, kSessionSetup = 1, kLogoff = 2, kTreeConnect = 3 };
  Cursor in{message};
  in.skip(4);
  const std::uint16_t header_size = in.le16();
  in.skip(2);
  const std::uint32_t status = in.le32();
  const std::uint16_t command = in.le16();
  in.skip(2);
  const bool reply = (in.le32() & 1) != 0;
  in.skip(kHeader2 - in.offset());
  const std::uint16_t body_size = in.le16();
  if (!in.ok() || header_size != kHeader2) return Then::foreign;
  switch (command) {
    case kNegotiate:
      if (!reply && body_size == 36) read_dialects2(in, findings);
      if (reply && body_size == 65) read_chosen2(in, findings);
      return Then::goes_on;
    case kSessionSetup:
      read_setup2(reply, message, in, findings);
      return reply && status != kMoreProcessing ? Then::ends : Then::goes_on;
    case kLogoff: return Then::goes_on;
    default: return Then::ends;
  }
}

// ---- Frames -----------------------------------------------------------------------------------

constexpr std::string_view kMagic1 = "\xffSMB", kMagic2 = "\xfeSMB";

// Commands of which the rest must be there before they are read: negotiation and session setup.
bool is_read(ByteView message) noexcept {
  Cursor in{message};
  const std::uint8_t version = in.u8();
  in.skip(3);
  if (version == 0xff) {
    const std::uint8_t command = in.u8();
    return command == 0x72 || command == 0x73;
  }
  in.skip(8);
  return in.le16() <= 1;
}

Reading read_message(const Payload& payload, std::uint32_t length, Findings& findings) noexcept {
  const Reading foreign = payload.mode == kFirstMessage ? Reading::not_mine() : Reading::done();
  constexpr std::uint32_t kCommandEnds = 14;  // of either version
  if (length < kHeader1 + 3) return foreign;
  const ByteView there = payload.bytes.subspan(kFrameHeader);
  const std::string_view magic = as_text(there).substr(0, 4);
  if (magic != kMagic1.substr(0, magic.size()) && magic != kMagic2.substr(0, magic.size())) {
    return foreign;  // another protocol, or sealed ([MS-SMB2] 2.2.41)
  }
  if (there.size() < kCommandEnds && !payload.final) {
    return Reading::need_more(kFrameHeader + kCommandEnds);
  }
  const std::uint32_t least = is_read(there) ? std::min(length, kMostRead)
                                             : (magic == kMagic1 ? kHeader1 + 3 : kHeader2 + 2);
  if (least > length) return foreign;
  if (there.size() < least && !payload.final) return Reading::need_more(kFrameHeader + least);
  const ByteView message = there.first(std::min<std::size_t>(there.size(), length));
  const Then then = magic == kMagic1 ? read_smb1(message, findings) : read_smb2(message, findings);
  if (then == Then::foreign) return foreign;
  if (then == Then::ends || payload.mode == kMostMessages) return Reading::done();
  return Reading::next(kFrameHeader + length, static_cast<std::uint8_t>(payload.mode + 1));
}

// RFC 1002, 4.3.2: two names of 34 bytes or more, of who is called and of who calls.
Reading read_session_request(const Payload& payload, std::uint32_t length, Reading next,
                             Findings& findings) noexcept {
  constexpr std::uint32_t kTwoNames = 68;
  const ByteView there = payload.bytes.subspan(kFrameHeader);
  Cursor in{there.first(std::min<std::size_t>(there.size(), length))};
  const bool begins = there.empty() || Cursor{in}.u8() == netbios::kEncodedBytes;
  if (!begins || length < kTwoNames || length > 4 * kTwoNames) return Reading::not_mine();
  if (there.size() < length && !payload.final) return Reading::need_more(kFrameHeader + length);
  netbios::read_encoded(in);
  const std::array<std::byte, netbios::kNameBytes> caller = netbios::read_encoded(in);
  if (!in.ok()) return Reading::not_mine();
  netbios::NameText name;
  if (netbios::add_name(caller, name)) findings.add_composed(Field::nbns_name, name.view());
  return next;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const std::uint32_t length = in.be24();
  const bool first = payload.mode == kFirstMessage;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kFrameHeader);
  const auto next = [&] {
    const bool most = payload.mode == kMostMessages;
    return most ? Reading::done()
                : Reading::next(kFrameHeader + length, static_cast<std::uint8_t>(payload.mode + 1));
  };
  switch (type) {
    case kMessage: return read_message(payload, length, findings);
    case kSessionRequest:
      return first ? read_session_request(payload, length, next(), findings) : foreign;
    case kPositiveResponse: return first && length == 0 ? next() : foreign;
    case kKeepAlive: return !first && length == 0 ? next() : foreign;
    default: return foreign;
  }
}

}  // namespace

extern constinit const Protocol smb{"smb", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
