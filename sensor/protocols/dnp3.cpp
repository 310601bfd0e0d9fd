// DNP3 over TCP: what an outstation says it is (dnp3_message.hpp). A message may take several link
// frames.
#include "protocols/dnp3_message.hpp"
#include "protocols/in_messages.hpp"

namespace tapcensus {
namespace {

using namespace dnp3_message;

constexpr std::uint8_t kMostMessages = 64;

Reading read(const Payload& payload, Findings& findings) noexcept {
  constexpr unsigned kMostFrames = 9;
  Fragment fragment;
  std::size_t at = 0;
  bool last = false;
  for (unsigned frames = 0; frames < kMostFrames && !last; ++frames) {
    const ByteView rest = payload.bytes.subspan(at);
    const Frame frame = read_frame(rest);
    if (!frame.mine) break;
    const std::size_t wanted = frame.size == 0 ? kHeader : frame.size;
    if (rest.size() < wanted) {
      if (!payload.final) return in_messages::wait_for(payload, at + wanted);
      break;
    }
    if (frame.data > 0 && !fragment.append(rest.first(frame.size), frame.data, last)) {
      if (at == 0) at = frame.size;  // a piece of what began before
      break;
    }
    at += frame.size;
    if (frame.data == 0) break;  // of the link only
  }
  if (at == 0) return in_messages::foreign(payload);
  if (last) read_response(fragment.bytes(), findings);
  return in_messages::go_on(payload, at, kMostMessages);
}

}  // namespace

extern constinit const Protocol dnp3{"dnp3", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
