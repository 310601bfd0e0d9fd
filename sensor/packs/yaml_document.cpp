#include "packs/yaml_document.hpp"

#include <yaml.h>

#include <algorithm>

namespace tapcensus {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view content) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(content.data()),
                                 content.size());
  }
  ~Parser() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  bool load(yaml_document_t& document) {
    return ready_ && yaml_parser_load(&parser_, &document) != 0;
  }
  YamlFault fault() const {
    return {parser_.problem_mark.line + 1, parser_.problem_mark.column + 1,
            parser_.problem == nullptr ? "it is no YAML" : parser_.problem};
  }

 private:
  yaml_parser_t parser_{};
  bool ready_ = false;
};

std::optional<YamlText> text_of(const yaml_node_t* node) {
  if (node == nullptr || node->type != YAML_SCALAR_NODE) return std::nullopt;
  const auto& scalar = node->data.scalar;
  return YamlText{{reinterpret_cast<const char*>(scalar.value), scalar.length},
                  node->start_mark.line + 1,
                  node->start_mark.column + 1};
}

template <class Say>
void for_each_pair(yaml_document_t& document, const yaml_node_t* node, Say&& say) {
  if (node == nullptr || node->type != YAML_MAPPING_NODE) return;
  const auto& pairs = node->data.mapping.pairs;
  for (const yaml_node_pair_t* pair = pairs.start; pair < pairs.top; ++pair) {
    const auto key = text_of(yaml_document_get_node(&document, pair->key));
    if (key) say(key->text, yaml_document_get_node(&document, pair->value));
  }
}

YamlList list_of(yaml_document_t& document, const std::string& name, const yaml_node_t* node) {
  YamlList list{name, {}};
  if (node == nullptr || node->type != YAML_SEQUENCE_NODE) return list;
  const auto& items = node->data.sequence.items;
  for (const yaml_node_item_t* item = items.start; item < items.top; ++item) {
    const yaml_node_t* const entry = yaml_document_get_node(&document, *item);
    if (entry == nullptr) continue;
    list.entries.push_back({entry->start_mark.line + 1, entry->start_mark.column + 1, {}});
    for_each_pair(document, entry, [&](const std::string& key, const yaml_node_t* value) {
      if (auto text = text_of(value)) list.entries.back().values.emplace_back(key, *text);
    });
  }
  return list;
}

}  // namespace

const YamlText* YamlEntry::find(std::string_view key) const {
  const auto known = std::ranges::find(values, key, &std::pair<std::string, YamlText>::first);
  return known == values.end() ? nullptr : &known->second;
}

std::vector<YamlList> read_yaml_lists(std::string_view content, std::optional<YamlFault>& fault) {
  Parser parser{content};
  yaml_document_t document{};
  std::vector<YamlList> lists;
  if (!parser.load(document)) {
    fault = parser.fault();
    return lists;
  }
  for_each_pair(document, yaml_document_get_root_node(&document),
                [&](const std::string& name, const yaml_node_t* node) {
                  lists.push_back(list_of(document, name, node));
                });
  yaml_document_delete(&document);
  return lists;
}

}  // namespace tapcensus
