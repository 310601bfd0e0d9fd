// MQTT 3.1, 3.1.1 and 5.0 (OASIS): how a client names itself, and the first topics it speaks of.
//
// Topics are those it publishes to, asks for, or leaves as its will; what a broker hands on is
// others' and is not read. User names, passwords and messages are passed over.
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1883};
// CONNECT, a length of one or two bytes, and the name of the protocol behind its length.
constexpr std::array kStart{
    ByteSet::just(0x10),       bytes::kAny,
    ByteSet::between(0, 0x7f), ByteSet::one_of({"\0\4\6", 3}),
    ByteSet::one_of("M\4\6"),  ByteSet::one_of("QM"),
    ByteSet::one_of("TIQ"),    ByteSet::one_of("TsI"),
};

enum Type : std::uint8_t { kConnect = 1, kPublish = 3, kSubscribe = 8, kDisconnect = 14 };

// How many messages have come, and whether they are of version 5.
enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 24, kVersion5 = 0x80 };

constexpr std::size_t kMostConnect = 8192, kMostSubscribe = 4096, kMostTopic = 1024;
constexpr unsigned kMostTopics = 8;  // of one message

// 1.5.5: seven bits a byte, the lowest first; four bytes at most.
std::uint32_t read_variable(Cursor& in) noexcept {
  std::uint32_t number = 0;
  for (unsigned shift = 0; shift < 28; shift += 7) {
    const std::uint8_t byte = in.u8();
    number |= std::uint32_t{byte & 0x7fu} << shift;
    if ((byte & 0x80) == 0) return number;
  }
  in.skip(in.left() + 1);
  return 0;
}

ByteView read_string(Cursor& in) noexcept { return in.take(in.be16()); }

bool known_version(std::string_view name, std::uint8_t version) noexcept {
  constexpr std::uint8_t kBridge = 0x80;  // how brokers mark connections among themselves
  const unsigned level = version & ~unsigned{kBridge};
  return (name == "MQTT" && (level == 4 || level == 5)) || (name == "MQIsdp" && level == 3);
}

// 3.1. False when this is no such message.
bool read_connect(Cursor in, bool& version5, Findings& findings) noexcept {
  const std::string_view name = as_text(read_string(in));
  const std::uint8_t version = in.u8(), flags = in.u8();
  if (!known_version(name, version)) return false;
  version5 = (version & 0x7f) == 5;
  in.skip(2);  // keep alive
  if (version5) in.skip(read_variable(in));
  const ByteView client = read_string(in);
  if (!in.ok()) return false;
  plain_text::add(Field::mqtt_client_id, client, findings);
  constexpr std::uint8_t kWill = 4;
  if ((flags & kWill) == 0) return true;
  if (version5) in.skip(read_variable(in));
  const ByteView topic = read_string(in);
  if (in.ok()) plain_text::add(Field::mqtt_topic, topic, findings);
  return true;
}

// 3.8
void read_subscribe(Cursor in, bool version5, Findings& findings) noexcept {
  in.skip(2);  // packet identifier
  if (version5) in.skip(read_variable(in));
  for (unsigned i = 0; i < kMostTopics && !in.at_end(); ++i) {
    const ByteView topic = read_string(in);
    in.skip(1);  // options
    if (in.ok()) plain_text::add(Field::mqtt_topic, topic, findings);
  }
}

struct Header {
  std::uint8_t type = 0;
  std::uint32_t length = 0;
  std::size_t size = 0;  // of all, header and body
};

Reading read_first(const Payload& payload, const Header& header, Cursor body,
                   Findings& findings) noexcept {
  if (header.type != kConnect << 4 || header.length > kMostConnect) return Reading::not_mine();
  if (body.left() < header.length) {
    // What is there of the name must be right before more is waited for.
    constexpr std::string_view k311{"\0\4MQTT", 6}, k31{"\0\6MQIsdp", 8};
    const std::string_view name = as_text(body.rest());
    const auto like = [name](std::string_view right) {
      return name.substr(0, right.size()) == right.substr(0, name.size());
    };
    return like(k311) || like(k31) ? in_messages::wait_for(payload, header.size)
                                   : Reading::not_mine();
  }
  bool version5 = false;
  if (!read_connect(Cursor{body.take(header.length)}, version5, findings)) {
    return Reading::not_mine();
  }
  return Reading::next(static_cast<std::uint32_t>(header.size),
                       static_cast<std::uint8_t>((version5 ? kVersion5 : 0) | 1));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  Header header;
  header.type = in.u8();
  header.length = read_variable(in);
  if (!in.ok()) {
    constexpr std::size_t kMostHeader = 5;
    return payload.bytes.size() < kMostHeader ? in_messages::wait(payload)
                                              : in_messages::foreign(payload);
  }
  header.size = in.offset() + header.length;
  if (payload.mode == kFirstMessage) return read_first(payload, header, in, findings);

  const bool version5 = (payload.mode & kVersion5) != 0;
  const unsigned type = header.type >> 4;
  if (type == kPublish) {
    const std::size_t topic_size = Cursor{in}.be16();
    const std::size_t wanted = in.offset() + 2 + topic_size;
    if (in.left() < 2) return in_messages::wait_for(payload, in.offset() + 2);
    if (topic_size > kMostTopic || 2 + topic_size > header.length) return Reading::done();
    if (payload.bytes.size() < wanted) return in_messages::wait_for(payload, wanted);
    plain_text::add(Field::mqtt_topic, read_string(in), findings);
  } else if (type == kSubscribe) {
    if (header.length > kMostSubscribe) return Reading::done();
    if (in.left() < header.length) return in_messages::wait_for(payload, header.size);
    read_subscribe(Cursor{in.take(header.length)}, version5, findings);
  } else if (type == kDisconnect || type <= kConnect) {
    return Reading::done();
  }
  const unsigned messages = (payload.mode & ~unsigned{kVersion5}) + 1;
  if (messages >= kMostMessages) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(header.size),
                       static_cast<std::uint8_t>(messages | (version5 ? kVersion5 : 0)));
}

}  // namespace

extern constinit const Protocol mqtt{"mqtt", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
