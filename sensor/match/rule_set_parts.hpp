// The inside of a RuleSet; seen by the files that build it, ask it and prove it.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/counter.hpp"
#include "match/captures.hpp"
#include "match/code_reader.hpp"
#include "match/database.hpp"
#include "match/payload_rules.hpp"
#include "match/payload_streams.hpp"
#include "match/rule_set.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {

// Where an expression stands in a list of rules, of which the first that matches speaks.
struct ListPlace {
  std::uint8_t list = 0;  // 0: in none
  bool silent = false;    // says nothing where it is the first
};
inline constexpr std::size_t kMostListsInAll = kMostPacks * kMostLists;

// Of a rule, whether it is a pack's and what it speaks of, before anything is read out of the text.
struct Speech {
  bool packs = false;
  bool device = false;  // vendor, family, model or type
  bool system = false;
};

// The expressions of one field.
struct FieldPatterns {
  Database database;             // null: there are none
  std::vector<RuleId> rules;     // of each expression
  std::vector<ListPlace> lists;  // of each expression; empty: none is in a list
};

struct RuleSet::Parts {
  Catalog* catalog;
  std::string version;
  std::vector<Row> rows;
  std::vector<PackHead> packs;

  // Asked by workers, never changed after load but for what is a worker's own.
  TextIndex texts;
  TextIndex domains;
  std::array<FieldPatterns, kFields> patterns;
  PayloadRules stream_rules;    // payload.tcp
  PayloadRules datagram_rules;  // payload.udp
  std::vector<std::unique_ptr<WorkerSpace>> workers;
  std::size_t streams_each = 0;                    // lane
  std::vector<std::unique_ptr<StreamPool>> lanes;  // none without rules of payload.tcp

  // Of each rule, by its id; empty: there are no packs.
  std::vector<Speech> speeches;

  // Of one text, packs speak only of what our rules are silent on.
  void yield_to_ours(Hits& hits) const noexcept;
  // Puts ids[i] wherever number i stands: at entry, before anybody asks.
  void renumber(std::span<const RuleId> ids);
  PayloadHits scan_datagram(ByteView bytes, const PayloadPlace* place, std::size_t worker) noexcept;

  // The control thread's.
  std::unordered_map<RuleId, Captures> captures;  // rules whose claim holds captures
  std::unordered_map<RuleId, CodeReader> codes;   // tables that read their key
  Counter undeclared;
};

}  // namespace tapcensus
