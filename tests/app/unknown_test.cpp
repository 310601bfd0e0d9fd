// `read --unknown`: what devices say and no rule knows, ready to be made a rule of.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Rules that know the User-Agents of iPhones, and nothing else.
class Unknown : public ::testing::Test {
 protected:
  Unknown() {
    scratch_.write("taxonomy.toml", "[vendors]\nApple = { country = \"US\" }\n");
    scratch_.write("a.toml",
                   "[[rule]]\ndevice = { vendor = \"Apple\" }\nwhen = \"http.user_agent\"\n"
                   "matches = 'iPhone'\nweight = 50\nexamples = ['iPhone']\n");
  }
  Ended read(Program::Arguments arguments) const {
    arguments.insert(arguments.begin(), {"read", "--unknown", capture_path("office.pcap")});
    arguments.insert(arguments.end(), {"--rules", scratch_.in("")});
    return tapcensus(arguments);
  }
  Scratch scratch_;
};

TEST_F(Unknown, ValuesAreRulesThatCheckAsksToFillIn) {
  const Ended stubs = read({});
  EXPECT_EQ(stubs.status, 0) << stubs.err;
  EXPECT_THAT(stubs.out, HasSubstr("when     = \"http.user_agent\""));
  EXPECT_THAT(stubs.out, HasSubstr("when     = \"dhcp.hostname\""));
  EXPECT_THAT(stubs.out, Not(HasSubstr("iPhone; CPU")));
  scratch_.write("new.toml", stubs.out);
  const Ended check = tapcensus({"rules", "check", "--rules", scratch_.in("")});
  EXPECT_EQ(check.status, 2);
  std::istringstream mistakes{check.err};
  for (std::string line; std::getline(mistakes, line);) {
    EXPECT_TRUE(line.find("'device' says nothing") != line.npos || line.find("weight") != line.npos)
        << line;
  }
}

TEST_F(Unknown, ValuesAreCountedBySourceNotByPacket) {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> said;
  const Scratch scratch;
  const Ended ended = read({"--output", "json", "--facts", scratch.in("facts")});
  for (const auto& [source, field, value] : facts_in(content_of(scratch.in("facts")))) {
    said[{field, value}].insert(source);
  }
  std::size_t compared = 0;
  const Json unknown = Json::parse(ended.out);
  for (const Json& field : unknown["unknown"]) {
    EXPECT_EQ(field["complete"], true);
    if (field["field"] != "http.user_agent" && field["field"] != "tls.sni") continue;
    std::size_t before = ~std::size_t{0};
    for (const Json& value : field["values"]) {
      const std::size_t sources = value["sources"];
      EXPECT_EQ(sources, (said[{field["field"], value["value"]}].size())) << value;
      EXPECT_LE(sources, before);
      before = sources;
      ++compared;
    }
  }
  EXPECT_GT(compared, 10u);
}

TEST_F(Unknown, ValuesAreTheSameWithAnyNumberOfWorkers) {
  for (const std::string output : {"table", "json"}) {
    const std::string alone = read({"--output", output}).out;
    for (const std::string workers : {"2", "4"}) {
      EXPECT_EQ(read({"--output", output, "--workers", workers}).out, alone);
    }
  }
}

TEST_F(Unknown, ValuesThatARuleKnowsAreNotAmongThem) {
  scratch_.write("b.toml",
                 "[[rule]]\ndevice = { vendor = \"Apple\" }\nwhen = \"http.user_agent\"\n"
                 "matches = '.'\nweight = 50\nexamples = ['x']\n");
  EXPECT_THAT(read({}).out, Not(HasSubstr("when     = \"http.user_agent\"")));
}

TEST_F(Unknown, ValuesAreNotWrittenAsCsv) {
  const Ended ended = read({"--output", "csv"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, HasSubstr("--unknown"));
}

}  // namespace
}  // namespace tapcensus
