// Rules of a running sensor are replaced, as an operator does it: by SIGHUP or POST /-/reload.
#include <gmock/gmock.h>
#include <sys/eventfd.h>

#include <future>
#include <optional>

#include "app/compile_process.hpp"
#include "app/tapcensus.hpp"
#include "serve/client.hpp"
#include "support/sanitized.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace tapcensus::testing;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kSystems =
    "[vendors]\nGoogle = { country = \"US\" }\nMicrosoft = { country = \"US\" }\n"
    "[systems]\nAndroid = { vendor = \"Google\", versions = [\"8\", \"9\"] }\n"
    "Windows = { vendor = \"Microsoft\" }\n[families]\n[models]\n";

std::string rule_for(std::string_view os, std::string_view expression) {
  return "[[rule]]\ndevice = { os = \"" + std::string{os} +
         "\" }\nwhen = \"dhcp.vendor_class\"\nmatches = '" + std::string{expression} +
         "'\nweight = 90\nexamples = ['x']\n";
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> children;
  std::error_code ended;
  const fs::path tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : fs::directory_iterator{tasks, ended}) {
    std::ifstream file{task.path() / "children"};
    for (pid_t child; file >> child;) children.push_back(child);
  }
  return children;
}

std::string of_process(pid_t process, const std::string& file) {
  return content_of("/proc/" + std::to_string(process) + "/" + file);
}

// A sensor with rules and a cache of its own, over traffic that does not end.
class Reloading : public ::testing::Test {
 protected:
  Reloading() {
    fs::create_directory(rules());
    write("taxonomy.toml", kSystems);
    write("a.toml", rule_for("Android", "^android-dhcp"));
  }

