// [[signature]]: an id, and the payload that is counted under it.
#include <algorithm>
#include <map>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

// Words of a-z, 0-9, '_' and '-', with dots between them.
bool is_signature_id(std::string_view id) {
  constexpr std::size_t kMostCharacters = 64;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  };
  return !id.empty() && id.size() <= kMostCharacters && id.front() != '.' && id.back() != '.' &&
         id.find("..") == id.npos && std::ranges::all_of(id, allowed);
}

std::string read_id(const TomlTable& signature, Mistakes& mistakes) {
  signature.require("id");
  const auto id = signature.text("id");
  if (!id) return {};
  if (!is_signature_id(id->text)) {
    mistakes.add(id->place, "'" + id->text +
                                "' is not an id: write it like 'ssh.banner', with a-z, 0-9, '_', "
                                "'-' and dots between words, at most 64 characters");
  }
  return id->text;
}

// One of a closed list.
std::string read_word(const TomlTable& signature, std::string_view key,
                      std::span<const std::string_view> words, Mistakes& mistakes) {
  signature.require(key);
  const auto word = signature.text(key);
  if (!word) return {};
  if (std::ranges::find(words, word->text) == words.end()) {
    std::string sentence = "'" + word->text + "' is not a " + std::string{key} +
                           suggestion(word->text, words) + "; there are";
    for (const std::string_view known : words) {
      sentence += (known == words.front() ? " " : ", ") + std::string{known};
    }
    mistakes.add(word->place, std::move(sentence));
  }
  return word->text;
}

}  // namespace

void read_hint(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes) {
  if (!is_payload(draft.field)) {
    for (const auto key : {"ports", "to"}) {
      if (!table.has(key)) continue;
      mistakes.add(table.place(), "'" + std::string{key} +
                                      "' goes with payload.tcp and payload.udp alone; other "
                                      "fields are read wherever they are");
    }
    return;
  }
  const auto ports = table.numbers("ports", 1, 65535);
  if (ports.size() > draft.hint.ports.size()) {
    mistakes.add(table.place(), "'ports' holds " + std::to_string(ports.size()) + "; at most " +
                                    std::to_string(draft.hint.ports.size()) +
                                    " can be named, and none means all");
  }
  for (std::size_t i = 0; i < std::min(ports.size(), draft.hint.ports.size()); ++i) {
    draft.hint.ports[i] = static_cast<std::uint16_t>(ports[i]);
  }
  const auto to = table.text("to");
  if (!to) return;
  if (to->text == "server") {
    draft.hint.to = Heading::to_server;
  } else if (to->text == "client") {
    draft.hint.to = Heading::to_client;
  } else {
    mistakes.add(to->place, "'to' must be 'server' or 'client'");
  }
}

std::optional<RuleDraft> read_signature(const TomlTable& signature, const FileOrigin& origin,
                                        Mistakes& mistakes) {
  signature.only({"id", "category", "severity", "when", "matches", "ports", "to", "examples",
                  "counterexamples", "note"});
  RuleDraft draft{};
  draft.place = signature.place();
  draft.id = id_of(origin, draft.place);
  draft.pack = origin.number;
  draft.matcher = Matcher::matches;
  draft.signature = {read_id(signature, mistakes),
                     read_word(signature, "category", kSignatureCategories, mistakes),
                     read_word(signature, "severity", kSeverities, mistakes)};
  signature.text("note");
  for (const auto key : {"matches", "examples"}) signature.require(key);
  const auto field = read_field(signature, mistakes);
  if (!field) return std::nullopt;
  draft.field = *field;
  if (!is_payload(draft.field)) {
    mistakes.add(signature.place(),
                 "a signature is found in payload: 'when' must be 'payload.tcp' or 'payload.udp'");
    return std::nullopt;
  }
  read_values(signature, draft, mistakes);
  read_examples(signature, draft);
  read_hint(signature, draft, mistakes);
  return draft;
}

void check_signatures(const std::vector<RuleDraft>& rules, Mistakes& mistakes) {
  std::map<std::string_view, Place> places;
  for (const RuleDraft& rule : rules) {
    if (rule.signature.id.empty()) continue;
    const auto [first, fresh] = places.try_emplace(rule.signature.id, rule.place);
    if (!fresh) {
      mistakes.add(rule.place, "the id '" + rule.signature.id + "' is that of " +
                                   mistakes.name_of(first->second) +
                                   " already; 'matches' may hold several expressions");
    } else if (places.size() == kMostSignatures + 1) {
      mistakes.add(rule.place, "there are more than " + std::to_string(kMostSignatures) +
                                   " signatures; each is two series, so leave some out");
    }
  }
}

}  // namespace tapcensus
