// What a rule reads out of the text it matched, when its claim holds {1} or {2}. Control thread
// only: RE2 allocates and locks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/catalog.hpp"
#include "match/capture_template.hpp"
#include "match/expressions.hpp"

namespace tapcensus {

class Captures {
 public:
  struct Filled {
    bool matched = false;    // one of the expressions did
    std::string model;       // empty: nothing captured
    std::string os_version;  // empty: nothing captured
  };

  Captures(std::vector<std::string> expressions, std::optional<CaptureTemplate> model,
           std::optional<CaptureTemplate> os_version);

  // By the first expression that matches.
  Filled fill(std::string_view text);

 private:
  Expressions expressions_;
  std::optional<CaptureTemplate> model_, os_version_;
  std::size_t groups_;
};

// A claim with captured names in it.
struct CompletedClaim {
  Claim claim;
  std::vector<std::string> undeclared;  // "os_version '99'": left silent
};

// Adds to `claim` what was captured and what follows from it, as far as the taxonomy declares it.
CompletedClaim complete(Claim claim, const Captures::Filled& filled, Catalog& catalog);

}  // namespace tapcensus
