// DNS over UDP (RFC 1035): the names that are asked for, and the answers.
//
// Names are in lower case and without the final dot, because senders mix cases on purpose.
#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "protocols/dns_message.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace dns_message;

constexpr std::array<std::uint16_t, 1> kPorts{53};

// RFC 6895, 2.2: of the sixteen, these are assigned and travel in datagrams.
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
void add_text(ByteView data, Findings& findings) noexcept {
  std::array<char, 1024> text;
  std::size_t size = 0;
  for (Cursor in{data}; !in.at_end();) {
    const std::string_view part = as_text(in.take(in.u8()));
    const std::size_t fits = std::min(part.size(), text.size() - size);
    std::copy_n(part.data(), fits, text.data() + size);
    size += fits;
  }
  if (size > 0) findings.add_composed(Field::dns_answer, {text.data(), size});
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
    case kTxt: add_text(record.data, findings); break;
    default: break;
  }
}

Reading read_queries(const Header& header, ByteView message, Cursor in,
                     Findings& findings) noexcept {
  for (unsigned i = 0; i < header.questions; ++i) {
    const std::size_t name = read_question(in);
    if (!in.ok()) return i == 0 ? Reading::not_mine() : Reading::done();
    add_name(Field::dns_query, message, name, findings);
  }
  return Reading::done();
}

Reading read_answers(const Header& header, ByteView message, Cursor in,
                     Findings& findings) noexcept {
  for (unsigned i = 0; i < header.questions; ++i) read_question(in);
  if (!in.ok()) return Reading::not_mine();
  for (unsigned i = 0; i < header.answers; ++i) {
    const Record record = read_record(in);
    if (!in.ok()) break;
    add_answer(message, record, findings);
  }
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const ByteView message = payload.bytes;
  Cursor in{message};
  Header header;
  const std::size_t sent = std::max<std::size_t>(message.size(), payload.layers.payload_length);
  if (!read_header(in, sent, header) || !known(header.operation)) return Reading::not_mine();
  // The questions of the other operations are zones, not wishes.
  if (header.operation != kQuery) return Reading::done();
  return header.response ? read_answers(header, message, in, findings)
                         : read_queries(header, message, in, findings);
}

}  // namespace

extern constinit const Protocol dns{"dns", Carrier::udp, kPorts, read};

}  // namespace tapcensus
