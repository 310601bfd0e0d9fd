// The same traffic as another tap sees it gives the same devices, verdicts and facts.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"
#include "support/fragment.hpp"
#include "support/wrap.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using testing::read;

using Change = std::function<Recording(const Recording&)>;

class SameDevices : public ::testing::TestWithParam<std::string> {
 protected:
  static bool is_ethernet(const Recording& recording) {
    return std::ranges::all_of(recording,
                               [](const Recorded& each) { return each.link == Link::ethernet; });
  }
  void expect_the_same(const Change& change) {
    const Recording original = recording_of(capture_path(GetParam()));
    const Recording changed = change(original);
    const Reading before = read(original), after = read(changed);
    ASSERT_EQ(before.status, 0) << before.err;
    ASSERT_EQ(after.status, 0) << after.err;
    EXPECT_EQ(devices_without_counts(before.parsed()).dump(1),
              devices_without_counts(after.parsed()).dump(1));
    EXPECT_THAT(facts_in(after.facts), ::testing::ContainerEq(facts_in(before.facts)));
    EXPECT_EQ(after.parsed()["ledger"]["received"], changed.size());
  }
};

TEST_P(SameDevices, WhenSegmentsAreSmaller) { expect_the_same(cut_smaller); }

TEST_P(SameDevices, WhenSegmentsAreMuchSmaller) {
  expect_the_same([](const Recording& original) { return cut_smaller(cut_smaller(original)); });
}

TEST_P(SameDevices, WhenFramesComeOutOfOrder) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    expect_the_same([&](const Recording& original) { return reordered(original, 3, seed); });
  }
}

TEST_P(SameDevices, WhenSmallSegmentsComeOutOfOrder) {
  expect_the_same([](const Recording& original) { return reordered(cut_smaller(original), 3); });
}

TEST_P(SameDevices, WhenEveryFrameComesTwice) { expect_the_same(duplicated); }

TEST_P(SameDevices, BehindTags) {
  if (!is_ethernet(recording_of(capture_path(GetParam())))) GTEST_SKIP() << "not Ethernet";
  for (const bool twice : {false, true}) {
    SCOPED_TRACE(twice ? "802.1ad" : "802.1Q");
    expect_the_same([&](const Recording& original) { return tagged(original, twice); });
  }
}

TEST_P(SameDevices, InFragments) {
  for (const std::size_t mtu : {68, 1280}) {
    SCOPED_TRACE(mtu);
    expect_the_same([&](const Recording& original) { return fragmented(original, mtu); });
  }
}

TEST_P(SameDevices, InFragmentsThatComeOutOfOrderAndTwice) {
  expect_the_same([](const Recording& original) {
    return reordered(duplicated(fragmented(original, 576)), 4);
  });
}

// A tunnel changes who carries the traffic, not who speaks. Where it loses the Ethernet headers, so
// does the traffic that it is compared with.
class SameDevicesInTunnels : public ::testing::TestWithParam<Wrapping> {};

struct Changes {
  Change inside{}, outside{};
};

void expect_the_same_in(const std::string& capture, const std::vector<Wrapping>& tunnels,
                        const Changes& changes = {}) {
  Recording plain = recording_of(capture_path(capture));
  Recording inside = changes.inside ? changes.inside(plain) : plain;
  bool frames = true;
  for (const Wrapping& tunnel : tunnels) {
    inside = wrapped(inside, tunnel);
    frames = frames && tunnel.carries != Carries::packets;
  }
  if (changes.outside) inside = changes.outside(inside);
  if (!frames) plain = without_link(plain);
  const Reading before = read(plain), after = read(inside);
  ASSERT_EQ(after.status, 0) << after.err;
  EXPECT_GT(before.parsed()["devices"].size(), 1u);
  EXPECT_EQ(devices_without_counts(before.parsed()).dump(1),
            devices_without_counts(after.parsed()).dump(1));
  EXPECT_THAT(facts_in(after.facts), ::testing::ContainerEq(facts_in(before.facts)));
  EXPECT_EQ(after.parsed()["ledger"]["received"], inside.size());
  EXPECT_EQ(after.parsed()["ledger"].value("inspected", 0),
            before.parsed()["ledger"].value("inspected", 0));
}

TEST_P(SameDevicesInTunnels, OneDeep) { expect_the_same_in("office.pcap", {GetParam()}); }

// In VXLAN, as a mirror over a data centre's fabric would carry it; of IPv6 as well.
TEST_P(SameDevicesInTunnels, TwoDeep) {
  expect_the_same_in("ipv6.pcap", {GetParam(), kWrappings.front()});
}

INSTANTIATE_TEST_SUITE_P(Kinds, SameDevicesInTunnels, ::testing::ValuesIn(kWrappings),
                         [](const auto& kind) { return std::string{kind.param.name}; });

// Where the tunnel's packets do not fit, and where the packets in it did not.
TEST_P(SameDevicesInTunnels, InFragments) {
  const auto in_pieces = [](const Recording& original) { return fragmented(original, 300); };
  expect_the_same_in("office.pcap", {GetParam()}, {.outside = in_pieces});
  expect_the_same_in("office.pcap", {GetParam()}, {.inside = in_pieces, .outside = in_pieces});
}

TEST(SameDevicesInTunnels, ThreeDeep) {
  const auto tunnel = [](std::string_view name) {
    return *std::ranges::find(kWrappings, name, &Wrapping::name);
  };
  for (const char* const capture : {"browsers.pcap", "one_sided.pcap", "mdns.pcap"}) {
    SCOPED_TRACE(capture);
    expect_the_same_in(capture, {tunnel("mpls_pseudowire"), tunnel("geneve"), tunnel("erspan3")});
    expect_the_same_in(capture, {tunnel("gtp_u"), tunnel("l2tp"), tunnel("mpls")});
  }
}

// Of sliced.pcap, which frames hold a whole message is not the traffic's own; nanoseconds.pcap is
// the traffic of http_keepalive.pcap; two_links.pcapng has two link types.
std::vector<std::string> captures() {
  std::vector<std::string> names = capture_names();
  std::erase_if(names, [](const std::string& name) {
    return name == "sliced.pcap" || name == "nanoseconds.pcap" || name == "two_links.pcapng";
  });
  return names;
}

INSTANTIATE_TEST_SUITE_P(Captures, SameDevices, ::testing::ValuesIn(captures()),
                         [](const auto& name) {
                           return name.param.substr(0, name.param.find('.'));
                         });

}  // namespace
}  // namespace tapcensus
