// The content of a rule directory, read and checked but not yet compiled.
//
//   taxonomy.toml   [vendors], [systems], [families], [models], [applications]: every name there is
//   *.toml          [[rule]]: a device, a field and exactly one of `is`, `matches`, `domain`;
//                   [[signature]]: an id, payload, and `matches`;
//                   [[table]]: a field, and a file of lines `key<TAB>value`; or with `matches` and
//                   `columns`, files of lines that hold what a code stands for
//   vendors.tsv     more vendors, `name<TAB>country`, where they are too many for TOML
//   organizations.tsv  `beginning of a name<TAB>vendor`, for packs made of lists of address blocks
//
// Packs (pack.hpp) add theirs.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/field.hpp"
#include "facts/signature.hpp"
#include "facts/taxonomy.hpp"
#include "match/capture_template.hpp"
#include "match/code_table.hpp"
#include "match/device.hpp"
#include "match/inputs.hpp"
#include "match/mistakes.hpp"
#include "match/pack.hpp"
#include "match/pattern.hpp"
#include "match/payload_rules.hpp"

namespace tapcensus {

enum class Matcher : std::uint8_t { is, matches, domain };

// Of a [[rule]], a [[signature]], or a [[table]] with `matches`.
struct RuleDraft {
  Place place;
  std::string id;  // "apple:12"
  Field field;
  std::uint8_t weight;
  NamedClaim device;  // without the captured levels
  std::optional<CaptureTemplate> model, os_version;
  Matcher matcher;
  std::vector<PlacedText> values;  // texts, expressions or domains (lower case, no final dot)
  std::vector<Pattern> patterns;   // of the expressions
  std::vector<std::string> examples, counterexamples;  // of payload: bytes
  PayloadHint hint;                                    // of payload
  Signature signature;                                 // empty for a [[rule]]
  std::string application;                             // that speaks so; empty: none is named
  std::shared_ptr<const CodeTable> codes;              // of a table
  std::string codes_files, codes_digests;              // "a.tsv, b.tsv", and what they held
  std::string list;       // of its pack; of the rules that match, only the first speaks
  std::uint8_t pack = 0;  // its index
  // Says nothing, and keeps those of its list that follow from speaking.
  bool silent() const {
    return !model && !codes && signature.id.empty() &&
           std::ranges::all_of(device.levels, [](auto& level) { return level.empty(); });
  }
};

// All rows of a table that have the same value.
struct TableDraft {
  Place place;     // of its [[table]]
  std::string id;  // "oui.tsv:Apple"
  std::string file;
  Field field;
  std::uint8_t weight;
  NamedClaim device;
  std::vector<std::string> keys;
  std::uint8_t pack = 0;
};

// A file of codes, as one or more tables have it.
struct CodeFile {
  std::string name;
  std::string digest;
  std::shared_ptr<const CodeList> list;
  std::uint8_t pack;
};

struct RuleFiles {
  std::string version;  // SHA-256 over names and contents of all files
  std::vector<Input> inputs;
  std::int64_t read_from_ns = 0;
  Taxonomy taxonomy;
  std::vector<PackHead> packs;  // ours first
  std::vector<PackHome> homes;  // of packs
  std::vector<RuleDraft> rules;
  std::vector<CodeFile> code_files;
  std::vector<TableDraft> tables;
};

// What `mistakes` holds afterwards says whether it may be used.
RuleFiles read_rule_files(const RuleSources& sources, Mistakes& mistakes);

// The files of a table that reads codes, in the order in which it has them.
std::vector<std::string> code_files_of(const RuleDraft& rule);

// The names alone that our rules declare; nothing when there is no taxonomy.toml.
std::optional<Taxonomy> read_taxonomy_files(const std::filesystem::path& directory,
                                            Mistakes& mistakes);

}  // namespace tapcensus
