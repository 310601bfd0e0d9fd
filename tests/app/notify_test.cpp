// What the service manager hears from a sensor that it has started.
#include "app/notify.hpp"

#include <gmock/gmock.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A service manager that writes down what it is told. `name` is a path, or @ and an abstract name.
class Manager {
 public:
  explicit Manager(const std::string& name) {
    sockaddr_un own{};
    own.sun_family = AF_UNIX;
    std::memcpy(own.sun_path, name.data(), name.size());
    if (name[0] == '@') own.sun_path[0] = '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + name.size() + (name[0] == '/' ? 1 : 0);
    socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&own), static_cast<socklen_t>(size)),
              0);
  }
  ~Manager() { close(socket_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  // All that was said up to now.
  const std::vector<std::string>& heard() {
    char word[512];
    for (ssize_t got; (got = recv(socket_, word, sizeof word, MSG_DONTWAIT)) >= 0;) {
      heard_.emplace_back(word, static_cast<std::size_t>(got));
    }
    return heard_;
  }

  // Whether a word that begins like this comes, after `from` others.
  bool hears(const std::string& beginning, std::size_t from = 0) {
    return eventually([&] {
      const auto& words = heard();
      return std::any_of(words.begin() + static_cast<std::ptrdiff_t>(std::min(from, words.size())),
                         words.end(),
                         [&](const auto& word) { return word.starts_with(beginning); });
    });
  }

 private:
  int socket_ = -1;
  std::vector<std::string> heard_;
};

// Worker threads of a process, that stand still as long as this lives.
class Frozen {
 public:
  explicit Frozen(pid_t process) {
    const std::string tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto& task : std::filesystem::directory_iterator{tasks}) {
      if (!content_of(task.path() / "comm").starts_with("rte-worker")) continue;
      const auto thread = static_cast<pid_t>(std::stol(task.path().filename()));
      if (ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0) continue;
      ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr);
      waitpid(thread, nullptr, __WALL);
      threads_.push_back(thread);
    }
  }
  ~Frozen() {
    for (const pid_t thread : threads_) ptrace(PTRACE_DETACH, thread, nullptr, nullptr);
  }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

  bool any() const { return !threads_.empty(); }

 private:
  std::vector<pid_t> threads_;
};

std::string abstract_name() { return "@tapcensus-test-" + std::to_string(getpid()); }

TEST(Notify, SaysItToAPathOrAnAbstractName) {
  const Scratch scratch;
  for (const std::string& name : {scratch.in("notify"), abstract_name()}) {
    Manager manager{name};
    const Notifier notifier{name};
    notifier.ready();
    notifier.status("12 packets/s");
    notifier.alive();
    notifier.reloading();
    notifier.stopping();
    EXPECT_THAT(manager.heard(),
                ElementsAre("READY=1", "STATUS=12 packets/s", "WATCHDOG=1",
                            StartsWith("RELOADING=1\nMONOTONIC_USEC="), "STOPPING=1"));
  }
}

TEST(Notify, WithNobodyToHearNothingHappens) {
  for (const std::string& name :
       {std::string{}, std::string{"vsock:2:1"}, std::string{"/no/such/socket"},
        "/" + std::string(200, 'x'), std::string{"@nobody-listens-here"}}) {
    Notifier{name}.ready();
  }
}

TEST(Notify, ASensorIsReadyAliveAndThenStopping) {
  const Scratch scratch;
  Manager manager{scratch.in("notify")};
  setenv("NOTIFY_SOCKET", scratch.in("notify").c_str(), 1);
  Tapcensus sensor{{"run", "--replay", capture_path("office.pcap"), "--replay-rate", "1000",
                    "--listen", "127.0.0.1:0"}};
  unsetenv("NOTIFY_SOCKET");
  ASSERT_TRUE(manager.hears("WATCHDOG=1")) << sensor.messages();
  EXPECT_EQ(manager.heard().front(), "READY=1");
  EXPECT_THAT(manager.heard(),
              Contains(AllOf(StartsWith("STATUS="), HasSubstr(" packets/s, "), EndsWith(" lost"))));
  sensor.signal(SIGTERM);
  EXPECT_EQ(sensor.wait().status, 143);
  EXPECT_THAT(manager.heard(), Contains("STOPPING=1"));
}

TEST(Notify, ASensorWithAWorkerThatHangsIsNotAlive) {
  const Scratch scratch;
  Manager manager{scratch.in("notify")};
  setenv("NOTIFY_SOCKET", scratch.in("notify").c_str(), 1);
  Tapcensus sensor{{"run", "--replay", capture_path("office.pcap"), "--replay-rate", "1000",
                    "--listen", "127.0.0.1:0"}};
  unsetenv("NOTIFY_SOCKET");
  ASSERT_TRUE(manager.hears("WATCHDOG=1")) << sensor.messages();
  {
    const Frozen frozen{sensor.process()};
    if (!frozen.any()) GTEST_SKIP() << "threads of others cannot be held here";
    // The control thread goes on: it says what it sees, and not that all is well.
    EXPECT_TRUE(eventually([&] {
      const auto& words = manager.heard();
      return words.size() > 3 && std::all_of(words.end() - 3, words.end(), [](const auto& word) {
               return word.starts_with("STATUS=");
             });
    }));
  }
  EXPECT_TRUE(manager.hears("WATCHDOG=1", manager.heard().size()));
}

TEST(Notify, AReloadEndsByBeingReadyAgain) {
  const Scratch scratch;
  Manager manager{scratch.in("notify")};
  setenv("NOTIFY_SOCKET", scratch.in("notify").c_str(), 1);
  Tapcensus sensor{{"run", "--replay", capture_path("office.pcap"), "--replay-rate", "1000",
                    "--listen", "127.0.0.1:0"}};
  unsetenv("NOTIFY_SOCKET");
  ASSERT_TRUE(manager.hears("READY=1")) << sensor.messages();
  sensor.signal(SIGHUP);
  ASSERT_TRUE(manager.hears("RELOADING=1\nMONOTONIC_USEC=")) << sensor.messages();
  const auto& words = manager.heard();
  const auto reloading = std::ranges::find_if(
      words, [](const std::string& word) { return word.starts_with("RELOADING=1"); });
  EXPECT_TRUE(manager.hears("READY=1", static_cast<std::size_t>(reloading - words.begin())))
      << sensor.messages();
}

TEST(Notify, ASensorThatCannotStartIsNeverReady) {
  const Scratch scratch;
  Manager manager{scratch.in("notify")};
  setenv("NOTIFY_SOCKET", scratch.in("notify").c_str(), 1);
  EXPECT_EQ(tapcensus({"run", "--replay", "no-such-file.pcap", "--listen", "127.0.0.1:0"}).status,
            2);
  unsetenv("NOTIFY_SOCKET");
  EXPECT_THAT(manager.heard(), ElementsAre());
}

}  // namespace
}  // namespace tapcensus
