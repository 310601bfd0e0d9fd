// Multicast DNS (RFC 6762): the names and descriptions by which devices announce themselves.
//
// Descriptions (TXT) come first; names fill the room that is left, each once. The answers in a
// query are what the sender has heard of others (7.1, known answers), so they are left out.
#include <algorithm>
#include <array>

#include "protocols/dns_message.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace dns_message;

constexpr std::array<std::uint16_t, 1> kPorts{5353};

bool full(const Findings& findings) noexcept { return findings.all().size() == Findings::kMost; }

bool known(std::string_view name, const Findings& findings) noexcept {
  return std::ranges::any_of(findings.all(), [name](const Finding& finding) {
    return finding.field == Field::mdns_name && finding.text == name;
  });
}

void add_name(ByteView message, std::size_t at, Findings& findings) noexcept {
  if (full(findings)) return findings.add(Field::mdns_name, {});  // counts it
  Name name;
  if (!name.expand(message, at, Letters::kept) || name.text().empty()) return;
  if (!known(name.text(), findings)) findings.add_composed(Field::mdns_name, name.text());
}

// RFC 6763, 6.1: each string is a fact of its own.
void add_texts(ByteView data, Findings& findings) noexcept {
  for (Cursor in{data}; !in.at_end();) {
    const std::string_view text = as_text(in.take(in.u8()));
    if (!text.empty()) findings.add(Field::mdns_txt, text);
  }
}

// Calls `see` with each record that the sender speaks of for itself, as far as they are whole.
template <class See>
void each_record(const Header& header, Cursor in, See&& see) noexcept {
  const unsigned records =
      unsigned{header.answers} + unsigned{header.authorities} + header.additionals;
  const unsigned hearsay = header.response ? 0 : header.answers;
  for (unsigned i = 0; i < records; ++i) {
    const Record record = read_record(in);
    if (!in.ok()) return;
    if (i >= hearsay) see(record);
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const ByteView message = payload.bytes;
  Cursor in{message};
  Header header;
  const std::size_t sent = std::max<std::size_t>(message.size(), payload.layers.payload_length);
  if (!read_header(in, sent, header)) return Reading::not_mine();
  if (header.operation != 0) return Reading::not_mine();  // 18.3

  const Cursor questions = in;
  for (unsigned i = 0; i < header.questions; ++i) read_question(in);
  if (in.ok()) {
    each_record(header, in, [&](const Record& record) {
      if (record.type == kTxt) add_texts(record.data, findings);
    });
  }
  Cursor question = questions;
  for (unsigned i = 0; i < header.questions; ++i) {
    const std::size_t name = read_question(question);
    if (!question.ok()) return i == 0 ? Reading::not_mine() : Reading::done();
    add_name(message, name, findings);
  }
  each_record(header, in, [&](const Record& record) {
    add_name(message, record.name, findings);
    if (record.type == kPtr) add_name(message, record.data_at, findings);
  });
  return Reading::done();
}

}  // namespace

extern constinit const Protocol mdns{"mdns", Carrier::udp, kPorts, read};

}  // namespace tapcensus
