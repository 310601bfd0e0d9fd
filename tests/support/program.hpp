// Runs the program as a user's shell would: arguments and input in; status, output and messages
// out.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tapcensus::testing {

// A directory that is gone with the test.
class Scratch {
 public:
  Scratch() {
    static std::atomic<int> made{0};
    path_ = std::filesystem::temp_directory_path() /
            ("tapcensus-test-" + std::to_string(getpid()) + "-" + std::to_string(++made));
    std::filesystem::create_directories(path_);
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string in(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    std::ofstream{in(name), std::ios::binary} << content;
    return in(name);
  }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Polls until it holds; false when it does not within the time.
template <class Holds>
bool eventually(Holds&& holds, std::chrono::milliseconds within = std::chrono::seconds{60}) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

struct Ended {
  int status;  // as a shell says it: 128 and the signal's number for one that was killed
  std::string out;
  std::string err;
};

// A program that runs. Killed when it is still there at the end of the test.
class Program {
 public:
  using Arguments = std::vector<std::string>;

  // `input` is a file or fifo; output goes to a file of ours unless another is named.
  explicit Program(const std::string& path, const Arguments& arguments,
                   const std::string& input = "/dev/null", const std::string& output = {}) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, input.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, output.empty() ? out().c_str() : output.c_str(),
                                     O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&files, 2, err().c_str(), O_WRONLY | O_CREAT, 0600);
    std::vector<char*> words{const_cast<char*>(path.c_str())};
    for (const std::string& argument : arguments) {
      words.push_back(const_cast<char*>(argument.c_str()));
    }
    words.push_back(nullptr);
    const int failed =
        posix_spawnp(&process_, path.c_str(), &files, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error{path + ": cannot be run"};
  }
  ~Program() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t process() const noexcept { return process_; }
  void signal(int number) const { kill(process_, number); }
  pid_t number() const { return process_; }
  std::string messages() const { return content_of(err()); }
  std::string output() const { return content_of(out()); }

  bool running() {
    if (process_ <= 0) return false;
    int status;
    if (waitpid(process_, &status, WNOHANG) != process_) return true;
    note(status);
    return false;
  }

  // Waits for the end; the test fails when it does not come in time. Under the sanitizers a set of
  // rules that is in no cache takes a minute to compile.
  Ended wait(std::chrono::milliseconds within = std::chrono::seconds{200}) {
    EXPECT_TRUE(eventually([this] { return !running(); }, within)) << "did not end:\n"
                                                                   << messages();
    return {status_, output(), messages()};
  }

 private:
  std::string out() const { return scratch_.in("out"); }
  std::string err() const { return scratch_.in("err"); }
  void note(int status) {
    status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    process_ = -1;
  }

  Scratch scratch_;
  pid_t process_ = -1;
  int status_ = -1;
};

inline Ended run(const std::string& path, const Program::Arguments& arguments,
                 std::string_view input = {}) {
  const Scratch scratch;
  return Program{path, arguments, scratch.write("in", input)}.wait();
}

}  // namespace tapcensus::testing
