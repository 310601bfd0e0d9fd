#include "present/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace tapcensus {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kWidestType = 14;
constexpr std::size_t kWidestCell = 28;

struct Column {
  std::string_view title;
  std::string (*cell)(const Device&, const NamedVerdict&);
  bool number = false;
  int leaves = 0;  // first, second ... when there is no room; 0: never
};

std::string or_dash(std::string text) { return text.empty() ? "-" : text; }

std::string address(const Device& device, const NamedVerdict&) {
  if (device.ips.empty()) return "-";
  const std::string first = device.ips.front().to_string();
  return device.ips.size() == 1 ? first : fmt::format("{} +{}", first, device.ips.size() - 1);
}

std::string mac(const Device& device, const NamedVerdict&) {
  return device.macs.empty() ? "-" : device.macs.front().to_string();
}

std::string vendor(const Device&, const NamedVerdict& named) {
  return or_dash(named.words_within(Level::vendor, kWidestCell));
}

std::string product(const Device&, const NamedVerdict& named) {
  const std::string model = named.words_within(Level::model, kWidestCell);
  return or_dash(model.empty() ? named.words_within(Level::family, kWidestCell) : model);
}

std::string system(const Device&, const NamedVerdict& named) {
  const std::string os = named.words_within(Level::os, kWidestCell);
  const std::size_t left = kWidestCell - std::min(kWidestCell, width_of(os) + 1);
  const std::string version = named.words_within(Level::os_version, left);
  return or_dash(version.empty() ? os : os + ' ' + version);
}

std::string type(const Device&, const NamedVerdict& named) {
  return or_dash(named.words_within(Level::type, kWidestType));
}

std::string sure(const Device& device, const NamedVerdict&) {
  if (device.verdict.confidence == 0) return "-";
  return fmt::format("{:.0f}%", 100 * device.verdict.confidence);
}

std::string sources(const Device& device, const NamedVerdict&) {
  return or_dash(fmt::format("{}", fmt::join(source_names(device.verdict), " ")));
}

std::string packets(const Device& device, const NamedVerdict&) {
  return std::to_string(device.sent.packets + device.received.packets);
}

constexpr std::array<Column, 9> kColumns{{
    {"ADDRESS", address},
    {"MAC", mac, false, 1},
    {"VENDOR", vendor},
    {"DEVICE", product},
    {"SYSTEM", system},
    {"TYPE", type, false, 4},
    {"SURE", sure, true},
    {"SOURCES", sources, false, 2},
    {"PACKETS", packets, true, 3},
}};

// Addresses are short enough by nature.
std::string cut(std::string text, const Column& column) {
  const std::size_t widest = column.cell == type ? kWidestType : kWidestCell;
  if (column.cell == address || width_of(text) <= widest) return text;
  std::size_t end = widest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const Report& report) {
  Rows rows;
  rows.reserve(report.devices.size());
  for (const Device& device : report.devices) {
    const NamedVerdict named{device.verdict, report.catalog};
    std::vector<std::string>& row = rows.emplace_back();
    for (const Column& column : kColumns) row.push_back(cut(column.cell(device, named), column));
  }
  return rows;
}

struct Shown {
  std::size_t column;
  std::size_t width;
};

std::size_t total(const std::vector<Shown>& shown) {
  std::size_t sum = 0;
  for (const Shown& one : shown) sum += one.width + kGap.size();
  return sum - kGap.size();
}

// Those that always stand, and of the others as many as fit, the most telling first.
std::vector<Shown> columns_for(const Rows& rows, std::size_t width) {
  std::vector<Shown> shown;
  for (int leaves : {0, 4, 3, 2, 1}) {
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      if (kColumns[i].leaves != leaves) continue;
      std::size_t widest = kColumns[i].title.size();
      for (const auto& row : rows) widest = std::max(widest, width_of(row[i]));
      shown.push_back({i, widest});
      if (leaves != 0 && total(shown) > width) shown.pop_back();
    }
  }
  std::ranges::sort(shown, {}, &Shown::column);
  return shown;
}

std::string padded(std::string_view text, const Shown& shown) {
  const std::string blanks(shown.width - width_of(text), ' ');
  return kColumns[shown.column].number ? blanks + std::string{text} : std::string{text} + blanks;
}

