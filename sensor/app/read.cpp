// `read`: capture files to a census, the same bytes each time and with any number of workers.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/commands.hpp"
#include "app/crew.hpp"
#include "app/desk.hpp"
#include "app/facts_file.hpp"
#include "app/health.hpp"
#include "app/layout.hpp"
#include "app/limits.hpp"
#include "app/progress.hpp"
#include "app/scrape.hpp"
#include "app/unknown_values.hpp"
#include "capture/capture.hpp"
#include "exporter/exporter.hpp"
#include "present/csv.hpp"
#include "present/json.hpp"
#include "present/rule_stubs.hpp"
#include "present/table.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kDefaultMemory = 144 * 1024 * 1024;
// Opening streams takes time at the start, and a file has fewer flows at once than a tap.
constexpr std::uint64_t kFewerStreams = 4;
// The name of the tap in metrics: a file's name is not for labels.
constexpr const char* kTap = "capture";

volatile std::sig_atomic_t interrupted = 0;
int nothing = -1;  // a file without content

// What has come so far counts. Standard input, which may stay silent for ever, ends here.
void interrupt(int) {
  const int before = errno;
  interrupted = 1;
  dup2(nothing, STDIN_FILENO);
  errno = before;
}

std::optional<std::uint64_t> total_size(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) return std::nullopt;
    total += size;
  }
  return total;
}

std::uint64_t memory_of_shard(const ReadChoices& choices) {
  return (choices.census.memory == 0 ? kDefaultMemory : choices.census.memory) / Crew::kShards;
}

// Few bytes have few flows: they are read before all the tables could be cleared.
Arena::Pages pages_for(std::optional<std::uint64_t> bytes) {
  constexpr std::uint64_t kFew = 16 * 1024 * 1024;
  return bytes && *bytes < kFew ? Arena::Pages::small_as_needed : Arena::Pages::huge_at_once;
}

class CaptureRun {
 public:
  CaptureRun(const ReadChoices& choices, Desk& desk, FactsFile* facts, UnknownValues* unknown);

  void read(const std::string& file);
  bool failed() const noexcept { return failed_; }
  void show(const ReadChoices& choices);
  bool write_metrics(const std::string& path);

 private:
  void read(Capture& capture, const std::string& file);
  void warn(const Capture& capture, const std::string& file);
  TapLedger ledger() const;

  const std::optional<std::uint64_t> size_;  // of all files; not known of what is no file
  Desk& desk_;
  Crew crew_;
  Progress progress_;
  std::array<Chunk, 2> chunks_;
  std::uint64_t received_ = 0;
  std::uint64_t bytes_before_ = 0;  // of the files that were read
  bool failed_ = false;
};

CaptureRun::CaptureRun(const ReadChoices& choices, Desk& desk, FactsFile* facts,
                       UnknownValues* unknown)
    : size_{total_size(choices.files)},
      desk_{desk},
      crew_{choices.census,
            shard_size(memory_of_shard(choices), choices.census.depth),
            pages_for(size_),
            desk,
            facts,
            unknown},
      progress_{size_} {}

void CaptureRun::read(const std::string& file) {
  const auto capture = Capture::open(file);
  if (!capture) {
    progress_.clear();
    print_errors(capture.errors());
    failed_ = true;
    return;
  }
  read(*capture.value(), file);
  warn(*capture.value(), file);
  bytes_before_ += capture.value()->bytes_read();
}

// While the workers are on one chunk, the other is filled.
void CaptureRun::read(Capture& capture, const std::string& file) {
  std::size_t turn = 0;
  bool more = capture.read(chunks_[turn]);
  while (more) {
    const std::span<const Packet> packets = chunks_[turn].packets();
    received_ += packets.size();
    crew_.begin(packets);
    turn = 1 - turn;
    more = interrupted == 0 && capture.read(chunks_[turn]);
    crew_.finish();
    progress_.show(file, bytes_before_ + capture.bytes_read(), received_);
  }
  crew_.close();
}

void CaptureRun::warn(const Capture& capture, const std::string& file) {
  progress_.clear();
  if (capture.ended_mid_packet()) {
    print_warning(file + ": ends in the middle of a packet; what was whole counts");
  }
  if (capture.damaged()) {
    print_errors({*capture.damaged()});
    failed_ = true;
  }
  for (const UnsupportedLink& link : capture.unsupported_links()) {
    print_warning(fmt::format("{}: {} packets of link type {}, which is not known, were left out",
                              file, link.packets, link.link_type));
  }
}

