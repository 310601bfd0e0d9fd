// Hyperscan, owned: databases, scratch space, and the check that it is the real one.
//
// hs_compile_lit* is never used: in 5.4.0 its databases fail to scan on legal input. Expressions
// match at most once a scan (HS_FLAG_SINGLEMATCH), `.` is any byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct hs_database;
struct hs_scratch;
struct hs_stream;

namespace tapcensus {

struct DatabaseDeleter {
  void operator()(hs_database* database) const noexcept;
};
using Database = std::unique_ptr<hs_database, DatabaseDeleter>;

struct ScratchDeleter {
  void operator()(hs_scratch* scratch) const noexcept;
};
using Scratch = std::unique_ptr<hs_scratch, ScratchDeleter>;

struct StreamDeleter {
  void operator()(hs_stream* stream) const noexcept;
};
using OpenStream = std::unique_ptr<hs_stream, StreamDeleter>;

struct CompileFailure {
  int expression;  // its index, or -1: all of them together
  std::string sentence;
};

// How texts come: whole, or in pieces, where a match may begin in one and end in another.
enum class Scanning : std::uint8_t { whole, pieces };

// The id of an expression is its index.
std::variant<Database, CompileFailure> compile(const std::vector<std::string>& expressions,
                                               Scanning scanning = Scanning::whole);

// Why Hyperscan would not take this expression; nothing when it would. An expression that matches
// the empty text is refused.
std::optional<std::string> refusal(const std::string& expression);

// Names what compile() makes of these expressions here: SHA-256 over the expressions, the flags,
// the way of scanning, the version of Hyperscan and the processor.
std::string database_key(const std::vector<std::string>& expressions,
                         Scanning scanning = Scanning::whole);

// A database as it lies in memory, to be kept; and the one in such memory, which outlives it.
// Inside are distances, no addresses (it is what serialising copies), and they hold where the
// memory begins at the same distance from a multiple of 64. Null where it is none of this
// Hyperscan's.
std::span<const std::byte> memory_of(const hs_database* database);
const hs_database* database_in(std::span<const std::byte> memory);

// Bytes that each open stream takes. `database` was compiled for pieces.
std::size_t stream_size(const hs_database* database);
OpenStream open_stream(const hs_database* database);

// Scratch for any of `databases`, one for each of `workers`.
std::vector<Scratch> make_scratches(const std::vector<const hs_database*>& databases,
                                    std::size_t workers);

// Why this Hyperscan cannot be trusted, if it cannot: Vectorscan 5.4.9 of Debian 12, which stands
// in for it under the same names, misses matches silently. Hyperscan's version ends in a date.
std::optional<std::string> distrust_version(std::string_view version);
// The version, and matches that are known to be there.
std::optional<std::string> distrust();

}  // namespace tapcensus
