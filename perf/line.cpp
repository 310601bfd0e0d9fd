// How fast one worker is, as far as a stage of its work: on a real device, as in `run`.
//
//   tapcensus_line STAGE SECONDS --vdev DEVICE[,ARGUMENTS] [MBUFS]
//   tapcensus_line STAGE SECONDS --replay CAPTURE
//
//   receive   takes the packets and looks at none
//   decode    reads their headers
//   flow      and finds the flow of each, as a worker does, and counts in it
//   full      everything: the sensor's own worker with its own rules, and a control thread that
//             keeps its census
//
// Replayed packets come lap after lap with other addresses, so flows are new; a second thread
// feeds them, and only polls that brought something count. net_pcap's infinite_rx repeats the same
// flows for ever. Prints one line of JSON. `worker_cpu` is the share of the time that the worker
// had a CPU; cycles_per_packet leaves the rest of the time out.
#include <fmt/format.h>
#include <time.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "app/desk.hpp"
#include "app/layout.hpp"
#include "base/cycles.hpp"
#include "flow/table.hpp"
#include "intake/intake.hpp"
#include "worker/worker.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kMemory = 256 * 1024 * 1024;  // as `run` has by default

// Not optimised away, and costs nothing else.
void use(const auto& value) noexcept { asm volatile("" : : "g"(&value) : "memory"); }

class Receive {
 public:
  void process(std::span<const Packet>) noexcept {}
};

class Decode {
 public:
  void process(std::span<const Packet> burst) noexcept {
    for (const Packet& packet : burst) {
      Layers layers;
      use(decode(packet, layers));
      use(layers);
    }
  }
};

// In the worker's own two passes, so that the table's memory is on its way.
class Flows {
 public:
  void process(std::span<const Packet> burst) noexcept {
    for (std::size_t i = 0; i < burst.size(); ++i) prepare(burst[i], prepared_[i]);
    for (std::size_t i = 0; i < burst.size(); ++i) {
      if (prepared_[i].layers.ip_version != 0) table_.prefetch_entry(prepared_[i].hash);
    }
    for (std::size_t i = 0; i < burst.size(); ++i) {
      if (prepared_[i].layers.ip_version != 0) take(burst[i], prepared_[i]);
    }
  }

 private:
  struct Prepared {
    Layers layers;
    Located located;
    std::uint64_t hash;
  };
  struct Counts {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    Tick first, last;
  };
  using State = std::array<Counts, 2>;

  void prepare(const Packet& packet, Prepared& prepared) noexcept {
    prepared.layers = Layers{};
    use(decode(packet, prepared.layers));
    if (prepared.layers.ip_version == 0) return;
    prepared.located = locate(prepared.layers, packet.tap);
    prepared.hash = table_.hash(prepared.located.key);
    table_.prefetch(prepared.hash);
  }

  void take(const Packet& packet, const Prepared& prepared) noexcept {
    table_.sweep(packet.at, [&](const FlowKey&, const State&, Tick last) {
      return packet.at.ns - last.ns < 60 * kSecond;
    });
    const auto answer = table_.touch(prepared.located.key, prepared.hash, packet.at,
                                     [](const FlowKey&, const State&) {});
    Counts& counts = answer.state[static_cast<std::size_t>(prepared.located.sender)];
    if (counts.packets == 0) counts.first = packet.at;
    counts.last = packet.at;
    ++counts.packets;
    counts.bytes += prepared.layers.ip_length;
  }

  Arena arena_;
  FlowTable<State> table_{shard_size(kMemory, 16 * 1024).flows, 1, arena_};
  std::array<Prepared, Burst::kMost> prepared_;
};

struct Measured {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t busy_cycles = 0;
  double seconds = 0;
  double cpu_seconds = 0;
};

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Works until told to stop. What came before `begun` is not counted: caches and tables are cold.
template <class Stage>
Measured poll(Queue& queue, Stage& stage, const std::atomic<bool>& begun,
              const std::atomic<bool>& stopping) {
  Burst burst;
  Measured sum;
  const auto round = [&] {
    const std::uint64_t before = cycles();
    queue.receive(burst);
    const std::span<const Packet> packets = burst.packets();
    if (packets.empty()) return;
    stage.process(packets);
    for (const Packet& packet : packets) sum.bytes += packet.bytes.size();
    sum.packets += packets.size();
    sum.busy_cycles += cycles() - before;
  };
  while (!begun.load(std::memory_order_relaxed)) round();
  sum = {};
  const double from = seconds_of(CLOCK_MONOTONIC);
  const double cpu_from = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  while (!stopping.load(std::memory_order_relaxed)) round();
  sum.seconds = seconds_of(CLOCK_MONOTONIC) - from;
  sum.cpu_seconds = seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu_from;
  return sum;
}

