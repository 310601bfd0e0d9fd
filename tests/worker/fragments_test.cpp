// What a fragmented packet says is heard, and each of its frames is counted once.
#include <gmock/gmock.h>

#include <map>

#include "support/fragment.hpp"
#include "support/frame.hpp"
#include "support/wrap.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

struct Sent {
  std::uint64_t packets = 0, bytes = 0, flows = 0;

  friend bool operator==(const Sent&, const Sent&) = default;
};
void PrintTo(const Sent& sent, std::ostream* out) {
  *out << sent.packets << " packets, " << sent.bytes << " bytes, " << sent.flows << " flows";
}

class FragmentedTraffic : public ::testing::Test {
 protected:
  static Recorded recorded(const std::string& bytes) {
    return {bytes, static_cast<std::uint32_t>(bytes.size()), Link::ethernet,
            Tick{1'528'243'200 * kSecond}};
  }
  static Frame request(const std::string& host, std::uint16_t port = 50'000) {
    return ethernet(kClient, kServer)
        .ipv4("10.0.0.1", "10.0.0.2")
        .id(7)
        .tcp(port, 80)
        .payload("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }
  static Recording in_pieces(const Frame& frame, std::size_t mtu = 68) {
    return pieces_of(recorded(frame.bytes()), mtu, 7);
  }

  void take(const Recording& recording) {
    for (const Recorded& each : recording) worker_.process({{packet_of(each, ++number_)}});
  }
  // Who sent how much, once all flows have ended.
  std::map<std::string, Sent> senders() {
    worker_.close();
    std::map<std::string, Sent> senders;
    Sighting sighting;
    while (worker_.outbox().pop(sighting)) {
      if (sighting.kind != SightingKind::traffic) continue;
      Sent& sent = senders[sighting.who.network.to_string()];
      sent.packets += sighting.packets;
      sent.bytes += sighting.bytes;
      sent.flows += sighting.flows;
    }
    return senders;
  }
  std::uint64_t count(FragmentEvent event) const {
    return worker_.tallies().fragments[event].value();
  }

  Rules rules_;
  Heard heard_;
  Worker worker_{WorkerOptions{.shard = {}, .make_room = {}, .listener = &heard_}, *rules_.set};
  std::uint64_t number_ = 0;
};

TEST_F(FragmentedTraffic, IsReadWhenTheLastPieceCame) {
  Recording pieces = in_pieces(request("in.pieces"));
  ASSERT_EQ(pieces.size(), 2u);
  std::ranges::reverse(pieces);
  take({pieces[0]});
  EXPECT_THAT(heard_.take(), IsEmpty());
  take({pieces[1]});
  EXPECT_THAT(heard_.take(), ElementsAre("http.host=in.pieces"));
  EXPECT_EQ(outcome(worker_, Outcome::fragment_held), 1u);
  EXPECT_EQ(outcome(worker_, Outcome::inspected), 1u);
  EXPECT_EQ(count(FragmentEvent::held), 1u);
  EXPECT_EQ(count(FragmentEvent::assembled), 1u);
}

TEST_F(FragmentedTraffic, CountsEachFrameOnceWithItsOwnLengthAndIsOneFlow) {
  const Recording pieces = in_pieces(request("a.host.whose.name.is.so.long.that.it.needs.pieces"));
  std::uint64_t bytes = 0;
  for (const Recorded& piece : pieces) bytes += piece.bytes.size() - kEthernetHeader;
  take(pieces);
  EXPECT_THAT(senders(), ElementsAre(Pair("10.0.0.1", Sent{pieces.size(), bytes, 1})));
}

TEST_F(FragmentedTraffic, ThatNeverBecomesWholeCountsButIsNoFlow) {
  Recording pieces = in_pieces(request("a.host.whose.name.is.so.long.that.it.needs.pieces"));
  pieces.pop_back();
  std::uint64_t bytes = 0;
  for (const Recorded& piece : pieces) bytes += piece.bytes.size() - kEthernetHeader;
  take(pieces);
  EXPECT_THAT(senders(), ElementsAre(Pair("10.0.0.1", Sent{pieces.size(), bytes, 0})));
  EXPECT_EQ(count(FragmentEvent::timeout), 1u);
}

TEST_F(FragmentedTraffic, IsFoundWhereTunnelsAndWhatTheyCarryAreInPieces) {
  std::uint16_t port = 50'000;
  for (const Wrapping& tunnel : kWrappings) {
    SCOPED_TRACE(tunnel.name);
    const std::string host = "in." + std::string{tunnel.name} + ".example";
    const Recording inside = in_pieces(request(host, ++port));
    take(fragmented(wrapped(inside, tunnel), 68));
    EXPECT_THAT(heard_.take(), ElementsAre("http.host=" + host));
  }
  EXPECT_THAT(senders(), ElementsAre(Pair("10.0.0.1", ::testing::_))) << "no end of a tunnel";
}

TEST_F(FragmentedTraffic, FourTunnelsDeepIsStillFound) {
  Recording frames = in_pieces(request("deep.example"));
  for (int deep = 0; deep < kMostTunnels; ++deep) {
    frames = fragmented(wrapped(frames, kWrappings.front()), 200);
  }
  take(frames);
  EXPECT_THAT(heard_.take(), ElementsAre("http.host=deep.example"));
}

// Each fragment header gone, there is another one: such packets have no end that is worth finding.
TEST_F(FragmentedTraffic, FragmentHeadersBehindEachOtherAreFollowedOnlySoFar) {
  const auto nested = [](int deep) {
    Frame frame = ethernet(kClient, kServer).ipv6("2001:db8::1", "2001:db8::2");
    std::string rest = "end of it";
    for (int i = 0; i < deep; ++i) {
      rest = octets({44, 0, 0, 8, 0, 0, 0, i}) + rest;  // without a first piece
    }
    return frame.protocol(44).payload(rest.substr(8)).fragment(0);
  };
  for (int deep = 2; deep < 8; ++deep) take({recorded(nested(deep).bytes())});
  EXPECT_EQ(outcome_sum(worker_), 6u);
}

TEST_F(FragmentedTraffic, WhoseBytesWereNotAllCapturedGivesWhatIsThere) {
  const Frame query = ethernet(kClient, kServer)
                          .ipv4("10.0.0.1", "10.0.0.2")
                          .udp(50'000, 9)
                          .payload(std::string(300, 'x'));
  Recording pieces = in_pieces(query, 200);
  for (Recorded& piece : pieces) piece.bytes.resize(60);
  take(pieces);
  EXPECT_EQ(outcome(worker_, Outcome::truncated), pieces.size());
  EXPECT_THAT(senders(), ElementsAre(Pair("10.0.0.1", Sent{2, (20 + 176) + (20 + 132), 1})));
}

TEST_F(FragmentedTraffic, TellsWhatOverlapsAndWhatIsImpossible) {
  Recording pieces = in_pieces(request("first.bytes.count"));
  ASSERT_EQ(pieces.size(), 2u);
  Recorded forged = pieces[0];
  forged.bytes.back() = '!';
  Recorded death = pieces[1];
  death.bytes[kEthernetHeader + 6] = '\x1f';
  death.bytes[kEthernetHeader + 7] = '\xff';
  take({pieces[0], forged, death, pieces[0], pieces[1]});
  EXPECT_THAT(heard_.take(), ElementsAre("http.host=first.bytes.count"));
  EXPECT_EQ(count(FragmentEvent::overlap), 1u);
  EXPECT_EQ(count(FragmentEvent::impossible), 1u);
  EXPECT_EQ(outcome(worker_, Outcome::malformed), 1u);
  EXPECT_EQ(worker_.tallies().taps[0][TapEvent::duplicates].value(), 1u);
}

}  // namespace
}  // namespace tapcensus
