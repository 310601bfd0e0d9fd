#include "intake/intake.hpp"

#include <pthread.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_launch.h>
#include <rte_mbuf_dyn.h>
#include <rte_mbuf_pool_ops.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "intake/eal.hpp"
#include "intake/port.hpp"
#include "intake/replay.hpp"

namespace tapcensus {
namespace {

constexpr const char* kReplayDevice = "net_ring_replay";
constexpr const char* kReplayTap = "replay";
constexpr unsigned kPoolCache = 256;  // mbufs that an lcore keeps at hand
// For each queue of the replay: net_ring's rings hold 1,024, and there are bursts and caches.
constexpr std::size_t kReplayMbufs = 4095;

std::string device_of(const std::string& vdev) { return vdev.substr(0, vdev.find(',')); }

// The values of one argument: "net_pcap0,rx_pcap=a,rx_pcap=b" has two of rx_pcap.
std::vector<std::string> arguments_of(const std::string& vdev, const std::string& name) {
  std::vector<std::string> values;
  const std::string key = "," + name + "=";
  for (std::size_t at = vdev.find(key); at != std::string::npos; at = vdev.find(key, at + 1)) {
    const std::size_t begin = at + key.size();
    values.push_back(vdev.substr(begin, vdev.find(',', begin) - begin));
  }
  return values;
}

// A file that net_pcap plays: it is read when we ask for it.
bool is_played(const std::string& device, const IntakeOptions& options) {
  return std::ranges::any_of(options.vdevs, [&](const std::string& vdev) {
    return device_of(vdev) == device && !arguments_of(vdev, "rx_pcap").empty();
  });
}

Errors mistakes_in(const IntakeOptions& options) {
  Errors errors;
  if (options.vdevs.empty() && !options.replay) errors.push_back({"", "there is no tap to read"});
  if (options.workers == 0 || options.workers > RTE_MAX_LCORE - 1) {
    errors.push_back({"--workers", "must be from 1 to " + std::to_string(RTE_MAX_LCORE - 1)});
  }
  std::vector<std::string> devices;
  for (const std::string& vdev : options.vdevs) {
    const std::string device = device_of(vdev);
    if (std::ranges::find(devices, device) != devices.end() || device == kReplayDevice) {
      errors.push_back({"--vdev " + vdev, "another tap is called " + device});
    }
    devices.push_back(device);
    for (const std::string& file : arguments_of(vdev, "rx_pcap")) {
      if (!std::ifstream{file}) {
        errors.push_back({file, std::string{"cannot be read: "} + std::strerror(errno)});
      }
    }
  }
  return errors;
}

// Enough for the pools: queues are not known before the devices exist, so what they could be.
std::size_t megabytes_for(const IntakeOptions& options, std::size_t replay_room) {
  constexpr std::size_t kOverhead = 512;  // of an mbuf, with its pool's share, generously
  std::size_t queues = 0;
  for (const std::string& vdev : options.vdevs) {
    queues += std::max(options.workers, arguments_of(vdev, "rx_pcap").size());
  }
  // Without huge pages no mbuf crosses the end of a page.
  constexpr std::size_t kPage = 4096;
  const auto taken = [](std::size_t room) {
    return (room + kOverhead + kPage - 1) / kPage * kPage;
  };
  std::size_t bytes = queues * options.mbufs_per_queue * taken(RTE_MBUF_DEFAULT_BUF_SIZE);
  if (options.replay) bytes += options.workers * kReplayMbufs * taken(replay_room);
  constexpr std::size_t kRest = 64;  // devices, rings, DPDK itself
  return kRest + (bytes >> 20);
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

struct Intake::State {
  struct Errand {
    const std::function<void(std::size_t)>* work = nullptr;
    std::size_t worker = 0;
  };

  explicit State(Placement where) : placement{std::move(where)} {}

  Result<bool> open(const IntakeOptions& options, std::size_t replay_room);
  Result<bool> open_port(const std::string& device, const IntakeOptions& options,
                         std::size_t replay_room);
  void close();
  IntakeStats count() const;

  Placement placement;
  std::vector<std::string> taps;
  std::vector<Port> ports;  // by tap number
  std::vector<rte_mempool*> pools;
  std::vector<std::unique_ptr<Source>> sources;  // until they are dealt out
  std::vector<Queue> queues;
  std::optional<Replay> replay;
  std::function<void(std::size_t)> work;
  std::vector<Errand> errands;
  std::optional<IntakeStats> final_counts;
};

Result<bool> Intake::State::open_port(const std::string& device, const IntakeOptions& options,
                                      std::size_t replay_room) {
  const bool is_replay = device == kReplayDevice;
  auto port = Port::find(device);
  if (!port) return port.errors();
  const auto tap = static_cast<std::uint16_t>(taps.size());
  const std::uint16_t count = port->queues_for(options.workers);
  std::vector<rte_mempool*> own;
  for (std::uint16_t queue = 0; queue < count; ++queue) {
    // The replay fills all its queues from one pool.
    if (is_replay && queue > 0) {
      own.push_back(own.front());
    } else {
      const std::string name = "tap" + std::to_string(tap) + "_queue" + std::to_string(queue);
      auto pool = is_replay ? make_pool(name, kReplayMbufs * count, replay_room)
                            : make_pool(name, options.mbufs_per_queue, RTE_MBUF_DEFAULT_BUF_SIZE);
      if (!pool) return pool.errors();
      own.push_back(*pool);
      pools.push_back(*pool);
    }
    auto source = std::make_unique<Source>();
    source->port = port->id();
    source->queue = queue;
    source->tap = tap;
    source->clock = is_replay ? Clock::nanoseconds : port->clock();
    source->replay = is_replay;
    source->waits = is_replay || is_played(device, options);
    sources.push_back(std::move(source));
  }
  if (auto started = port->start(own); !started) return started.errors();
  taps.push_back(is_replay ? kReplayTap : device);
  ports.push_back(std::move(*port));
  return true;
}

Result<bool> Intake::State::open(const IntakeOptions& options, std::size_t replay_room) {
  for (const std::string& vdev : options.vdevs) {
    if (auto opened = open_port(device_of(vdev), options, 0); !opened) return opened;
  }
  if (options.replay) {
    if (auto opened = open_port(kReplayDevice, options, replay_room); !opened) return opened;
  }
  if (sources.size() < options.workers) {
    const std::string most = std::to_string(sources.size());
    return Error{"--workers " + std::to_string(options.workers),
                 "each worker needs a receive queue, and these taps have " + most +
                     "; use --workers " + most +
                     ", or a device with more (net_pcap has one for each rx_pcap)"};
  }
  return true;
}

void Intake::State::close() {
  for (const Port& port : ports) {
    port.stop();
    port.close();
  }
  rte_eal_cleanup();
}

IntakeStats Intake::State::count() const {
  IntakeStats all;
  const auto opened = static_cast<std::uint16_t>(ports.size());  // as DPDK counts ports
  for (std::uint16_t tap = 0; tap < opened; ++tap) {
    TapStats one;
    one.tap = taps[tap];
    for (const Queue& queue : queues) one.handed += queue.handed(tap);
    const PortCounts counts = ports[tap].counts();
    one.up = ports[tap].up();
    one.received = counts.delivered + counts.missed + counts.errors;
    one.missed = counts.missed;
    one.errors = counts.errors;
    one.no_mbufs = counts.no_mbufs;
    all.taps.push_back(std::move(one));
  }
  for (const rte_mempool* pool : pools) {
    all.pools.push_back({pool->name, rte_mempool_in_use_count(pool), pool->size});
  }
  return all;
}

Intake::Intake(std::unique_ptr<State> state) : state_{std::move(state)} {}
Intake::~Intake() { stop(); }

Result<std::unique_ptr<Intake>> Intake::start(const IntakeOptions& options) {
  if (Errors errors = mistakes_in(options); !errors.empty()) return errors;
  std::optional<Tape> tape;
  std::vector<std::string> vdevs = options.vdevs;
  std::size_t replay_room = 0;
  if (options.replay) {
    auto loaded = Tape::load(options.replay->file);
    if (!loaded) return loaded.errors();
    tape = std::move(*loaded);
    replay_room = RTE_PKTMBUF_HEADROOM + std::max<std::size_t>(tape->longest(), 2048);
    vdevs.push_back(kReplayDevice);
  }
  auto state = std::make_unique<State>(Placement::of_this_process(options.workers));
  auto running = start_eal(state->placement, vdevs, megabytes_for(options, replay_room));
  if (!running) return running.errors();

  TimeField time;
  if (rte_mbuf_dyn_rx_timestamp_register(&time.offset, &time.flag) != 0) {
    return Error{"DPDK", "has no room for the packets' time"};
  }
  if (auto opened = state->open(options, replay_room); !opened) {
    state->close();
    return opened.errors();
  }
  // Taps' queues are dealt out in turn, so a worker polls queue i of each tap that has one for
  // each worker, and taps with a single queue go to different workers.
  std::vector<std::unique_ptr<Queue::State>> shares;
  for (std::size_t worker = 0; worker < options.workers; ++worker) {
    shares.push_back(std::make_unique<Queue::State>());
    shares.back()->index = static_cast<std::uint16_t>(worker);
    shares.back()->time = time;
    shares.back()->shares_cpu = !state->placement.pinned();
    shares.back()->joined.reset(new std::array<Queue::State::Joined, Burst::kMost>);
  }
  for (std::size_t i = 0; i < state->sources.size(); ++i) {
    shares[i % options.workers]->sources.push_back(std::move(state->sources[i]));
  }
  for (auto& share : shares) state->queues.push_back(Queue{std::move(share)});
  if (options.replay) {
    const Port& port = state->ports.back();
    state->replay.emplace(std::move(*tape),
                          Replay::Into{.port = port.id(),
                                       .queues = port.queues_for(options.workers),
                                       .pool = state->pools.back(),
                                       .time = time},
                          options.replay->rate, options.replay->move_addresses);
  }
  return std::unique_ptr<Intake>{new Intake{std::move(state)}};
}

const std::vector<std::string>& Intake::taps() const noexcept { return state_->taps; }
std::size_t Intake::queues() const noexcept { return state_->queues.size(); }
Queue& Intake::queue(std::size_t worker) noexcept { return state_->queues[worker]; }

void Intake::launch(std::function<void(std::size_t)> work) {
  state_->work = std::move(work);
  state_->errands.resize(queues());
  for (std::size_t worker = 0; worker < queues(); ++worker) {
    state_->errands[worker] = {&state_->work, worker};
    rte_eal_remote_launch(
        [](void* argument) noexcept {
          const auto* errand = static_cast<const State::Errand*>(argument);
          (*errand->work)(errand->worker);
          return 0;
        },
        &state_->errands[worker], static_cast<unsigned>(1 + worker));
  }
  if (state_->replay) state_->replay->start(state_->placement.control_cpus());
}

void Intake::join() { rte_eal_mp_wait_lcore(); }

IntakeStats Intake::stats() const {
  return state_->final_counts ? *state_->final_counts : state_->count();
}

void Intake::use_control_cpus() const noexcept {
  const cpu_set_t cpus = state_->placement.control_cpus();
  pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus);
}

void Intake::stop() {
  if (state_->final_counts) return;
  if (state_->replay) state_->replay->stop();
  join();
  for (const Port& port : state_->ports) port.stop();
  state_->final_counts = state_->count();
  state_->close();
}

}  // namespace tapcensus
