// What a rule reads out of the text it matched, when its claim holds {1} or {2}. Control thread
// only: RE2 allocates and locks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/catalog.hpp"
#include "match/capture_template.hpp"

namespace re2 {
class RE2;
}

namespace tapcensus {

// The text as evidence carries it: its beginning.
using CarriedText = decltype(Evidence::text);

template <std::size_t N>
constexpr std::size_t capacity(const Text<N>&) {
  return N;
}
inline constexpr std::size_t kCarriedBytes = capacity(CarriedText{});

class Captures {
 public:
  struct Filled {
    bool matched = false;    // one of the expressions did
    std::string model;       // empty: nothing captured
    std::string os_version;  // empty: nothing captured
  };

  Captures(std::vector<std::string> expressions, std::optional<CaptureTemplate> model,
           std::optional<CaptureTemplate> os_version);
  Captures(Captures&&) noexcept;
  ~Captures();

  // By the first expression that matches. Expressions are compiled when they are first needed. A
  // capture that ends where a carried text is cut may have lost its tail, and counts as empty.
  Filled fill(std::string_view text);

 private:
  const re2::RE2& expression(std::size_t index);

  std::vector<std::string> expressions_;
  std::vector<std::unique_ptr<re2::RE2>> compiled_;
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
