// Rule files to one immutable object; findings to rules; captured text to claims.
//
// The packet path asks match(): exact texts by hash, patterns by Hyperscan in block mode, one
// database for each field. Payload it gives to streams() and find_in_datagram(). All of that
// allocates nothing. The control thread asks claim(): it fills {1} and
// {2} by RE2 and checks captured versions against the taxonomy. A set is replaced whole.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "facts/catalog.hpp"
#include "facts/evidence.hpp"
#include "facts/finding.hpp"
#include "match/pack.hpp"
#include "match/payload.hpp"

namespace tapcensus {

// The streams that a set of rules opens for payload.tcp: so many lanes, each with so much memory
// (and never fewer than 64 streams, never more than 65,536).
struct StreamRoom {
  std::size_t lanes = 1;
  std::size_t lane_bytes = std::size_t{1} << 20;
};

class RuleSet {
 public:
  // PreparedRules::prepare() and enter() in one.
  static Result<std::unique_ptr<const RuleSet>> load(const RuleSources& sources, Catalog& catalog,
                                                     std::size_t workers,
                                                     const std::filesystem::path& cache = {},
                                                     StreamRoom streams = {});
  ~RuleSet();

  // Whether any rule looks at this field at all.
  bool asks(Field field) const noexcept { return asked_[static_cast<std::size_t>(field)]; }

  // Whether tables know prefixes of addresses that are longer than an OUI: then eth.oui may be
  // asked with nine digits, and the longest prefix that is known speaks alone.
  bool asks_address_blocks() const noexcept;

  // Calls say(RuleId) once for each rule that holds for the finding, in ascending order of ids.
  // Allocates nothing. A worker index may be used by one thread at a time.
  template <class Say>
  void match(const Finding& finding, std::size_t worker, Say&& say) const noexcept {
    for (const RuleId rule : find(finding, worker)) say(rule);
  }

  // Null when no rule asks for payload.tcp. A lane may be used by one thread at a time.
  PayloadStreams* streams(std::size_t lane) const noexcept;
  std::size_t streams_each_lane() const noexcept;
  // That an open stream takes; 0 when no rule asks for payload.tcp.
  std::size_t stream_bytes() const noexcept;

  // Whether a rule asks for payload.udp.
  bool scans_datagrams() const noexcept;
  PayloadHits find_in_datagram(ByteView bytes, const PayloadPlace& place,
                               std::size_t worker) const noexcept;

  // Rules of payload that hold for these bytes, whatever ports and heading they ask for; of
  // payload.tcp, the bytes come in pieces and then end. For whoever tries rules before they are
  // published: uses worker 0 and lane 0. Every rule once, in ascending order of ids.
  std::vector<PayloadHit> find_in_payload(Field field, std::span<const ByteView> pieces) const;

  // What the rule claims, given the text it was found in, as seen_by() has it. Control thread only.
  // A captured value that the taxonomy does not declare leaves its level silent and is counted in
  // undeclared(); a table that knows none of the codes in the text says nothing and is counted in
  // unknown_codes().
  ClaimId claim(RuleId rule, std::string_view text) const;

  // Whether a rule that holds for the finding says anything of a device; nothing is counted. For
  // the control thread while no worker matches: uses worker 0.
  bool knows(const Finding& finding) const;

  // Whether the rule reads its claim out of the text, by this set.
  bool reads(RuleId rule) const;

  // Scans that Hyperscan refused; any rise is a defect.
  std::uint64_t scan_errors() const noexcept;
  // Captured values that the taxonomy does not declare.
  std::uint64_t undeclared() const noexcept;
  // Texts in which a table looked for a code and found none that it knows.
  std::uint64_t unknown_codes() const noexcept;

  struct Row {
    RuleId id;
    std::string
        matcher;  // "matches 'iPhone'", "is 'MSFT 5.0'", "domain apple.com", "table oui.tsv"
    std::vector<std::string> examples;
    std::vector<std::string> counterexamples;
    bool table = false;     // a row made from a table of facts, not a rule
    std::uint8_t pack = 0;  // its index in packs()
  };
  // Rules in the order of their files and lines; tables after them.
  const std::vector<Row>& rows() const;
  // Ours is the first.
  const std::vector<PackHead>& packs() const noexcept;
  // Of ours, rules apart from rows of tables; of others, all.
  std::size_t rules_of(std::size_t pack) const noexcept;
  // SHA-256 over the rule files, hexadecimal; names the set in tapcensus_rules_info.
  const std::string& version() const noexcept;

  struct Parts;  // the inside: rule_set_parts.hpp

 private:
  friend class PreparedRules;
  friend Errors prove_examples(const RuleSet& rules, const Catalog& catalog);
  explicit RuleSet(std::unique_ptr<Parts> parts);
  std::span<const RuleId> find(const Finding& finding, std::size_t worker) const noexcept;

  std::unique_ptr<Parts> parts_;
  std::array<bool, kFields> asked_{};
  std::array<bool, kFields> scanned_{};  // by Hyperscan, for rules of the field or of a host's name
};

// Runs every rule's own examples and counterexamples. Nothing when all hold, else each that does
// not, at the rule's place. Uses the space of worker 0: prove a set before it is published.
Errors prove_examples(const RuleSet& rules, const Catalog& catalog);

}  // namespace tapcensus
