#include "match/rule_set.hpp"

#include <hs.h>

#include <algorithm>

#include "match/captures.hpp"
#include "match/domain.hpp"
#include "match/rule_set_parts.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {
namespace {

struct Scan {
  const RuleId* rule_of_expression;
  Hits* hits;
};

int note_hit(unsigned expression, unsigned long long, unsigned long long, unsigned,
             void* context) noexcept {
  const Scan& scan = *static_cast<const Scan*>(context);
  scan.hits->add(scan.rule_of_expression[expression]);
  return 0;
}

void scan(const FieldPatterns& patterns, std::string_view text, WorkerSpace& space) noexcept {
  const std::string_view padded = space.padded(text);
  Scan context{patterns.rules.data(), &space.hits};
  const hs_error_t outcome =
      hs_scan(patterns.database.get(), padded.data(), static_cast<unsigned>(padded.size()), 0,
              space.scratch.get(), note_hit, &context);
  if (outcome != HS_SUCCESS && outcome != HS_SCAN_TERMINATED) space.scan_errors.add();
}

}  // namespace

void RuleSet::Parts::renumber(std::span<const RuleId> ids) {
  const auto id_of = [&](RuleId number) { return ids[static_cast<std::size_t>(number)]; };
  for (Row& row : rows) row.id = id_of(row.id);
  for (FieldPatterns& field : patterns)
    std::ranges::transform(field.rules, field.rules.begin(), id_of);
  texts.renumber(ids);
  domains.renumber(ids);
}

RuleSet::RuleSet(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
RuleSet::~RuleSet() = default;

std::span<const RuleId> RuleSet::find(const Finding& finding, std::size_t worker) const noexcept {
  WorkerSpace& space = *parts_->workers[worker];
  space.hits.clear();
  space.hits.add(parts_->texts.find(finding.field, finding.text));
  find_domains(parts_->domains, finding.field, finding.text, space.hits);
  const FieldPatterns& patterns = parts_->patterns[static_cast<std::size_t>(finding.field)];
  if (patterns.database) scan(patterns, finding.text, space);
  return space.hits.sorted();
}

ClaimId RuleSet::claim(RuleId rule, std::string_view text) const {
  Catalog& catalog = *parts_->catalog;
  const ClaimId fixed = catalog[rule].claim;
  const auto captures = parts_->captures.find(rule);
  if (captures == parts_->captures.end()) return fixed;
  const CompletedClaim completed = complete(catalog[fixed], captures->second.fill(text), catalog);
  parts_->undeclared.add(completed.undeclared.size());
  return catalog.try_intern(completed.claim).value_or(fixed);
}

bool RuleSet::reads(RuleId rule) const { return parts_->captures.contains(rule); }

std::uint64_t RuleSet::scan_errors() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& space : parts_->workers) sum += space->scan_errors.value();
  return sum;
}

std::uint64_t RuleSet::undeclared() const noexcept { return parts_->undeclared.value(); }
const std::vector<RuleSet::Row>& RuleSet::rows() const noexcept { return parts_->rows; }
const std::string& RuleSet::version() const noexcept { return parts_->version; }

}  // namespace tapcensus
