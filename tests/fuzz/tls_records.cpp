// Handshake messages of TLS: in one record, and cut into records of any size. Both tell the same.
//
// The first byte of the input is the size of the records, the others are the messages.
#include <algorithm>
#include <string>

#include "fuzz.hpp"

namespace tapcensus {
extern const Protocol tls;

namespace {

// Longer ones may need more room than there is for texts that lie in several records.
constexpr std::size_t kMostMessages = 4096;

std::string in_records(std::string_view messages, std::size_t most) {
  std::string out;
  for (; !messages.empty(); messages.remove_prefix(std::min(most, messages.size()))) {
    const std::string_view record = messages.substr(0, most);
    out += {'\x16', '\x03', '\x03', static_cast<char>(record.size() >> 8),
            static_cast<char>(record.size())};
    out += record;
  }
  return out;
}

Reading read(std::string_view direction, Findings& findings) {
  const Layers layers;
  findings.clear();
  const Reading reading = tls.read({layers, as_bytes(direction), 0, true}, findings);
  fuzz::read_all(findings);
  return reading;
}

}  // namespace
}  // namespace tapcensus

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  static Findings one, other;
  if (size == 0 || size > kMostMessages) return 0;
  const std::string_view messages{reinterpret_cast<const char*>(data) + 1, size - 1};
  const std::string whole = in_records(messages, kMostMessages);
  const std::string cut = in_records(messages, data[0] + std::size_t{1});
  const Reading first = read(whole, one), second = read(cut, other);
  fuzz::require(first.what == second.what && first.mode == second.mode);
  const auto same = [](const Finding& a, const Finding& b) {
    return a.field == b.field && a.text == b.text;
  };
  fuzz::require(std::ranges::equal(one.all(), other.all(), same));
  return 0;
}
