#include "intake/port.hpp"

#include <rte_errno.h>
#include <rte_ethdev.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace tapcensus {
namespace {

constexpr std::uint16_t kMtu = 9600;
constexpr std::uint16_t kRing = 2048;

// Addresses only, so that fragments go where their packets go. NICs that hash each transport apart
// are asked for these too, and then take the ports in: still the same in both directions.
constexpr std::uint64_t kHashV4 =
    RTE_ETH_RSS_IPV4 | RTE_ETH_RSS_FRAG_IPV4 | RTE_ETH_RSS_NONFRAG_IPV4_OTHER;
constexpr std::uint64_t kHashV6 =
    RTE_ETH_RSS_IPV6 | RTE_ETH_RSS_FRAG_IPV6 | RTE_ETH_RSS_NONFRAG_IPV6_OTHER | RTE_ETH_RSS_IPV6_EX;
constexpr std::uint64_t kHashPortsV4 =
    RTE_ETH_RSS_NONFRAG_IPV4_TCP | RTE_ETH_RSS_NONFRAG_IPV4_UDP | RTE_ETH_RSS_NONFRAG_IPV4_SCTP;
constexpr std::uint64_t kHashPortsV6 =
    RTE_ETH_RSS_NONFRAG_IPV6_TCP | RTE_ETH_RSS_NONFRAG_IPV6_UDP | RTE_ETH_RSS_NONFRAG_IPV6_SCTP;

std::uint64_t hashes_of(std::uint64_t offered) {
  std::uint64_t hashes = kHashV4 | kHashV6;
  if ((offered & RTE_ETH_RSS_IPV4) == 0) hashes |= kHashPortsV4;
  if ((offered & RTE_ETH_RSS_IPV6) == 0) hashes |= kHashPortsV6;
  return offered & hashes;
}

Error failure(const std::string& device, const std::string& step, int code) {
  return {device, step + ": " + rte_strerror(-code)};
}

}  // namespace

// It repeats every two bytes (Woo and Park, "Scalable
// TCP session monitoring with symmetric receive-side scaling", 2012).
std::vector<std::uint8_t> symmetric_key(std::size_t size) {
  std::vector<std::uint8_t> key(size);
  for (std::size_t i = 0; i < size; ++i) key[i] = i % 2 == 0 ? 0x6d : 0x5a;
  return key;
}

Port::Port(PortPlan plan, const Interfaces& interfaces)
    : plan_{std::move(plan)}, interfaces_{&interfaces} {}

Result<Port> Port::find(const PortPlan& plan, const Interfaces& interfaces) {
  Port port{plan, interfaces};
  if (rte_eth_dev_get_port_by_name(plan.device.c_str(), &port.id_) != 0) {
    return Error{plan.label, "DPDK could not make this device; its own message stands above"};
  }
  rte_eth_dev_info facts{};
  if (const int code = rte_eth_dev_info_get(port.id_, &facts); code != 0) {
    return failure(plan.label, "cannot be asked what it is", code);
  }
  port.driver_ = facts.driver_name;
  port.most_queues_ = facts.max_rx_queues;
  if (plan.steered) {
    constexpr std::size_t kUsualKey = 40;
    port.hashes_ = hashes_of(facts.flow_type_rss_offloads);
    port.key_size_ = facts.hash_key_size == 0 ? kUsualKey : facts.hash_key_size;
  }
  if (plan.kind == PortKind::interface) {
    const auto state = interfaces.state(plan.label);
    if (!state) return Error{plan.label, "the interface is gone; start again when it is back"};
    port.index_ = state->index;
    port.link_ = state->link;
  }
  return port;
}

Clock Port::clock() const noexcept {
  if (plan_.kind == PortKind::replay) return Clock::nanoseconds;
  return is_pcap() ? Clock::microseconds : Clock::host;
}

std::uint16_t Port::queues_for(std::size_t workers) const noexcept {
  if (is_pcap()) return most_queues_;
  if (plan_.steered && hashes_ == 0) return 1;
  return static_cast<std::uint16_t>(std::min<std::size_t>(workers, most_queues_));
}

int Port::configure(std::uint16_t queues, std::uint16_t sending) const {
  rte_eth_dev_info facts{};
  if (const int code = rte_eth_dev_info_get(id_, &facts); code != 0) return code;
  rte_eth_conf wanted{};
  wanted.rxmode.mtu = std::min(kMtu, facts.max_mtu);
  wanted.rxmode.offloads = facts.rx_offload_capa & RTE_ETH_RX_OFFLOAD_SCATTER;
  std::vector<std::uint8_t> key = symmetric_key(key_size_);
  if (queues > 1 && hashes_ != 0) {
    wanted.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
    wanted.rx_adv_conf.rss_conf = {.rss_key = key.data(),
                                   .rss_key_len = static_cast<std::uint8_t>(key.size()),
                                   .rss_hf = hashes_};
  }
  return rte_eth_dev_configure(id_, queues, sending, &wanted);
}

