// LLMNR (RFC 4795): the names that a host asks for, and its own when it answers.
//
// Only the owner of a name answers (2.3), so the names of its records are its own; the question
// that an answer repeats is not its word. To a look-up of an address the answer is a pointer to its
// name.
#include <array>

#include "protocols/dns_message.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace dns_message;

constexpr std::array<std::uint16_t, 1> kPorts{5355};

void add_name(ByteView message, std::size_t at, Findings& findings) noexcept {
  Name name;
  if (!name.expand(message, at, Letters::kept) || name.text().empty()) return;
  for (const Finding& finding : findings.all()) {
    if (finding.text == name.text()) return;
  }
  findings.add_composed(Field::llmnr_query, name.text());
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  Header header;
  const std::size_t sent =
      std::max<std::size_t>(payload.bytes.size(), payload.layers.payload_length);
  if (!read_header(in, sent, header) || header.operation != 0) return Reading::not_mine();
  // 2.1.1: one question, no more.
  if (header.questions != 1) return Reading::not_mine();
  const std::size_t asked = read_question(in);
  if (!in.ok()) return Reading::not_mine();
  if (!header.response) {
    add_name(payload.bytes, asked, findings);
    return Reading::done();
  }
  for (unsigned i = 0; i < header.answers; ++i) {
    const Record record = read_record(in);
    if (!in.ok()) break;
    add_name(payload.bytes, record.type == kPtr ? record.data_at : record.name, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol llmnr{"llmnr", Carrier::udp, kPorts, read};

}  // namespace tapcensus
