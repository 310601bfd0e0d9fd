// The census as JSON, as CONTRACT has it. The same census gives the same bytes.
#pragma once

#include <iosfwd>
#include <string>

#include "present/report.hpp"

namespace tapcensus {

// `read --output json`: one document, a device a line.
void write_json(std::ostream& out, const Report& report);

// One device, as it stands in the document; on one line, without a line feed.
std::string device_json(const Device& device, const Catalog& catalog);

// `classify`: the keys from `vendor` to `ambiguous`; on one line, without a line feed.
std::string verdict_json(const Verdict& verdict, const Catalog& catalog);

}  // namespace tapcensus
