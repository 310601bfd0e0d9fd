// Why rules hold for a value, for their authors: what they looked for, where they found it, what it
// captured and what became of that.
//
// Reads the rule files once more, for what a RuleSet does not keep, and tries expressions by RE2.
// Not for the sensor: it is slow, and uses worker 0 and lane 0 of the set.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "facts/catalog.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

// A rule that holds for a value.
struct Explanation {
  struct Entry {
    std::string place;  // "rules/oui.tsv:12"
    std::string text;   // the line
  };

  RuleId rule;
  const PackHead* pack;       // whose it is
  std::string_view looks_by;  // "is", "matches", "domain"; of a table without expressions, "key"
  std::string wanted;         // the text, expression, name or key that held
  std::string files;          // of a table
  std::size_t begin = 0;      // which part of the value held
  std::size_t end = 0;
  std::vector<std::string> captured;    // {1}, {2} ...; of a table, the code alone
  std::string model, os_version;        // what captures were read as; empty: nothing
  std::vector<std::string> undeclared;  // "os_version '99'": of these, what stays silent
  std::vector<Entry> entries;           // of a table: the lines that know the value or its code
  Claim claim;
};

class Explainer {
 public:
  // `sources` is what `rules` came from; both they and the catalogue must outlive it. A mistake
  // when the files have changed since.
  static Result<std::unique_ptr<Explainer>> open(const RuleSources& sources, const RuleSet& rules,
                                                 Catalog& catalog);
  ~Explainer();

  // Every rule that holds, in the order of the files. Of payload, `text` are the bytes.
  std::vector<Explanation> explain(Field field, std::string_view text);

 private:
  struct Files;
  Explainer(std::unique_ptr<Files> files, const RuleSet& rules, Catalog& catalog);
  Explanation explain(RuleId rule, std::string_view text);

  std::unique_ptr<Files> files_;
  const RuleSet& rules_;
  Catalog& catalog_;
};

}  // namespace tapcensus
