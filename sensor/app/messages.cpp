#include <fmt/format.h>

#include "app/commands.hpp"

namespace tapcensus {

void print_errors(const Errors& errors) {
  for (const Error& error : errors) fmt::print(stderr, "{}\n", error.sentence());
}

void print_warning(const std::string& sentence) {
  fmt::print(stderr, "tapcensus: warning: {}\n", sentence);
}

}  // namespace tapcensus
