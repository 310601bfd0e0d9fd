// The census for people: a table as wide as the terminal, and below it what it adds up to.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "present/report.hpp"

namespace tapcensus {

// Where there is no terminal.
inline constexpr std::size_t kUsualWidth = 100;

// Columns that do not fit are left out, the least telling first; the addresses always stay whole.
void write_table(std::ostream& out, const Report& report, std::size_t width = kUsualWidth);

}  // namespace tapcensus
