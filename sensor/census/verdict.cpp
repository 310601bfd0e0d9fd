#include "census/verdict.hpp"

#include <algorithm>
#include <string_view>

namespace tapcensus {
namespace {

using Names = std::vector<std::string_view>;

constexpr std::size_t kMostTied = 4;

void sort_once(Names& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

// "16.3" refines "16".
bool refines(std::string_view fine, std::string_view coarse) {
  return fine.size() > coarse.size() && fine.starts_with(coarse) && fine[coarse.size()] == '.';
}

// The values of one claim, with what the taxonomy says must then be true too.
class Reader {
 public:
  explicit Reader(const Catalog& catalog) : catalog_{catalog} {}

  // The family that the taxonomy puts the model in. Nothing where it does not know the model, or
  // knows one of that name of another vendor than the claim's: the model is then the vendor's own.
  std::string_view family_of(const Claim& claim, std::string_view model) const {
    const auto entry = catalog_.taxonomy.models.find(model);
    if (entry == catalog_.taxonomy.models.end()) return {};
    const auto family = catalog_.taxonomy.families.find(entry->second.family);
    if (family == catalog_.taxonomy.families.end()) return {};
    const auto& vendors = claim.at(Level::vendor);
    const bool others = !vendors.empty() && std::ranges::none_of(vendors, [&](ValueId id) {
      return catalog_.name(id) == family->second.vendor;
    });
    return others ? std::string_view{} : std::string_view{family->first};
  }

  Names read(const Claim& claim, Level level) const {
    Names names = stated(claim, level);
    if (!names.empty()) return names;
    switch (level) {
      case Level::vendor: return of_families(claim, &Family::vendor);
      case Level::family: return families_of_models(claim);
      case Level::type: return of_families(claim, &Family::type);
      case Level::os: return of_families(claim, &Family::os);
      case Level::model:
      case Level::os_version:
      case Level::end_: break;
    }
    return names;
  }

 private:
  Names stated(const Claim& claim, Level level) const {
    Names names;
    for (const ValueId id : claim.at(level)) names.push_back(catalog_.name(id));
    if (names.size() > 1) sort_once(names);
    return names;
  }

  Names families_of_models(const Claim& claim) const {
    Names names;
    for (const ValueId id : claim.at(Level::model)) {
      const std::string_view family = family_of(claim, catalog_.name(id));
      if (family.empty()) return {};
      names.push_back(family);
    }
    sort_once(names);
    return names;
  }

  // Nothing when one of the families leaves it open.
  Names of_families(const Claim& claim, std::string Family::*property) const {
    Names names;
    for (const std::string_view name : read(claim, Level::family)) {
      const auto family = catalog_.taxonomy.families.find(name);
      if (family == catalog_.taxonomy.families.end() || (family->second.*property).empty()) {
        return {};
      }
      names.push_back(family->second.*property);
    }
    sort_once(names);
    return names;
  }

  const Catalog& catalog_;
};

class Conclusion {
 public:
  Conclusion(std::span<const Weighted> claims, Catalog& catalog)
      : claims_{claims}, catalog_{catalog}, reader_{catalog} {}

  Verdict verdict() {
    decide_system();
    refute();
    decide_tree();
    give(Level::type, decide_among(Level::type, votes(Level::type)));
    decide_version();
    sum_up();
    return std::move(verdict_);
  }

 private:
  static std::size_t index(Level level) { return static_cast<std::size_t>(level); }
  const Decision& decided(Level level) const { return decisions_[index(level)]; }

  // "Android" stands for each kind of it that was named.
  void decide_system() {
    const auto is_kind = [this](std::string_view fine, std::string_view wide) {
      return catalog_.taxonomy.is_kind(fine, wide);
    };
    std::vector<Vote> votes = this->votes(Level::os);
    add_finer(votes, is_kind);
    Decision decision = decide_among(Level::os, std::move(votes));
    leave_widest(decision.values, is_kind);
    give(Level::os, std::move(decision));
  }

  // A claim is one statement: where its system was refuted, what else it says is not believed. A
  // User-Agent of an iPhone from a machine that is Linux in all other ways names no vendor.
  void refute() {
    const Names& system = decided(Level::os).values;
    if (!verdict_.contradictions.test(index(Level::os)) || !decided(Level::os).single()) return;
    refuted_.assign(claims_.size(), false);
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const Claim& claim = catalog_[claims_[i].claim];
      refuted_[i] = !reader_.read(claim, Level::os).empty() && !speaks_of(claim, system.front());
    }
  }

  std::vector<Vote> votes(Level level) const {
    std::vector<Vote> votes;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (!refuted_.empty() && refuted_[i]) continue;
      const Weighted& weighted = claims_[i];
      Names names = reader_.read(catalog_[weighted.claim], level);
      if (!names.empty()) votes.push_back({weighted.source, weighted.weight, std::move(names)});
    }
    return votes;
  }

