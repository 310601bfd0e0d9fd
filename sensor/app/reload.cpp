#include "app/reload.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <system_error>
#include <utility>

#include "app/commands.hpp"
#include "app/compile_process.hpp"
#include "app/places.hpp"
#include "app/rule_packs.hpp"
#include "app/say.hpp"
#include "app/wall_clock.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Files that change while they are read are read again, so often.
constexpr int kMostTries = 3;
// A worker that has not taken the newest rules by then stands still.
constexpr auto kPatience = 10s;
// Behind the workers, where they share a CPU.
constexpr int kNiceness = 10;

bool is_writable(const fs::path& directory) {
  std::error_code ignored;
  fs::create_directories(directory, ignored);
  return !directory.empty() && eaccess(directory.c_str(), W_OK | X_OK) == 0;
}

}  // namespace

void ReloadRequests::ask() {
  const std::lock_guard lock{mutex_};
  asked_ = true;
}

void ReloadRequests::ask(Owed owed) {
  const std::lock_guard lock{mutex_};
  asked_ = true;
  owed_.push_back(std::move(owed));
}

bool ReloadRequests::take(std::vector<Owed>& owed) {
  const std::lock_guard lock{mutex_};
  if (!std::exchange(asked_, false)) return false;
  owed = std::exchange(owed_, {});
  return true;
}

Reload::Reload(ReloadRequests& requests, Desk& desk, const char* program)
    : requests_{requests},
      desk_{desk},
      program_{program},
      give_up_{eventfd(0, EFD_CLOEXEC)},
      last_{wall_seconds()},
      last_success_{last_} {}

Reload::~Reload() {
  stop();
  close(give_up_);
  std::error_code ignored;
  if (!own_cache_.empty()) fs::remove_all(own_cache_, ignored);
}

void Reload::stop() {
  if (thread_.joinable()) {
    eventfd_write(give_up_, 1);
    thread_.join();
  }
  stage_ = Stage::idle;
  owed_.clear();
  requests_.take(owed_);
  owed_.clear();
}

bool Reload::step() {
  switch (stage_) {
    case Stage::idle:
      if (requests_.take(owed_)) begin();
      return false;
    case Stage::preparing:
      if (!done_.load(std::memory_order_acquire)) return false;
      thread_.join();
      return enter();
    case Stage::taking:
      if (!desk_.rules().taken_by_all() && Clock::now() - entered_ < kPatience) return false;
      return succeed();
  }
  return false;
}

void Reload::begin() {
  begun_ = Clock::now();
  stage_ = Stage::preparing;
  done_ = false;
  thread_ = std::thread{[this] {
    setpriority(PRIO_PROCESS, 0, kNiceness);  // of this thread, and of the process it starts
    try {
      prepare();
    } catch (const std::exception& error) {
      prepared_ = Error{desk_.rules_path().string(), error.what()};
    }
    done_.store(true, std::memory_order_release);
  }};
}

void Reload::prepare() {
  const fs::path& rules = desk_.rules_path();
  const auto where = cache();
  if (!where) {
    prepared_ = where.errors();
    return;
  }
  for (int i = 0; i < kMostTries; ++i) {
    const auto version = compile_elsewhere({.rules = rules,
                                            .cache = where.value(),
                                            .give_up = give_up_,
                                            .program = program_,
                                            .packs = desk_.packs()});
    if (!version) {
      prepared_ = version.errors();
      return;
    }
    const auto sources = rule_sources(rules.string(), desk_.packs());
    if (!sources) {
      prepared_ = sources.errors();
      return;
    }
    prepared_ = PreparedRules::prepare(sources.value(), desk_.workers(), where.value(),
                                       Compiling::elsewhere, desk_.streams());
    if (prepared_->ok() && prepared_->value().version() == version.value()) return;
  }
  if (prepared_->ok()) {
    prepared_ = Error{rules.string(),
                      "changes while it is read; reload again when its files have been written"};
  }
}

// The user's, as at the start; one of our own where that cannot be written.
Result<fs::path> Reload::cache() {
  const fs::path users = cache_directory();
  if (is_writable(users)) return users;
  if (own_cache_.empty()) {
    std::error_code failure;
    std::string path = (fs::temp_directory_path(failure) / "tapcensus-XXXXXX").string();
    if (failure || mkdtemp(path.data()) == nullptr) {
      return Error{path,
                   "cannot be made, and compiled rules need a directory: name one that can be "
                   "written in XDG_CACHE_HOME"};
    }
    own_cache_ = path;
    // What was compiled at the start, with privileges that are gone by now. Not the images of whole
    // sets: they are large, and those of rules that have changed are of no use.
    for (const auto& entry : fs::directory_iterator{users, failure}) {
      if (entry.path().extension() != ".rules") fs::copy(entry.path(), own_cache_, failure);
    }
  }
  return own_cache_;
}

bool Reload::enter() {
  Result<PreparedRules> prepared = std::move(*prepared_);
  prepared_.reset();
  if (!prepared) return fail(prepared.errors());
  if (const Errors errors = desk_.replace_rules(std::move(*prepared)); !errors.empty()) {
    return fail(errors);
  }
  stage_ = Stage::taking;
  entered_ = Clock::now();
  return step();
}

bool Reload::succeed() {
  ++successes_;
  last_succeeded_ = true;
  finish();
  last_success_ = last_;
  const RuleSet& rules = desk_.rules().newest();
  const std::string said = fmt::format("{} rules are in use, version {:.12}, after {:.2f} s",
                                       rules.rules_of(0), rules.version(), took_);
  say("reload: {}\n", said);
  response_ = {.body = said + '\n'};
  return true;
}

bool Reload::fail(const Errors& mistakes) {
  ++failures_;
  last_succeeded_ = false;
  finish();
  say("reload: failed, the former rules stay in use; mistakes: {}\n", mistakes.size());
  print_errors(mistakes);
  response_ = {.status = 500, .body = {}};
  for (const Error& mistake : mistakes) response_.body += mistake.sentence() + '\n';
  return true;
}

void Reload::finish() {
  stage_ = Stage::idle;
  last_ = wall_seconds();
  took_ = std::chrono::duration<double>(Clock::now() - begun_).count();
}

void Reload::answer() {
  const auto answer = std::make_shared<const Response>(response_);
  for (const Owed& owed : std::exchange(owed_, {})) owed.give(answer);
}

void Reload::show(Scrape& scrape) const {
  scrape.set<Metric::rules_last_reload_successful>(std::uint64_t{last_succeeded_});
  scrape.set<Metric::rules_last_reload_timestamp_seconds>(last_);
  scrape.set<Metric::rules_last_reload_success_timestamp_seconds>(last_success_);
  scrape.set<Metric::rules_reloads_total>({"success"}, successes_);
  scrape.set<Metric::rules_reloads_total>({"failure"}, failures_);
  scrape.set<Metric::rules_reload_seconds>(took_);
  scrape.set<Metric::rules_generations>(static_cast<std::uint64_t>(desk_.rules().sets()));
}

}  // namespace tapcensus
