#include "protocols/dns_facts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "protocols/dns_message.hpp"
#include "protocols/line.hpp"

namespace tapcensus {
namespace {

using namespace dns_message;

// RFC 6895, 2.2: of the sixteen, these are assigned and mean messages of this form.
enum Operation : std::uint8_t { kQuery = 0, kInverse = 1, kStatus = 2, kNotify = 4, kUpdate = 5 };

constexpr bool known(std::uint8_t operation) noexcept {
  return operation <= kStatus || operation == kNotify || operation == kUpdate;
}

void add_name(Field field, ByteView message, std::size_t at, Findings& findings) noexcept {
  if (findings.all().size() == Findings::kMost) return findings.add(field, {});  // counts it
  Name name;
  if (name.expand(message, at, Letters::lowered) && !name.text().empty()) {
    findings.add_composed(field, name.text());
  }
}

void add_address(int family, ByteView octets, Findings& findings) noexcept {
  std::array<char, INET6_ADDRSTRLEN> text;
  if (inet_ntop(family, octets.data(), text.data(), text.size()) != nullptr) {
    findings.add_composed(Field::dns_answer, text.data());
  }
}

// RFC 7208, 3.3: the strings of a record are read as one.
void add_text(Field field, ByteView data, Findings& findings) noexcept {
  std::array<char, 1024> text;
  std::size_t size = 0;
  for (Cursor in{data}; !in.at_end();) {
    const std::string_view part = as_text(in.take(in.u8()));
    const std::size_t fits = std::min(part.size(), text.size() - size);
    std::copy_n(part.data(), fits, text.data() + size);
    size += fits;
  }
  if (size > 0) findings.add_composed(field, {text.data(), size});
}

void add_answer(ByteView message, const Record& record, Findings& findings) noexcept {
  switch (record.type) {
    case kA:
      if (record.data.size() == 4) add_address(AF_INET, record.data, findings);
      break;
    case kAaaa:
      if (record.data.size() == 16) add_address(AF_INET6, record.data, findings);
      break;
    case kNs:
    case kCname:
    case kPtr:
    case kDname: add_name(Field::dns_answer, message, record.data_at, findings); break;
    case kMx: add_name(Field::dns_answer, message, record.data_at + 2, findings); break;
    case kSrv: add_name(Field::dns_answer, message, record.data_at + 6, findings); break;
    case kTxt: add_text(Field::dns_answer, record.data, findings); break;
    default: break;
  }
}

// RFC 6891, 6.1: how large an answer may be, and what else the sender knows: "1232,do,10". A
// version that is not 0 is "v1"; of a query's own flags, ad and cd say what a resolver asks of
// another (RFC 6840, 5.7; RFC 4035, 3.2.2). The codes of options come in their order.
void add_extension(const Header& header, std::uint16_t flags, const Record& record,
                   Findings& findings) noexcept {
  constexpr std::uint16_t kAuthentic = 0x0020, kUnchecked = 0x0010;
  constexpr std::uint32_t kSecured = 0x8000;
  Line<128> line;
  line.add_decimal(record.of_class);
  const std::uint32_t version = record.time_to_live >> 16 & 0xff;
  if (version != 0) {
    line.add(",v");
    line.add_decimal(version);
  }
  if ((record.time_to_live & kSecured) != 0) line.add(",do");
  if (!header.response && (flags & kAuthentic) != 0) line.add(",ad");
  if (!header.response && (flags & kUnchecked) != 0) line.add(",cd");
  for (Cursor in{record.data}; !in.at_end();) {
    const std::uint16_t code = in.be16();
    in.skip(in.be16());
    if (!in.ok()) return;
    line.add(',');
    line.add_decimal(code);
  }
  if (line.whole()) findings.add_composed(Field::dns_edns, line.view());
}

// The record stands among the additional ones; `in` is behind the questions.
void read_extension(const Header& header, ByteView message, Cursor in,
                    Findings& findings) noexcept {
  if (header.additionals == 0) return;
  const std::size_t before = std::size_t{header.answers} + header.authorities;
  for (std::size_t i = 0; i < before + header.additionals; ++i) {
    const Record record = read_record(in);
    if (!in.ok()) return;
    if (i >= before && record.type == kOpt) {
      return add_extension(header, Cursor{message.subspan(2)}.be16(), record, findings);
    }
  }
}

// RFC 4892, 2 tells of these names, which ask a server for itself; they are no names of hosts.
bool asks_for_version(ByteView message, std::size_t at) noexcept {
  Name name;
  return name.expand(message, at, Letters::lowered) &&
         (name.text() == "version.bind" || name.text() == "version.server");
}

bool read_queries(const Header& header, ByteView message, Cursor in, Findings& findings) noexcept {
  for (unsigned i = 0; i < header.questions; ++i) {
    const std::size_t name = read_question(in);
    if (!in.ok()) return i != 0;
    add_name(Field::dns_query, message, name, findings);
  }
  read_extension(header, message, in, findings);
  return true;
}

bool read_answers(const Header& header, ByteView message, Cursor in, Findings& findings) noexcept {
  constexpr std::uint16_t kChaos = 3;
  for (unsigned i = 0; i < header.questions; ++i) read_question(in);
  if (!in.ok()) return false;
  read_extension(header, message, in, findings);
  for (unsigned i = 0; i < header.answers; ++i) {
    const Record record = read_record(in);
    if (!in.ok()) break;
    add_answer(message, record, findings);
    if (record.type == kTxt && record.of_class == kChaos &&
        asks_for_version(message, record.name)) {
      add_text(Field::dns_version, record.data, findings);
    }
  }
  return true;
}

// ---- On ports that say nothing ----------------------------------------------------------------

// Types that programs ask for: not NULL, which tunnels use, nor NetBIOS's NB and NBSTAT.
constexpr bool is_common(std::uint16_t type) noexcept {
  constexpr std::uint16_t kHttps = 65, kAny = 255, kCaa = 257, kNull = 10, kNb = 32;
  return (type >= kA && type <= kHttps && type != kNull && type != kNb) || type == kAny ||
         type == kCaa;
}

// A name as hosts and services have it, and not the root.
bool is_host_name(ByteView message, std::size_t at) noexcept {
  Name name;
  constexpr std::string_view kOthers = "-_.";
  return name.expand(message, at, Letters::lowered) && !name.text().empty() &&
         std::ranges::all_of(name.text(), [=](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  kOthers.find(c) != kOthers.npos;
         });
}

// RFC 1035, 4.1.1: flags that only responses have, and a bit that nobody has.
bool flags_fit(const Header& header, std::uint16_t flags) noexcept {
  constexpr std::uint16_t kReserved = 0x0040, kAuthoritative = 0x0400, kAvailable = 0x0080,
                          kCode = 0x000f;
  if ((flags & kReserved) != 0) return false;
  return header.response || (flags & (kAuthoritative | kAvailable | kCode)) == 0;
}

bool all_records_end_with(ByteView message, Cursor in, std::size_t records) noexcept {
  for (std::size_t i = 0; i < records && in.ok(); ++i) read_record(in);
  return in.ok() && in.offset() == message.size();
}

}  // namespace

bool read_dns(ByteView message, std::size_t sent, Findings& findings) noexcept {
  Cursor in{message};
  Header header;
  if (!read_header(in, sent, header) || !known(header.operation)) return false;
  // The questions of the other operations are zones, not wishes.
  if (header.operation != kQuery) return true;
  return header.response ? read_answers(header, message, in, findings)
                         : read_queries(header, message, in, findings);
}

bool is_others_port(const Layers& layers) noexcept {
  constexpr std::array<std::uint16_t, 3> kNbnsMdnsLlmnr{137, 5353, 5355};
  return std::ranges::any_of(kNbnsMdnsLlmnr, [&](std::uint16_t port) {
    return layers.source_port == port || layers.target_port == port;
  });
}

bool is_surely_dns(ByteView message) noexcept {
  Cursor in{message};
  Header header;
  if (!read_header(in, message.size(), header)) return false;
  const std::size_t records = std::size_t{header.answers} + header.authorities + header.additionals;
  constexpr std::size_t kMostInQuery = 2;  // OPT (RFC 6891), TSIG (RFC 8945)
  if (header.operation != kQuery || header.questions != 1) return false;
  if (!header.response && (header.answers + header.authorities != 0 || records > kMostInQuery)) {
    return false;
  }
  if (!flags_fit(header, Cursor{message.subspan(2)}.be16())) return false;
  const std::size_t name = in.offset();
  skip_name(in);
  const std::uint16_t type = in.be16();
  constexpr std::uint16_t kInternet = 1;
  return in.be16() == kInternet && is_common(type) && is_host_name(message, name) &&
         all_records_end_with(message, in, records);
}

}  // namespace tapcensus
