#include "present/rule_stubs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "present/fact_line.hpp"

namespace tapcensus {
namespace {

constexpr std::array kNamesOfHosts{Field::dns_query, Field::http_host, Field::tls_sni};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// A basic string: what a literal one cannot hold.
std::string basic_string(std::string_view text) {
  std::string quoted{'"'};
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (quoted += '\\') += c;
    } else if (is_control(c)) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

bool is_utf8(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return nlohmann::json::parse(quoted).get_ref<const std::string&>() == text;
}

// Nothing when TOML cannot hold the text.
std::optional<std::string> toml_string(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  const bool literal = text.find('\'') == text.npos && std::ranges::none_of(text, is_control);
  return literal ? fmt::format("'{}'", text) : basic_string(text);
}

bool is_domain(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return text.find('.') != text.npos && text.front() != '.' && text.back() != '.' &&
         text.size() <= 253 && std::ranges::all_of(text, allowed);
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

void write_stub(std::ostream& out, Field field, const UnknownValue& value,
                const std::string& text) {
  const bool names_host = std::ranges::find(kNamesOfHosts, field) != kNamesOfHosts.end();
  const std::string_view matcher = names_host && is_domain(value.text) ? "domain  " : "is      ";
  out << fmt::format(
      "\n[[rule]]  # said by {}\ndevice   = {{}}\nwhen     = \"{}\"\n{} = {}\nweight   = 0\n"
      "examples = [{}]\n",
      counted(value.sources, "source"), name_of(field), matcher, text, text);
}

void write_field(std::ostream& out, const UnknownField& field) {
  out << fmt::format("\n# {}: {} that no rule knows\n", name_of(field.field),
                     counted(field.values.size(), "value"));
  std::size_t shown = 0;
  std::size_t unwritable = 0;
  for (const UnknownValue& value : field.values) {
    if (shown == kMostStubs) break;
    const auto text = toml_string(value.text);
    if (!text) {
      ++unwritable;
      continue;
    }
    write_stub(out, field.field, value, *text);
    ++shown;
  }
  const std::size_t more = field.values.size() - shown - unwritable;
  if (unwritable + more > 0 || !field.complete) out << '\n';
  if (more > 0) out << fmt::format("# and {} that fewer said\n", counted(more, "value"));
  if (unwritable > 0) {
    out << fmt::format("# and {} of other bytes than UTF-8: --output json has them\n",
                       counted(unwritable, "value"));
  }
  if (!field.complete) out << "# and others that had no room or are very long\n";
}

}  // namespace

void write_rule_stubs(std::ostream& out, std::span<const UnknownField> fields) {
  if (fields.empty()) {
    out << "# Nothing was said that no rule knows.\n";
    return;
  }
  out << "# What devices said and no rule knows, of each field the most frequent first. These are\n"
         "# their words: before you pass them on, look for names of people. To make a rule of "
         "one,\n"
         "# fill in `device` and `weight`, and make of the value what all such devices say.\n";
  for (const UnknownField& field : fields) write_field(out, field);
}

void write_unknown_json(std::ostream& out, std::span<const UnknownField> fields) {
  out << "{\"version\":1,\n\"unknown\":[";
  std::string line;
  for (const UnknownField& field : fields) {
    line = fmt::format("{}\n{{\"field\":\"{}\",\"complete\":{},\"values\":[",
                       &field == fields.data() ? "" : ",", name_of(field.field), field.complete);
    for (const UnknownValue& value : field.values) {
      line += &value == field.values.data() ? "{\"value\":" : ",{\"value\":";
      append_json_string(line, value.text);
      line += fmt::format(",\"sources\":{}}}", value.sources);
    }
    out << line << "]}";
  }
  out << "\n]}\n";
}

}  // namespace tapcensus
