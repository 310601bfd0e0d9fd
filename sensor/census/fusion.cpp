#include "census/fusion.hpp"

#include <algorithm>
#include <tuple>

namespace tapcensus {
namespace {

constexpr std::size_t kMostVotes = 64;
constexpr double kTolerance = 1e-9;

using VoteMask = std::uint64_t;

constexpr VoteMask bit(std::size_t vote) { return VoteMask{1} << vote; }

// Values that the same votes support.
struct Hypothesis {
  VoteMask votes = 0;  // none for "something else"
  std::vector<std::string_view> values;
  double probability = 0;
};

// Same votes of one source once, the strongest; in an order that does not depend on arrival.
void put_in_order(std::vector<Vote>& votes) {
  std::erase_if(votes, [](const Vote& vote) { return vote.values.empty(); });
  if (votes.size() < 2) return;
  std::ranges::sort(votes, [](const Vote& a, const Vote& b) {
    return std::tie(a.source, a.values, b.weight) < std::tie(b.source, b.values, a.weight);
  });
  const auto again = std::unique(votes.begin(), votes.end(), [](const Vote& a, const Vote& b) {
    return a.source == b.source && a.values == b.values;
  });
  votes.erase(again, votes.end());
  if (votes.size() > kMostVotes) {
    std::ranges::stable_sort(votes, std::greater{}, &Vote::weight);
    votes.resize(kMostVotes);
  }
  std::ranges::sort(votes, [](const Vote& a, const Vote& b) {
    return std::tie(a.source, b.weight, a.values) < std::tie(b.source, a.weight, b.values);
  });
}

std::vector<Hypothesis> hypotheses_of(const std::vector<Vote>& votes) {
  std::vector<std::pair<std::string_view, VoteMask>> support;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    for (const std::string_view value : votes[i].values) support.emplace_back(value, bit(i));
  }
  std::ranges::sort(support);
  std::vector<std::pair<VoteMask, std::string_view>> values;
  for (const auto& [value, mask] : support) {
    if (values.empty() || values.back().second != value) values.emplace_back(0, value);
    values.back().first |= mask;
  }
  std::ranges::sort(values);
  std::vector<Hypothesis> hypotheses(1);
  for (const auto& [mask, value] : values) {
    if (hypotheses.back().votes != mask) hypotheses.push_back({mask, {}, 0});
    hypotheses.back().values.push_back(value);
  }
  return hypotheses;
}

// What each vote gives to a hypothesis that it supports, and to one that it does not.
struct Share {
  double with;
  double against;
  VoteMask overlapping = 0;  // votes that could be true together with this one
};

std::vector<Share> shares_of(const std::vector<Vote>& votes,
                             const std::vector<Hypothesis>& hypotheses) {
  const std::uint8_t strongest = std::ranges::max(votes, {}, &Vote::weight).weight;
  std::vector<Share> shares;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    VoteMask overlapping = 0;
    double supported = 0;
    for (const Hypothesis& hypothesis : hypotheses) {
      if ((hypothesis.votes & bit(i)) == 0) continue;
      overlapping |= hypothesis.votes;
      ++supported;
    }
    const auto all = static_cast<double>(hypotheses.size());
    double weight = std::clamp(votes[i].weight / 100.0, 0.01, 0.99);
    // A weak vote beside a stronger one is at worst indifferent: agreement never lowers.
    if (votes[i].weight < strongest) weight = std::max(weight, supported / all);
    shares.push_back({weight / supported, (1 - weight) / (all - supported), overlapping});
  }
  return shares;
}

// Of one source family: its strongest support, and its opposition, where votes that could be true
// together count once.
double likelihood(const Hypothesis& hypothesis, const std::vector<Vote>& votes,
                  const std::vector<Share>& shares) {
  double product = 1;
  for (std::size_t i = 0; i < votes.size();) {
    const Source source = votes[i].source;
    double support = 0;
    VoteMask opposing = 0;
    for (; i < votes.size() && votes[i].source == source; ++i) {
      if ((hypothesis.votes & bit(i)) != 0) {
        support = std::max(support, shares[i].with);
      } else if ((shares[i].overlapping & opposing) == 0) {
        product *= shares[i].against;
        opposing |= bit(i);
      }
    }
    if (support > 0) product *= support;
  }
  return product;
}

