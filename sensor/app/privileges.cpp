#include "app/privileges.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

namespace tapcensus {
namespace {

struct User {
  std::string name;
  uid_t id = 0;
  gid_t group = 0;
};

std::optional<unsigned> number_in(const char* variable) {
  const char* const text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  const char* const end = text + std::strlen(text);
  unsigned number = 0;
  const auto [rest, error] = std::from_chars(text, end, number);
  if (error != std::errc{} || rest != end || number == 0) return std::nullopt;
  return number;
}

std::string name_of(uid_t id) {
  const passwd* const entry = getpwuid(id);
  return entry == nullptr ? std::to_string(id) : entry->pw_name;
}

User user_to_become() {
  const auto id = number_in("SUDO_UID"), group = number_in("SUDO_GID");
  if (id && group) return {name_of(*id), *id, *group};
  for (const char* const name : {"tapcensus", "nobody"}) {
    if (const passwd* const entry = getpwnam(name)) return {name, entry->pw_uid, entry->pw_gid};
  }
  constexpr unsigned kOverflow = 65534;  // what Linux calls nobody where no file does
  return {"nobody", kOverflow, kOverflow};
}

// The C library does it in all threads. 0, or why not.
int become(const User& user) {
  if (setgroups(0, nullptr) != 0 || setresgid(user.group, user.group, user.group) != 0 ||
      setresuid(user.id, user.id, user.id) != 0) {
    return errno;
  }
  return 0;
}

// Capabilities are a thread's own, so each thread must give up its own: it is sent a signal, and
// this is what it does then. Plain system calls only.
void give_up(int) {
  const int before = errno;
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  const __user_cap_data_struct none[2]{};
  syscall(SYS_capset, &header, none);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  errno = before;
}

// As /proc says of a thread.
bool has_nothing(const std::filesystem::path& thread) {
  std::ifstream file{thread / "status"};
  if (!file) return true;  // it has ended
  unsigned bare = 0;
  for (std::string line; std::getline(file, line);) {
    for (const std::string_view field :
         {"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"}) {
      bare += line == field;
    }
  }
  return bare == 3;
}

std::vector<pid_t> threads_with_something() {
  std::vector<pid_t> threads;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/task"}) {
    if (!has_nothing(entry)) threads.push_back(std::stoi(entry.path().filename()));
  }
  return threads;
}

bool strip_all_threads() {
  using Clock = std::chrono::steady_clock;
  const int signal = SIGRTMIN;
  struct sigaction action {};
  action.sa_handler = give_up;
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, nullptr);
  give_up(0);
  const auto deadline = Clock::now() + std::chrono::seconds{5};
  std::vector<pid_t> threads;
  while (!(threads = threads_with_something()).empty() && Clock::now() < deadline) {
    for (const pid_t thread : threads) syscall(SYS_tgkill, getpid(), thread, signal);
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  action.sa_handler = SIG_IGN;
  sigaction(signal, &action, nullptr);
  return threads.empty();
}

}  // namespace

Result<std::string> drop_privileges() {
  std::string runs_as = name_of(geteuid());
  if (geteuid() == 0) {
    const User user = user_to_become();
    const int refused = become(user);
    runs_as = refused == 0 ? user.name
                           : "root, since it cannot become " + user.name + " (" +
                                 std::strerror(refused) + "),";
  }
  if (!strip_all_threads()) {
    return Error{"privileges", "a thread keeps some, so nothing is read; please report it"};
  }
  return runs_as;
}

bool readable(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
    if (faccessat(AT_FDCWD, entry.path().c_str(), R_OK, AT_EACCESS) != 0) return false;
  }
  return !error;
}

}  // namespace tapcensus
