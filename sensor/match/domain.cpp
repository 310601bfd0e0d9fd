#include "match/domain.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"

namespace tapcensus {
namespace {

// RFC 1035, section 2.3.4, without the final dot.
constexpr std::size_t kLongestName = 253;

}  // namespace

void find_domains(const TextIndex& domains, Field field, std::string_view name,
                  Hits& hits) noexcept {
  const std::size_t longest = std::min(domains.longest(field), kLongestName);
  if (longest == 0) return;
  if (name.ends_with('.')) name.remove_suffix(1);

  std::array<char, kLongestName> lowered;
  const std::size_t kept = std::min(name.size(), longest);
  std::transform(name.end() - static_cast<long>(kept), name.end(), lowered.begin(), lower);
  const std::string_view tail{lowered.data(), kept};
  for (std::size_t at = 0; at < tail.size(); ++at) {
    const std::size_t whole = name.size() - tail.size() + at;
    const bool at_label = whole == 0 || name[whole - 1] == '.';
    if (at_label) hits.add(domains.find(field, tail.substr(at)));
  }
}

}  // namespace tapcensus
