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
#include "match/database.hpp"
#include "match/rule_set.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {

// The expressions of one field.
struct FieldPatterns {
  Database database;          // null: there are none
  std::vector<RuleId> rules;  // of each expression
};

struct RuleSet::Parts {
  Catalog* catalog;
  std::string version;
  std::vector<Row> rows;

  // Asked by workers, never changed after load but for what is a worker's own.
  TextIndex texts;
  TextIndex domains;
  std::array<FieldPatterns, kFields> patterns;
  std::vector<std::unique_ptr<WorkerSpace>> workers;

  // Puts ids[i] wherever number i stands: at entry, before anybody asks.
  void renumber(std::span<const RuleId> ids);

  // The control thread's.
  std::unordered_map<RuleId, Captures> captures;  // rules whose claim holds captures
  Counter undeclared;
};

}  // namespace tapcensus
