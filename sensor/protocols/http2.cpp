// HTTP/2 in the clear (RFC 9113), with prior knowledge or after an Upgrade: what a side says of
// itself by its settings and by the first header block it sends.
//
// One block is enough: HPACK reads a block only after all those before it, and later requests of a
// connection come from the same program. Interim responses and pushed requests are passed by.
//
// `http.settings` is a notation of our own: the settings as id:value in wire order, joined by
// commas; then, as far as they come before the first header block, ";window=" and the increment of
// the connection's window, and ";priority=" and stream:dependency:weight of each PRIORITY frame.
#include <algorithm>
#include <array>
#include <optional>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/hpack.hpp"
#include "protocols/http_head.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

using http_head::Head;
using http_head::Side;

constexpr std::array<std::uint16_t, 3> kPorts{80, 8080, 50051};

// RFC 9113, 3.4: a client begins with these octets; then, and at once from a server, SETTINGS.
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kMostSettings = 32 * 6;
// The length of SETTINGS, its type, no flags, and stream 0.
constexpr std::array kServer{ByteSet::just(0), ByteSet::just(0), ByteSet::between(0, kMostSettings),
                             ByteSet::just(4), ByteSet::just(0), ByteSet::just(0),
                             ByteSet::just(0), ByteSet::just(0)};
consteval std::array<ByteSet, kMostStart> client() {
  std::array<ByteSet, kMostStart> start;
  for (std::size_t at = 0; at < kMostStart; ++at) {
    start[at] = ByteSet::just(static_cast<std::uint8_t>(kPreface[at]));
  }
  return start;
}
constexpr std::array kStart = client() | kServer;

// Where the first header block begins, at the latest.
constexpr std::size_t kFarthest = 8 * 1024;
constexpr std::size_t kMostFrame = 16 * 1024;  // RFC 9113, 4.2, unless agreed otherwise

// RFC 9113, 6.
enum Type : std::uint8_t {
  kHeaders = 1,
  kPriority = 2,
  kSettings = 4,
  kPushPromise = 5,
  kWindowUpdate = 8,
  kContinuation = 9,
};
enum Flag : std::uint8_t { kEndHeaders = 0x04, kPadded = 0x08, kWithPriority = 0x20 };

struct Frame {
  std::uint32_t length = 0;
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;
  ByteView body;

  bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
};

Frame read_frame_header(Cursor& in) noexcept {
  Frame frame;
  frame.length = in.be24();
  frame.type = in.u8();
  frame.flags = in.u8();
  frame.stream = in.be32() & 0x7fff'ffff;
  return frame;
}

// The first of a side. Behind the preface some clients send the acknowledgement first.
bool is_greeting(const Frame& frame, Side side) noexcept {
  const bool settings = frame.flags == 0 || (side == Side::request && frame.length == 0);
  return frame.type == kSettings && settings && frame.stream == 0 && frame.length % 6 == 0 &&
         frame.length <= kMostSettings;
}

bool begins_block(const Frame& frame) noexcept {
  return frame.type == kHeaders || frame.type == kPushPromise;
}

// What one side has said so far.
class Speech {
 public:
  Speech(Side side, Findings& findings) noexcept
      : findings_{findings}, head_{side, true, Lifetime::call, findings} {}

  // False when nothing more is to be learnt.
  bool hear(const Frame& frame) noexcept;
  // Whether a header block began, and with it all of `http.settings` is known.
  bool begun() const noexcept { return hpack_.has_value(); }
  void finish() noexcept;

 private:
  void add_settings(Cursor in) noexcept;
  void add_priority(std::uint32_t stream, Cursor in) noexcept;
  bool hear_block(const Frame& frame) noexcept;
  bool inflate(ByteView fragment, bool last) noexcept;
  void take(std::string_view name, std::string_view value) noexcept;

  Findings& findings_;
  Head head_;
  std::optional<Hpack> hpack_;
  Line<256> settings_;
  Line<256> priorities_;
  std::uint32_t window_ = 0;
  std::uint32_t block_of_ = 0;  // the stream whose header block goes on
  bool telling_ = false;        // the block is the sender's own
  bool interim_ = false;        // it is a response that another follows
  bool headed_ = false;         // it was all there
};

