// The words ok, WARN and FAIL on a terminal: a colour may help, but the word says it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/tap_checks.hpp"

namespace tapcensus {

struct Marks {
  bool colours = false;
  bool signs = false;  // a check mark or a cross before the word

  // Four columns wide, and two more with signs.
  std::string word(State state) const;
  std::string coloured(State state, std::string_view text) const;

  // As the descriptor, NO_COLOR and the locale allow.
  static Marks of(int descriptor);
};

// [{"check", "state", "finding", "advice", "command"}]; state in words: unknown, ok, warning,
// failure.
nlohmann::ordered_json judgements_json(const std::vector<Judgement>& judgements);

}  // namespace tapcensus
