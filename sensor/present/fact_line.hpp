// One JSON object a line for each field read off the wire, as CONTRACT "Facts" has it.
//
// Written by hand into a buffer, because there may be millions of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/addresses.hpp"
#include "base/tick.hpp"
#include "facts/field.hpp"
#include "present/community_id.hpp"

namespace tapcensus {

struct Fact {
  Tick at;
  std::uint64_t frame = 0;  // from 1
  bool is_ip = false;       // otherwise `ends` says nothing
  FlowEnds ends;            // the source sent the value
  MacAddress mac;           // of the sender, where the tap sees it
  Field field{};
  std::string_view value;
};

// Appends the line, with its line feed.
void append_fact_line(std::string& out, const Fact& fact);

// Appends a JSON string in its quotes. Valid UTF-8 stays; other bytes become the four characters
// \xNN.
void append_json_string(std::string& out, std::string_view text);

}  // namespace tapcensus
