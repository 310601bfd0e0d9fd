#include "intake/port.hpp"

#include <rte_errno.h>
#include <rte_ethdev.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tapcensus {
namespace {

constexpr std::uint16_t kMtu = 9600;
constexpr std::uint16_t kRing = 2048;

Error failure(const std::string& device, const std::string& step, int code) {
  return {device, step + ": " + rte_strerror(-code)};
}

}  // namespace

Port::Port(std::string name, std::uint16_t id, std::string driver, std::uint16_t most_queues)
    : name_{std::move(name)}, id_{id}, driver_{std::move(driver)}, most_queues_{most_queues} {}

Result<Port> Port::find(const std::string& name) {
  std::uint16_t id = 0;
  if (rte_eth_dev_get_port_by_name(name.c_str(), &id) != 0) {
    return Error{name, "DPDK could not make this device; its own message stands above"};
  }
  rte_eth_dev_info facts{};
  if (const int code = rte_eth_dev_info_get(id, &facts); code != 0) {
    return failure(name, "cannot be asked what it is", code);
  }
  return Port{name, id, facts.driver_name, facts.max_rx_queues};
}

std::uint16_t Port::queues_for(std::size_t workers) const noexcept {
  if (is_pcap()) return most_queues_;
  return static_cast<std::uint16_t>(std::min<std::size_t>(workers, most_queues_));
}

int Port::configure(std::uint16_t queues, std::uint16_t sending) const noexcept {
  rte_eth_dev_info facts{};
  if (const int code = rte_eth_dev_info_get(id_, &facts); code != 0) return code;
  rte_eth_conf wanted{};
  wanted.rxmode.mtu = std::min(kMtu, facts.max_mtu);
  wanted.rxmode.offloads = facts.rx_offload_capa & RTE_ETH_RX_OFFLOAD_SCATTER;
  return rte_eth_dev_configure(id_, queues, sending, &wanted);
}

Result<bool> Port::start(const std::vector<rte_mempool*>& pools) const {
  const auto queues = static_cast<std::uint16_t>(pools.size());
  // A tap sends nothing, but net_tap and net_ring want as many queues to send as to receive.
  const bool paired = driver_ == "net_ring" || driver_ == "net_tap";
  const std::uint16_t sending = paired ? queues : 0;
  int code = configure(queues, sending);
  if (code != 0) return failure(name_, "cannot have " + std::to_string(queues) + " queues", code);

  std::uint16_t ring = kRing;
  std::uint16_t sending_ring = kRing;
  code = rte_eth_dev_adjust_nb_rx_tx_desc(id_, &ring, &sending_ring);
  if (code != 0) return failure(name_, "cannot size its rings", code);
  for (std::uint16_t queue = 0; queue < queues; ++queue) {
    code = rte_eth_rx_queue_setup(id_, queue, ring, SOCKET_ID_ANY, nullptr, pools[queue]);
    if (code != 0) return failure(name_, "cannot set up queue " + std::to_string(queue), code);
  }
  for (std::uint16_t queue = 0; queue < sending; ++queue) {
    code = rte_eth_tx_queue_setup(id_, queue, sending_ring, SOCKET_ID_ANY, nullptr);
    if (code != 0) return failure(name_, "cannot set up queue " + std::to_string(queue), code);
  }
  code = rte_eth_dev_start(id_);
  if (code != 0) return failure(name_, "cannot be started", code);
  code = rte_eth_promiscuous_enable(id_);
  if (code != 0 && code != -ENOTSUP) return failure(name_, "cannot take all frames", code);
  return true;
}

PortCounts Port::counts() const noexcept {
  rte_eth_stats stats{};
  if (rte_eth_stats_get(id_, &stats) != 0) return {};
  // net_pcap has read a frame before it finds that no mbuf is free, so that frame is lost. Other
  // devices leave it in the ring, and count it as missed if the ring then runs over.
  const std::uint64_t lost = is_pcap() ? stats.rx_nombuf : 0;
  return {stats.ipackets, stats.imissed + lost, stats.ierrors, stats.rx_nombuf};
}

bool Port::up() const noexcept {
  rte_eth_link link{};
  return rte_eth_link_get_nowait(id_, &link) == 0 && link.link_status == RTE_ETH_LINK_UP;
}

void Port::stop() const noexcept { (void)rte_eth_dev_stop(id_); }
void Port::close() const noexcept { (void)rte_eth_dev_close(id_); }

}  // namespace tapcensus
