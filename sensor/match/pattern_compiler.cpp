#include "match/pattern_compiler.hpp"

#include <re2/re2.h>

#include <optional>

#include "match/expression_cost.hpp"

namespace tapcensus {
namespace {

// The expressions of one field, each list in the same order.
struct Expressions {
  std::vector<std::string> for_hyperscan;
  std::vector<const PlacedText*> as_written;
  std::vector<CompiledField::Expression> compiled;

  bool none() const { return compiled.empty(); }
};

Scanning scanning_of(Field field) {
  return field == Field::payload_tcp ? Scanning::pieces : Scanning::whole;
}

std::array<Expressions, kFields> gather(const std::vector<RuleDraft>& rules) {
  std::array<Expressions, kFields> fields;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const RuleDraft& draft = rules[rule];
    Expressions& expressions = fields[static_cast<std::size_t>(draft.field)];
    for (std::size_t i = 0; i < draft.patterns.size(); ++i) {
      if (draft.patterns[i].hyperscan.empty()) continue;  // a mistake already
      expressions.for_hyperscan.push_back(draft.patterns[i].hyperscan);
      expressions.as_written.push_back(&draft.values[i]);
      expressions.compiled.push_back({rule, draft.patterns[i].anchored});
    }
  }
  return fields;
}

void try_each(const Expressions& expressions, Field field, Mistakes& mistakes) {
  std::optional<ExpressionCost> cost;
  if (is_payload(field)) cost.emplace();
  for (std::size_t i = 0; i < expressions.compiled.size(); ++i) {
    const PlacedText& written = *expressions.as_written[i];
    const auto re2 = make_re2(written.text);
    if (!re2->ok()) {
      mistakes.add(written.place, "RE2 does not take the expression: " + re2->error());
    } else if (const auto reason = refusal(expressions.for_hyperscan[i])) {
      mistakes.add(written.place, "Hyperscan does not take the expression: " + *reason);
    } else if (const auto objection =
                   cost ? cost->objection(expressions.for_hyperscan[i], scanning_of(field))
                        : std::nullopt) {
      mistakes.add(written.place, *objection);
    }
  }
}

Database compile_field(const Expressions& expressions, Scanning scanning, Mistakes& mistakes) {
  auto result = compile(expressions.for_hyperscan, scanning);
  if (auto* database = std::get_if<Database>(&result)) return std::move(*database);
  const CompileFailure& failure = std::get<CompileFailure>(result);
  const bool one = failure.expression >= 0;
  const auto index = static_cast<std::size_t>(one ? failure.expression : 0);
  mistakes.add(expressions.as_written[index]->place,
               (one ? "Hyperscan does not take the expression: "
                    : "Hyperscan does not take this and the other expressions of its field: ") +
                   failure.sentence);
  return nullptr;
}

}  // namespace

CompiledFields compile_patterns(const std::vector<RuleDraft>& rules, const DatabaseCache& cache,
                                Compiling compiling, Mistakes& mistakes) {
  auto fields = gather(rules);
  CompiledFields compiled;
  std::array<std::string, kFields> keys;
  for (std::size_t i = 0; i < kFields; ++i) {
    if (fields[i].none()) continue;
    keys[i] = database_key(fields[i].for_hyperscan, scanning_of(static_cast<Field>(i)));
    compiled[i].database = cache.fetch(keys[i]);
    if (compiled[i].database) continue;
    if (compiling == Compiling::elsewhere) {
      mistakes.add(fields[i].as_written.front()->place,
                   "its compiled form is not in the cache; is there room for it on the disk?");
    } else {
      try_each(fields[i], static_cast<Field>(i), mistakes);
    }
  }
  for (std::size_t i = 0; i < kFields && mistakes.none(); ++i) {
    if (fields[i].none() || compiled[i].database) continue;
    compiled[i].database = compile_field(fields[i], scanning_of(static_cast<Field>(i)), mistakes);
    if (compiled[i].database) cache.store(keys[i], compiled[i].database.get());
  }
  for (std::size_t i = 0; i < kFields; ++i) {
    compiled[i].expressions = std::move(fields[i].compiled);
  }
  return compiled;
}

}  // namespace tapcensus
