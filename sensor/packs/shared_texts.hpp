// Texts that several rows of a list have: what all of them say together is one of these.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "packs/pack_writer.hpp"

namespace tapcensus {

class SharedTexts {
 public:
  static constexpr std::size_t kMostNames = 4;  // of a level; more say nothing

  // `part` is looked for anywhere in the text, else the text is all of it.
  void add(const RowPlace& place, Field field, std::string text, bool part, DeviceNames device);

  // Tells the writer of each row.
  void write(PackWriter& pack, std::uint8_t weight);

 private:
  struct Row {
    RowPlace place;
    DeviceNames device;
  };
  struct Key {
    Field field;
    bool part;
    std::string text;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  std::map<Key, std::vector<Row>> rows_;
};

}  // namespace tapcensus
