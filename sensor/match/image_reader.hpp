// What a RuleImage says, as the parts of a RuleSet.
#pragma once

#include <memory>
#include <vector>

#include "facts/taxonomy.hpp"
#include "match/captures.hpp"
#include "match/inputs.hpp"
#include "match/rule_image.hpp"
#include "match/rule_set_parts.hpp"

namespace tapcensus {

// Null when its numbers do not fit together. Without worker spaces and streams.
std::unique_ptr<RuleSet::Parts> read_parts(RuleImage image);

Taxonomy read_taxonomy(const RuleImage& image);
std::vector<RuleSet::Row> read_rows(const RuleImage& image, const std::vector<RuleId>& ids);
Captures read_captures(const RuleImage& image, std::size_t at);

// Whether rules read now would make the same image.
bool is_fresh(const RuleImage& image);

}  // namespace tapcensus