  // Keeps what belongs to the coarser level's answer; a vote that has nothing there is silent.
  template <class Map, class Part>
  std::vector<Vote> votes_within(Level level, Level coarser, const Map& map,
                                 std::string Part::*parent) const {
    std::vector<Vote> kept = votes(level);
    const Names& allowed = decided(coarser).values;
    for (Vote& vote : kept) {
      std::erase_if(vote.values, [&](std::string_view name) {
        const auto entry = map.find(name);
        return entry == map.end() ||
               !std::ranges::binary_search(allowed, std::string_view{entry->second.*parent});
      });
    }
    return kept;
  }

  Decision decide_among(Level level, std::vector<Vote> votes) {
    if (contradictory(votes)) verdict_.contradictions.set(index(level));
    return decide(std::move(votes));
  }

  void decide_tree() {
    give(Level::vendor, decide_among(Level::vendor, votes(Level::vendor)));
    const Taxonomy& taxonomy = catalog_.taxonomy;
    decide_within(Level::family, Level::vendor,
                  votes_within(Level::family, Level::vendor, taxonomy.families, &Family::vendor));
    Level coarser = Level::vendor;
    std::vector<Vote> models = votes_for_models(coarser);
    decide_within(Level::model, coarser, std::move(models));
  }

  // A model belongs to its family, or where it has none, to the one vendor it is claimed with.
  bool fits(const Claim& claim, std::string_view model) const {
    const std::string_view family = reader_.family_of(claim, model);
    const Names families = family.empty() ? reader_.read(claim, Level::family) : Names{family};
    const Names owners = families.empty() ? reader_.read(claim, Level::vendor) : families;
    const Names& allowed = decided(families.empty() ? Level::vendor : Level::family).values;
    return owners.size() == 1 && std::ranges::binary_search(allowed, owners.front());
  }

  // Those that fit; `coarser` is the family as soon as one of them has one.
  std::vector<Vote> votes_for_models(Level& coarser) const {
    std::vector<Vote> votes;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (!refuted_.empty() && refuted_[i]) continue;
      const Claim& claim = catalog_[claims_[i].claim];
      Names names = reader_.read(claim, Level::model);
      std::erase_if(names, [&](std::string_view name) { return !fits(claim, name); });
      if (names.empty()) continue;
      if (!reader_.read(claim, Level::family).empty()) coarser = Level::family;
      votes.push_back({claims_[i].source, claims_[i].weight, std::move(names)});
    }
    return votes;
  }

  // A finer answer is right only if the coarser one is.
  void decide_within(Level level, Level coarser, std::vector<Vote> votes) {
    Decision decision = decide_among(level, std::move(votes));
    if (decision.single() && !decided(coarser).single()) return;
    decision.probability = std::min(decision.probability, decided(coarser).probability);
    give(level, std::move(decision));
  }

  // Whether the claim may speak of `os`: of it, or of what it is a kind of.
  bool speaks_of(const Claim& claim, std::string_view os) const {
    return std::ranges::any_of(reader_.read(claim, Level::os), [&](std::string_view name) {
      return name == os || catalog_.taxonomy.is_kind(os, name);
    });
  }

  // Versions of the system that was decided; "16" stands for each finer "16.x" that was named.
  std::vector<Vote> version_votes() const {
    const std::string_view os = decided(Level::os).values.front();
    std::vector<Vote> votes;
    for (const Weighted& weighted : claims_) {
      const Claim& claim = catalog_[weighted.claim];
      if (!speaks_of(claim, os)) continue;
      Names names = reader_.read(claim, Level::os_version);
      std::erase_if(names, [&](std::string_view name) {
        return !catalog_.taxonomy.declares_version(os, name);
      });
      if (!names.empty()) votes.push_back({weighted.source, weighted.weight, std::move(names)});
    }
    return votes;
  }

  // Adds to each vote the values named by any that are finer than one of its own.
  template <class IsFiner>
  static void add_finer(std::vector<Vote>& votes, IsFiner&& is_finer) {
    Names all;
    for (const Vote& vote : votes) all.insert(all.end(), vote.values.begin(), vote.values.end());
    sort_once(all);
    for (Vote& vote : votes) {
      Names finer;
      for (const std::string_view name : all) {
        const auto finer_than = [&](std::string_view wide) { return is_finer(name, wide); };
        if (std::ranges::any_of(vote.values, finer_than)) finer.push_back(name);
      }
      vote.values.insert(vote.values.end(), finer.begin(), finer.end());
      sort_once(vote.values);
    }
  }

