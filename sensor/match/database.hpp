// Hyperscan, owned: databases, scratch space, and the check that it is the real one.
//
// hs_compile_lit* is never used: in 5.4.0 its databases fail to scan on legal input. Expressions
// match at most once a scan (HS_FLAG_SINGLEMATCH), `.` is any byte.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct hs_database;
struct hs_scratch;

namespace tapcensus {

struct DatabaseDeleter {
  void operator()(hs_database* database) const noexcept;
};
using Database = std::unique_ptr<hs_database, DatabaseDeleter>;

struct ScratchDeleter {
  void operator()(hs_scratch* scratch) const noexcept;
};
using Scratch = std::unique_ptr<hs_scratch, ScratchDeleter>;

struct CompileFailure {
  int expression;  // its index, or -1: all of them together
  std::string sentence;
};

// Block mode; the id of an expression is its index.
std::variant<Database, CompileFailure> compile(const std::vector<std::string>& expressions);

// Why Hyperscan would not take this expression; nothing when it would. An expression that matches
// the empty text is refused.
std::optional<std::string> refusal(const std::string& expression);

// Names what compile() makes of these expressions here: SHA-256 over the expressions, the flags,
// the version of Hyperscan and the processor.
std::string database_key(const std::vector<std::string>& expressions);

// Scratch for any of `databases`, one for each of `workers`.
std::vector<Scratch> make_scratches(const std::vector<const hs_database*>& databases,
                                    std::size_t workers);

// Why this Hyperscan cannot be trusted, if it cannot: Vectorscan 5.4.9 of Debian 12, which stands
// in for it under the same names, misses matches silently. Hyperscan's version ends in a date.
std::optional<std::string> distrust_version(std::string_view version);
// The version, and matches that are known to be there.
std::optional<std::string> distrust();

}  // namespace tapcensus
