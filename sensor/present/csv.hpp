// The census as comma-separated values (RFC 4180), a device a record, the keys of the JSON document
// as header. Lists are separated by spaces, ambiguous levels are written level=one|other.
#pragma once

#include <iosfwd>

#include "present/report.hpp"

namespace tapcensus {

void write_csv(std::ostream& out, const Report& report);

}  // namespace tapcensus