// `meanwhile` is what the control thread does every 50 ms.
template <class Stage, class Meanwhile>
Measured run(Intake& intake, Stage& stage, double seconds, Meanwhile&& meanwhile) {
  std::atomic<bool> begun{false}, stopping{false};
  Measured measured;
  intake.launch(
      [&](std::size_t worker) { measured = poll(intake.queue(worker), stage, begun, stopping); });
  intake.use_control_cpus();
  const auto wait = [&](std::chrono::duration<double> time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(50ms);
      meanwhile();
    }
  };
  wait(1s);
  begun = true;
  wait(std::chrono::duration<double>{seconds});
  stopping = true;
  intake.join();
  return measured;
}

std::optional<Measured> run(Intake& intake, std::string_view stage, double seconds) {
  const auto nothing = [] {};
  if (stage == "receive") {
    Receive receive;
    return run(intake, receive, seconds, nothing);
  }
  if (stage == "decode") {
    Decode decode;
    return run(intake, decode, seconds, nothing);
  }
  if (stage == "flow") {
    const auto flows = std::make_unique<Flows>();
    return run(intake, *flows, seconds, nothing);
  }
  const CensusChoices choices;
  const auto desk = Desk::open(choices, 1, {}, stream_room(kMemory, 1));
  if (!desk) {
    for (const Error& error : desk.errors()) fmt::print(stderr, "{}\n", error.sentence());
    return std::nullopt;
  }
  Worker worker{{.shard = shard_size(kMemory, choices.depth), .make_room = {}},
                desk.value()->rules().published()};
  return run(intake, worker, seconds, [&] {
    desk.value()->collect(worker.outbox());
    desk.value()->note_collected();
  });
}

void print(std::string_view stage, const Measured& measured) {
  const double packets = static_cast<double>(measured.packets);
  const double bits = static_cast<double>(measured.bytes) * 8;
  // Cycles go on while others use the CPU; the worker's are those of its share of the time.
  const double share = measured.cpu_seconds / measured.seconds;
  fmt::print(
      "{{\"stage\": \"{}\", \"packets\": {}, \"bits\": {:.0f}, \"seconds\": {:.2f}, "
      "\"packets_per_second\": {:.0f}, \"bits_per_second\": {:.0f}, "
      "\"cycles_per_packet\": {:.1f}, \"worker_cpu\": {:.2f}}}\n",
      stage, measured.packets, bits, measured.seconds, packets / measured.seconds,
      bits / measured.seconds, static_cast<double>(measured.busy_cycles) * share / packets, share);
}

constexpr std::string_view kStages[] = {"receive", "decode", "flow", "full"};

int measure(std::span<char* const> words) {
  const auto usage = [] {
    fmt::print(stderr,
               "usage: tapcensus_line receive|decode|flow|full SECONDS "
               "(--vdev DEVICE [MBUFS] | --replay CAPTURE)\n");
    return 2;
  };
  if (words.size() < 5) return usage();
  const std::string_view stage = words[1], seconds_text = words[2], source = words[3];
  double seconds = 0;
  std::from_chars(seconds_text.data(), seconds_text.data() + seconds_text.size(), seconds);
  if (std::ranges::find(kStages, stage) == std::end(kStages) || seconds <= 0) return usage();
  IntakeOptions options;
  if (source == "--vdev") {
    options.vdevs = {words[4]};
    if (words.size() > 5) options.mbufs_per_queue = std::stoul(words[5]);
  } else if (source == "--replay") {
    options.replay = ReplayOptions{.file = words[4], .rate = 0, .move_addresses = true};
  } else {
    return usage();
  }
  const auto intake = Intake::start(options);
  if (!intake) {
    for (const Error& error : intake.errors()) fmt::print(stderr, "{}\n", error.sentence());
    return 1;
  }
  const std::optional<Measured> measured = run(*intake.value(), stage, seconds);
  if (!measured) return 1;
  intake.value()->stop();
  if (measured->packets == 0) {
    fmt::print(stderr, "no packet came\n");
    return 1;
  }
  print(stage, *measured);
  return 0;
}

}  // namespace
}  // namespace tapcensus

int main(int argc, char** argv) {
  return tapcensus::measure({argv, static_cast<std::size_t>(argc)});
}
