#include "flow/table.hpp"

#include <gtest/gtest.h>

#include <map>

namespace tapcensus {
namespace {

struct State {
  int packets = 0;
};

FlowKey key_of(std::uint32_t number) {
  FlowKey key;
  key.low.octets[0] = static_cast<std::uint8_t>(number >> 24);
  key.low.octets[1] = static_cast<std::uint8_t>(number >> 16);
  key.low.octets[2] = static_cast<std::uint8_t>(number >> 8);
  key.low.octets[3] = static_cast<std::uint8_t>(number);
  return key;
}

TEST(Flow, BothDirectionsAreOneFlow) {
  Layers there;
  there.ip_version = 4;
  there.protocol = 6;
  there.source = *IpAddress::parse("10.0.0.1");
  there.target = *IpAddress::parse("10.0.0.2");
  there.source_port = 80;
  there.target_port = 5000;
  Layers back = there;
  std::swap(back.source, back.target);
  std::swap(back.source_port, back.target_port);
  EXPECT_EQ(locate(there, 0).key, locate(back, 0).key);
  EXPECT_NE(locate(there, 0).sender, locate(back, 0).sender);
  EXPECT_FALSE(locate(there, 0).key == locate(there, 1).key) << "another tap is another flow";
}

TEST(FlowTable, RemembersEachFlowAndHandsOverThoseThatMustGo) {
  Arena arena;
  FlowTable<State> table{1024, 1, arena};
  std::map<std::uint32_t, int> left;
  const auto leave = [&](const FlowKey&, State& state) {
    ++left[static_cast<unsigned>(state.packets)];
  };
  std::uint64_t evicted = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const FlowKey key = key_of(i);
    const auto answer = table.touch(key, table.hash(key), Tick{i * 1000}, leave);
    evicted += answer.found == Found::evicted;
    answer.state.packets = 1;
    EXPECT_EQ(table.touch(key, table.hash(key), Tick{i * 1000}, leave).found, Found::known);
  }
  EXPECT_EQ(left[1], static_cast<int>(evicted));
  EXPECT_EQ(evicted + table.active(), 100'000u);
  EXPECT_LE(table.active(), table.capacity());
}

TEST(FlowTable, AFullSetGivesUpItsQuietestFlow) {
  Arena arena;
  FlowTable<State> table{8, 1, arena};  // one set
  const auto leave = [](const FlowKey& key, State&) { EXPECT_EQ(key, key_of(3)); };
  for (std::uint32_t i = 0; i < 8; ++i) {
    table.touch(key_of(i), table.hash(key_of(i)), Tick{i == 3 ? 1 : 100 + i}, leave);
  }
  EXPECT_EQ(table.touch(key_of(9), table.hash(key_of(9)), Tick{200}, leave).found, Found::evicted);
}

TEST(FlowTable, TheWholeTableIsSweptOnceAMinute) {
  Arena arena;
  FlowTable<State> table{4096, 1, arena};
  const auto leave = [](const FlowKey&, State&) {};
  for (std::uint32_t i = 0; i < 1000; ++i) {
    table.touch(key_of(i), table.hash(key_of(i)), Tick{600 * kSecond}, leave);
  }
  table.sweep(Tick{600 * kSecond}, [](const FlowKey&, State&, Tick) { return true; });
  int visits = 0;
  for (std::uint64_t second = 601; second <= 660; ++second) {
    table.sweep(Tick{second * kSecond}, [&](const FlowKey&, State&, Tick) {
      ++visits;
      return true;
    });
  }
  EXPECT_EQ(visits, static_cast<int>(table.active()));
  table.sweep(Tick{3600 * kSecond}, [](const FlowKey&, State&, Tick) { return false; });
  EXPECT_EQ(table.active(), 0u);
}

}  // namespace
}  // namespace tapcensus
