#include "match/database.hpp"

#include <hs.h>

#include <cstdlib>
#include <new>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace tapcensus {
namespace {

constexpr unsigned kFlags = HS_FLAG_SINGLEMATCH | HS_FLAG_DOTALL;

unsigned mode_of(Scanning scanning) {
  return scanning == Scanning::whole ? HS_MODE_BLOCK : HS_MODE_STREAM;
}

std::string take_message(hs_compile_error_t* error) {
  if (error == nullptr) return "Hyperscan gave no reason";
  std::string message = error->message;
  if (message.ends_with('.')) message.pop_back();
  hs_free_compile_error(error);
  return message;
}

// Whether `expression` is found in `text`, which is scanned from a padded copy.
bool finds(const hs_database* database, hs_scratch* scratch, std::string text) {
  const auto size = static_cast<unsigned>(text.size());
  text.append(kScanSlack, '\0');
  bool found = false;
  const auto note = [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
    *static_cast<bool*>(context) = true;
    return 0;
  };
  return hs_scan(database, text.data(), size, 0, scratch, note, &found) == HS_SUCCESS && found;
}

// What Vectorscan 5.4.9 misses on AVX2 and AVX-512 (its issue 317).
bool known_answers_hold() {
  const std::vector<std::string> repeat{"[bd]{2,4}a"};
  const std::vector<std::string> tail{"da"};
  auto repeat_database = compile(repeat);
  auto tail_database = compile(tail);
  if (repeat_database.index() != 0 || tail_database.index() != 0) return false;
  const hs_database* const first = std::get<Database>(repeat_database).get();
  const hs_database* const second = std::get<Database>(tail_database).get();
  const auto scratches = make_scratches({first, second}, 1);
  hs_scratch* const scratch = scratches.front().get();
  if (!finds(first, scratch, "eeabeeabcdbeadaadadcdaedba")) return false;
  for (std::size_t before = 0; before <= 130; ++before) {
    if (!finds(second, scratch, std::string(before, 'e') + "da")) return false;
  }
  return true;
}

}  // namespace

void DatabaseDeleter::operator()(hs_database* database) const noexcept {
  hs_free_database(database);
}

void ScratchDeleter::operator()(hs_scratch* scratch) const noexcept { hs_free_scratch(scratch); }

void StreamDeleter::operator()(hs_stream* stream) const noexcept {
  hs_close_stream(stream, nullptr, nullptr, nullptr);
}

std::variant<Database, CompileFailure> compile(const std::vector<std::string>& expressions,
                                               Scanning scanning) {
  std::vector<const char*> texts;
  std::vector<unsigned> ids;
  for (const std::string& expression : expressions) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(expression.c_str());
  }
  const std::vector<unsigned> flags(texts.size(), kFlags);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()),
                       mode_of(scanning), nullptr, &database, &error) == HS_SUCCESS) {
    return Database{database};
  }
  const int expression = error == nullptr ? -1 : error->expression;
  return CompileFailure{expression, take_message(error)};
}

std::optional<std::string> refusal(const std::string& expression) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(expression.c_str(), kFlags, &info, &error) != HS_SUCCESS) {
    return take_message(error);
  }
  const bool empty = info->min_width == 0;
  std::free(info);  // NOLINT: allocated by Hyperscan with malloc
  if (empty) return "it matches the empty text";
  return std::nullopt;
}

std::string database_key(const std::vector<std::string>& expressions, Scanning scanning) {
  hs_platform_info_t platform{};
  hs_populate_platform(&platform);
  std::string content = std::string{scanning == Scanning::whole ? "block " : "stream "} +
                        std::to_string(kFlags) + ' ' + hs_version() + ' ' +
                        std::to_string(platform.tune) + ' ' +
                        std::to_string(platform.cpu_features) + '\0';
  for (const std::string& expression : expressions) (content += expression) += '\0';
  const auto digest = sha256_hex(content);
  return {digest.begin(), digest.end()};
}

std::span<const std::byte> memory_of(const hs_database* database) {
  std::size_t size = 0;
  if (hs_database_size(database, &size) != HS_SUCCESS) return {};
  return {reinterpret_cast<const std::byte*>(database), size};
}

const hs_database* database_in(std::span<const std::byte> memory) {
  constexpr std::size_t kLeast = 128;  // what Hyperscan looks at before it knows the size
  constexpr std::size_t kAlignment = 8;
  if (memory.size() < kLeast || reinterpret_cast<std::uintptr_t>(memory.data()) % kAlignment != 0) {
    return nullptr;
  }
  const auto* const database = reinterpret_cast<const hs_database*>(memory.data());
  return memory_of(database).size() == memory.size() ? database : nullptr;
}

std::size_t stream_size(const hs_database* database) {
  std::size_t size = 0;
  return hs_stream_size(database, &size) == HS_SUCCESS ? size : 0;
}

OpenStream open_stream(const hs_database* database) {
  hs_stream_t* stream = nullptr;
  if (hs_open_stream(database, 0, &stream) != HS_SUCCESS) throw std::bad_alloc{};
  return OpenStream{stream};
}

std::vector<Scratch> make_scratches(const std::vector<const hs_database*>& databases,
                                    std::size_t workers) {
  hs_scratch_t* grown = nullptr;
  for (const hs_database* database : databases) {
    if (hs_alloc_scratch(database, &grown) != HS_SUCCESS) throw std::bad_alloc{};
  }
  std::vector<Scratch> scratches;
  if (grown == nullptr) return scratches;
  scratches.emplace_back(grown);
  while (scratches.size() < workers) {
    hs_scratch_t* clone = nullptr;
    if (hs_clone_scratch(grown, &clone) != HS_SUCCESS) throw std::bad_alloc{};
    scratches.emplace_back(clone);
  }
  return scratches;
}

std::optional<std::string> distrust_version(std::string_view version) {
  // "5.4.0 2021-01-26"
  const std::size_t space = version.find(' ');
  const std::string_view date = space == version.npos ? "" : version.substr(space + 1);
  if (date.size() == 10 && date[4] == '-' && date[7] == '-') return std::nullopt;
  return "the library libhs is not Hyperscan but stands in for it (it calls itself '" +
         std::string{version} + "'); install libhyperscan5 and remove libvectorscan5";
}

std::optional<std::string> distrust() {
  if (auto reason = distrust_version(hs_version())) return reason;
  if (known_answers_hold()) return std::nullopt;
  return "Hyperscan misses matches that are there on this processor; install libhyperscan5 and "
         "remove libvectorscan5";
}

}  // namespace tapcensus
