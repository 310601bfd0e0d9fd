// The inside of a RuleSet; seen by the files that build it, ask it and prove it.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/counter.hpp"
#include "match/captures.hpp"
#include "match/code_reader.hpp"
#include "match/database.hpp"
#include "match/list_place.hpp"
#include "match/payload_rules.hpp"
#include "match/payload_streams.hpp"
#include "match/rule_image.hpp"
#include "match/rule_set.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {

// Of a rule, whether it is a pack's and what it speaks of, before anything is read out of the text.
struct Speech {
  bool packs = false;
  bool device = false;  // vendor, family, model or type
  bool system = false;
};

// The expressions of one field.
struct FieldPatterns {
  const hs_database* database = nullptr;  // null: there are none
  std::vector<RuleId> rules;              // of each expression
  std::vector<ListPlace> lists;           // of each expression; empty: none is in a list
};

// Read out of the image when they are first needed: most never are.
struct LateCaptures {
  std::size_t at;  // in Section::captures
  std::unique_ptr<Captures> read{};
};

struct RuleSet::Parts {
  explicit Parts(RuleImage whole) : image{std::move(whole)} {}

  const RuleImage image;  // what follows looks into it
  std::string version;
  std::vector<PackHead> packs;  // ours first
  Catalog* catalog = nullptr;
  std::vector<RuleId> ids;  // by number in the image, once entered

  // Asked by workers, never changed after load but for what is a worker's own.
  TextIndex texts;
  TextIndex domains;
  std::array<FieldPatterns, kFields> patterns;
  PayloadRules stream_rules;    // payload.tcp
  PayloadRules datagram_rules;  // payload.udp
  std::vector<std::unique_ptr<WorkerSpace>> workers;
  std::size_t streams_each = 0;                    // lane
  std::vector<std::unique_ptr<StreamPool>> lanes;  // none without rules of payload.tcp

  // Of each rule, by its number, once entered by its id; empty: there are no packs.
  std::vector<Speech> speeches;

  // Of each rule, once entered, whether it names an application that pretends to be devices; empty:
  // none does.
  std::vector<bool> pretending;

  // Of one text, packs speak only of what our rules are silent on.
  void yield_to_ours(Hits& hits) const noexcept;
  // Where something pretends to be a device, only that is said.
  void believe_no_pretender(Hits& hits) const noexcept;
  // Fills `pretending`, at entry.
  void note_pretenders();
  // Puts ids[i] wherever number i stands: at entry, before anybody asks.
  void renumber(std::vector<RuleId> numbered);
  // What rules for `field` find in the text.
  void add_hits(Field field, std::string_view text, WorkerSpace& space) const noexcept;
  // The rules that hold, ascending, each once.
  std::span<const RuleId> look_up(const Finding& finding, WorkerSpace& space) const noexcept;
  PayloadHits scan_datagram(ByteView bytes, const PayloadPlace* place, std::size_t worker) noexcept;

  // The control thread's. What the rule claims, given the text it was found in; what could not be
  // read is added to `unread`.
  struct Unread {
    std::size_t values = 0;  // that the taxonomy does not declare
    std::size_t codes = 0;   // that no table knows
  };
  Claim read_claim(RuleId rule, std::string_view text, Unread& unread);
  Captures* captures_of(RuleId rule);  // null: the rule has none

  std::unordered_map<RuleId, LateCaptures> captures;  // rules whose claim holds some
  std::unordered_map<RuleId, CodeReader> codes;       // tables that read their key
  Counter undeclared, unknown_codes;

  // For people, so read when it is first asked for.
  std::once_flag rows_read;
  std::vector<Row> rows;
};

}  // namespace tapcensus
