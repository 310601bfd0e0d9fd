// DNP3 over UDP: what an outstation says it is (dnp3_message.hpp). A message that takes more than
// one datagram is passed over.
#include "protocols/dnp3_message.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace dnp3_message;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Fragment fragment;
  ByteView rest = payload.bytes;
  for (bool last = false; !last && !rest.empty();) {
    const Frame frame = read_frame(rest);
    if (!frame.mine || frame.size == 0 || frame.size > rest.size()) break;
    if (frame.data > 0 && !fragment.append(rest.first(frame.size), frame.data, last)) last = true;
    rest = rest.subspan(frame.size);
  }
  if (rest.size() == payload.bytes.size()) return Reading::not_mine();
  read_response(fragment.bytes(), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dnp3_udp{"dnp3_udp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