void weigh(std::vector<Hypothesis>& hypotheses, const std::vector<Vote>& votes) {
  const std::vector<Share> shares = shares_of(votes, hypotheses);
  double total = 0;
  for (Hypothesis& hypothesis : hypotheses) {
    hypothesis.probability = likelihood(hypothesis, votes, shares);
    total += hypothesis.probability;
  }
  for (Hypothesis& hypothesis : hypotheses) hypothesis.probability /= total;
}

// The values of an hypothesis are equally likely: of several, each has its part.
std::vector<std::string_view> likeliest_of(const std::vector<const Hypothesis*>& members) {
  const auto each = [](const Hypothesis& member) {
    return member.probability / static_cast<double>(member.values.size());
  };
  double most = 0;
  for (const Hypothesis* const member : members) most = std::max(most, each(*member));
  std::vector<std::string_view> values;
  bool all = true;
  for (const Hypothesis* const member : members) {
    if (each(*member) + kTolerance < most) {
      all = false;
    } else {
      values.insert(values.end(), member->values.begin(), member->values.end());
    }
  }
  if (all) return {};
  std::ranges::sort(values);
  return values;
}

// Nothing stands out: the smallest set that somebody named and that holds enough.
Decision smallest_set(const std::vector<Hypothesis>& hypotheses, std::size_t votes) {
  Decision best;
  for (std::size_t i = 0; i < votes; ++i) {
    Decision set;
    std::vector<const Hypothesis*> members;
    for (const Hypothesis& hypothesis : hypotheses) {
      if ((hypothesis.votes & bit(i)) == 0) continue;
      set.probability += hypothesis.probability;
      set.values.insert(set.values.end(), hypothesis.values.begin(), hypothesis.values.end());
      members.push_back(&hypothesis);
    }
    if (set.probability + kTolerance < kAnswer) continue;
    std::ranges::sort(set.values);
    set.likeliest = likeliest_of(members);
    const bool better = best.values.empty() || set.values.size() < best.values.size() ||
                        (set.values.size() == best.values.size() && set.values < best.values);
    if (better) best = std::move(set);
  }
  return best;
}

void find_ties(const std::vector<Hypothesis>& hypotheses, double most, Decision& decision) {
  for (const Hypothesis& hypothesis : hypotheses) {
    if (hypothesis.votes == 0 || hypothesis.probability + kTolerance < most) continue;
    decision.tied.insert(decision.tied.end(), hypothesis.values.begin(), hypothesis.values.end());
    decision.tied_probability += hypothesis.probability;
  }
  std::ranges::sort(decision.tied);
}

}  // namespace

SourceSet supporters_of(const std::vector<std::string_view>& values,
                        const std::vector<Vote>& votes) {
  SourceSet supporters;
  if (values.empty()) return supporters;
  for (const Vote& vote : votes) {
    if (std::ranges::includes(vote.values, values)) {
      supporters.set(static_cast<std::size_t>(vote.source));
    }
  }
  return supporters;
}

bool contradictory(const std::vector<Vote>& votes) {
  constexpr std::uint8_t kSure = 66;
  const auto disjoint = [](const Vote& a, const Vote& b) {
    return std::ranges::none_of(
        a.values, [&](std::string_view v) { return std::ranges::binary_search(b.values, v); });
  };
  for (auto a = votes.begin(); a != votes.end(); ++a) {
    if (a->weight < kSure || a->values.empty()) continue;
    for (auto b = a + 1; b != votes.end(); ++b) {
      if (b->weight < kSure || b->values.empty() || a->source == b->source) continue;
      if (disjoint(*a, *b)) return true;
    }
  }
  return false;
}

Decision decide(std::vector<Vote> votes) {
  put_in_order(votes);
  if (votes.empty()) return {};
  std::vector<Hypothesis> hypotheses = hypotheses_of(votes);
  weigh(hypotheses, votes);
  const Hypothesis& best =
      *std::max_element(hypotheses.begin() + 1, hypotheses.end(),
                        [](const auto& a, const auto& b) { return a.probability < b.probability; });
  Decision decision;
  if (best.probability + kTolerance >= kAnswer) {
    decision.values = best.values;
    decision.probability = best.probability;
  } else {
    decision = smallest_set(hypotheses, votes.size());
    if (decision.values.empty()) find_ties(hypotheses, best.probability, decision);
  }
  decision.supporters = supporters_of(decision.values, votes);
  return decision;
}

}  // namespace tapcensus
