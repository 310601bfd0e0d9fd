// Captures as another tap would have seen them: in tunnels, in pieces, behind tags and trailers.
//
//   tapcensus_wrap STEPS FOLDER FILE...
//
// writes FOLDER/<number>.pcap for each FILE, the first of which has number 0. STEPS are names with
// commas between them, the innermost first: those of support/wrap.hpp, and the ones below. A FILE
// of which a step can carry nothing, or whose frames would not fit into an outer packet, is left
// out. `tapcensus_wrap --list` prints each step's name, and whether it carries frames, packets, or
// only changes frames of IP, and whether what comes out is IP.
#include "support/wrap.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>

#include "support/fragment.hpp"

namespace tapcensus::testing {
namespace {

// Outer headers of three tunnels must fit beside it into 65,535 bytes.
constexpr std::size_t kMostFrame = 65'000;

Recording with_tag(const Recording& original, const std::string& tag) {
  Recording changed = original;
  for (Recorded& each : changed) {
    if (each.link != Link::ethernet || each.bytes.size() < kEthernetHeader) continue;
    each.bytes.insert(12, tag);
    each.wire_length += static_cast<std::uint32_t>(tag.size());
  }
  return changed;
}

// A time stamp of 8 bytes and a port, behind the frame as it was, as packet brokers leave it.
Recording with_trailer(const Recording& original) {
  Recording changed = original;
  for (Recorded& each : changed) {
    if (each.bytes.size() != each.wire_length) continue;
    each.bytes += octets({0x5b, 0x17, 0x2c, 0x80, 0x07, 0x5b, 0xcd, 0x15, 0, 1, 0xab, 0xcd});
    each.wire_length = static_cast<std::uint32_t>(each.bytes.size());
  }
  return changed;
}

// What Teredo can carry.
Recording only_ipv6(const Recording& original) {
  Recording packets = without_link(original);
  std::erase_if(packets, [](const Recorded& each) { return !is_v6(each.bytes); });
  return packets;
}

const Wrapping kTeredo{"teredo", TunnelKind::teredo, Carries::packets,
                       [](std::string_view inner) { return in_udp(3544, std::string{inner}); }};

Recording step(const Recording& original, const std::string& name) {
  if (name == "none") return original;
  if (name == "without_link") return without_link(original);
  if (name == "vlan") return with_tag(original, octets({0x81, 0, 0, 7}));
  if (name == "qinq") return with_tag(original, octets({0x88, 0xa8, 0, 100, 0x81, 0, 0, 7}));
  if (name == "vntag") return with_tag(original, octets({0x89, 0x26, 0, 1, 0x80, 2}));
  if (name == "etag") return with_tag(original, octets({0x89, 0x3f, 0, 1, 0, 2, 0, 0}));
  if (name == "trailer") return with_trailer(original);
  if (name == "only_ipv6") return only_ipv6(original);
  if (name == "teredo") return wrapped(only_ipv6(original), kTeredo);
  if (name.starts_with("fragment")) return fragmented(original, std::stoul(name.substr(8)), false);
  const auto wrapping = std::ranges::find(kWrappings, name, &Wrapping::name);
  if (wrapping == kWrappings.end()) throw std::runtime_error{name + ": no such step"};
  const bool of_frames = wrapping->carries != Carries::packets;
  for (const Recorded& each : original) {
    if (of_frames && each.link != Link::ethernet) return {};
  }
  return wrapped(original, *wrapping);
}

bool can_be_wrapped(const Recording& recording) {
  return !recording.empty() && std::ranges::all_of(recording, [&](const Recorded& each) {
    return each.bytes.size() <= kMostFrame && each.link == recording.front().link &&
           each.link != Link::unsupported && each.link != Link::bsd_null;
  });
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

void list() {
  const std::string sample =
      ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes();
  for (const Wrapping& each : kWrappings) {
    const Recorded inside{sample, static_cast<std::uint32_t>(sample.size()), Link::ethernet, {}};
    const bool ip = detail::ip_header_at(wrapped({inside}, each).front()).has_value();
    const char* const carries = each.carries == Carries::frames    ? "frames"
                                : each.carries == Carries::packets ? "packets"
                                                                   : "same_link";
    std::printf("%s %s %s %d\n", std::string{each.name}.c_str(), carries,
                ip && each.carries != Carries::same_link ? "ip" : "link", each.deep);
  }
}

void write(const std::vector<std::string>& steps, const std::string& file, const std::string& to) {
  Recording recording = recording_of(file);
  if (!can_be_wrapped(recording)) return;
  for (const std::string& name : steps) recording = step(recording, name);
  if (!recording.empty()) write_recording(recording, to);
}

}  // namespace
}  // namespace tapcensus::testing

int main(int count, char** arguments) {
  using namespace tapcensus::testing;
  if (count == 2 && std::string{arguments[1]} == "--list") {
    list();
    return 0;
  }
  if (count < 4) {
    std::fputs("tapcensus_wrap: usage: tapcensus_wrap STEPS FOLDER FILE...\n", stderr);
    return 2;
  }
  const std::vector<std::string> steps = split(arguments[1]);
  const std::string folder = arguments[2];
  for (int i = 3; i < count; ++i) {
    try {
      write(steps, arguments[i], folder + "/" + std::to_string(i - 3) + ".pcap");
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "tapcensus_wrap: %s: %s\n", arguments[i], failure.what());
    }
  }
}
