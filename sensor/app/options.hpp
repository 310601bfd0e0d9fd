// What the user asked for, as plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/addresses.hpp"
#include "wire/filter.hpp"

namespace tapcensus {

enum class OutputForm : std::uint8_t { table, json, csv };

// Choices that `read` and `run` share.
struct CensusChoices {
  std::string rules;                     // a directory; empty: the one that came with the program
  std::vector<std::string> packs;        // beside them: names, or directories
  std::shared_ptr<const Filter> filter;  // none: all frames
  std::vector<Prefix> scope;             // none: everybody
  unsigned min_sources = 0;
  std::size_t workers = 1;
  std::uint32_t depth = 16 * 1024;     // bytes
  std::uint64_t memory = 0;            // bytes of a worker; 0: the default of the command
  std::size_t most_devices = 262'144;  // addresses that the census holds
};

struct ReadChoices {
  CensusChoices census;
  std::vector<std::string> files;
  OutputForm output = OutputForm::table;
  std::string facts;     // a file; empty: none
  std::string metrics;   // a file; empty: none
  bool unknown = false;  // shown instead of the census
};

struct RunChoices {
  CensusChoices census;
  std::vector<std::string> interfaces;
  std::vector<std::string> ports;  // each a tap: "03:00.0" or "03:00.0,03:00.1"
  std::vector<std::string> vdevs;
  std::string replay;      // a capture that is played in a loop
  double replay_rate = 0;  // packets a second; 0: as fast as they are taken
  std::string listen = "127.0.0.1:9848";
  std::string metrics;  // a file, written at the end; empty: none
};

}  // namespace tapcensus
