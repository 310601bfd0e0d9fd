#include "intake/burst.hpp"

#include <rte_mbuf.h>

#include <type_traits>

namespace tapcensus {

static_assert(std::is_trivially_destructible_v<Packet>, "a burst forgets packets, it ends none");

void Burst::give_back() noexcept {
  if (size_ == 0) return;
  rte_pktmbuf_free_bulk(reinterpret_cast<rte_mbuf**>(frames_.data()), static_cast<unsigned>(size_));
  size_ = 0;
}

}  // namespace tapcensus
