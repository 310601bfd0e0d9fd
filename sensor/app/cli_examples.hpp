// Examples for the help of each command.
#pragma once

#include <string>
#include <string_view>

namespace tapcensus {

// Of "read", "rules explain" and so on, with their heading.
std::string examples_of(std::string_view command);

}  // namespace tapcensus
