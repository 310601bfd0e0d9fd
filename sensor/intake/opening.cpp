// How taps are opened and their queues dealt out among the workers.
#include <rte_errno.h>
#include <rte_mempool.h>
#include <rte_ring.h>

#include <algorithm>
#include <bit>

#include "intake/intake_state.hpp"

namespace tapcensus {
namespace {

constexpr unsigned kPoolCache = 256;  // mbufs that an lcore keeps at hand
// For each queue of the replay: net_ring's rings hold 1,024, and there are bursts and caches.
constexpr std::size_t kReplayMbufs = 4095;

// Of the way from one worker to another: a worker that is slow may hold its own share of the
// buffers, and no more.
std::size_t ring_size(const IntakeOptions& options) {
  return std::bit_ceil(options.mbufs_per_queue + 1);
}

// How many workers a queue's packets are for.
std::size_t share_of(std::size_t queues, std::size_t workers) {
  return queues == 0 || queues >= workers ? 1 : (workers + queues - 1) / queues;
}

Result<rte_mempool*> make_pool(const std::string& name, std::size_t mbufs, std::size_t room) {
  rte_mempool* pool =
      rte_pktmbuf_pool_create(name.c_str(), static_cast<unsigned>(mbufs), kPoolCache, 0,
                              static_cast<std::uint16_t>(room), SOCKET_ID_ANY);
  if (pool == nullptr) {
    return Error{name,
                 "no memory for " + std::to_string(mbufs) + " packets: " + rte_strerror(rte_errno)};
  }
  return pool;
}

}  // namespace

// Queues are not known before the devices exist: what they could be.
std::size_t megabytes_for(const IntakeOptions& options, const std::vector<TapPlan>& taps,
                          std::size_t replay_room) {
  constexpr std::size_t kOverhead = 512;  // of an mbuf, with its pool's share, generously
  std::size_t shares = 0;
  for (const TapPlan& tap : taps) {
    for (const PortPlan& port : tap.ports) {
      if (port.kind == PortKind::replay) continue;
      shares += port.inputs > 0 ? port.inputs * share_of(port.inputs, options.workers)
                                : 2 * options.workers;
    }
  }
  // Without huge pages no mbuf crosses the end of a page.
  constexpr std::size_t kPage = 4096;
  const auto taken = [](std::size_t room) {
    return (room + kOverhead + kPage - 1) / kPage * kPage;
  };
  std::size_t bytes = shares * options.mbufs_per_queue * taken(RTE_MBUF_DEFAULT_BUF_SIZE);
  if (options.replay) bytes += options.workers * kReplayMbufs * taken(replay_room);
  bytes += options.workers * (options.workers - 1) * ring_size(options) * sizeof(void*);
  constexpr std::size_t kRest = 64;  // devices, DPDK itself
  return kRest + (bytes >> 20);
}

// One pool for each queue. The replay fills all its queues from one pool.
Result<std::vector<rte_mempool*>> Intake::State::pools_of(const Port& port, std::uint16_t queues,
                                                          const IntakeOptions& options,
                                                          std::size_t replay_room) {
  const std::string tap = "tap" + std::to_string(taps.size() - 1);
  const std::size_t number = taps.back().members.size();
  const std::string prefix = number == 0 ? tap : tap + "_port" + std::to_string(number);
  std::vector<rte_mempool*> own;
  for (std::uint16_t queue = 0; queue < queues; ++queue) {
    const bool is_replay = port.plan().kind == PortKind::replay;
    if (is_replay && queue > 0) {
      own.push_back(own.front());
      continue;
    }
    const std::string name = prefix + "_queue" + std::to_string(queue);
    auto pool = is_replay
                    ? make_pool(name, kReplayMbufs * queues, replay_room)
                    : make_pool(name, options.mbufs_per_queue * share_of(queues, options.workers),
                                RTE_MBUF_DEFAULT_BUF_SIZE);
    if (!pool) return pool.errors();
    own.push_back(*pool);
    pools.push_back(*pool);
  }
  return own;
}

// The ports of a tap have as many queues as the one that has the fewest: a flow's directions come
// by different ports, and by the same queue of each.
Result<bool> Intake::State::open_tap(const TapPlan& plan, const IntakeOptions& options,
                                     std::size_t replay_room) {
  const auto number = static_cast<std::uint16_t>(taps.size());
  Tap& tap = taps.emplace_back();
  tap.name = plan.name;
  names.push_back(plan.name);
  std::vector<Port> found;
  for (const PortPlan& one : plan.ports) {
    auto port = Port::find(one, interfaces);
    if (!port) return port.errors();
    found.push_back(std::move(*port));
  }
  std::uint16_t queues = found.front().queues_for(options.workers);
  for (const Port& port : found) queues = std::min(queues, port.queues_for(options.workers));
  for (Port& port : found) {
    auto own = pools_of(port, queues, options, replay_room);
    if (!own) return own.errors();
    const auto steering = port.start(*own);
    if (!steering) return steering.errors();
    if (!steering.value().note.empty()) notes.push_back(steering.value().note);
    for (std::uint16_t queue = 0; queue < queues; ++queue) {
      auto source = std::make_unique<Source>();
      source->port = port.id();
      source->queue = queue;
      source->tap = number;
      source->member = static_cast<std::uint16_t>(tap.members.size());
      source->clock = port.clock();
      source->link = port.link();
      source->spread =
          options.workers > 1 && (queues < options.workers || !steering.value().symmetric);
      source->waits = port.plan().waits;
      source->endless = port.plan().endless;
      source->replay = port.plan().kind == PortKind::replay;
      tap.sources.push_back(std::move(source));
    }
    tap.members.push_back({std::move(port)});
    tap.members.back().state = tap.members.back().port.state();
  }
  return true;
}

Result<bool> Intake::State::open(const IntakeOptions& options, const std::vector<TapPlan>& plan,
                                 std::size_t replay_room) {
  for (const TapPlan& tap : plan) {
    if (auto opened = open_tap(tap, options, replay_room); !opened) return opened;
  }
  return true;
}

// A worker polls queue i of each tap that has one for each worker; taps with a single queue go to
// different workers.
Result<bool> Intake::State::deal_out(const IntakeOptions& options, const TimeField& time) {
  std::vector<std::unique_ptr<Queue::State>> shares;
  for (std::size_t worker = 0; worker < options.workers; ++worker) {
    Queue::State& share = *shares.emplace_back(std::make_unique<Queue::State>());
    share.index = static_cast<std::uint16_t>(worker);
    share.time = time;
    share.shares_cpu = !placement.pinned();
    share.counts = std::make_unique<TapCounts[]>(taps.size());
    share.joined.reset(new std::array<Queue::State::Joined, Burst::kMost>);
  }
  std::size_t first = 0;
  for (Tap& tap : taps) {
    const std::size_t each = tap.sources.size() / tap.members.size();
    const std::size_t begin = each % options.workers == 0 ? 0 : first;
    for (std::unique_ptr<Source>& source : tap.sources) {
      sources.push_back(source.get());
      Queue::State& share = *shares[(begin + source->queue) % options.workers];
      const PortKind kind = tap.members[source->member].port.plan().kind;
      share.may_sleep = share.may_sleep && kind == PortKind::interface;
      share.sources.push_back(std::move(source));
    }
    tap.sources.clear();
    first += each;
  }
  if (auto joined = join_workers(shares, ring_size(options)); !joined) return joined;
  for (auto& share : shares) queues.push_back(Queue{std::move(share)});
  return true;
}

// Lays a ring from each worker that has packets of others to each of the others.
Result<bool> Intake::State::join_workers(std::vector<std::unique_ptr<Queue::State>>& shares,
                                         std::size_t size) {
  std::vector<Source*> of_port(RTE_MAX_ETHPORTS);
  for (Source* source : sources) of_port[source->port] = source;
  for (const auto& from : shares) {
    from->of_port = of_port;
    const bool spreads = std::ranges::any_of(from->sources, &Source::spread);
    if (!spreads) continue;
    from->outboxes.resize(shares.size());
    for (const auto& to : shares) {
      if (to == from) continue;
      const std::string name =
          "from" + std::to_string(from->index) + "_to" + std::to_string(to->index);
      rte_ring* ring = rte_ring_create(name.c_str(), static_cast<unsigned>(size), SOCKET_ID_ANY,
                                       RING_F_SP_ENQ | RING_F_SC_DEQ);
      if (ring == nullptr) {
        return Error{name, std::string{"no memory for the way between two workers: "} +
                               rte_strerror(rte_errno)};
      }
      from->outboxes[to->index] = std::make_unique<Outbox>();
      from->outboxes[to->index]->ring = ring;
      to->inboxes.push_back(ring);
    }
  }
  return true;
}

}  // namespace tapcensus
