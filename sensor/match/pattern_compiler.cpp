#include "match/pattern_compiler.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <numeric>
#include <optional>
#include <system_error>
#include <thread>

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

using Compilation = std::variant<Database, CompileFailure>;

// Each takes address space of its own, of which a process that compiles has little.
constexpr std::size_t kMostThreads = 4;

// Of the fields named, in their order; side by side on the CPUs that this process may use, the
// largest first.
std::vector<Compilation> compile_fields(const std::vector<std::size_t>& fields,
                                        const std::array<Expressions, kFields>& expressions) {
  std::vector<std::size_t> turns(fields.size());
  std::iota(turns.begin(), turns.end(), std::size_t{0});
  std::ranges::stable_sort(turns, std::greater{}, [&](std::size_t turn) {
    return expressions[fields[turn]].for_hyperscan.size();
  });
  std::vector<Compilation> compiled(fields.size());
  std::atomic<std::size_t> next{0};
  const auto take_turns = [&] {
    for (std::size_t i = next++; i < turns.size(); i = next++) {
      const std::size_t field = fields[turns[i]];
      compiled[turns[i]] =
          compile(expressions[field].for_hyperscan, scanning_of(static_cast<Field>(field)));
    }
  };
  const std::size_t threads =
      std::min({std::size_t{std::thread::hardware_concurrency()}, kMostThreads, turns.size()});
  std::vector<std::future<void>> others;
  try {
    while (others.size() + 1 < threads) {
      others.push_back(std::async(std::launch::async, take_turns));
    }
  } catch (const std::system_error&) {  // no more threads for this process: it takes longer
  }
  take_turns();
  for (std::future<void>& other : others) other.get();
  return compiled;
}

Database database_or_mistake(Compilation result, const Expressions& expressions,
                             Mistakes& mistakes) {
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
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < kFields; ++i) {
    if (fields[i].none()) continue;
    keys[i] = database_key(fields[i].for_hyperscan, scanning_of(static_cast<Field>(i)));
    compiled[i].database = cache.fetch(keys[i]);
    if (compiled[i].database) continue;
    missing.push_back(i);
    if (compiling == Compiling::elsewhere) {
      mistakes.add(fields[i].as_written.front()->place,
                   "its compiled form is not in the cache; is there room for it on the disk?");
    } else {
      try_each(fields[i], static_cast<Field>(i), mistakes);
    }
  }
  if (!mistakes.none()) missing.clear();
  std::vector<Compilation> results = compile_fields(missing, fields);
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const std::size_t field = missing[i];
    Database& database = compiled[field].database;
    database = database_or_mistake(std::move(results[i]), fields[field], mistakes);
    if (database) cache.store(keys[field], database.get());
  }
  for (std::size_t i = 0; i < kFields; ++i) {
    compiled[i].expressions = std::move(fields[i].compiled);
  }
  return compiled;
}

}  // namespace tapcensus
