// Names as others write them to names of our taxonomy: "Cisco Systems, Inc." is Cisco, "Mac OS X
// 10.6" is macOS 10.6. What is not surely one of ours is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "facts/taxonomy.hpp"

namespace tapcensus {

// Letters and digits only, lower case.
std::string fold(std::string_view text);

class Names {
 public:
  explicit Names(const Taxonomy& taxonomy);

  // With or without the legal form and such words as "Technologies" behind it.
  std::optional<std::string> vendor(std::string_view text) const;

  // Of what an organization makes, as lists of hardware addresses name it: "Hewlett Packard
  // Enterprise". An empty vendor: parts of others' devices, or addresses of virtual machines.
  std::optional<std::string> vendor_of_organization(std::string_view text) const;

  struct SystemName {
    std::string os;
    std::string version;  // empty: none that the taxonomy declares
  };
  // "Windows 7", "Linux 2.6.x", "Ubuntu".
  std::optional<SystemName> system(std::string_view text) const;
  std::optional<std::string> version(std::string_view os, std::string_view text) const;

  // Of this vendor.
  std::optional<std::string> family(std::string_view text, std::string_view vendor) const;
  std::optional<std::string> model(std::string_view text, std::string_view vendor) const;

  // One of kDeviceTypes: "IP Camera", "Printer".
  static std::optional<std::string> type(std::string_view text);

 private:
  // Folded; an empty name where two of the taxonomy fold to the same.
  using Index = std::unordered_map<std::string, std::string>;

  const Taxonomy& taxonomy_;
  Index vendors_, systems_;
  std::unordered_map<std::string, std::string> organizations_;  // folded beginnings
};

}  // namespace tapcensus
