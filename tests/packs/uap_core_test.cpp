// uap-core's list becomes rules of two lists, and says row by row what does not.
#include <filesystem>
#include <fstream>

#include "packs/imports.hpp"
#include "packs/installed.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Imported import(std::string list) { return {PackFormat::uap_core, std::move(list)}; }

TEST(UapCore, SystemsAndMakersBecomeRulesOfTheirLists) {
  const Imported pack = import(
      "os_parsers:\n"
      "  - regex: 'Acme(Phone) OS'\n    os_replacement: 'Android'\n"
      "device_parsers:\n"
      "  - regex: '; ACME ([^;]+) Build'\n    regex_flag: 'i'\n    brand_replacement: 'Acme'\n"
      "    model_replacement: '$1'\n");
  EXPECT_EQ(pack.rows(), 2u);
  EXPECT_EQ(pack.converted(), 2u);
  EXPECT_THAT(pack.told(), IsEmpty());
  EXPECT_THAT(pack.rules(), HasSubstr("device = { os = 'Android' }\nwhen = 'http.user_agent'\n"
                                      "matches = 'Acme(Phone) OS'\nlist = 'os'\n"));
  EXPECT_THAT(pack.rules(), HasSubstr("device = { vendor = 'Acme' }\nwhen = 'http.user_agent'\n"
                                      "matches = '(?i); ACME ([^;]+) Build'\nlist = 'device'\n"));
  EXPECT_THAT(pack.file("pack.toml"), HasSubstr("name = 'mine'"));
}

TEST(UapCore, ANameThatAGroupCapturesIsEachOfItsTexts) {
  const Imported pack = import("os_parsers:\n  - regex: '(Tizen|Nonesuch)[/ ](\\d+)'\n");
  EXPECT_EQ(pack.converted(), 1u);
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'Tizen' }\nwhen = 'http.user_agent'\n"
                                      "matches = '(Tizen)[/ ](\\d+)'"));
  EXPECT_THAT(pack.rules(), HasSubstr("device = {}\nwhen = 'http.user_agent'\n"
                                      "matches = '(Nonesuch)[/ ](\\d+)'"));
}

TEST(UapCore, ARowThatIsNotOursKeepsItsPlaceAndSaysNothing) {
  const Imported pack = import(
      "os_parsers:\n  - regex: 'Windows Toaster'\n    os_replacement: 'ToastOS'\n"
      "  - regex: 'Windows'\n    os_replacement: 'Windows'\n    os_v1_replacement: '7'\n");
  EXPECT_EQ(pack.converted(), 1u);
  EXPECT_THAT(pack.told(), HasSubstr("list:2:12: no system 'ToastOS' in the taxonomy"));
  const std::string rules = pack.rules();
  EXPECT_LT(rules.find("device = {}"), rules.find("device = { os = 'Windows', os_version = '7' }"));
}

TEST(UapCore, VersionsThatStandStillAreNotClaimed) {
  const Imported pack = import(
      "os_parsers:\n  - regex: 'NT 10'\n    os_replacement: 'Windows'\n    os_v1_replacement: "
      "'10'\n"
      "  - regex: 'X 10_6'\n    os_replacement: 'Mac OS X'\n    os_v1_replacement: '10'\n"
      "    os_v2_replacement: '6'\n");
  EXPECT_EQ(pack.converted(), 2u);
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'Windows' }"));
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'macOS' }"));
}

TEST(UapCore, SaysWhatItCannotConvert) {
  const Imported pack = import(
      "user_agent_parsers:\n  - regex: '(Firefox)/(\\d+)'\n"
      "os_parsers:\n  - regex: 'Android(?! TV)'\n    os_replacement: 'Android'\n"
      "  - family: 'x'\n"
      "device_parsers:\n  - regex: 'Robot'\n    brand_replacement: 'Spider'\n"
      "  - regex: '; ([a-z]+) Build'\n    brand_replacement: '$1'\n"
      "  - regex: 'Nobody'\n    device_replacement: 'X'\n");
  EXPECT_EQ(pack.rows(), 6u);
  EXPECT_EQ(pack.converted(), 0u);
  EXPECT_THAT(pack.told(), HasSubstr("list:2:5: it names a program, not a device\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:4:12: "));
  EXPECT_THAT(pack.told(), HasSubstr("list:6:5: it has no 'regex'\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:8:12: no vendor 'Spider'"));
  EXPECT_THAT(pack.told(), HasSubstr("list:10:12: the name is read out of the text"));
  EXPECT_THAT(pack.told(), HasSubstr("list:12:12: it names no maker\n"));
}

TEST(UapCore, AFileThatIsNoYamlIsToldWhere) {
  const Imported pack = import("os_parsers:\n  - regex: 'unclosed\n");
  EXPECT_EQ(pack.rows(), 0u);
  EXPECT_THAT(pack.told(), HasSubstr("list:3:"));
}

TEST(Installed, AnInstalledListIsAPackWithItsVersion) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path{::testing::TempDir()} / "installed";
  fs::create_directories(root / "usr/share/uap-core");
  fs::create_directories(root / "var/lib/dpkg");
  const auto write = [&](const char* name, std::string_view text) {
    std::ofstream{root / name} << text;
  };
  const InstalledPack& pack = installed_packs().back();
  fs::remove(root / "usr/share/uap-core/regexes.yaml");
  EXPECT_THAT(files_of(pack, root), IsEmpty());
  write("usr/share/uap-core/regexes.yaml",
        "os_parsers:\n  - regex: 'Tizen'\n    os_replacement: 'Tizen'\n");
  write("var/lib/dpkg/status",
        "Package: other\nVersion: 9\n\nPackage: uap-core\nStatus: install ok installed\n"
        "Version: 1:0.16.0-1\nArchitecture: all\n\nPackage: zlib\nVersion: 8\n");
  const auto files = source_of(pack, root).convert(small_taxonomy()).files;
  ASSERT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(files.front().content, HasSubstr("version = '1:0.16.0-1'\nlicence = 'Apache-2.0'"));
  fs::remove_all(root);
}

}  // namespace
}  // namespace tapcensus
