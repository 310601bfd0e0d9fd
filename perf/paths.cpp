// The paths that packets take most, each a fixed number of times, for Callgrind to count.
//
//   valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file=FILE tapcensus_paths
//
// Callgrind writes its counts of each path to a file of its own, under the path's name; this
// program prints the names and how many times each path was gone. perf/guard puts both together.
// The rules are those of the tests, so that counts change with the code and not with the rules.
// What stands between the stop of one measurement and the start of the next is not counted.
#include <unistd.h>
#include <valgrind/callgrind.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "flow/table.hpp"
#include "match/rule_set.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "worker/worker.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

constexpr std::size_t kCalls = 320;  // ten bursts of a worker
constexpr std::size_t kBurst = 32;

constexpr std::string_view kRequest =
    "GET /generate_204 HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 9; SM-G955F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/88.0.4324.93 Mobile Safari/537.36\r\nAccept-Encoding: gzip, deflate\r\n"
    "Accept-Language: en-US,en;q=0.9\r\nConnection: keep-alive\r\n\r\n";

// Options of a SYN of Linux: MSS, SACK permitted, time stamps, no operation, window scale.
constexpr std::string_view kSynOptions{
    "\x02\x04\x05\xb4\x04\x02\x08\x0a\x01\x02\x03\x04\0\0\0\0\x01\x03\x03\x07", 20};

// A query for the A record of www.example.com.
constexpr std::string_view kQuery{
    "\x12\x34\x01\x00\0\x01\0\0\0\0\0\0\x03www\x07"
    "example\x03"
    "com\0\0\x01\0\x01",
    33};

// 10.4.0.11, which is a host of mdns.pcap.
constexpr std::string_view kAnnounced{"\x0a\x04\0\x0b", 4};

// Goes the path `calls` times and has Callgrind keep the count under `name`.
void count(const char* name, std::size_t calls, const std::function<void()>& path) {
  CALLGRIND_START_INSTRUMENTATION;
  CALLGRIND_ZERO_STATS;
  path();
  CALLGRIND_DUMP_STATS_AT(name);
  CALLGRIND_STOP_INSTRUMENTATION;
  std::printf("%s %zu\n", name, calls);
}

std::string client(std::size_t number) {
  return "10.1." + std::to_string(number / 250) + '.' + std::to_string(1 + number % 250);
}

