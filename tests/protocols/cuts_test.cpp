// What TCP does to messages: the same is said of every direction of the corpus, however its bytes
// are cut into segments, and no parser is asked more often than segments and messages need.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "said.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;
using What = Reading::What;

constexpr std::size_t kMostCut = 4096;
constexpr std::array<std::size_t, 7> kPieces{1, 2, 3, 7, 64, 536, 1460};

struct Place {
  Layers layers;
  bool guessed;
};

// One direction, as a worker offers it to the protocol that owns it.
class Direction {
 public:
  Direction(const Protocol& protocol, std::string_view bytes, const Place& place)
      : protocol_{protocol}, bytes_{bytes}, place_{place} {}

  void come(std::size_t end) {
    ++segments_;
    come_ = end;
    while (open_ && at_ < come_ && come_ - at_ >= wanted_) {
      if (ask(false) == What::need_more) break;
    }
  }
  // Nothing will follow.
  void close() {
    while (open_ && at_ < come_) {
      if (ask(true) == What::need_more) open_ = false;
    }
  }

  std::vector<std::string> said;     // fields and texts, and where another protocol begins
  std::size_t calls = 0, nexts = 0;  // how often it was asked, and answered `next`
  bool refused = false;              // by the first answer but need_more
  bool asked_for_what_was_there = false;
  bool overflowed = false;  // more was found than fits: how much depends on the cuts

  std::size_t segments() const { return segments_; }

 private:
  bool begins_alike(std::string_view message) const {
    for (std::size_t i = 0; i < std::min(message.size(), protocol_.start.size()); ++i) {
      if (!protocol_.start[i].has(static_cast<std::uint8_t>(message[i]))) return false;
    }
    return true;
  }

  What ask(bool final) {
    static Findings findings;
    findings.clear();
    const std::string_view message = bytes_.substr(at_, come_ - at_);
    ++calls;
    const Payload payload{place_.layers, as_bytes(message), mode_, final, place_.guessed};
    const Reading reading = mode_ == 0 && !begins_alike(message)
                                ? Reading::not_mine()
                                : protocol_.read(payload, findings);
    wanted_ = reading.what == What::need_more ? reading.bytes : 1;
    if (reading.what == What::need_more) {
      asked_for_what_was_there |= !final && wanted_ <= message.size();
      return reading.what;
    }
    take(reading, findings);
    return reading.what;
  }

  void take(const Reading& reading, const Findings& findings) {
    overflowed |= findings.left_out() != 0;
    const bool mine = reading.what != What::not_mine;
    for (const Finding& finding : mine ? findings.all() : std::span<const Finding>{}) {
      say(std::string{name_of(finding.field)} + "=" + std::string{finding.text});
    }
    refused = !mine && nexts == 0;
    at_ += reading.bytes;
    mode_ = reading.mode;
    open_ = reading.what == What::next;
    if (open_) ++nexts;
    if (reading.what == What::switched) say("switched at " + std::to_string(at_));
  }

  // Once: whether it is said again depends on what is read together, and nobody hears it.
  void say(const std::string& text) {
    if (std::ranges::find(said, text) == said.end()) said.push_back(text);
  }

  const Protocol& protocol_;
  std::string_view bytes_;
  const Place& place_;
  std::size_t come_ = 0, at_ = 0, wanted_ = 1, segments_ = 0;
  std::uint8_t mode_ = 0;
  bool open_ = true;
};

bool expect_like(const Direction& whole, const Direction& cut, const std::string& how) {
  EXPECT_EQ(cut.said, whole.said) << how;
  EXPECT_FALSE(cut.asked_for_what_was_there) << how;
  EXPECT_LE(cut.calls, 2 * cut.segments() + whole.nexts + 2) << how;
  return cut.said == whole.said;
}

// Comes in pieces that end at these places, of which the last is its end.
Direction cut(const Protocol& protocol, std::string_view bytes, const Place& place,
              const std::vector<std::size_t>& ends) {
  Direction direction{protocol, bytes, place};
  for (const std::size_t end : ends) direction.come(end);
  direction.close();
  return direction;
}

// Whether it is theirs at all.
bool expect_the_same_however_cut(const Protocol& protocol, std::string_view bytes,
                                 const Place& place, const std::string& file) {
  const Direction whole = cut(protocol, bytes, place, {bytes.size()});
  if (whole.refused || whole.overflowed) return false;
  for (std::size_t at = 1; at < std::min(bytes.size(), kMostCut); ++at) {
    const Direction in_two = cut(protocol, bytes, place, {at, bytes.size()});
    if (!expect_like(whole, in_two, file + " cut at " + std::to_string(at))) return true;
  }
  for (const std::size_t piece : kPieces) {
    std::vector<std::size_t> ends;
    for (std::size_t at = piece; at < bytes.size(); at += piece) ends.push_back(at);
    ends.push_back(bytes.size());
    expect_like(whole, cut(protocol, bytes, place, ends),
                file + " in pieces of " + std::to_string(piece));
  }
  return true;
}

// On ports that say nothing, and on either side of its own.
std::vector<Place> places_of(const Protocol& protocol) {
  std::vector<Place> places{{.layers = {}, .guessed = true}};
  if (protocol.keys.empty()) return places;
  for (const bool serves : {false, true}) {
    Layers layers;
    layers.transport = Transport::tcp;
    layers.source_port = serves ? protocol.keys[0] : std::uint16_t{50000};
    layers.target_port = serves ? std::uint16_t{50000} : protocol.keys[0];
    places.push_back({.layers = layers, .guessed = false});
  }
  return places;
}

class Cuts : public ::testing::TestWithParam<const Protocol*> {};

TEST_P(Cuts, ChangeNothingOfWhatIsSaid) {
  const Protocol& protocol = *GetParam();
  const fs::path corpus = fs::path{TAPCENSUS_SOURCE} / "tests/corpus" / protocol.name;
  bool taken = false;
  for (const auto& entry : fs::directory_iterator(corpus)) {
    std::ifstream file{entry.path()};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    for (const Place& place : places_of(protocol)) {
      taken |= expect_the_same_however_cut(protocol, bytes, place, entry.path().filename());
    }
  }
  EXPECT_TRUE(taken);
}

std::vector<const Protocol*> over_tcp() {
  std::vector<const Protocol*> protocols;
  std::ranges::copy_if(roster(), std::back_inserter(protocols),
                       [](const Protocol* protocol) { return protocol->carrier == Carrier::tcp; });
  return protocols;
}

INSTANTIATE_TEST_SUITE_P(Tcp, Cuts, ::testing::ValuesIn(over_tcp()),
                         [](const auto& info) { return std::string{info.param->name}; });

}  // namespace
}  // namespace tapcensus
