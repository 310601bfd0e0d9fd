// `read --unknown`: what devices said and no rule knows, and how many of them said it.
//
// Each worker keeps what it hears in a buffer of its own; when all have stopped at the same packet,
// the control thread asks the rules, once for each value, and counts. So it costs nothing where
// nobody wants it, and any number of workers gives the same. Bounded: so many values of each field
// and of all, of so many bytes each, and so many sources of each and of all; who comes later is
// left out, and it is said.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "match/rule_book.hpp"
#include "present/rule_stubs.hpp"
#include "worker/speaker.hpp"

namespace tapcensus {

// What one worker heard since it was last taken, but for most of what was repeated.
class UnknownBuffer final : public FactListener {
 public:
  struct Heard {
    std::uint64_t frame;
    std::uint64_t source;  // hash of an address
    Field field;
    std::size_t begin, end;
  };

  void hear(const Origin& origin, const MacAddress& hardware,
            const Finding& finding) noexcept override;

  const std::vector<Heard>& heard() const noexcept { return heard_; }
  std::string_view text(const Heard& heard) const noexcept {
    return std::string_view{text_}.substr(heard.begin, heard.end - heard.begin);
  }
  void clear() noexcept;

 private:
  static constexpr std::size_t kRemembered = 16 * 1024;

  std::string text_;
  std::vector<Heard> heard_;
  std::vector<std::uint64_t> lately_ = std::vector<std::uint64_t>(kRemembered);
};

class UnknownValues {
 public:
  static constexpr std::size_t kMostValues = 10'000;       // of a field
  static constexpr std::size_t kMostOfAll = 100'000;       // values
  static constexpr std::size_t kMostLength = 1'024;        // bytes
  static constexpr std::size_t kMostSources = 1'000;       // of a value
  static constexpr std::size_t kMostMentions = 1'000'000;  // sources of all values

  explicit UnknownValues(std::size_t workers) : buffers_(workers) {}

  UnknownBuffer& buffer(std::size_t worker) { return buffers_[worker]; }
  // Asks and counts what the buffers hold, by packet. No worker may be at work.
  void take(const RuleSet& rules);

  // By the names of fields. Views into this object.
  std::vector<UnknownField> by_frequency() const;

 private:
  struct OfField {
    std::unordered_map<std::string, std::unordered_set<std::uint64_t>> sources;  // by value
    std::unordered_set<std::uint64_t> known;  // hashes of values that a rule knows
    bool complete = true;
  };

  void take(const RuleSet& rules, Field field, std::string_view text, std::uint64_t source);

  std::vector<UnknownBuffer> buffers_;
  std::map<Field, OfField> fields_;
  std::size_t values_ = 0;
  std::size_t mentions_ = 0;
};

}  // namespace tapcensus
