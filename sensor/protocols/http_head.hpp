// What the fields of a message tell of who sent it: one table for all versions of HTTP.
//
// Most fields tell nothing, and cost one look at their length and first letter. X-Forwarded-For and
// its like speak of others; cookies, tokens, serial numbers and names of people are never read.
#pragma once

#include <cstdint>
#include <string_view>

#include "facts/finding.hpp"
#include "protocols/lifetime.hpp"
#include "protocols/line.hpp"

namespace tapcensus::http_head {

enum class Side : std::uint8_t { request, response };

// What a field is to its reader.
enum class Role : std::uint8_t {
  unknown,
  fact,         // names its sender
  device,       // names its sender, in words of one maker
  challenge,    // what a server wants to know before it answers
  credentials,  // what it is told; of NTLM, either side's words
  length,       // these say how long the body is, and what
  coding,
  type,
  content_coding,
  upgrade,
};

struct HeaderField {
  std::string_view name;   // as it was written
  std::string_view value;  // without white space around it; folded lines are in it as they came
};

// The fields of one message, in wire order.
//
// The order of the names is a fingerprint of the program: whoever builds a message writes them in
// the order of its own code, in its own mixture of cases. `http.header_order` and
// `http.server_order` are the names as they are written, joined by commas, without those that come
// and go with what is asked for (Cookie, Range, ETag ...). Unlike JA4H it has no hash, no method
// and no counts: it can be read, and a rule can look for a part of it.
class Head {
 public:
  // `ordered`: whether the order is wanted.
  Head(Side side, bool ordered, Lifetime lifetime, Findings& findings) noexcept
      : findings_{findings}, side_{side}, ordered_{ordered}, lifetime_{lifetime} {}

  // Adds the fact that is in the field, if any, and says what it is.
  Role take(const HeaderField& field) noexcept;
  // Adds the order.
  void finish() noexcept;

 private:
  static constexpr std::size_t kMostOrder = 384;

  void add_device(const HeaderField& field) noexcept;
  void add_to_order(std::string_view name) noexcept;

  Findings& findings_;
  Line<kMostOrder> order_;
  Side side_;
  bool ordered_;
  bool first_ = true;
  Lifetime lifetime_;
};

}  // namespace tapcensus::http_head
