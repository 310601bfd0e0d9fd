// Makes one busy capture out of many small ones: all of them at once, within ten minutes.
//
//   tapcensus_mix OUT COPIES CAPTURE...
//
// Each capture begins at its own moment. Copies after the first have other IP addresses, and other
// ports of who opened the flow, so that flows and addresses grow with the copies. A silence in a
// capture lasts a second at most, and whatever still takes longer than ten minutes is cut there.
// The same arguments give the same bytes. Captures that cannot be read are named and left out.
#include <charconv>
#include <cstdio>
#include <fstream>
#include <queue>
#include <string_view>

#include "base/hash.hpp"
#include "intake/tape.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kSpan = 600 * kSecond;
constexpr std::uint64_t kBegin = 1'700'000'000;  // seconds since 1970, of the first packet

// One copy of one capture, as far as it has been played.
struct Player {
  const Tape* tape;
  std::uint64_t lap;
  std::uint64_t begin;
  std::size_t next = 0;

  std::uint64_t at() const { return begin + tape->frames()[next].at; }
};

struct Later {
  bool operator()(const Player& a, const Player& b) const { return a.at() > b.at(); }
};

class PcapFile {
 public:
  explicit PcapFile(const char* path) : file_{path, std::ios::binary} {
    for (const std::uint32_t word : {0xa1b2c3d4u, 0x00040002u, 0u, 0u, 262'144u, 1u}) put(word);
  }

  void write(std::uint64_t at, ByteView bytes, std::uint32_t wire_length) {
    put(static_cast<std::uint32_t>(kBegin + at / kSecond));
    put(static_cast<std::uint32_t>(at % kSecond / 1000));
    put(static_cast<std::uint32_t>(bytes.size()));
    put(wire_length);
    file_.write(reinterpret_cast<const char*>(bytes.data()),
                static_cast<std::streamsize>(bytes.size()));
  }

  bool close() {
    file_.close();
    return static_cast<bool>(file_);
  }

 private:
  void put(std::uint32_t word) { file_.write(reinterpret_cast<const char*>(&word), sizeof word); }

  std::ofstream file_;
};

int mix_captures(const char* out, std::uint64_t copies, std::span<char* const> paths) {
  std::vector<Tape> tapes;
  for (const char* const path : paths) {
    auto tape = Tape::load(path);
    if (tape) {
      tapes.push_back(std::move(*tape));
    } else {
      std::fprintf(stderr, "left out: %s\n", tape.errors().front().sentence().c_str());
    }
  }
  std::priority_queue<Player, std::vector<Player>, Later> players;
  for (std::uint64_t lap = 0; lap < copies; ++lap) {
    for (std::size_t i = 0; i < tapes.size(); ++i) {
      const std::uint64_t room = tapes[i].length() < kSpan ? kSpan - tapes[i].length() : 1;
      players.push({&tapes[i], lap, mix(i, lap) % room});
    }
  }
  PcapFile file{out};
  std::vector<std::byte> bytes(Tape::kMostFrame);
  std::uint64_t packets = 0;
  while (!players.empty()) {
    Player player = players.top();
    players.pop();
    if (player.at() >= kSpan) continue;
    const Tape::Frame& frame = player.tape->frames()[player.next];
    player.tape->play(frame, player.lap, true, bytes);
    file.write(player.at(), ByteView{bytes}.first(frame.size), frame.wire_length);
    ++packets;
    if (++player.next < player.tape->frames().size()) players.push(player);
  }
  if (!file.close()) {
    std::fprintf(stderr, "%s: could not be written\n", out);
    return 1;
  }
  std::printf("%llu\n", static_cast<unsigned long long>(packets));
  return 0;
}

}  // namespace
}  // namespace tapcensus

int main(int argc, char** argv) {
  std::uint64_t copies = 0;
  if (argc >= 4) {
    const std::string_view number = argv[2];
    std::from_chars(number.data(), number.data() + number.size(), copies);
  }
  if (copies == 0) {
    std::fprintf(stderr, "usage: tapcensus_mix OUT COPIES CAPTURE...\n");
    return 2;
  }
  const auto count = static_cast<std::size_t>(argc);
  return tapcensus::mix_captures(argv[1], copies, std::span{argv, count}.subspan(3));
}
