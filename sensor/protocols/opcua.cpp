// OPC UA over TCP (OPC 10000-6, 7.1): the application descriptions (10000-4, 7.2) of servers, in
// their answers to FindServers, GetEndpoints and CreateSession, and of clients that create a
// session.
//
// Only what is not encrypted can be read: discovery always, sessions when their policy is None or
// signs only. A discovery server tells of others as well; those are left out.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{4840, 48010};
// HEL, ACK, ERR, OPN, MSG; a final or intermediate chunk; its size.
constexpr std::array kStart{
    ByteSet::one_of("HAEOMR"),
    ByteSet::one_of("ECRPSH"),
    ByteSet::one_of("LKRNGE"),
    ByteSet::one_of("FCA"),
    bytes::kAny,
    bytes::kAny,
    ByteSet::between(0, 15),
    ByteSet::just(0),
};

constexpr std::size_t kHeader = 8;
constexpr std::uint32_t kMostSize = 1u << 20, kMostRead = 8192;
constexpr std::uint8_t kMostMessages = 16;

// 10000-6, A.3: the binary encodings of messages.
enum Message : std::uint16_t {
  kFindServersResponse = 425,
  kGetEndpointsResponse = 431,
  kCreateSessionRequest = 461,
  kCreateSessionResponse = 464,
};

// 10000-6, 5.2.2.4: a length of -1 is no string.
ByteView read_string(Cursor& in) noexcept {
  const std::uint32_t length = in.le32();
  return length == 0xffff'ffff ? ByteView{} : in.take(length);
}

// 5.2.2.9
void skip_node_id(Cursor& in) noexcept {
  switch (in.u8()) {
    case 0: return in.skip(1);
    case 1: return in.skip(1 + 2);
    case 2: return in.skip(2 + 4);
    case 3:
    case 5:
      in.skip(2);
      read_string(in);
      return;
    case 4: return in.skip(2 + 16);
    default: in.skip(in.left() + 1);
  }
}

// 5.2.2.15
void skip_extension_object(Cursor& in) noexcept {
  skip_node_id(in);
  if (in.u8() != 0) read_string(in);
}

// 5.2.2.14
std::string_view read_localized(Cursor& in) noexcept {
  constexpr std::uint8_t kLocale = 1, kText = 2;
  const std::uint8_t mask = in.u8();
  if ((mask & kLocale) != 0) read_string(in);
  return (mask & kText) != 0 ? as_text(read_string(in)) : std::string_view{};
}

// How many follow; none where there are none.
std::uint32_t read_count(Cursor& in) noexcept {
  const std::uint32_t count = in.le32();
  return count > 0x7fff'ffff ? 0 : count;
}

struct Application {
  std::string_view uri, product, name;
  std::uint32_t type = 0;
};

constexpr std::uint32_t kDiscoveryServer = 3;

Application read_application(Cursor& in) noexcept {
  Application application;
  application.uri = as_text(read_string(in));
  application.product = as_text(read_string(in));
  application.name = read_localized(in);
  application.type = in.le32();
  read_string(in);  // gateway
  read_string(in);  // profile
  std::uint32_t addresses = read_count(in);
  for (; addresses > 0 && in.ok(); --addresses) read_string(in);
  if (application.type > kDiscoveryServer) in.skip(in.left() + 1);
  return application;
}

void add(const Application& application, Findings& findings) noexcept {
  plain_text::add(Field::opcua_application, application.name, findings);
  plain_text::add(Field::opcua_product, application.product, findings);
  plain_text::add(Field::opcua_uri, application.uri, findings);
}

// 10000-4, 7.33. Diagnostics are not asked for by anyone who begins.
void skip_response_header(Cursor& in) noexcept {
  in.skip(8 + 4 + 4);  // time, handle, result
  if (in.u8() != 0) in.skip(in.left() + 1);
  std::uint32_t strings = read_count(in);
  for (; strings > 0 && in.ok(); --strings) read_string(in);
  skip_extension_object(in);
}

// 10000-4, 7.32
void skip_request_header(Cursor& in) noexcept {
  skip_node_id(in);    // token
  in.skip(8 + 4 + 4);  // time, handle, diagnostics
  read_string(in);     // audit entry
  in.skip(4);          // time limit
  skip_extension_object(in);
}

// 10000-4, 5.5.2. More than one: some discovery server, of which only what it says of itself
// counts.
void read_servers(Cursor in, Findings& findings) noexcept {
  constexpr std::uint32_t kMostServers = 32;
  const std::uint32_t servers = read_count(in);
  for (std::uint32_t i = 0; i < servers && i < kMostServers; ++i) {
    const Application application = read_application(in);
    if (!in.ok()) return;
    if (servers == 1 || application.type == kDiscoveryServer) return add(application, findings);
  }
}

// 10000-4, 7.14: all endpoints are of one server.
void read_endpoints(Cursor in, Findings& findings) noexcept {
  if (read_count(in) == 0) return;
  read_string(in);  // address
  const Application application = read_application(in);
  if (in.ok()) add(application, findings);
}

// 10000-4, 5.7.2
void read_session(Cursor in, Findings& findings) noexcept {
  skip_node_id(in);  // session
  skip_node_id(in);  // token
  in.skip(8);        // time limit
  read_string(in);   // nonce
  read_string(in);   // certificate
  read_endpoints(in, findings);
}

// 10000-6, 7.2: what a chunk of a secure channel holds.
void read_message(Cursor in, Findings& findings) noexcept {
  in.skip(4 + 4 + 4 + 4);  // channel, token, sequence, request
  const std::uint8_t encoding = in.u8(), name_space = in.u8();
  const std::uint16_t message = in.le16();
  constexpr std::uint8_t kFourBytes = 1;
  if (encoding != kFourBytes || name_space != 0) return;
  if (message == kCreateSessionRequest) {
    skip_request_header(in);
    const Application application = read_application(in);
    if (in.ok()) add(application, findings);
    return;
  }
  if (message != kFindServersResponse && message != kGetEndpointsResponse &&
      message != kCreateSessionResponse) {
    return;
  }
  skip_response_header(in);
  if (message == kFindServersResponse) read_servers(in, findings);
  if (message == kGetEndpointsResponse) read_endpoints(in, findings);
  if (message == kCreateSessionResponse) read_session(in, findings);
}

bool known(std::string_view type) noexcept {
  return type == "HEL" || type == "ACK" || type == "ERR" || type == "OPN" || type == "MSG" ||
         type == "RHE";
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::string_view type = as_text(in.take(3));
  const std::uint8_t chunk = in.u8();
  const std::uint32_t size = in.le32();
  if (!in.ok()) return in_messages::wait_for(payload, kHeader);
  if (!known(type) || (chunk != 'F' && chunk != 'C' && chunk != 'A') || size < kHeader ||
      size > kMostSize) {
    return in_messages::foreign(payload);
  }
  // Elsewhere a connection begins with a greeting of either side.
  const bool greeting = (type == "HEL" && size >= 32 && size <= 32 + 4096) ||
                        (type == "ACK" && size == 28) || type == "RHE";
  if (payload.guessed && payload.mode == 0 && !(greeting && chunk == 'F')) {
    return Reading::not_mine();
  }
  if (type == "MSG") {
    const std::size_t wanted = std::min(size, kMostRead);
    if (payload.bytes.size() < wanted) return in_messages::wait_for(payload, wanted);
    read_message(Cursor{in.take(wanted - kHeader)}, findings);
  }
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol opcua{"opcua", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
