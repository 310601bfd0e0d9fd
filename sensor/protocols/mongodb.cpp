// MongoDB (Wire Protocol), both sides: the driver and the system that a client names in its first
// command (MongoDB Handshake), and the version of a server.
#include <algorithm>
#include <array>

#include "protocols/bson.hpp"
#include "protocols/key_values.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{27017, 27018, 27019};
// A length; nothing else is for sure within eight bytes.
constexpr std::array kStart{bytes::kAny, ByteSet::between(0, 15), ByteSet::just(0),
                            ByteSet::just(0)};

enum Code : std::uint32_t { kReply = 1, kQuery = 2004, kMessage = 2013 };

constexpr std::uint32_t kHeader = 16, kMostMessage = 4096;
constexpr std::uint8_t kMostMessages = 4;

// The document of a message (OP_MSG, OP_QUERY, OP_REPLY); empty where there is none.
ByteView document_in(std::uint32_t code, Cursor in) noexcept {
  if (code == kMessage) {
    in.skip(4);  // flags
    return in.u8() == 0 && in.ok() ? in.rest() : ByteView{};
  }
  in.skip(code == kReply ? 20 : 4);
  if (code == kQuery) {
    const std::string_view collection = as_text(in.rest());
    constexpr std::string_view kCommand = ".$cmd";
    const std::size_t end = collection.find('\0');
    if (end == collection.npos || !collection.substr(0, end).ends_with(kCommand)) return {};
    in.skip(end + 1 + 8);
  }
  return in.rest();
}

// {driver: {name, version}, os: {type, name, architecture, version}, platform}; the name of the
// application is left out.
void add_client(ByteView client, Findings& findings) noexcept {
  KeyValues<512> pairs;
  bson::each(client, [&](const bson::Element& part) {
    if (part.name == "platform") pairs.add("platform", part.text);
    if (part.name != "driver" && part.name != "os") return;
    bson::each(part.document, [&](const bson::Element& detail) {
      Line<64> key;
      key.add(part.name);
      key.add('.');
      key.add(detail.name);
      if (key.whole()) pairs.add(key.view(), detail.text);
    });
  });
  if (!pairs.empty()) findings.add_composed(Field::mongodb_client, pairs.view());
}

// Whether it is a command or an answer of the kind that opens a connection.
bool read_document(ByteView document, Findings& findings) noexcept {
  constexpr std::array<std::string_view, 5> kMarks{"buildInfo", "buildinfo", "hello", "isMaster",
                                                   "ismaster"};
  bool known = false;
  bool built = false;
  std::string_view version;
  bson::each(document, [&](const bson::Element& element) {
    known |= std::ranges::find(kMarks, element.name) != kMarks.end();
    if (element.name == "client") add_client(element.document, findings);
    if (element.name == "version") version = element.text;
    built |= element.name == "gitVersion";
    if (element.name == "maxWireVersion" && element.type == bson::kInt32) {
      Line<32> line;
      line.add("maxWireVersion=");
      line.add_decimal(element.number);
      findings.add_composed(Field::mongodb_version, line.view());
      known = true;
    }
  });
  if (built && !version.empty()) findings.add(Field::mongodb_version, version);
  return known || built;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint32_t length = in.le32();
  in.skip(8);
  const std::uint32_t code = in.le32();
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  const bool known = code == kReply || code == kQuery || code == kMessage;
  if (!known || length <= kHeader + 5 || length > kMostMessage) return foreign;
  const ByteView body = in.take(std::min<std::size_t>(length - kHeader, in.left()));
  if (body.size() < length - kHeader && !payload.final) return Reading::need_more(length);
  if (!read_document(document_in(code, Cursor{body}), findings) && payload.mode == 0) {
    return Reading::not_mine();
  }
  if (payload.mode == kMostMessages) return Reading::done();
  return Reading::next(length, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol mongodb{"mongodb", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
