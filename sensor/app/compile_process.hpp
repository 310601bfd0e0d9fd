// Rules are compiled in a process of its own: an expression that is too much for the compiler costs
// that process, not the sensor. What it compiles it leaves in the cache.
//
// The process is this program again, asked to `rules compile`. It has none of the sensor's files,
// sockets and signal mask, the CPUs and the priority of the thread that starts it, limits on time
// and memory, and ends with that thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "match/pack.hpp"

namespace tapcensus {

struct CompileLimits {
  std::uint64_t cpu_seconds = 120;
  std::uint64_t memory = std::uint64_t{2} << 30;  // bytes of address space
};
inline constexpr CompileLimits kCompileLimits;

inline constexpr const char* kThisProgram = "/proc/self/exe";

struct CompileJob {
  std::filesystem::path rules;
  std::filesystem::path cache;
  // Readable when the job is to be given up.
  int give_up = -1;
  const char* program = kThisProgram;
  std::vector<std::string> packs{};
};

// The version of the rules that now are in the cache, or all that is wrong with them. Takes as long
// as it takes, up to ten minutes.
Result<std::string> compile_elsewhere(const CompileJob& job);

// What the process does: limits itself, compiles, prints the version. The result is the exit
// status.
int compile_into(const RuleSources& rules, const std::filesystem::path& cache);

}  // namespace tapcensus