Result<Steering> Port::start(const std::vector<rte_mempool*>& pools) const {
  const auto queues = static_cast<std::uint16_t>(pools.size());
  // A tap sends nothing, but net_tap and net_ring want as many queues to send as to receive.
  const bool paired = driver_ == "net_ring" || driver_ == "net_tap";
  const std::uint16_t sending = paired ? queues : 0;
  int code = configure(queues, sending);
  if (code != 0)
    return failure(plan_.label, "cannot have " + std::to_string(queues) + " queues", code);

  std::uint16_t ring = kRing;
  std::uint16_t sending_ring = kRing;
  code = rte_eth_dev_adjust_nb_rx_tx_desc(id_, &ring, &sending_ring);
  if (code != 0) return failure(plan_.label, "cannot size its rings", code);
  for (std::uint16_t queue = 0; queue < queues; ++queue) {
    code = rte_eth_rx_queue_setup(id_, queue, ring, SOCKET_ID_ANY, nullptr, pools[queue]);
    if (code != 0)
      return failure(plan_.label, "cannot set up queue " + std::to_string(queue), code);
  }
  for (std::uint16_t queue = 0; queue < sending; ++queue) {
    code = rte_eth_tx_queue_setup(id_, queue, sending_ring, SOCKET_ID_ANY, nullptr);
    if (code != 0)
      return failure(plan_.label, "cannot set up queue " + std::to_string(queue), code);
  }
  code = rte_eth_dev_start(id_);
  if (code != 0) return failure(plan_.label, "cannot be started", code);
  // The kernel counts what it drops from the moment the socket is bound, which is before libpcap
  // has a ring: those frames were not missed, the tap was not open yet.
  if (is_pcap()) rte_eth_stats_reset(id_);
  code = rte_eth_promiscuous_enable(id_);
  if (code != 0 && code != -ENOTSUP) return failure(plan_.label, "cannot take all frames", code);
  return steering(queues);
}

// What the NIC says that it does, asked once more for what it did not take at first.
Steering Port::steering(std::uint16_t queues) const {
  if (!plan_.steered) return {};
  const std::string name = plan_.label + ": " + std::to_string(queues) + " queue";
  if (queues == 1) return {true, name};
  if (hashes_ == 0) return {true, name + "s"};
  std::vector<std::uint8_t> wanted = symmetric_key(key_size_);
  std::vector<std::uint8_t> taken(key_size_);
  rte_eth_rss_conf conf{};
  const auto ask = [&] {
    conf = {.rss_key = taken.data(),
            .rss_key_len = static_cast<std::uint8_t>(taken.size()),
            .rss_hf = 0};
    return rte_eth_dev_rss_hash_conf_get(id_, &conf) == 0 && taken == wanted;
  };
  bool symmetric = ask();
  if (!symmetric) {
    conf = {.rss_key = wanted.data(),
            .rss_key_len = static_cast<std::uint8_t>(wanted.size()),
            .rss_hf = hashes_};
    symmetric = rte_eth_dev_rss_hash_update(id_, &conf) == 0 && ask();
  }
  if (!symmetric) {
    return {false, name +
                       "s, by a hash that tells the directions of a flow apart; workers hand "
                       "packets to each other"};
  }
  const bool ports = (conf.rss_hf & (kHashPortsV4 | kHashPortsV6)) != 0;
  std::string by = ports ? "s, by addresses and ports" : "s, by addresses";
  if ((conf.rss_hf & (kHashV4 | kHashPortsV4)) == 0) by += ", IPv4 all by one queue";
  if ((conf.rss_hf & (kHashV6 | kHashPortsV6)) == 0) by += ", IPv6 all by one queue";
  return {true, name + by + ", both directions of a flow by the same"};
}

PortCounts Port::counts() noexcept {
  rte_eth_stats stats{};
  if (rte_eth_stats_get(id_, &stats) != 0) return {};
  // net_pcap has read a frame before it finds that no mbuf is free, so that frame is lost. Other
  // devices leave it in the ring, and count it as missed if the ring then runs over.
  const std::uint64_t lost = is_pcap() ? stats.rx_nombuf : 0;
  // net_pcap calls each poll of an interface that is gone an error, and no frame came with it. An
  // interface that is there now was there when the errors were counted.
  if (!is_gone()) errors_ = stats.ierrors;
  return {stats.ipackets, stats.imissed + lost, errors_, stats.rx_nombuf};
}

bool Port::is_gone() noexcept {
  if (plan_.kind != PortKind::interface || gone_) return gone_;
  return gone_ = !interfaces_->name_of(index_);
}

// net_pcap says of every interface that it is up, with ten gigabits.
LinkState Port::state() noexcept {
  if (plan_.kind == PortKind::interface) {
    const auto name = interfaces_->name_of(index_);
    if (is_gone() || !name) return {.up = false, .gone = true, .bytes_per_second = 0};
    const auto state = interfaces_->state(*name);
    const bool up = state && state->carrier;
    // Some drivers take long to say it, and it changes only with the link.
    if (up && !up_) speed_ = interfaces_->speed(*name);
    up_ = up;
    return {.up = up, .gone = false, .bytes_per_second = speed_};
  }
  rte_eth_link link{};
  if (rte_eth_link_get_nowait(id_, &link) != 0) return {};
  constexpr std::uint64_t kBytesOfMegabit = 125'000;
  const bool known = link.link_speed != RTE_ETH_SPEED_NUM_UNKNOWN;
  return {.up = link.link_status == RTE_ETH_LINK_UP,
          .gone = false,
          .bytes_per_second = known ? link.link_speed * kBytesOfMegabit : 0};
}

void Port::stop() const noexcept { (void)rte_eth_dev_stop(id_); }
void Port::close() const noexcept { (void)rte_eth_dev_close(id_); }

}  // namespace tapcensus
