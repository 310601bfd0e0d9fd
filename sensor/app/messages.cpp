#include "app/commands.hpp"
#include "app/say.hpp"

namespace tapcensus {

void print_errors(const Errors& errors) {
  for (const Error& error : errors) say("{}\n", error.sentence());
}

void print_warning(const std::string& sentence) { say("tapcensus: warning: {}\n", sentence); }

}  // namespace tapcensus