  // A set of one value and others that are finer is that one: nothing wider remains open.
  template <class IsFiner>
  static void leave_widest(Names& values, IsFiner&& is_finer) {
    const auto widest = std::ranges::find_if(values, [&](std::string_view wide) {
      return std::ranges::all_of(
          values, [&](std::string_view name) { return name == wide || is_finer(name, wide); });
    });
    if (widest != values.end()) values = {*widest};
  }

  void decide_version() {
    if (!decided(Level::os).single()) return;
    const std::vector<Vote> named = version_votes();
    if (named.empty()) return;
    std::vector<Vote> votes = named;
    add_finer(votes, refines);
    Decision decision = decide_among(Level::os_version, votes);
    leave_widest(decision.values, refines);
    if (decision.values.empty() && decision.tied.size() <= kMostTied &&
        decision.tied_probability >= kAnswer) {
      decision.values = decision.tied;
      decision.probability = decision.tied_probability;
    }
    if (decision.values.empty()) decision = decide(majors_of(named));
    decision.probability = std::min(decision.probability, decided(Level::os).probability);
    give(Level::os_version, std::move(decision));
  }

  // Where the exact version is in dispute, its first number may not be.
  std::vector<Vote> majors_of(std::vector<Vote> votes) const {
    const std::string_view os = decided(Level::os).values.front();
    for (Vote& vote : votes) {
      for (std::string_view& name : vote.values) {
        const std::string_view major = name.substr(0, name.find('.'));
        if (catalog_.taxonomy.declares_version(os, major)) name = major;
      }
      sort_once(vote.values);
    }
    return votes;
  }

  // Nothing when the catalogue has no room.
  std::optional<std::vector<ValueId>> enter(const Names& names) {
    std::vector<ValueId> ids;
    for (const std::string_view name : names) {
      const std::optional<ValueId> id = catalog_.try_intern(name);
      if (!id) return std::nullopt;
      ids.push_back(*id);
    }
    return ids;
  }

  void give(Level level, Decision decision) {
    const std::size_t at = index(level);
    std::optional<std::vector<ValueId>> ids = enter(decision.values);
    if (!ids) return;
    if (ids->size() == 1) verdict_.values[at] = ids->front();
    if (ids->size() > 1) {
      verdict_.likeliest[at] = enter(decision.likeliest).value_or(std::vector<ValueId>{});
      verdict_.ambiguous[at] = std::move(*ids);
    }
    verdict_.confidences[at] = decision.probability;
    decisions_[at] = std::move(decision);
  }

  // The finest level of a chain carries its probability. Two chains that share a source stand and
  // fall together; others are independent.
  void sum_up() {
    SourceSet counted;
    for (const auto& chain :
         {std::vector{Level::model, Level::family, Level::vendor},
          std::vector{Level::os_version, Level::os}, std::vector{Level::type}}) {
      const auto finest =
          std::ranges::find_if(chain, [&](Level level) { return decided(level).single(); });
      if (finest == chain.end()) continue;
      const Decision& decision = decided(*finest);
      const bool shared = (counted & decision.supporters).any();
      if (counted.none()) {
        verdict_.confidence = decision.probability;
      } else if (shared) {
        verdict_.confidence = std::min(verdict_.confidence, decision.probability);
      } else {
        verdict_.confidence *= decision.probability;
      }
      for (const Level level : chain) counted |= decided(level).supporters;
    }
    for (std::size_t i = 0; i < kLevels; ++i) {
      if (static_cast<Level>(i) != Level::type) verdict_.sources |= decisions_[i].supporters;
    }
    for (const Level level : {Level::vendor, Level::os}) {
      if (!decided(level).single()) continue;
      const auto agreeing = static_cast<unsigned>(decided(level).supporters.count());
      verdict_.corroboration = std::max(verdict_.corroboration, agreeing);
    }
  }

  std::span<const Weighted> claims_;
  Catalog& catalog_;
  Reader reader_;
  Verdict verdict_;
  std::array<Decision, kLevels> decisions_;
  std::vector<bool> refuted_;  // by claim; empty: none is
};

}  // namespace

Verdict conclude(std::span<const Weighted> claims, Catalog& catalog) {
  if (claims.empty()) return {};
  return Conclusion{claims, catalog}.verdict();
}

std::string_view application_of(std::span<const RuleId> rules, const Catalog& catalog) {
  std::string_view said;
  for (const RuleId rule : rules) {
    const std::string_view application = catalog[rule].application;
    if (application.empty() || catalog[rule].weight < 100 * kAnswer) continue;
    if (!said.empty() && application != said) return {};
    said = application;
  }
  return said;
}

}  // namespace tapcensus
