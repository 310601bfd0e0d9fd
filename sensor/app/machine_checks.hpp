// Whether this machine and its interface are fit for a sensor; each finding with what mends it.
#pragma once

#include <string>
#include <vector>

#include "app/tap_checks.hpp"

namespace tapcensus {

// Without an interface in mind, what only hinders capturing is a warning.
std::vector<Judgement> check_machine(bool captures);

// It exists, is up, has a link, and hands over frames as they were on the wire. Nothing is changed.
std::vector<Judgement> check_interface(const std::string& interface);

}  // namespace tapcensus
