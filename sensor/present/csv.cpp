#include "present/csv.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tapcensus {
namespace {

constexpr std::string_view kHeader =
    "id,ip,mac,vendor,family,model,type,os,os_version,os_vendor,origin,os_origin,confidence,"
    "ambiguous,sources,contradictions,first_seen,last_seen,packets_sent,bytes_sent,"
    "packets_received,bytes_received\r\n";

// One record; RFC 4180, 2.
class CsvLine {
 public:
  void add(std::string_view text) {
    if (!line_.empty()) line_ += ',';
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      line_ += text;
      return;
    }
    line_ += '"';
    for (const char c : text) {
      if (c == '"') line_ += '"';
      line_ += c;
    }
    line_ += '"';
  }
  void add(std::uint64_t number) { add(std::to_string(number)); }
  void add(Tick at) { add(fmt::format("{}.{:06}", at.ns / kSecond, at.ns % kSecond / 1000)); }

  const std::string& line() const { return line_; }

 private:
  std::string line_;
};

template <class Address>
std::string joined(const std::vector<Address>& addresses) {
  std::string text;
  for (const Address& address : addresses) {
    if (!text.empty()) text += ' ';
    text += address.to_string();
  }
  return text;
}

std::string ambiguous(const NamedVerdict& named) {
  std::string text;
  for (std::size_t i = 0; i < kLevels; ++i) {
    const auto names = named.ambiguous(static_cast<Level>(i));
    if (names.empty()) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", kLevelNames[i], fmt::join(names, "|"));
  }
  return text;
}

std::string record(const Device& device, const Catalog& catalog) {
  const NamedVerdict named{device.verdict, catalog};
  CsvLine record;
  record.add(device.id);
  record.add(joined(device.ips));
  record.add(joined(device.macs));
  for (std::size_t i = 0; i < kLevels; ++i) record.add(named.at(static_cast<Level>(i)));
  record.add(named.os_vendor());
  record.add(named.origin());
  record.add(named.os_origin());
  record.add(fmt::format("{:.4f}", device.verdict.confidence));
  record.add(ambiguous(named));
  record.add(fmt::format("{}", fmt::join(source_names(device.verdict), " ")));
  record.add(fmt::format("{}", fmt::join(contradiction_names(device.verdict), " ")));
  record.add(device.first_seen);
  record.add(device.last_seen);
  for (const Traffic* traffic : {&device.sent, &device.received}) {
    record.add(traffic->packets);
    record.add(traffic->bytes);
  }
  return record.line();
}

}  // namespace

void write_csv(std::ostream& out, const Report& report) {
  out << kHeader;
  for (const Device& device : report.devices) out << record(device, report.catalog) << "\r\n";
}

}  // namespace tapcensus