void Speech::add_settings(Cursor in) noexcept {
  for (bool first = settings_.empty(); !in.at_end();) {
    const std::uint16_t id = in.be16();
    const std::uint32_t value = in.be32();
    if (!in.ok()) return;
    settings_.separate(',', first);
    settings_.add_decimal(id);
    settings_.add(':');
    settings_.add_decimal(value);
  }
}

void Speech::add_priority(std::uint32_t stream, Cursor in) noexcept {
  const std::uint32_t dependency = in.be32() & 0x7fff'ffff;
  const std::uint32_t weight = in.u8() + 1u;
  if (!in.ok()) return;
  bool first = priorities_.empty();
  priorities_.separate(',', first);
  priorities_.add_decimal(stream);
  priorities_.add(':');
  priorities_.add_decimal(dependency);
  priorities_.add(':');
  priorities_.add_decimal(weight);
}

bool Speech::hear(const Frame& frame) noexcept {
  if (block_of_ != 0) {  // RFC 9113, 6.10: nothing comes between
    if (frame.type != kContinuation || frame.stream != block_of_) return false;
    return inflate(frame.body, frame.has(kEndHeaders));
  }
  if (begins_block(frame)) return hear_block(frame);
  if (begun()) return true;
  Cursor in{frame.body};
  switch (frame.type) {
    case kSettings: add_settings(in); break;
    case kPriority: add_priority(frame.stream, in); break;
    case kWindowUpdate:
      if (frame.stream == 0 && window_ == 0) window_ = in.be32() & 0x7fff'ffff;
      break;
    default: break;
  }
  return true;
}

bool Speech::hear_block(const Frame& frame) noexcept {
  Cursor in{frame.body};
  const std::size_t padding = frame.has(kPadded) ? in.u8() : 0;
  telling_ = frame.type == kHeaders;
  if (!telling_) in.skip(4);  // the promised stream
  if (telling_ && frame.has(kWithPriority)) in.skip(5);
  if (!in.ok() || in.left() < padding || frame.stream == 0) return false;
  block_of_ = frame.stream;
  return inflate(in.take(in.left() - padding), frame.has(kEndHeaders));
}

bool Speech::inflate(ByteView fragment, bool last) noexcept {
  if (!hpack_) hpack_.emplace();
  const bool whole =
      hpack_->inflate(fragment, last, [this](std::string_view name, std::string_view value) {
        if (telling_) take(name, value);
      });
  if (!whole) return false;
  if (!last) return true;
  block_of_ = 0;
  const bool another = !telling_ || interim_;
  interim_ = false;
  headed_ = !another;
  return another;
}

void Speech::take(std::string_view name, std::string_view value) noexcept {
  if (name == ":status" && value.starts_with('1')) interim_ = true;
  if (!interim_) head_.take({name, trimmed(value)});
}

void Speech::finish() noexcept {
  if (headed_) head_.finish();
  Line<640> line;
  line.add(settings_.view());
  if (window_ != 0) {
    line.add(";window=");
    line.add_decimal(window_);
  }
  if (!priorities_.empty()) {
    line.add(";priority=");
    line.add(priorities_.view());
  }
  if (!line.empty()) findings_.add_composed(Field::http_settings, line.view());
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes);
  const bool client = text.starts_with(kPreface.front());
  if (client && text.substr(0, kPreface.size()) != kPreface.substr(0, text.size())) {
    return Reading::not_mine();
  }
  Cursor in{payload.bytes};
  if (client) in.skip(kPreface.size());
  const Side side = client ? Side::request : Side::response;
  Speech speech{side, findings};
  for (bool first = true;; first = false) {
    Frame frame = read_frame_header(in);
    if (in.ok() && first && !is_greeting(frame, side)) return Reading::not_mine();
    if (in.ok() && (frame.length > kMostFrame || in.offset() > kFarthest)) break;
    frame.body = in.take(frame.length);
    if (!in.ok()) {
      if (!payload.final) return wait_for_more(payload);
      if (first) return Reading::not_mine();
      // What else stands before the header block nobody knows.
      if (!begins_block(frame) && !speech.begun()) return Reading::done();
      break;
    }
    if (!speech.hear(frame)) break;
  }
  speech.finish();
  return Reading::done();
}

}  // namespace

extern constinit const Protocol http2{"http2", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
