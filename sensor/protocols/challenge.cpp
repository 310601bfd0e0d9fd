#include "protocols/challenge.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "protocols/unfolded.hpp"

namespace tapcensus {
namespace {

// One parameter of a challenge, as far as the comma that is not quoted.
std::string_view take_parameter(std::string_view& value) noexcept {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < value.size() && (quoted || value[end] != ','); ++end) {
    if (value[end] == '"') quoted = !quoted;
    if (value[end] == '\\' && quoted && end + 1 < value.size()) ++end;
  }
  const std::string_view parameter = value.substr(0, end);
  value.remove_prefix(std::min(end + 1, value.size()));
  return trimmed(parameter);
}

struct Parameter {
  std::string_view scheme;  // empty when it belongs to the scheme before it
  std::string_view stays;   // the scheme included
};

// What of a parameter stays: what describes the server. All others may be numbers that are new each
// time, keys, or tokens; of those of NTLM and Negotiate nothing stays but the scheme.
Parameter lasting(std::string_view parameter) noexcept {
  constexpr std::array<std::string_view, 6> kLasting{"realm", "qop",     "algorithm",
                                                     "stale", "charset", "domain"};
  const auto is = [](std::string_view word) {
    return [word](std::string_view each) { return same_word(each, word); };
  };
  std::string_view scheme = parameter.substr(0, parameter.find_first_of(" \t"));
  std::string_view rest = trimmed(parameter.substr(scheme.size()));
  if (scheme.find('=') != scheme.npos || rest.starts_with('=')) {
    rest = parameter;
    scheme = {};
  }
  const std::size_t equals = rest.find('=');
  const bool names = equals != rest.npos;
  const bool tokens = same_word(scheme, "ntlm") || same_word(scheme, "negotiate");
  const bool all =
      names ? std::ranges::any_of(kLasting, is(trimmed(rest.substr(0, equals)))) : !tokens;
  return {scheme, all ? parameter : scheme};
}

// Adds what stays of a challenge. Whether that is all of it.
bool add_lasting(Line<kMostComposed>& line, std::string_view challenge) noexcept {
  bool all = true;
  bool bare = false;  // a scheme stands there without a parameter
  for (std::string_view rest = challenge; !rest.empty();) {
    const std::string_view parameter = take_parameter(rest);
    const auto [scheme, stays] = lasting(parameter);
    all = all && stays.size() == parameter.size();
    if (stays.empty()) continue;
    if (!line.empty()) line.add(bare && scheme.empty() ? " " : ", ");
    add_unfolded(line, stays);
    bare = stays.size() == scheme.size();
  }
  return all;
}

}  // namespace

void add_challenge(Field field, std::string_view value, Lifetime lifetime,
                   Findings& findings) noexcept {
  Line<kMostComposed> line;
  if (add_lasting(line, value)) return add_unfolded(field, value, lifetime, findings);
  if (!line.empty()) findings.add_composed(field, line.view());
}

}  // namespace tapcensus
