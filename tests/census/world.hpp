// A small closed world for tests: a taxonomy, and rules and claims said in words.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "census/verdict.hpp"
#include "facts/catalog.hpp"
#include "facts/evidence.hpp"

namespace tapcensus {

struct Said {
  Level level;
  std::vector<std::string> values;
};

inline Said vendor(std::vector<std::string> values) { return {Level::vendor, std::move(values)}; }
inline Said family(std::vector<std::string> values) { return {Level::family, std::move(values)}; }
inline Said model(std::vector<std::string> values) { return {Level::model, std::move(values)}; }
inline Said type(std::vector<std::string> values) { return {Level::type, std::move(values)}; }
inline Said os(std::vector<std::string> values) { return {Level::os, std::move(values)}; }
inline Said version(std::vector<std::string> values) {
  return {Level::os_version, std::move(values)};
}

struct World {
  Catalog catalog;

  World() {
    Taxonomy& taxonomy = catalog.taxonomy;
    taxonomy.vendors = {{"Apple", {"US"}},     {"Samsung", {"KR"}}, {"HP", {"US"}},
                        {"Microsoft", {"US"}}, {"Google", {"US"}},  {"Cisco", {"US"}}};
    taxonomy.families = {{"iPhone", {"Apple", "phone", "iOS"}},
                         {"Mac", {"Apple", "computer", "macOS"}},
                         {"Apple TV", {"Apple", "set_top_box", "tvOS"}},
                         {"Galaxy", {"Samsung", "", "Android"}},
                         {"LaserJet", {"HP", "printer", ""}}};
    taxonomy.models = {{"iPhone X", {"iPhone"}}, {"Galaxy S8", {"Galaxy"}}};
    taxonomy.systems = {{"iOS", {"Apple", {"11", "15", "16"}}},
                        {"macOS", {"Apple", {"13"}}},
                        {"tvOS", {"Apple", {"16"}}},
                        {"Android", {"Google", {"9", "10", "11", "12", "13"}}},
                        {"Windows", {"Microsoft", {"7", "10", "11"}}},
                        {"Linux", {"", {}}},
                        {"Android TV", {"Google", {"9", "11"}}},
                        {"Wear OS", {"Google", {"11"}}}};
    taxonomy.systems["Android TV"].kind_of = "Android";
    taxonomy.systems["Wear OS"].kind_of = "Android";
  }

  ClaimId claim(const std::vector<Said>& said) {
    Claim claim;
    for (const Said& part : said) {
      for (const std::string& value : part.values) {
        claim.at(part.level).push_back(catalog.intern(value));
      }
      std::sort(claim.at(part.level).begin(), claim.at(part.level).end());
    }
    return *catalog.intern(claim);
  }

  Weighted says(Source source, std::uint8_t weight, const std::vector<Said>& said) {
    return {claim(said), source, weight};
  }

  RuleId rule(std::string id, Field field, std::uint8_t weight, ClaimId claim) {
    std::string place = "rules/" + id;
    return catalog.add({std::move(id), std::move(place), field, weight, claim});
  }

  // The answer: a name, "a|b" for an ambiguous set, "-" for silence.
  std::string answer(const Verdict& verdict, Level level) const {
    const auto at = static_cast<std::size_t>(level);
    if (verdict.values[at]) return std::string{catalog.name(*verdict.values[at])};
    std::string set;
    for (const ValueId id : verdict.ambiguous[at]) {
      if (!set.empty()) set += '|';
      set += catalog.name(id);
    }
    return set.empty() ? "-" : set;
  }
};

}  // namespace tapcensus
