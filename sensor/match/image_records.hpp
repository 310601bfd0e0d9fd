// What stands in the sections of a RuleImage. Rules are numbered from 0 in the order of their
// files, tables after them; names from 0, each once.
#pragma once

#include <array>
#include <cstdint>

#include "facts/taxonomy.hpp"
#include "match/inputs.hpp"
#include "match/list_place.hpp"
#include "match/payload_rules.hpp"
#include "match/rule_image.hpp"

namespace tapcensus {

struct SetRecord {  // one, in Section::set
  TextAt version;
  std::int64_t read_from_ns;  // when reading began
};

struct InputRecord {
  TextAt path, digest;
  InputKind kind;
  std::uint32_t unused;
  FileStamp stamp;
};

struct ClaimRecord {
  std::array<Part, kLevels> levels;  // of name_numbers
};

struct RuleRecord {
  TextAt id, place;
  TextAt captures;  // all that decides what the rule reads out of a text
  TextAt matcher;   // as rows show it
  TextAt signature, category, severity;
  TextAt application;
  Part examples, counterexamples;  // of references
  std::uint32_t claim;
  Field field;
  std::uint8_t weight;
  std::uint8_t table;  // 1: rows of a table of facts
  std::uint8_t pack;   // of packs; 0: ours
  ListPlace list;      // of a pack
};

struct PackRecord {
  TextAt name, version, licence, source;
};

// Of a rule of payload.
struct HintRecord {
  std::uint32_t rule;
  PayloadHint hint;
};

struct CapturesRecord {
  std::uint32_t rule;
  Part expressions;          // of references
  TextAt model, os_version;  // templates; empty: none
};

struct CodesRecord {
  std::uint32_t rule;
  Part expressions;  // of references
  Part lists;        // of code_uses: numbers of code_lists
};

struct CodeListRecord {
  Part text;   // of code_texts
  Part slots;  // of code_slots
  std::array<std::uint8_t, 5> columns;
  std::uint8_t column_count;
  std::uint8_t beginnings, first_words, schemes;
};

// The expressions of a field, and their database: in memory as Hyperscan has it.
struct FieldRecord {
  std::uint32_t field;
  Part expressions;
  Part database;  // of databases; where it begins keeps its distance from a multiple of 64
};

struct ExpressionRecord {
  std::uint32_t rule;
  std::uint32_t anchored;
};

struct VendorRecord {
  TextAt name, country, parent;
};
struct FamilyRecord {
  TextAt name, vendor, type, os;
};
struct ModelRecord {
  TextAt name, family;
};
struct SystemRecord {
  TextAt name, vendor, kernel, kind_of;
  Part versions;  // of references
  Part releases;  // of releases
};
struct ReleaseRecord {
  TextAt version;
  std::int32_t released, supported_until;  // days since 1970; kNoDay: not announced
};
struct ApplicationRecord {
  TextAt name, covers;
  std::uint32_t pretends;
};
inline constexpr std::int32_t kNoDay = INT32_MAX;

}  // namespace tapcensus
