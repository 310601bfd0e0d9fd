// Both directions of a flow come to one worker: by the NIC's hash, done here in software, and by
// the hash that workers hand packets over by.
#include <gmock/gmock.h>
#include <rte_byteorder.h>
#include <rte_thash.h>

#include <cstring>
#include <map>
#include <set>

#include "intake/port.hpp"
#include "intake/taps.hpp"
#include "wire/pair.hpp"

namespace tapcensus {
namespace {

using testing::ethernet;
using testing::kClient;
using testing::kRouter;
using testing::kServer;

constexpr std::size_t kQueues = 4;

Layers layers_of(const std::string& frame) {
  Packet packet;
  packet.bytes = as_bytes(frame);
  packet.wire_length = static_cast<std::uint32_t>(frame.size());
  Layers layers;
  (void)decode(packet, layers);
  return layers;
}

// As a NIC hashes: source and target, the words in the order of the wire.
std::size_t queue_of(const std::string& frame, std::size_t key_size) {
  const Layers layers = layers_of(frame);
  const std::size_t size = layers.ip_version == 4 ? 4 : 16;
  const std::size_t from = layers.ip_version == 4 ? 12 : 8;
  std::array<std::uint32_t, 8> words{};
  std::memcpy(words.data(), layers.ip_header.data() + from, 2 * size);
  for (std::uint32_t& word : words) word = rte_be_to_cpu_32(word);
  const auto key = symmetric_key(key_size);
  return rte_softrss(words.data(), static_cast<std::uint32_t>(size / 2), key.data()) % kQueues;
}

std::size_t worker_of(const std::string& frame) { return pair_hash(layers_of(frame)) % kQueues; }

struct Directions {
  std::string there, back;
};

std::string v4(unsigned host) {
  return "10.0." + std::to_string(host / 250) + "." + std::to_string(1 + host % 250);
}
std::string v6(unsigned host) { return "2001:db8::" + std::to_string(1 + host); }

Directions ipv4(unsigned host) {
  return {ethernet(kClient, kRouter).ipv4(v4(host), "192.0.2.1").tcp(50000, 443).bytes(),
          ethernet(kRouter, kClient).ipv4("192.0.2.1", v4(host)).tcp(443, 50000).bytes()};
}
Directions ipv6(unsigned host) {
  return {ethernet(kClient, kRouter).ipv6(v6(host), "2001:db8:1::1").tcp(50000, 443).bytes(),
          ethernet(kRouter, kClient).ipv6("2001:db8:1::1", v6(host)).tcp(443, 50000).bytes()};
}
// Some mirrors tag the directions differently.
Directions vlan(unsigned host) {
  return {ethernet(kClient, kRouter).vlan(7).ipv4(v4(host), "192.0.2.1").tcp(50000, 443).bytes(),
          ethernet(kRouter, kClient).vlan(8).ipv4("192.0.2.1", v4(host)).tcp(443, 50000).bytes()};
}
// A tunnel's ends choose their source ports apart, so its directions differ in all ports.
Directions tunnel(unsigned host) {
  const std::string vxlan{"\x08\0\0\0\0\0\x07\0", 8};
  const auto inner = ipv4(host);
  return {ethernet(kRouter, kServer)
              .ipv4(v4(host), "192.0.2.9")
              .udp(49152, 4789)
              .payload(vxlan + inner.there)
              .bytes(),
          ethernet(kServer, kRouter)
              .ipv4("192.0.2.9", v4(host))
              .udp(61234, 4789)
              .payload(vxlan + inner.back)
              .bytes()};
}

const std::map<std::string, Directions (*)(unsigned)> kKinds{
    {"ipv4", ipv4}, {"ipv6", ipv6}, {"vlan", vlan}, {"tunnel", tunnel}};

class Steering : public ::testing::TestWithParam<std::string> {
 protected:
  static Directions of(unsigned host) { return kKinds.at(GetParam())(host); }
};

TEST_P(Steering, ByTheNicsHashBothDirectionsComeByOneQueue) {
  for (const std::size_t key_size : {40, 52}) {
    std::set<std::size_t> queues;
    for (unsigned host = 0; host < 1000; ++host) {
      const auto [there, back] = of(host);
      ASSERT_EQ(queue_of(there, key_size), queue_of(back, key_size)) << host;
      queues.insert(queue_of(there, key_size));
    }
    EXPECT_EQ(queues.size(), kQueues) << "and all queues have some";
  }
}

TEST_P(Steering, HandedOverBothDirectionsComeToOneWorker) {
  std::set<std::size_t> workers;
  for (unsigned host = 0; host < 1000; ++host) {
    const auto [there, back] = of(host);
    ASSERT_EQ(worker_of(there), worker_of(back)) << host;
    workers.insert(worker_of(there));
  }
  EXPECT_EQ(workers.size(), kQueues);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Steering, ::testing::Values("ipv4", "ipv6", "vlan", "tunnel"));

TEST(Fragments, APieceOfAPacketGoesWhereThePacketGoes) {
  const std::string first = ethernet(kClient, kRouter)
                                .ipv4("10.0.0.1", "192.0.2.1")
                                .fragment(0x2000)
                                .udp(1, 2)
                                .payload("abcdefgh")
                                .bytes();
  const std::string second = ethernet(kClient, kRouter)
                                 .ipv4("10.0.0.1", "192.0.2.1")
                                 .fragment(1)
                                 .protocol(17)
                                 .payload("ijkl")
                                 .bytes();
  EXPECT_EQ(queue_of(first, 40), queue_of(second, 40));
  EXPECT_EQ(worker_of(first), worker_of(second));
}

}  // namespace
}  // namespace tapcensus