TapLedger CaptureRun::ledger() const {
  TapLedger ledger{.received = received_, .outcomes = {}};
  for (const Worker* const worker : crew_.workers()) {
    for (std::size_t i = 0; i < ledger.outcomes.size(); ++i) {
      ledger.outcomes[i] += worker->tallies().outcomes[0][static_cast<Outcome>(i)].value();
    }
  }
  return ledger;
}

void CaptureRun::show(const ReadChoices& choices) {
  const TapLedger counts = ledger();
  const std::vector<Device> devices = desk_.census().devices();
  const Report report{.devices = devices,
                      .catalog = desk_.catalog(),
                      .ledger = {.received = counts.received, .outcomes = counts.outcomes},
                      .signatures = desk_.signatures().all(),
                      .limits = limits(desk_.census(), crew_.workers())};
  switch (choices.output) {
    case OutputForm::json:
      for (const std::string& limit : report.limits) print_warning(limit);
      write_json(std::cout, report);
      break;
    case OutputForm::csv: write_csv(std::cout, report); break;
    case OutputForm::table:
      write_table(std::cout, report, terminal_width(STDOUT_FILENO).value_or(kUsualWidth));
      break;
  }
  std::cout.flush();
}

bool CaptureRun::write_metrics(const std::string& path) {
  Scrape scrape;
  show_build(scrape, desk_, "");
  show_census(scrape, desk_, desk_.latest());
  show_ledger(scrape, kTap, ledger());
  const std::vector<const Worker*> workers = crew_.workers();
  show_workers(scrape, workers);
  show_streams(scrape, desk_.rules().newest(), desk_.streams(), workers);
  show_sanity(scrape, kTap, 0, workers);
  show_incomplete(scrape,
                  {.evidence = evidence_lost(workers), .devices = desk_.census().evicted()});
  Exporter exporter{Exporter::Use::written_once};
  exporter.show(std::move(scrape));
  std::ofstream file{path, std::ios::binary};
  file << exporter.text();
  file.close();
  return static_cast<bool>(file);
}

void show_unknown(const UnknownValues& unknown, OutputForm form) {
  const std::vector<UnknownField> fields = unknown.by_frequency();
  if (form == OutputForm::json) {
    write_unknown_json(std::cout, fields);
  } else {
    write_rule_stubs(std::cout, fields);
  }
  std::cout.flush();
}

}  // namespace

int read_captures(const ReadChoices& choices) {
  auto desk = Desk::open(choices.census, choices.census.workers, {},
                         stream_room(memory_of_shard(choices) / kFewerStreams, Crew::kShards));
  if (!desk) {
    print_errors(desk.errors());
    return kBadUsage;
  }
  std::unique_ptr<FactsFile> facts;
  if (!choices.facts.empty()) {
    auto opened = FactsFile::open(choices.facts, choices.census.workers);
    if (!opened) {
      print_errors(opened.errors());
      return kFailed;
    }
    facts = std::move(opened).value();
  }
  nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  struct sigaction action {};
  action.sa_handler = interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second Ctrl-C ends it at once
  sigaction(SIGINT, &action, nullptr);

  std::optional<UnknownValues> unknown;
  if (choices.unknown) unknown.emplace(choices.census.workers);
  CaptureRun reading{choices, *desk.value(), facts.get(), unknown ? &*unknown : nullptr};
  for (const std::string& file : choices.files) {
    if (interrupted == 0) reading.read(file);
  }
  if (unknown) {
    show_unknown(*unknown, choices.output);
  } else {
    reading.show(choices);
  }
  bool written = true;
  if (facts != nullptr && !facts->close()) {
    print_errors({{choices.facts, "could not be written to the end"}});
    written = false;
  }
  if (!choices.metrics.empty() && !reading.write_metrics(choices.metrics)) {
    print_errors({{choices.metrics, "could not be written"}});
    written = false;
  }
  if (interrupted != 0) return kInterrupted;
  return reading.failed() || !written ? kFailed : kDone;
}

}  // namespace tapcensus