Frame segment(std::size_t number) {
  return ethernet(kClient, kServer).ipv4(client(number), "10.0.0.2").tcp(40'000, 80);
}

// Frames of kCalls flows, of which the i-th is made by `frame(i)`.
class Traffic {
 public:
  explicit Traffic(const std::function<std::string(std::size_t)>& frame) {
    for (std::size_t i = 0; i < kCalls; ++i) frames_.push_back(frame(i));
    for (const std::string& frame : frames_) {
      packets_.push_back({.bytes = as_bytes(frame),
                          .wire_length = static_cast<std::uint32_t>(frame.size()),
                          .at = Tick{1'700'000'000 * kSecond},
                          .number = packets_.size() + 1});
    }
  }
  std::span<const Packet> packets() const { return packets_; }

 private:
  std::vector<std::string> frames_;
  std::vector<Packet> packets_;
};

class Paths {
 public:
  Paths();
  void decoding();
  void flows();
  void matching();
  void worker();
  void payload();

 private:
  void process(const Traffic& traffic);
  void count_worker(const char* name, const Traffic& traffic);

  Catalog catalog_;
  std::optional<Published<RuleSet>> rules_;
  std::unique_ptr<Worker> worker_;
};

Paths::Paths() {
  auto rules = RuleSet::load(TAPCENSUS_SOURCE "/tests/match/rules", catalog_, 1);
  if (!rules) throw std::runtime_error{rules.errors().front().sentence()};
  rules_.emplace(1, std::move(rules).value());
}

void Paths::decoding() {
  const auto decode_often = [](const char* name, const Frame& frame) {
    const std::string bytes = frame.bytes();
    const Packet packet{.bytes = as_bytes(bytes),
                        .wire_length = static_cast<std::uint32_t>(bytes.size())};
    count(name, kCalls, [&] {
      for (std::size_t i = 0; i < kCalls; ++i) {
        Layers layers;
        const Decoded decoded = decode(packet, layers);
        asm volatile("" : : "g"(&layers), "g"(decoded) : "memory");
      }
    });
  };
  decode_often("decode.tcp", segment(1).payload("hello"));
  decode_often("decode.vlan_ipv6_tcp", ethernet(kClient, kServer)
                                           .vlan(7)
                                           .ipv6("2001:db8::1", "2001:db8::2")
                                           .tcp(40'000, 443)
                                           .payload("hello"));
}

void Paths::flows() {
  struct State {
    std::uint64_t packets = 0;
  };
  Arena arena;
  FlowTable<State> table{65'536, 1, arena};
  std::vector<FlowKey> keys(kCalls);
  for (std::size_t i = 0; i < kCalls; ++i) {
    keys[i].low = *IpAddress::parse(client(i));
    keys[i].high_port = 80;
  }
  const auto touch_all = [&] {
    for (const FlowKey& key : keys) {
      ++table.touch(key, table.hash(key), Tick{1}, [](const FlowKey&, State&) {}).state.packets;
    }
  };
  count("flow.fresh", kCalls, touch_all);
  count("flow.known", kCalls, touch_all);
}

// A value that was not there lately, and one that was. Each build of it is another, of one length.
void Paths::matching() {
  std::vector<std::string> agents;
  for (std::size_t i = 0; i < kCalls; ++i) {
    agents.push_back("Mozilla/5.0 (Linux; Android 9; SM-G955F Build/" +
                     std::to_string(100'000 + i) + ") AppleWebKit/537.36");
  }
  std::size_t found = 0;
  const auto match = [&](const std::string& agent) {
    rules_->newest().match({Field::http_user_agent, agent}, 0, [&](RuleId) { ++found; });
  };
  count("match.user_agent", kCalls, [&] { std::ranges::for_each(agents, match); });
  count("match.user_agent_again", kCalls, [&] {
    for (std::size_t i = 0; i < kCalls; ++i) match(agents.back());
  });
  if (found == 0) throw std::runtime_error{"no rule of the tests knows the User-Agent"};
}

void Paths::process(const Traffic& traffic) {
  for (std::size_t at = 0; at < kCalls; at += kBurst) {
    worker_->process(traffic.packets().subspan(at, kBurst));
  }
}

void Paths::count_worker(const char* name, const Traffic& traffic) {
  count(name, kCalls, [&] { process(traffic); });
}

// The payload of the first packet of a capture of ours that `wanted` accepts.
std::string payload_of(const char* capture, const std::function<bool(const Layers&)>& wanted) {
  for (const Recorded& recorded : recording_of(capture_path(capture))) {
    Layers layers;
    const Packet packet = packet_of(recorded);
    if (decode(packet, layers) != Decoded::whole || !wanted(layers)) continue;
    return std::string{as_text(layers.payload)};
  }
  throw std::runtime_error{std::string{capture} + ": holds no such packet"};
}

std::string corpus(const std::string& name) {
  std::ifstream file{TAPCENSUS_SOURCE "/tests/corpus/" + name, std::ios::binary};
  const std::string all{std::istreambuf_iterator<char>{file}, {}};
  if (all.empty()) throw std::runtime_error{"tests/corpus/" + name + ": cannot be read"};
  return all;
}

// What a server of openssl sent, to the end of its first segment.
std::string flight_of_server() { return corpus("tls/tls12_server").substr(0, 1400); }

// A record of TLS that is all there, and is a hello of a client.
bool is_hello(const Layers& layers) {
  Cursor in{layers.payload};
  const bool handshake = layers.transport == Transport::tcp && in.u8() == 22;
  in.skip(2);
  const std::size_t length = in.be16();
  return handshake && length <= in.left() && in.u8() == 1;
}

bool is_dhcp_request(const Layers& layers) {
  return layers.transport == Transport::udp && layers.target_port == 67;
}

// The four bytes of an address, as a record of DNS has them.
std::string bytes_of(const IpAddress& address) {
  return {address.octets.begin() + 12, address.octets.end()};
}

// A host that says its name and its address.
bool is_mdns_announcement(const Layers& layers) {
  return layers.transport == Transport::udp && layers.target_port == 5353 &&
         as_text(layers.payload).find(kAnnounced) != std::string_view::npos;
}

// What no protocol looks like: other bytes for each number, the same at each run.
std::string noise(std::size_t number) {
  std::minstd_rand random{static_cast<unsigned>(number + 1)};
  std::string bytes(200, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 16);
  return bytes;
}

void Paths::worker() {
  // Room for all flows, and blocks for those that wait at the same time.
  worker_ = std::make_unique<Worker>(
      WorkerOptions{.shard = {.flows = 16'384, .small_blocks = 2 * kCalls}, .make_room = {}},
      *rules_);
  const std::string hello = payload_of("browsers.pcap", is_hello);
  const std::string request = payload_of("dhcp.pcap", is_dhcp_request);
  constexpr std::uint32_t kFirst = 1000;
  const auto syn = [&](std::uint16_t port, std::uint16_t service = 80) {
    return Traffic{[=](std::size_t i) {
      return segment(i).tcp(port, service).seq(kFirst).flags(kSyn).tcp_options(kSynOptions).bytes();
    }};
  };
  const auto data = [&](std::uint16_t port, std::uint32_t sequence, std::string_view payload) {
    return Traffic{[=](std::size_t i) {
      return segment(i).tcp(port, 80).seq(sequence).flags(kAck | kPsh).payload(payload).bytes();
    }};
  };
  count_worker("worker.tcp_syn", syn(40'000));
  count_worker("worker.http_request", data(40'000, kFirst + 1, kRequest));
  process(syn(40'001));
  count_worker("worker.tls_hello", data(40'001, kFirst + 1, hello));
  const std::string flight = flight_of_server();
  const auto from_server = [&](std::uint8_t flags, std::uint32_t sequence, std::string_view bytes) {
    return Traffic{[=](std::size_t i) {
      return ethernet(kServer, kClient)
          .ipv4("10.0.0.2", client(i))
          .tcp(443, 40'002)
          .seq(sequence)
          .flags(flags)
          .payload(bytes)
          .bytes();
    }};
  };
  process(from_server(kSyn | kAck, kFirst, ""));
  count_worker("worker.tls_certificate", from_server(kAck | kPsh, kFirst + 1, flight));
  const auto sequence = static_cast<std::uint32_t>(kFirst + 1 + hello.size());
  const std::string more(1400, 'x');
  process(data(40'001, sequence, more));  // no TLS: the parsers give the direction up
  count_worker("worker.data_of_done_flow", data(40'001, sequence + 1400, more));
  process(syn(40'002, 7007));
  count_worker("worker.unknown_tcp", Traffic{[&](std::size_t i) {
                 return segment(i)
                     .tcp(40'002, 7007)
                     .seq(kFirst + 1)
                     .flags(kAck | kPsh)
                     .payload(noise(i))
                     .bytes();
               }});
  count_worker("worker.dhcp_request", Traffic{[&](std::size_t i) {
                 std::string message = request;
                 message[32] = static_cast<char>(i >> 8);  // the client's address, RFC 2131, 2
                 message[33] = static_cast<char>(i);
                 return ethernet(kClient, kEveryone)
                     .ipv4("0.0.0.0", "255.255.255.255")
                     .udp(68, 67)
                     .payload(message)
                     .bytes();
               }});
  const std::string announcement = payload_of("mdns.pcap", is_mdns_announcement);
  count_worker("worker.mdns_announcement", Traffic{[&](std::size_t i) {
                 std::string message = announcement;
                 message.replace(message.find(kAnnounced), kAnnounced.size(),
                                 bytes_of(*IpAddress::parse(client(i))));
                 return ethernet(kClient, kEveryone)
                     .ipv4(client(i), "224.0.0.251")
                     .udp(5353, 5353)
                     .payload(message)
                     .bytes();
               }});
  const auto piece = [&](std::uint16_t place, const std::string& body) {
    return Traffic{[=](std::size_t i) {
      return ethernet(kServer, kClient)
          .ipv4("10.0.0.9", client(i))
          .id(7)
          .protocol(17)
          .fragment(place)
          .payload(body)
          .bytes();
    }};
  };
  const std::string datagram = ethernet(kServer, kClient)
                                   .ipv4("10.0.0.9", "10.0.0.8")
                                   .udp(7000, 7001)
                                   .payload(std::string(1'992, 'x'))
                                   .bytes()
                                   .substr(14 + 20);
  constexpr std::uint16_t kMore = 0x2000;
  count_worker("worker.fragment_held", piece(kMore, datagram.substr(0, 1'000)));
  count_worker("worker.fragment_last", piece(1'000 / 8, datagram.substr(1'000)));
  count_worker("worker.dns_query", Traffic{[](std::size_t i) {
                 return ethernet(kClient, kRouter)
                     .ipv4(client(i), "10.0.0.1")
                     .udp(50'000, 53)
                     .payload(kQuery)
                     .bytes();
               }});
  const auto quic = [](std::uint16_t port, const std::string& payload) {
    return Traffic{[=](std::size_t i) {
      return ethernet(kClient, kServer)
          .ipv4(client(i), "10.0.0.3")
          .udp(port, 443)
          .payload(payload)
          .bytes();
    }};
  };
  const std::string later = "\x40" + std::string(1'200, 'x');
  count_worker("worker.quic_unknown", quic(50'000, later));  // its beginning was not seen
  count_worker("worker.quic_hello", quic(50'001, corpus("quic/ngtcp2_client")));
  count_worker("worker.quic_hello_first_half", quic(50'002, corpus("quic/chrome_first")));
  count_worker("worker.quic_hello_second_half", quic(50'002, corpus("quic/chrome_second")));
  count_worker("worker.quic_known", quic(50'002, later));
  if (worker_->tallies().events[Event::packets].value() != 20 * kCalls) {
    throw std::runtime_error{"the worker did not take all packets"};
  }
}

// What signatures add: those that we ship, without their rules.
void Paths::payload() {
  const auto directory =
      std::filesystem::temp_directory_path() / ("tapcensus-paths-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  std::filesystem::copy(TAPCENSUS_SOURCE "/rules/signatures.toml", directory);
  std::ofstream{directory / "taxonomy.toml"} << "[vendors]\n[systems]\n[families]\n[models]\n";
  auto rules = RuleSet::load(directory, catalog_, 1);
  std::filesystem::remove_all(directory);
  if (!rules) throw std::runtime_error{rules.errors().front().sentence()};
  worker_.reset();
  rules_.emplace(1, std::move(rules).value());
  worker_ = std::make_unique<Worker>(WorkerOptions{.shard = {}, .make_room = {}}, *rules_);
  const std::string text(1400, 'x');
  const auto data = [&](std::uint32_t sequence) {
    return Traffic{[=](std::size_t i) {
      return segment(i).tcp(40'003, 7007).seq(sequence).flags(kAck).payload(text).bytes();
    }};
  };
  process(Traffic{
      [](std::size_t i) { return segment(i).tcp(40'003, 7007).seq(0).flags(kSyn).bytes(); }});
  count_worker("worker.scanned_first", data(1));
  count_worker("worker.scanned_next", data(1401));
}

}  // namespace
}  // namespace tapcensus

int main() {
  try {
    tapcensus::Paths paths;
    paths.decoding();
    paths.flows();
    paths.matching();
    paths.worker();
    paths.payload();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
