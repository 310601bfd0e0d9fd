// `doctor`: is this machine fit for a sensor, and is there a sane tap at this interface?
//
// To judge a tap it runs the sensor itself for a while, as `run` would, and reads what that
// counted.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/commands.hpp"
#include "app/machine_checks.hpp"
#include "app/marks.hpp"
#include "app/wall_clock.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kStart = 120s;  // rules that nobody has compiled yet may take their time
constexpr auto kEnd = 10s;

std::string content_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// A directory that is gone with the object.
class Scratch {
 public:
  Scratch() {
    std::string path = std::filesystem::temp_directory_path() / "tapcensus-doctor-XXXXXX";
    if (mkdtemp(path.data()) != nullptr) path_ = path;
  }
  ~Scratch() {
    std::error_code none;
    if (!path_.empty()) std::filesystem::remove_all(path_, none);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string in(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// A sensor that runs beside this process. Killed when it is still there at the end.
class Listener {
 public:
  explicit Listener(const std::string& interface) {
    const std::vector<std::string> words{
        "tapcensus", "run",      "--interface", interface,   "--workers",
        "1",         "--listen", "127.0.0.1:0", "--metrics", scratch_.in("metrics")};
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, scratch_.in("messages").c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (posix_spawn(&process_, "/proc/self/exe", &files, nullptr, arguments.data(), environ) != 0) {
      process_ = -1;
    }
    posix_spawn_file_actions_destroy(&files);
  }
  ~Listener() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // False when it did not come to listen.
  bool wait_until_it_listens() {
    return wait(kStart, [&] { return messages().find("metrics: http") != std::string::npos; }) &&
           running();
  }
  void listen(std::chrono::seconds seconds) {
    wait(seconds, [&] { return !running(); });
  }
  // Everything it has counted up to its end.
  Samples end() {
    if (running()) kill(process_, SIGTERM);
    wait(kEnd, [&] { return !running(); });
    return Samples::parse(content_of(scratch_.in("metrics")));
  }
  // The last thing that it said.
  std::string last_words() const {
    std::string all = messages();
    while (!all.empty() && all.back() == '\n') all.pop_back();
    return all.substr(all.rfind('\n') + 1);
  }

 private:
  std::string messages() const { return content_of(scratch_.in("messages")); }
  bool running() {
    if (process_ > 0 && waitpid(process_, nullptr, WNOHANG) == process_) process_ = -1;
    return process_ > 0;
  }
  template <class Holds>
  bool wait(Clock::duration most, Holds&& holds) {
    const auto deadline = Clock::now() + most;
    while (!holds()) {
      if (Clock::now() > deadline || !running()) return holds();
      std::this_thread::sleep_for(20ms);
    }
    return true;
  }

  const Scratch scratch_;
  pid_t process_ = -1;
};

// What came, and whether it is what a tap should show.
std::vector<Judgement> check_tap(const std::string& interface, unsigned seconds) {
  Listener listener{interface};
  Judgement traffic{.name = "traffic", .finding = {}, .advice = {}, .command = {}};
  if (!listener.wait_until_it_listens()) {
    traffic.state = State::failure;
    traffic.finding = "cannot be listened to: " + listener.last_words();
    traffic.command = "tapcensus run --interface " + interface;
    return {traffic};
  }
  listener.listen(std::chrono::seconds{seconds});
  const Samples samples = listener.end();
  const auto taps = samples.values("tapcensus_received_packets_total", "tap");
  const TapCounts counts =
      TapCounts::of(samples, taps.empty() ? interface : *taps.begin(), wall_seconds());
  const double received = counts.received.value_or(0);
  if (received == 0) {
    traffic.state = State::failure;
    traffic.finding =
        fmt::format("no frame came in {} s: the mirror is off, or of another port", seconds);
    traffic.command = fmt::format("tcpdump -c 5 -n -i {}", interface);
    return {traffic};
  }
  traffic.state = State::ok;
  traffic.finding = fmt::format("{} frames in {} s", short_number(received), seconds);
  std::vector<Judgement> judgements{traffic};
  for (Judgement& one : judge(counts, interface)) judgements.push_back(std::move(one));
  return judgements;
}

struct Section {
  std::string name;  // in JSON
  std::string title;
  std::vector<Judgement> judgements;
};

std::size_t count(const std::vector<Section>& sections, State state) {
  std::size_t count = 0;
  for (const Section& section : sections) {
    for (const Judgement& one : section.judgements) count += one.state == state ? 1 : 0;
  }
  return count;
}

void print_section(const Section& section, const Marks& marks) {
  fmt::print("{}\n", section.title);
  for (const Judgement& one : section.judgements) {
    fmt::print("  {}  {:<13}{}\n", marks.word(one.state), one.name, one.finding);
    if (!one.advice.empty()) fmt::print("{:23}{}\n", "", one.advice);
    if (!one.command.empty()) fmt::print("{:23}$ {}\n", "", one.command);
  }
  std::fflush(stdout);
}

void print_json(const std::vector<Section>& sections) {
  nlohmann::ordered_json object{{"version", 1}};
  for (const Section& section : sections)
    object[section.name] = judgements_json(section.judgements);
  object["warnings"] = count(sections, State::warning);
  object["failures"] = count(sections, State::failure);
  using Json = nlohmann::ordered_json;
  fmt::print("{}\n", object.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

int doctor(const DoctorChoices& choices) {
  const Marks marks = Marks::of(STDOUT_FILENO);
  std::vector<Section> sections;
  const auto add = [&](Section section) {
    if (!choices.json) print_section(section, marks);
    sections.push_back(std::move(section));
  };
  add({"machine", "This machine", check_machine(!choices.interface.empty())});
  if (!choices.interface.empty()) {
    add({"interface", "Interface " + choices.interface, check_interface(choices.interface)});
    if (count(sections, State::failure) == 0) {
      add({"tap", fmt::format("Tap, listening for {} s", choices.seconds),
           check_tap(choices.interface, choices.seconds)});
    }
  }
  const std::size_t failures = count(sections, State::failure);
  if (choices.json) {
    print_json(sections);
  } else {
    fmt::print("{} failed, {} to look at\n", failures, count(sections, State::warning));
  }
  return failures == 0 ? kDone : kFailed;
}

}  // namespace tapcensus
