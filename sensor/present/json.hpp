// The census as JSON, as CONTRACT has it. The same census gives the same bytes.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "present/report.hpp"

namespace tapcensus {

// `read --output json`: one document, a device a line.
void write_json(std::ostream& out, const Report& report);

// The document in parts, for who writes it bit by bit: what stands before the first device, each
// device after the first preceded by kJsonBetweenDevices, and what stands after the last.
inline constexpr std::string_view kJsonBeforeDevices = "{\"version\":1,\n\"devices\":[\n";
inline constexpr std::string_view kJsonBetweenDevices = ",\n";
std::string json_after_devices(const Ledger& ledger, std::span<const SignatureCount> signatures,
                               const std::vector<std::string>& limits);

// One device, as it stands in the document; on one line, without a line feed.
std::string device_json(const Device& device, const Catalog& catalog);

// The same, and below `evidence` each of its reasons: `source`, `field`, `value` (bytes that are
// not UTF-8 as \xNN), `cut` when it was longer, `weight`, `rule`, `packet` (the first it was seen
// in), `first_seen`, `last_seen`, `minutes` in which it was seen, and the `ip` and `mac` it was
// said of. One document with a line feed.
std::string device_with_evidence_json(const Device& device, const Catalog& catalog);

// {"error": sentence} and a line feed. The sentence may hold any bytes.
std::string error_json(std::string_view sentence);

// `classify`: the keys from `vendor` to `ambiguous`; then `application`, where there is one. On one
// line, without a line feed.
std::string verdict_json(const Verdict& verdict, std::string_view application,
                         const Catalog& catalog);
// The verdict, and the ids of the signatures that were found.
std::string verdict_json(const Verdict& verdict, const std::vector<std::string>& signatures,
                         const Catalog& catalog);

}  // namespace tapcensus
