#include "packs/installed.hpp"

#include <sys/stat.h>

#include <array>
#include <ctime>

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

// The version of a package that dpkg has unpacked; empty when it does not know. dpkg's status
// changes with any package; the list of sums is the package's own, and changes with its changelog.
std::string version_of(std::string_view package, const fs::path& root, std::vector<Input>& noted) {
  read_noted(root / "var/lib/dpkg/info" / (std::string{package} + ".md5sums"), noted);
  std::vector<Input> passed_over;
  const auto status = read_noted(root / "var/lib/dpkg/status", passed_over);
  if (!status) return {};
  const std::string& text = *status;
  const std::string heading = "Package: " + std::string{package} + "\n";
  std::size_t at = text.starts_with(heading) ? 0 : text.find("\n" + heading);
  if (at == text.npos) return {};
  const std::size_t end = text.find("\n\n", at + 1);
  constexpr std::string_view kVersion = "\nVersion: ";
  at = text.find(kVersion, at);
  if (at >= end) return {};
  at += kVersion.size();
  return text.substr(at, text.find('\n', at) - at);
}

}  // namespace

const std::vector<InstalledPack>& installed_packs() {
  static const std::vector<InstalledPack> kPacks{
      {"ieee-data",
       PackFormat::ieee,
       {"usr/share/ieee-data/oui.txt", "usr/share/ieee-data/mam.txt",
        "usr/share/ieee-data/oui36.txt", "usr/share/ieee-data/iab.txt"}},
      {"uap-core", PackFormat::uap_core, {"usr/share/uap-core/regexes.yaml"}},
  };
  return kPacks;
}

std::vector<fs::path> files_of(const InstalledPack& pack, const fs::path& root) {
  std::vector<fs::path> paths;
  for (const std::string_view file : pack.files) {
    std::error_code ignored;
    if (fs::path path = root / file; fs::is_regular_file(path, ignored)) {
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

std::optional<PackInput> read_input(const fs::path& path, std::vector<Input>& noted) {
  auto content = read_noted(path, noted);
  if (!content) return std::nullopt;
  return PackInput{path.string(), std::move(*content)};
}

std::string day_of(const fs::path& path) {
  struct stat file {};
  std::tm day{};
  std::array<char, 16> text{};
  if (stat(path.c_str(), &file) != 0 || gmtime_r(&file.st_mtime, &day) == nullptr) return "?";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &day)};
}

PackSource source_of(const InstalledPack& pack, const fs::path& root) {
  const auto make = [pack, root](const Taxonomy& taxonomy) {
    ConvertedPack made;
    std::vector<PackInput> inputs;
    std::string day = "?";
    for (const std::string_view file : pack.files) {
      auto input = read_input(root / file, made.inputs);
      if (!input) continue;
      if (inputs.empty()) day = day_of(root / file);
      inputs.push_back(std::move(*input));
    }
    const std::string version = version_of(pack.name, root, made.inputs);
    const PackFormatRow& format = row_of(pack.format);
    const PackHead head{.name = std::string{pack.name},
                        .version = version.empty() ? day : version,
                        .licence = std::string{format.licence},
                        .source = std::string{format.source}};
    made.files = convert(pack.format, inputs, head, taxonomy).files;
    return made;
  };
  return {.name = std::string{pack.name}, .directory = {}, .convert = make};
}

}  // namespace tapcensus
