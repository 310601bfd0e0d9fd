#include "app/compile_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>

#include "app/commands.hpp"
#include "match/prepared_rules.hpp"

namespace tapcensus {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kMostTime = 10min;
constexpr std::size_t kMostSaid = 256 * 1024;  // bytes of mistakes that are listened to

// Sanitizers take more address space than there is memory.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitMemory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kLimitMemory = false;
#else
constexpr bool kLimitMemory = true;
#endif
#else
constexpr bool kLimitMemory = true;
#endif

class File {
 public:
  explicit File(int number) : number_{number} {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const noexcept { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// How the process begins: as if a user had typed it, but with its messages to `messages`.
class Beginning {
 public:
  explicit Beginning(int messages) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, messages, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    // A group of its own: Ctrl-C is for the sensor, which then ends it.
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Beginning() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  // 0, or an error's number.
  int start(const CompileJob& job, pid_t& process) const {
    std::vector<std::string> words{"tapcensus", "rules",   "compile", "--rules",
                                   job.rules,   "--cache", job.cache};
    for (const std::string& pack : job.packs) words.insert(words.end(), {"--packs", pack});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    return posix_spawn(&process, job.program, &files_, &attributes_, arguments.data(), environ);
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

enum class End : std::uint8_t { own, given_up, too_long };

// Listens until the process has closed its end, or until it is to be listened to no longer.
End listen(int messages, int give_up, std::string& said) {
  const auto deadline = Clock::now() + kMostTime;
  while (true) {
    std::array<pollfd, 2> files{pollfd{messages, POLLIN, 0}, pollfd{give_up, POLLIN, 0}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return End::too_long;
    if (poll(files.data(), files.size(), static_cast<int>(left)) <= 0) continue;
    if (files[1].revents != 0) return End::given_up;
    std::array<char, 4096> piece;
    const ssize_t got = read(messages, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return End::own;
    if (said.size() < kMostSaid) said.append(piece.data(), static_cast<std::size_t>(got));
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Error killed(int signal, const std::string& rules) {
  constexpr const char* kAdvice =
      "simplify or split the expressions that are new, and try them with rules check";
  switch (signal) {
    case SIGXCPU:
      return {rules, fmt::format("compiling took more than {} s of CPU time; {}",
                                 kCompileLimits.cpu_seconds, kAdvice)};
    case SIGKILL:
      return {rules, fmt::format("the compiling process was killed, as happens when memory is "
                                 "short; give the machine more, or {}",
                                 kAdvice)};
    default:
      return {rules, fmt::format("the compiling process ended by signal {} ({}); {}", signal,
                                 strsignal(signal), kAdvice)};
  }
}

Result<std::string> result_of(int status, const std::string& said, const std::string& rules) {
  const std::vector<std::string> lines = lines_of(said);
  if (WIFSIGNALED(status)) return killed(WTERMSIG(status), rules);
  if (WEXITSTATUS(status) == kDone && !lines.empty()) return lines.back();
  Errors mistakes;
  for (const std::string& line : lines) mistakes.push_back({"", line});
  if (mistakes.empty()) {
    mistakes.push_back({rules, fmt::format("the compiling process ended with status {} and said "
                                           "nothing; try rules check",
                                           WEXITSTATUS(status))});
  }
  return mistakes;
}

void limit(decltype(RLIMIT_CPU) what, std::uint64_t soft, std::uint64_t hard) {
  rlimit limits{};
  getrlimit(what, &limits);
  limits.rlim_cur = std::min<rlim_t>(limits.rlim_cur, soft);
  limits.rlim_max = std::min<rlim_t>(limits.rlim_max, hard);
  setrlimit(what, &limits);
}

}  // namespace

Result<std::string> compile_elsewhere(const CompileJob& job) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{job.rules, std::string{"cannot be compiled: "} + std::strerror(errno)};
  }
  const File ours{ends[0]};
  File theirs{ends[1]};
  pid_t process = -1;
  if (const int error = Beginning{theirs.number()}.start(job, process); error != 0) {
    return Error{job.rules, fmt::format("cannot be compiled: {} cannot be started: {}", job.program,
                                        std::strerror(error))};
  }
  theirs.close();
  std::string said;
  const End end = listen(ours.number(), job.give_up, said);
  if (end != End::own) kill(process, SIGKILL);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (end == End::given_up) return Error{job.rules, "not compiled: the sensor ends"};
  if (end == End::too_long) {
    return Error{job.rules,
                 "compiling did not end within 10 minutes; is the machine, or the disk, too busy?"};
  }
  return result_of(status, said, job.rules);
}

int compile_into(const RuleSources& rules, const std::filesystem::path& cache) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_CPU, kCompileLimits.cpu_seconds, kCompileLimits.cpu_seconds + 5);
  if (kLimitMemory) limit(RLIMIT_AS, kCompileLimits.memory, kCompileLimits.memory);
  try {
    const auto prepared = PreparedRules::prepare(rules, 1, cache);
    if (!prepared) {
      print_errors(prepared.errors());
      return kBadUsage;
    }
    fmt::print("{}\n", prepared.value().version());
    return kDone;
  } catch (const std::bad_alloc&) {
    print_errors(
        {{rules.directory, fmt::format("compiling needs more than {} MiB of memory; simplify or "
                                       "split the expressions that are new",
                                       kCompileLimits.memory >> 20)}});
    return kFailed;
  }
}

}  // namespace tapcensus
