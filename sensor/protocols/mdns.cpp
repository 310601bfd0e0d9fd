// Multicast DNS (RFC 6762): the names, services and descriptions by which devices announce
// themselves, also by unicast (5.4) and to resolvers on other ports (6.7).
//
// Descriptions (TXT, HINFO) and the name of the host come first; names fill the room that is left,
// each once, and behind a name its instance and its type of service (RFC 6763, 4.1), each once. The
// answers in a query are what the sender has heard of others (7.1, known answers), so they are left
// out. Proxies and repeaters announce others' addresses: a host's own name is that of the address
// which it sends from.
#include <algorithm>
#include <array>

#include "protocols/dns_message.hpp"
#include "protocols/line.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace dns_message;

constexpr std::array<std::uint16_t, 1> kPorts{5353};

bool full(const Findings& findings) noexcept { return findings.all().size() == Findings::kMost; }

bool known(Field field, std::string_view text, const Findings& findings) noexcept {
  return std::ranges::any_of(findings.all(), [=](const Finding& finding) {
    return finding.field == field && finding.text == text;
  });
}

// The two labels that name a type of service, such as "_ipp._tcp", in "Den._ipp._tcp.local";
// nothing where there are none.
std::string_view service_in(std::string_view name) noexcept {
  std::size_t end = name.size();
  for (std::size_t dot = name.rfind('.'); dot != name.npos && dot > 0;) {
    const std::string_view label = name.substr(dot + 1, end - dot - 1);
    const std::size_t before = name.rfind('.', dot - 1);
    const std::size_t begin = before == name.npos ? 0 : before + 1;
    if ((label == "_tcp" || label == "_udp") && begin < dot && name[begin] == '_') {
      return name.substr(begin, end - begin);
    }
    end = dot;
    dot = before;
  }
  return {};
}

// The first label of the name at `at`, as it stands on the wire: an instance is any text (RFC 6763,
// 4.1.1). Empty where it begins with more than a few pointers.
std::string_view first_label(ByteView message, std::size_t at) noexcept {
  for (unsigned jumps = 0; jumps < 4; ++jumps) {
    Cursor in{message.subspan(std::min(at, message.size()))};
    const std::uint8_t length = in.u8();
    if (length < Name::kPointer) return as_text(in.take(length));
    at = std::size_t{length & 0x3fu} << 8 | in.u8();
  }
  return {};
}

// Who speaks of a name: whoever asks for it, or who has it.
enum class Owned : bool { no, yes };

void add_name(ByteView message, std::size_t at, Owned owned, Findings& findings) noexcept {
  if (full(findings)) return findings.add(Field::mdns_name, {});  // counts it
  Name name;
  if (!name.expand(message, at, Letters::kept) || name.text().empty()) return;
  // Owners come behind those who ask: a probe repeats its question as a record (8.1).
  const bool fresh = !known(Field::mdns_name, name.text(), findings);
  if (!fresh && owned == Owned::no) return;
  if (fresh) findings.add_composed(Field::mdns_name, name.text());
  const std::string_view service = service_in(name.text());
  if (service.empty()) return;
  if (fresh && !known(Field::mdns_service, service, findings)) {
    findings.add_composed(Field::mdns_service, service);
  }
  const std::string_view label = first_label(message, at);
  if (owned == Owned::no || label.empty() || label.starts_with('_') || service == "_dns-sd._udp") {
    return;
  }
  if (!known(Field::mdns_instance, label, findings)) findings.add(Field::mdns_instance, label);
}

// RFC 6763, 6.1: each string is a fact of its own.
void add_texts(ByteView data, Findings& findings) noexcept {
  for (Cursor in{data}; !in.at_end();) {
    const std::string_view text = as_text(in.take(in.u8()));
    if (!text.empty()) findings.add(Field::mdns_txt, text);
  }
}

// RFC 1035, 3.3.2: the hardware and the system, as one text with a comma between them.
void add_host(ByteView data, Findings& findings) noexcept {
  Cursor in{data};
  Line<2 * 255 + 1> host;
  host.add(as_text(in.take(in.u8())));
  host.add(',');
  host.add(as_text(in.take(in.u8())));
  if (in.ok() && host.view().size() > 1) findings.add_composed(Field::mdns_hinfo, host.view());
}

// The name of the address that the message comes from.
void add_own_name(ByteView message, const Record& record, const IpAddress& source,
                  Findings& findings) noexcept {
  const IpAddress address =
      record.type == kA ? IpAddress::v4(record.data) : IpAddress::v6(record.data);
  if (address.unspecified() || address != source) return;
  if (full(findings)) return findings.add(Field::mdns_host, {});  // counts it
  Name name;
  if (!name.expand(message, record.name, Letters::kept) || name.text().empty()) return;
  if (!known(Field::mdns_host, name.text(), findings)) {
    findings.add_composed(Field::mdns_host, name.text());
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
      if (record.type == kHinfo) add_host(record.data, findings);
      if (record.type == kA || record.type == kAaaa) {
        add_own_name(message, record, payload.layers.source, findings);
      }
    });
  }
  Cursor question = questions;
  for (unsigned i = 0; i < header.questions; ++i) {
    const std::size_t name = read_question(question);
    if (!question.ok()) return i == 0 ? Reading::not_mine() : Reading::done();
    add_name(message, name, Owned::no, findings);
  }
  each_record(header, in, [&](const Record& record) {
    add_name(message, record.name, Owned::yes, findings);
    if (record.type == kPtr) add_name(message, record.data_at, Owned::yes, findings);
  });
  return Reading::done();
}

}  // namespace

extern constinit const Protocol mdns{"mdns", Carrier::udp, kPorts, read};

}  // namespace tapcensus
