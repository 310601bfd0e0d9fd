#include "wire/filter.hpp"

#include <pcap/pcap.h>

#include <optional>
#include <utility>

namespace tapcensus {
namespace {

constexpr std::size_t kLinks = static_cast<std::size_t>(Link::unsupported);
// By Link.
constexpr std::array<int, kLinks> kLinkTypes{
    DLT_EN10MB, DLT_RAW,        DLT_LINUX_SLL,        DLT_LINUX_SLL2,
    DLT_NULL,   DLT_IEEE802_11, DLT_IEEE802_11_RADIO, DLT_PRISM_HEADER,
    DLT_PPI,    DLT_PPP,        DLT_C_HDLC,           DLT_FRELAY};
constexpr int kSnapshot = 262'144;

struct HandleCloser {
  void operator()(pcap_t* handle) const noexcept { pcap_close(handle); }
};
using Handle = std::unique_ptr<pcap_t, HandleCloser>;

class Program {
 public:
  Program() = default;
  explicit Program(bpf_program compiled) noexcept : compiled_{compiled} {}
  Program(Program&& other) noexcept : compiled_{std::exchange(other.compiled_, {})} {}
  Program& operator=(Program&& other) noexcept {
    std::swap(compiled_, other.compiled_);
    return *this;
  }
  ~Program() { pcap_freecode(&compiled_); }

  bool accepts(const Packet& packet) const noexcept {
    return compiled_.bf_insns != nullptr &&
           bpf_filter(compiled_.bf_insns, reinterpret_cast<const u_char*>(packet.bytes.data()),
                      packet.wire_length, static_cast<u_int>(packet.bytes.size())) != 0;
  }

 private:
  bpf_program compiled_{};
};

}  // namespace

struct Filter::Programs {
  std::array<Program, kLinks> by_link;
};

Filter::Filter(std::unique_ptr<const Programs> programs) : programs_{std::move(programs)} {}
Filter::~Filter() = default;

Result<std::shared_ptr<const Filter>> Filter::compile(const std::string& expression) {
  auto programs = std::make_unique<Programs>();
  std::optional<std::string> refusal;  // by the first link type that was asked
  bool compiled = false;
  for (std::size_t link = 0; link < kLinks; ++link) {
    const Handle handle{pcap_open_dead(kLinkTypes[link], kSnapshot)};
    bpf_program program{};
    // Without a netmask "ip broadcast" is refused, which it should be where masks are not known.
    if (pcap_compile(handle.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0) {
      programs->by_link[link] = Program{program};
      compiled = true;
    } else if (!refusal) {
      refusal = pcap_geterr(handle.get());
    }
  }
  if (!compiled) {
    return Error{"", "'" + expression + "' is no filter: " + *refusal +
                         "; write it as for tcpdump, like 'net 10.0.0.0/8 and not port 22'"};
  }
  return std::shared_ptr<const Filter>{new Filter{std::move(programs)}};
}

bool Filter::accepts(const Packet& packet) const noexcept {
  const auto link = static_cast<std::size_t>(packet.link);
  return link < kLinks && programs_->by_link[link].accepts(packet);
}

}  // namespace tapcensus