template <class Cell>
std::string row_line(const std::vector<Shown>& shown, Cell&& cell) {
  std::string line;
  for (const Shown& one : shown) {
    if (!line.empty()) line += kGap;
    line += padded(cell(one.column), one);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string share(std::size_t part, std::size_t whole) {
  return fmt::format(
      "{:.0f}%", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void write_totals(std::ostream& out, const Report& report) {
  const std::size_t all = report.devices.size();
  if (all == 0) {
    out << "No devices.\n";
    return;
  }
  const auto nameless = static_cast<std::size_t>(std::ranges::count_if(
      report.devices, [](const Device& device) { return unknown(device.verdict); }));
  const auto corroborated = static_cast<std::size_t>(std::ranges::count_if(
      report.devices, [](const Device& device) { return device.verdict.corroboration >= 2; }));
  out << fmt::format("{} {}: {} unknown, {} corroborated by two or more independent sources.\n",
                     all, all == 1 ? "device" : "devices", share(nameless, all),
                     share(corroborated, all));
}

// The most frequent first; nothing where there are none.
void write_ranking(std::ostream& out, std::string_view title,
                   const std::map<std::string, std::size_t>& counts) {
  constexpr std::size_t kMost = 8;
  std::vector<std::pair<std::string, std::size_t>> ranked{counts.begin(), counts.end()};
  std::ranges::stable_sort(ranked, std::greater{}, &std::pair<std::string, std::size_t>::second);
  if (ranked.empty()) return;
  std::string line{title};
  for (std::size_t i = 0; i < std::min(kMost, ranked.size()); ++i) {
    line += fmt::format("{}{} {}", i == 0 ? "" : ", ", ranked[i].first, ranked[i].second);
  }
  if (ranked.size() > kMost) line += fmt::format(" and {} more", ranked.size() - kMost);
  out << line << ".\n";
}

void write_vendors(std::ostream& out, const Report& report) {
  std::map<std::string, std::size_t> counts;
  for (const Device& device : report.devices) {
    const std::string words = NamedVerdict{device.verdict, report.catalog}.words(Level::vendor);
    if (!words.empty()) ++counts[words];
  }
  write_ranking(out, "Vendors: ", counts);
}

// "Past their makers' support: Windows XP 3, Windows 7 1."
void write_past_support(std::ostream& out, const Report& report) {
  std::map<std::string, std::size_t> counts;
  for (const Device& device : report.devices) {
    std::string system =
        NamedVerdict{device.verdict, report.catalog}.past_support(device.last_seen);
    if (!system.empty()) ++counts[std::move(system)];
  }
  write_ranking(out, "Past their makers' support: ", counts);
}

// "Signatures: ssh.banner 3 (protocol, info)."
void write_signatures(std::ostream& out, const Report& report) {
  constexpr std::size_t kMost = 20;
  std::vector<SignatureCount> found = report.signatures;
  std::ranges::stable_sort(found, std::greater{}, &SignatureCount::matches);
  if (found.empty()) return;
  out << "Signatures:\n";
  for (std::size_t i = 0; i < std::min(kMost, found.size()); ++i) {
    const auto& [signature, matches, last] = found[i];
    out << fmt::format("  {:>6}  {} ({}, {})\n", matches, signature.id, signature.category,
                       signature.severity);
  }
  if (found.size() > kMost) out << fmt::format("  and {} more\n", found.size() - kMost);
}

constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::end_)> kOutcomeWords{
    "inspected",           "counted by their headers",
    "held as fragments",   "not IP",
    "cut short",           "malformed",
    "in too many tunnels", "of an unknown link type",
    "filtered out",        "shed under overload",
    "missed by the port",  "lost to port errors",
};

void write_ledger(std::ostream& out, const Ledger& ledger) {
  std::string line = fmt::format("{} packets received", ledger.received);
  const char* separator = ": ";
  for (std::size_t i = 0; i < ledger.outcomes.size(); ++i) {
    if (ledger.outcomes[i] == 0) continue;
    line += fmt::format("{}{} {}", separator, ledger.outcomes[i], kOutcomeWords[i]);
    separator = ", ";
  }
  const std::uint64_t lost =
      ledger[Outcome::shed] + ledger[Outcome::missed] + ledger[Outcome::errors];
  const double percent = ledger.received == 0 ? 0
                                              : 100.0 * static_cast<double>(lost) /
                                                    static_cast<double>(ledger.received);
  out << line << ". "
      << (lost == 0 ? "None was lost." : fmt::format("{} lost ({:.2g}%).", lost, percent)) << '\n';
}

}  // namespace

void write_table(std::ostream& out, const Report& report, std::size_t width) {
  if (!report.devices.empty()) {
    const Rows rows = rows_of(report);
    const std::vector<Shown> shown = columns_for(rows, width);
    out << row_line(shown, [](std::size_t column) { return kColumns[column].title; });
    for (const auto& row : rows) {
      out << row_line(shown, [&](std::size_t column) -> std::string_view { return row[column]; });
    }
    out << '\n';
  }
  write_totals(out, report);
  write_vendors(out, report);
  write_past_support(out, report);
  write_signatures(out, report);
  write_ledger(out, report.ledger);
  for (const std::string& limit : report.limits) out << limit << '\n';
}

}  // namespace tapcensus
