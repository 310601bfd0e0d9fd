// A list converted, for tests: what came out, and what was told of the rest.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "packs/conversion.hpp"

namespace tapcensus {

inline Taxonomy small_taxonomy() {
  Taxonomy taxonomy;
  for (const char* const vendor : {"Acme", "Apple", "Cisco", "Microsoft", "Samsung", "Zenith"}) {
    taxonomy.vendors[vendor] = {};
  }
  taxonomy.organizations = {{"Acme Semiconductor", ""},
                            {"Espressif", ""},
                            {"Intel", ""},
                            {"Private", ""},
                            {"VMware", ""},
                            {"Great Northern", "Acme"},
                            {"GREAT-NORTHERN CHIPS", ""}};
  taxonomy.systems["Android"] = {.vendor = {}, .versions = {"9", "10"}};
  taxonomy.systems["IOS"] = {.vendor = "Cisco", .versions = {"12", "15"}};
  taxonomy.systems["Linux"] = {.vendor = {}, .versions = {"2.6", "3", "4"}};
  taxonomy.systems["Tizen"] = {.vendor = {}, .versions = {"2.2"}};
  taxonomy.systems["Windows"] = {.vendor = "Microsoft", .versions = {"XP", "7", "10"}};
  taxonomy.systems["iOS"] = {.vendor = "Apple", .versions = {"12"}};
  taxonomy.systems["macOS"] = {.vendor = "Apple", .versions = {"10.6"}};
  taxonomy.families["iPad"] = {.vendor = "Apple", .type = "tablet", .os = "iOS"};
  return taxonomy;
}

class Imported {
 public:
  Imported(PackFormat format, std::string list) : taxonomy_{small_taxonomy()} {
    const PackInput input{"list", std::move(list)};
    conversion_ = convert(format, {&input, 1}, {"mine", "1", "BSD", "here"}, taxonomy_);
  }

  // Of the pack's file; empty where it has none.
  std::string file(std::string_view name) const {
    const auto known = std::ranges::find(conversion_.files, name, &PackFile::name);
    return known == conversion_.files.end() ? std::string{} : known->content;
  }
  std::string rules() const { return file("rules.toml"); }
  std::string told() const {
    std::string text;
    for (const Error& error : conversion_.not_converted) text += error.sentence() + '\n';
    return text;
  }
  std::size_t rows() const { return conversion_.rows; }
  std::size_t converted() const { return conversion_.converted; }
  const std::vector<PackFile>& files() const { return conversion_.files; }

 private:
  Taxonomy taxonomy_;
  Conversion conversion_;
};

}  // namespace tapcensus
