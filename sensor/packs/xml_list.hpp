// XML as lists of fingerprints have it: elements with attributes, and where they stand.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string_view>

#include "packs/pack_writer.hpp"

namespace tapcensus {

class XmlList {
 public:
  // Tells `pack` where the file is no XML; what stands before that is there.
  XmlList(const PackInput& input, PackWriter& pack);

  const pugi::xml_document& document() const { return document_; }
  RowPlace place_of(const pugi::xml_node& node) const;

  // Calls say(element) for each element of that name, however deep.
  template <class Say>
  void for_each(const char* name, Say&& say) const {
    pugi::xml_node node = document_.first_child();
    while (node) {
      if (std::string_view{node.name()} == name) say(node);
      if (node.first_child()) {
        node = node.first_child();
        continue;
      }
      while (node && !node.next_sibling()) node = node.parent();
      if (node) node = node.next_sibling();
    }
  }

 private:
  RowPlace place_at(std::ptrdiff_t offset) const;

  const PackInput& input_;
  pugi::xml_document document_;
};

// A text that is to be found as it is, in an expression.
std::string as_literal(std::string_view text);

}  // namespace tapcensus
