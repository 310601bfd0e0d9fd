// NTP (RFC 5905): what a request for the time looks like, and what a server says of itself.
//
// Programs fill in the header as their authors saw fit, from everything that they know to nothing
// but the version and a random number (RFC 9109 tells why). A server that is a clock names it.
// Answers to control messages (RFC 9327) name program and system.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{123};

// RFC 5905, 7.3.
enum Mode : std::uint8_t {
  kSymmetricActive = 1,
  kClient = 3,
  kServer = 4,
  kBroadcast = 5,
  kControl = 6,
};

struct Header {
  std::uint8_t leap, version, mode, stratum;
  std::int8_t poll, precision;
  std::uint32_t delay, dispersion;
  ByteView reference_identifier;
  std::array<std::uint64_t, 4> times;  // reference, origin, receive, transmit
  std::size_t behind;                  // octets of extensions and of a code that authenticates
};

bool read_header(ByteView bytes, Header& header) noexcept {
  Cursor in{bytes};
  const std::uint8_t first = in.u8();
  header.leap = first >> 6;
  header.version = first >> 3 & 7;
  header.mode = first & 7;
  header.stratum = in.u8();
  header.poll = static_cast<std::int8_t>(in.u8());
  header.precision = static_cast<std::int8_t>(in.u8());
  header.delay = in.be32();
  header.dispersion = in.be32();
  header.reference_identifier = in.take(4);
  for (std::uint64_t& time : header.times) time = in.be64();
  header.behind = in.left();
  return in.ok() && header.version >= 1 && header.version <= 4;
}

// How a time is given: 0 for none, s for whole seconds, t for what can be a date, x for what
// cannot: one of a random number's forms. Seconds count from 1900; programs that ask are not older
// than 2005, and 2036 begins anew.
constexpr char form_of(std::uint64_t time) noexcept {
  constexpr std::uint32_t kYear2005 = 3'313'526'400;
  if (time == 0) return '0';
  if (time >> 32 < kYear2005) return 'x';
  return static_cast<std::uint32_t>(time) == 0 ? 's' : 't';
}

// Several words, one a member, of which none depends on when the request was sent: "v4 m3 li3 st0
// poll6 prec-6 delay0 disp1 ref0 000t +20". Delay, dispersion and reference are 0 or 1: any.
void add_client(const Header& header, Findings& findings) noexcept {
  const std::string_view reference = as_text(header.reference_identifier);
  const bool refers = std::ranges::any_of(reference, [](char c) { return c != 0; });
  Line<96> line;
  line.add('v');
  line.add_decimal(header.version);
  line.add(" m");
  line.add_decimal(header.mode);
  line.add(" li");
  line.add_decimal(header.leap);
  line.add(" st");
  line.add_decimal(header.stratum);
  line.add(" poll");
  notation::add_signed(line, header.poll);
  line.add(" prec");
  notation::add_signed(line, header.precision);
  line.add(header.delay == 0 ? " delay0" : " delay1");
  line.add(header.dispersion == 0 ? " disp0" : " disp1");
  // Before it has a server, ntpd tells why it has none (RFC 5905, 7.4).
  line.add(reference == "INIT" ? " refINIT" : refers ? " ref1" : " ref0");
  line.add(' ');
  for (const std::uint64_t time : header.times) line.add(form_of(time));
  if (header.behind > 0) {
    line.add(" +");
    line.add_decimal(static_cast<std::uint32_t>(header.behind));
  }
  findings.add_composed(Field::ntp_client, line.view());
}

// RFC 5905, 7.3: at stratum 1 the kind of clock, in four letters padded with NULs.
void add_clock(const Header& header, Findings& findings) noexcept {
  if (header.stratum != 1) return;
  const std::string_view clock = unpadded(as_text(header.reference_identifier));
  if (notation::is_plain(clock)) findings.add(Field::ntp_refid, clock);
}

// ---- Control messages --------------------------------------------------------------------------

// The variables that name program and machine, as they stand together in an answer. What follows
// them changes from minute to minute.
constexpr std::array<std::string_view, 3> kNaming{"version=", "processor=", "system="};

std::size_t end_of_variable(std::string_view text, std::size_t at) noexcept {
  const std::size_t value = text.find('=', at) + 1;
  if (value < text.size() && text[value] == '"') {
    const std::size_t quote = text.find('"', value + 1);
    return quote == text.npos ? text.npos : quote + 1;
  }
  return std::min(text.find_first_of(",\r\n", value), text.size());
}

// Where a variable begins that is not the end of another's name.
std::size_t find_variable(std::string_view text, std::string_view name) noexcept {
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == ',' || text[at - 1] == '\n') return at;
  }
  return text.npos;
}

void add_version(std::string_view text, Findings& findings) noexcept {
  Line<256> line;
  bool first = true;
  for (const std::string_view name : kNaming) {
    const std::size_t begin = find_variable(text, name);
    if (begin == text.npos) continue;
    const std::size_t end = end_of_variable(text, begin);
    if (end == text.npos) continue;
    const std::string_view variable = text.substr(begin, end - begin);
    if (!notation::is_plain(variable)) continue;
    if (!first) line.add(", ");
    first = false;
    line.add(variable);
  }
  if (!line.empty()) findings.add_composed(Field::ntp_version, line.view());
}

// RFC 9327, 2: an answer, to a request to read variables, at its beginning.
Reading read_control(ByteView bytes, Findings& findings) noexcept {
  constexpr std::uint8_t kResponse = 0x80, kError = 0x40, kOperation = 0x1f, kReadVariables = 2;
  Cursor in{bytes};
  in.skip(1);
  const std::uint8_t operation = in.u8();
  in.skip(2 + 2 + 2);  // sequence, status, association
  const std::uint16_t offset = in.be16();
  const std::uint16_t count = in.be16();
  if (!in.ok()) return Reading::not_mine();
  const bool answers =
      (operation & (kResponse | kError)) == kResponse && (operation & kOperation) == kReadVariables;
  if (answers && offset == 0) {
    add_version(as_text(in.take(count)), findings);  // nothing when it was cut
  }
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t mode = in.u8() & 7;
  if (!in.ok()) return Reading::not_mine();
  if (mode == kControl) return read_control(payload.bytes, findings);
  Header header;
  if (!read_header(payload.bytes, header)) return Reading::not_mine();
  if (payload.bytes.size() < payload.layers.payload_length) return Reading::done();  // was cut
  switch (mode) {
    case kSymmetricActive:
    case kClient: add_client(header, findings); break;
    case kServer:
    case kBroadcast: add_clock(header, findings); break;
    default: return Reading::not_mine();
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol ntp{"ntp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
