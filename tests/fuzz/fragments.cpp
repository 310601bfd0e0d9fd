// Pieces of a few packets, mixed: what is put together is what a list of all bytes says.
//
// Eight bytes of input are a piece: which packet, where, how long, whether more follow, whether the
// capture cuts it, and what it is filled with.
#include "flow/fragments.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "support/frame.hpp"
#include "support/whole_body.hpp"

using namespace tapcensus;

namespace {

constexpr std::size_t kPackets = 4;
constexpr std::size_t kMostPieces = 400;

void require(bool holds) {
  if (!holds) std::abort();
}

class Nobody final : public UnfinishedListener {
  void unfinished(const Unfinished&) noexcept override {}
};

struct One {
  std::uint16_t id = 0;
  bool cut = false;  // from then on it is not compared
  testing::WholeBody body;
};

class Run {
 public:
  Run() { fragments_.clear(); }

  void piece(const std::uint8_t* data) {
    const std::size_t which = data[0] % kPackets;
    One& one = packets_[which];
    const bool more = (data[1] & 1) != 0;
    const bool cut = (data[1] & 0xf0) == 0xf0;
    const std::size_t offset = ((data[2] << 8 | data[3]) & 0x1fff) * 8u;
    const std::size_t size = (data[4] << 8 | data[5]) % 2048u;
    if (offset == 0 && !more) return;
    std::string body(size, static_cast<char>(data[6]));
    if (size > 0) body[size / 2] = static_cast<char>(data[7]);
    const std::string bytes = frame_of(which, one.id, offset, more, body);
    take(one, bytes, cut ? bytes.size() - size / 2 : bytes.size(), offset, more, body);
    fragments_.release();
  }

 private:
  static std::string frame_of(std::size_t which, std::uint16_t id, std::size_t offset, bool more,
                              const std::string& body) {
    const unsigned place = static_cast<unsigned>(offset) / 8 | (more ? 0x2000u : 0u);
    if (which % 2 == 0) {
      return testing::raw()
          .ipv4("10.0.0." + std::to_string(which + 1), "10.0.0.9")
          .id(id)
          .protocol(99)
          .fragment(static_cast<std::uint16_t>(place))
          .payload(body)
          .bytes();
    }
    return testing::raw()
        .ipv6("fe80::" + std::to_string(which + 1) + ":" + std::to_string(id + 1), "fe80::9")
        .protocol(99)
        .fragment(static_cast<std::uint16_t>(offset | (more ? 1u : 0u)))
        .payload(body)
        .bytes();
  }

  void take(One& one, const std::string& bytes, std::size_t captured, std::size_t offset, bool more,
            const std::string& body) {
    Packet packet;
    packet.bytes = as_bytes(bytes).first(captured);
    packet.link = Link::raw_ip;
    Layers layers;
    if (decode(packet, layers) != Decoded::fragment) return;
    Piece piece;
    if (!read_piece(layers, piece)) return;
    const auto answer = fragments_.accept(
        piece, layers, 0,
        {.packets = 1, .bytes = layers.ip_length, .first = now_, .last = now_, .frame = 1});
    one.cut = one.cut || captured < bytes.size();
    if (!one.cut) one.body.put(offset, body, more);
    if (!answer.packet.empty()) read(answer, layers, one);
    if (one.cut) return;
    require((answer.what == Fragments::What::whole) == one.body.whole());
    if (answer.what == Fragments::What::whole) begin_another(one);
  }

  static void read(const Fragments::Answer& answer, const Layers& piece, const One& one) {
    Layers whole;
    const Decoded decoded = decode_assembled(answer.packet, piece, whole);
    require(whole.payload.data() + whole.payload.size() <=
            answer.packet.data() + answer.packet.size());
    if (one.cut) return;
    require(decoded == Decoded::whole && as_text(whole.payload) == one.body.body());
  }

  void begin_another(One& one) {
    one = {.id = static_cast<std::uint16_t>(one.id + 1), .cut = false, .body = {}};
    now_.ns += kSecond / 100;
    fragments_.sweep(now_);
  }

  static inline Nobody nobody_;
  static inline Arena arena_;
  static inline Fragments fragments_{{.packets = 512, .pages = 8192}, 1, nobody_, arena_};
  std::array<One, kPackets> packets_;
  Tick now_{1'528'243'200 * kSecond};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Run run;
  for (std::size_t i = 0; i < std::min(size / 8, kMostPieces); ++i) run.piece(data + 8 * i);
  return 0;
}
