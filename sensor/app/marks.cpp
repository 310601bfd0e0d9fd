#include "app/marks.hpp"

#include <fmt/format.h>
#include <langinfo.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace tapcensus {
namespace {

std::string_view sign_of(State state) {
  switch (state) {
    case State::ok: return "\u2713 ";
    case State::failure: return "\u2717 ";
    case State::warning: return "! ";
    case State::unknown: break;
  }
  return "  ";
}

std::string_view colour_of(State state) {
  switch (state) {
    case State::ok: return "\x1b[32m";
    case State::failure: return "\x1b[31m";
    case State::warning: return "\x1b[33m";
    case State::unknown: break;
  }
  return "";
}

bool writes_utf8() {
  const locale_t locale = newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return false;
  const bool utf8 = std::string_view{nl_langinfo_l(CODESET, locale)} == "UTF-8";
  freelocale(locale);
  return utf8;
}

}  // namespace

Marks Marks::of(int descriptor) {
  const char* const no_colour = std::getenv("NO_COLOR");
  const bool terminal = isatty(descriptor) == 1;
  return {.colours = terminal && (no_colour == nullptr || *no_colour == '\0'),
          .signs = terminal && writes_utf8()};
}

std::string Marks::coloured(State state, std::string_view text) const {
  if (!colours) return std::string{text};
  return fmt::format("{}{}\x1b[0m", colour_of(state), text);
}

std::string Marks::word(State state) const {
  return coloured(state, fmt::format("{}{:<4}", signs ? sign_of(state) : "", word_of(state)));
}

nlohmann::ordered_json judgements_json(const std::vector<Judgement>& judgements) {
  using Json = nlohmann::ordered_json;
  constexpr std::array<std::string_view, 4> kStates{"unknown", "ok", "warning", "failure"};
  Json array = Json::array();
  for (const Judgement& judgement : judgements) {
    Json object{{"check", judgement.name},
                {"state", kStates.at(static_cast<std::size_t>(judgement.state))},
                {"finding", judgement.finding}};
    if (!judgement.advice.empty()) object["advice"] = judgement.advice;
    if (!judgement.command.empty()) object["command"] = judgement.command;
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace tapcensus