  void start(const Program::Arguments& more = {}) {
    Program::Arguments arguments =
        at_home({"run", "--replay", capture_path("dhcp.pcap"), "--replay-rate", "20000", "--rules",
                 rules(), "--listen", "127.0.0.1:0"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    setenv("XDG_CACHE_HOME", scratch_.in("cache").c_str(), 1);
    program_.emplace(TAPCENSUS_PROGRAM, arguments);
    const std::string before = "metrics: http://", after = "/metrics";
    ASSERT_TRUE(eventually([&] {
      const std::string messages = program_->messages();
      const std::size_t from = messages.find(before);
      const std::size_t to = messages.find(after, from);
      if (from == messages.npos || to == messages.npos) return !program_->running();
      address_ = messages.substr(from + before.size(), to - from - before.size());
      return true;
    }));
    ASSERT_FALSE(address_.empty()) << program_->messages();
  }

  std::string rules() const { return scratch_.in("rules"); }
  void write(const std::string& name, std::string_view content) const {
    scratch_.write("rules/" + name, content);
  }
  // More expressions than can be compiled in a moment.
  void write_much() const {
    std::string much;
    for (int i = 0; i < 3'000; ++i) {
      much += rule_for("Windows", "(?i)model[ -/]?" + std::to_string(i * 7919 % 10'007) +
                                      "(?:-[a-z]{2,9})?/[0-9]+(?:\\.[0-9]+){1,3}");
    }
    write("much.toml", much);
  }

  Program& program() { return *program_; }
  Ended end_by(int signal) {
    program_->signal(signal);
    return program_->wait(2s);
  }
  std::string get(const std::string& path) const { return ask(address_, "GET", path); }
  std::map<std::string, double> scrape() const {
    const std::string answer = get("/metrics");
    return series_in(answer.substr(answer.find("\r\n\r\n") + 4));
  }
  double metric(const std::string& name) const { return scrape()["tapcensus_" + name]; }
  double devices(const std::string& os) const {
    return metric("devices{vendor=\"unknown\",family=\"unknown\",type=\"unknown\",os=\"" + os +
                  "\",window=\"all\"}");
  }
  Client asking_for_reload() const {
    Client client{address_};
    client.say("POST /-/reload HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n");
    return client;
  }
  // Waits for the outcome, however long it takes.
  std::string reload() const {
    Client client = asking_for_reload();
    std::string answer;
    eventually([&] { return !(answer = client.hear()).empty(); });
    return answer;
  }
  std::future<std::string> reload_meanwhile() const {
    return std::async(std::launch::async, [this] { return reload(); });
  }
  // The process that compiles, standing still.
  pid_t compiler() {
    pid_t found = 0;
    EXPECT_TRUE(eventually([&] {
      for (const pid_t child : children_of(program_->number())) {
        if (of_process(child, "cmdline").find("compile") == std::string::npos) continue;
        found = child;
        return kill(child, SIGSTOP) == 0;
      }
      return false;
    }));
    return found;
  }

  void expect_whole_ledger() const {
    const LedgerSums sums = ledger_in(scrape());
    EXPECT_EQ(sums.received, sums.outcomes);
  }

 private:
  Scratch scratch_;
  std::optional<Program> program_;
  std::string address_;
};

TEST_F(Reloading, BadRuleFileLeavesTheLastGoodRulesRunning) {
  start();
  EXPECT_TRUE(eventually([&] { return devices("Android") > 0; }));
  write("b.toml", "[[rule]]\ndevice = { os = \"Androit\" }\nwhen = 3\n");
  write("c.toml", rule_for("Android", "(unclosed"));
  const std::string answer = reload();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain"));
  for (const char* const place : {"b.toml:2:17: ", "b.toml:3:8: ", "c.toml:4:"}) {
    EXPECT_THAT(answer, HasSubstr(place));
    EXPECT_THAT(program().messages(), HasSubstr(place));
  }
  EXPECT_THAT(program().messages(), HasSubstr("the former rules stay in use"));
  auto series = scrape();
  EXPECT_EQ(series["tapcensus_rules_last_reload_successful"], 0);
  EXPECT_EQ(series["tapcensus_rules_reloads_total{result=\"failure\"}"], 1);
  EXPECT_EQ(series["tapcensus_rules{pack=\"own\"}"], 1);
  EXPECT_LT(series["tapcensus_rules_last_reload_success_timestamp_seconds"],
            series["tapcensus_rules_last_reload_timestamp_seconds"]);
  const double before = ledger_in(series).received;
  EXPECT_TRUE(eventually([&] { return ledger_in(scrape()).received > before; }));
  EXPECT_GT(devices("Android"), 0);

  fs::remove(rules() + "/b.toml");
  write("c.toml", rule_for("Windows", "^MSFT"));
  EXPECT_THAT(reload(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("2 rules are in use")));
  EXPECT_EQ(metric("rules_last_reload_successful"), 1);
  expect_whole_ledger();
}

TEST_F(Reloading, NewRuleIsInUseWhenTheAnswerComes) {
  start({"--workers", "2"});
  EXPECT_TRUE(eventually([&] { return devices("Android") > 0; }));
  EXPECT_EQ(devices("Windows"), 0);
  write("b.toml", rule_for("Windows", "^MSFT"));
  EXPECT_THAT(reload(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(metric("rules{pack=\"own\"}"), 2);
  EXPECT_TRUE(eventually([&] { return devices("Windows") > 0; }));
  EXPECT_TRUE(eventually([&] { return metric("rules_generations") == 1; }));
  EXPECT_EQ(end_by(SIGTERM).status, 143);
}

TEST_F(Reloading, SignalDoesIt) {
  start();
  EXPECT_TRUE(eventually([&] { return metric("rules_last_reload_successful") == 1; }));
  write("b.toml", rule_for("Windows", "^MSFT"));
  program().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return metric("rules_reloads_total{result=\"success\"}") == 1; }));
  EXPECT_EQ(metric("rules{pack=\"own\"}"), 2);
  EXPECT_GT(metric("rules_reload_seconds"), 0);
  EXPECT_THAT(program().messages(), HasSubstr("reload: 2 rules are in use"));
}

TEST_F(Reloading, WhatIsNotThereIsASentence) {
  start();
  fs::remove_all(rules());
  EXPECT_THAT(reload(), AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr(rules() + ": ")));
  fs::create_directory(rules());
  EXPECT_THAT(reload(), AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("taxonomy.toml: ")));
  // As it is while somebody writes it.
  write("taxonomy.toml", kSystems.substr(0, kSystems.size() / 2));
  EXPECT_THAT(reload(), AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("taxonomy.toml:")));
  write("taxonomy.toml", kSystems);
  write("a.toml", rule_for("Android", "^android-dhcp"));
  EXPECT_THAT(reload(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Reloading, EverythingElseGoesOnWhileRulesAreCompiled) {
  start();
  write_much();
  auto first = reload_meanwhile();
  const pid_t process = compiler();
  ASSERT_GT(process, 0);
  // While it stands still, the sensor works, answers, and takes further requests.
  const double before = ledger_in(scrape()).received;
  EXPECT_TRUE(eventually([&] { return ledger_in(scrape()).received > before; }));
  EXPECT_THAT(get("/-/healthy"), StartsWith("HTTP/1.1 200 "));
  auto second = reload_meanwhile();
  expect_whole_ledger();
  EXPECT_EQ(metric("rules_reloads_total{result=\"failure\"}"), 0);

  kill(process, SIGKILL);
  EXPECT_THAT(first.get(), AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("was killed")));
  const pid_t next = compiler();
  EXPECT_NE(next, process) << "who asked meanwhile is answered by the next one";
  fs::remove(rules() + "/much.toml");
  kill(next, SIGKILL);
  EXPECT_THAT(second.get(), StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(reload(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Reloading, CompilingProcessHasLimitsAndNothingOfTheSensors) {
  start();
  write_much();
  auto answer = reload_meanwhile();
  const pid_t process = compiler();
  ASSERT_GT(process, 0);
  // It may have been caught before it came to its limits.
  const auto limits_are_there = [&] {
    kill(process, SIGCONT);
    std::this_thread::yield();
    kill(process, SIGSTOP);
    return of_process(process, "limits").find("Max cpu time              120 ") !=
           std::string::npos;
  };
  EXPECT_TRUE(eventually(limits_are_there)) << of_process(process, "limits");
  const std::string status = of_process(process, "status");
  EXPECT_THAT(status, ContainsRegex("SigBlk:\t0+\n"));
  // SIGPIPE by main(), and what the C library keeps for itself.
  EXPECT_THAT(status, ContainsRegex("SigIgn:\t0000000[01][08]0001000\n"));
  for (const auto& file : fs::directory_iterator{"/proc/" + std::to_string(process) + "/fd"}) {
    const std::string target = fs::read_symlink(file.path()).string();
    EXPECT_THAT(target, Not(StartsWith("socket:")));
  }
  kill(process, SIGKILL);
  answer.get();
}

TEST_F(Reloading, SensorEndsAtOnceWhileRulesAreCompiled) {
  start();
  write_much();
  Client client = asking_for_reload();
  const pid_t process = compiler();
  ASSERT_GT(process, 0);
  EXPECT_EQ(end_by(SIGTERM).status, 143);
  EXPECT_THAT(program().messages(), HasSubstr("replay: received "));
  EXPECT_EQ(kill(process, 0), -1) << "its compiler ends with it";
  EXPECT_THAT(client.hear(), Not(HasSubstr(" 200 ")));
}

TEST_F(Reloading, ManyLoseNoPacketAndTakeNoMemory) {
  start({"--workers", "2"});
  const std::string versions[] = {rule_for("Windows", "^MSFT"), rule_for("Windows", "MSFT 5")};
  double warm = 0;
  for (int i = 0; i < 24; ++i) {
    write("b.toml", versions[i % 2]);
    ASSERT_THAT(reload(), StartsWith("HTTP/1.1 200 "));
    expect_whole_ledger();
    if (i == 8) warm = scrape()["process_resident_memory_bytes"];
  }
  auto series = scrape();
  // A sanitizer keeps what was given back, to see who uses it still.
  if (!kSanitized) {
    EXPECT_LT(series["process_resident_memory_bytes"], warm + (16 << 20));
  }
  EXPECT_EQ(series["tapcensus_packets_total{tap=\"replay\",outcome=\"missed\"}"], 0);
  EXPECT_EQ(series["tapcensus_rules_reloads_total{result=\"success\"}"], 24);
  const Ended ended = end_by(SIGTERM);
  EXPECT_EQ(ended.status, 143);
  EXPECT_THAT(ended.err, Not(HasSubstr("missed")));
}

// ---- the process ----------------------------------------------------------------------------

class Compiling : public ::testing::Test {
 protected:
  std::string script(const std::string& line) const {
    const std::string path = scratch_.write("program", "#!/bin/sh\n" + line + "\n");
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
  std::string sentence_of(const std::string& program, int give_up = -1) const {
    const auto result = compile_elsewhere({"rules", "cache", give_up, program.c_str()});
    return result ? "version " + result.value() : result.errors().front().sentence();
  }

  Scratch scratch_;
};

TEST_F(Compiling, SaysTheVersionOrEveryMistake) {
  EXPECT_EQ(sentence_of(script("echo 1234")), "version 1234");
  const auto result =
      compile_elsewhere({"rules", "cache", -1,
                         script("echo a:1:1: no >&2; echo b:2:2: neither >&2; exit 2").c_str()});
  ASSERT_EQ(result.errors().size(), 2u);
  EXPECT_EQ(result.errors()[1].sentence(), "b:2:2: neither");
}

TEST_F(Compiling, EndByALimitIsASentence) {
  EXPECT_THAT(sentence_of(script("kill -XCPU $$")), HasSubstr("more than 120 s of CPU time"));
  EXPECT_THAT(sentence_of(script("kill -KILL $$")), HasSubstr("memory is short"));
  EXPECT_THAT(sentence_of(script("kill -SEGV $$")), HasSubstr("signal 11 (Segmentation fault)"));
  EXPECT_THAT(sentence_of(script("exit 3")), HasSubstr("ended with status 3"));
  EXPECT_THAT(sentence_of("/no/such/program"), HasSubstr("cannot be started: No such file"));
}

TEST_F(Compiling, IsGivenUpWhenAsked) {
  const int stop = eventfd(1, EFD_CLOEXEC);
  EXPECT_THAT(sentence_of(script("sleep 1000"), stop), HasSubstr("the sensor ends"));
  close(stop);
}

TEST_F(Compiling, CommandCompilesIntoTheCache) {
  fs::create_directory(scratch_.in("rules"));
  scratch_.write("rules/taxonomy.toml", kSystems);
  scratch_.write("rules/a.toml", rule_for("Android", "^android-dhcp"));
  const Ended good = tapcensus(
      {"rules", "compile", "--rules", scratch_.in("rules"), "--cache", scratch_.in("cache")});
  EXPECT_EQ(good.status, 0);
  EXPECT_EQ(good.out.size(), 65u) << good.out;
  EXPECT_FALSE(fs::is_empty(scratch_.in("cache")));
  scratch_.write("rules/b.toml", rule_for("Android", "(unclosed"));
  const Ended bad = tapcensus(
      {"rules", "compile", "--rules", scratch_.in("rules"), "--cache", scratch_.in("cache")});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("b.toml:4:"));
}

// Little memory, as `ulimit -v` gives it, is a sentence too.
TEST_F(Compiling, LackOfMemoryIsASentence) {
  fs::create_directory(scratch_.in("rules"));
  scratch_.write("rules/taxonomy.toml", kSystems);
  scratch_.write("rules/a.toml", rule_for("Android", "(?:[a-m].{1,300}[n-z]){8}x"));
  const Ended ended =
      run("/bin/sh", {"-c", "ulimit -v 400000; exec " + std::string{TAPCENSUS_PROGRAM} +
                                " rules compile --rules " + scratch_.in("rules") + " --cache " +
                                scratch_.in("cache")});
  EXPECT_NE(ended.status, 0);
  EXPECT_THAT(ended.err, Not(::testing::IsEmpty()));
}

}  // namespace
}  // namespace tapcensus
