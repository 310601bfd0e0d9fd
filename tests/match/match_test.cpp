// What the packet path gets: the rules that hold for a text.
#include <gmock/gmock.h>

#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Match, ExactTextsAreComparedByteForByte) {
  const Loaded loaded{example_rules()};
  EXPECT_THAT(loaded.names(Field::dhcp_vendor_class, "HP LaserJet"),
              ElementsAre("printers:1", "printers:9"));
  EXPECT_THAT(loaded.names(Field::dhcp_vendor_class, "hp laserjet"), ElementsAre("printers:9"));
  EXPECT_THAT(loaded.names(Field::dhcp_vendor_class, ""), IsEmpty());
}

TEST(Match, ARuleHoldsForItsOwnFieldOnly) {
  const Loaded loaded{example_rules()};
  EXPECT_THAT(loaded.names(Field::http_server, "HP LaserJet"), IsEmpty());
  EXPECT_THAT(loaded.names(Field::eth_oui, "apple.com"), IsEmpty());
}

TEST(Match, ARuleForAHostsNameHoldsWhereverTheHostSaysIt) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("dhcp.hostname", "matches = '^Annas-iPhone$'") +
                           rule("snmp.sysname", "matches = 'example'"));
  const Loaded loaded{directory.path()};
  for (const Field field :
       {Field::dhcpv6_fqdn, Field::ntlmssp_host, Field::lldp_system_name, Field::mdns_host}) {
    EXPECT_TRUE(loaded.rules->asks(field));
    EXPECT_THAT(loaded.names(field, "Annas-iPhone.example.org"), ElementsAre("a:1"));
  }
  EXPECT_THAT(loaded.names(Field::nbns_name, "Annas-iPhone<00>"), ElementsAre("a:1"));
  EXPECT_THAT(loaded.names(Field::nbns_name, "Annas-iPhone<20>"), ElementsAre("a:1"));
  EXPECT_THAT(loaded.names(Field::dhcp_hostname, "Annas-iPhone"), ElementsAre("a:1"));
  EXPECT_THAT(loaded.names(Field::dhcp_hostname, "Annas-iPhone.example.org"), IsEmpty());
  EXPECT_THAT(loaded.names(Field::snmp_sysname, "Annas-iPhone.example.org"),
              ElementsAre("a:1", "a:7"));
  EXPECT_THAT(loaded.names(Field::dns_query, "Annas-iPhone"), IsEmpty());
}

TEST(Match, ANameOfADomainOrABrowserInNetBiosIsNoHosts) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("dhcp.hostname", "matches = '^GALAXY-S8$'"));
  const Loaded loaded{directory.path()};
  for (const std::string_view use : {"<01>", "<03>", "<1b>", "<1c>", "<1d>", "<1e>"}) {
    EXPECT_THAT(loaded.names(Field::nbns_name, "GALAXY-S8" + std::string{use}), IsEmpty());
  }
}

TEST(Match, ARuleHoldsWhereAnotherProtocolSaysTheSameText) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("snmp.sysdescr", "matches = '^RouterOS '") +
                           rule("sip.user_agent", "is = 'snom300'"));
  const Loaded loaded{directory.path()};
  EXPECT_TRUE(loaded.rules->asks(Field::lldp_system_description));
  EXPECT_THAT(loaded.names(Field::lldp_system_description, "RouterOS RB2011"), ElementsAre("a:1"));
  EXPECT_THAT(loaded.names(Field::snmp_sysdescr, "RouterOS RB2011"), ElementsAre("a:1"));
  EXPECT_THAT(loaded.names(Field::sip_server, "snom300"), ElementsAre("a:7"));
  EXPECT_THAT(loaded.names(Field::lldp_software, "RouterOS RB2011"), IsEmpty());
}

TEST(Match, ADomainHoldsForAllNamesBelowIt) {
  const Loaded loaded{example_rules()};
  const auto holds = [&](std::string_view name) {
    return !loaded.hits(Field::tls_sni, name).empty();
  };
  EXPECT_TRUE(holds("apple.com"));
  EXPECT_TRUE(holds("a.b.c.APPLE.com"));
  EXPECT_TRUE(holds("gateway.icloud.com."));
  EXPECT_TRUE(holds(std::string(240, 'a') + ".apple.com"));
  EXPECT_FALSE(holds("pineapple.com"));
  EXPECT_FALSE(holds("apple.com.example"));
  EXPECT_FALSE(holds("com"));
  EXPECT_FALSE(holds("."));
  EXPECT_FALSE(holds(""));
}

TEST(Match, RowsOfATableWithTheSameValueAreOneRule) {
  const Loaded loaded{example_rules()};
  EXPECT_THAT(loaded.names(Field::eth_oui, "f099b6"), ElementsAre("oui.tsv:Apple"));
  EXPECT_EQ(loaded.hits(Field::eth_oui, "f099b6"), loaded.hits(Field::eth_oui, "f099b7"));
  EXPECT_THAT(loaded.names(Field::eth_oui, "F099B6"), IsEmpty());
}

TEST(Match, SaysEachRuleOnceInOrder) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "matches = ['a', 'b', 'c']") +
                           rule("http.server", "is = ['abc', 'abc']") +
                           rule("http.server", "matches = 'abc'"));
  const Loaded loaded{directory.path()};
  EXPECT_THAT(loaded.names(Field::http_server, "abc"), ElementsAre("a:1", "a:7", "a:13"));
}

TEST(Match, AllRulesThatHoldAreSaidHoweverMany) {
  TemporaryDirectory directory;
  std::string rules;
  for (int i = 0; i < 700; ++i) rules += rule("http.server", i % 2 ? "is = 'x'" : "matches = 'x'");
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.hits(Field::http_server, "x").size(), 700u);
}

TEST(Match, ReadsTheFirst16KiBOfALongText) {
  const Loaded loaded{example_rules()};
  std::string text(16 * 1024, 'x');
  text.replace(text.size() - 8, 8, "laserjet");
  EXPECT_THAT(loaded.names(Field::dhcp_vendor_class, text), ElementsAre("printers:9"));
  EXPECT_THAT(loaded.names(Field::dhcp_vendor_class, 'x' + text), IsEmpty());
  EXPECT_EQ(loaded.rules->scan_errors(), 0u);
}

// What was looked up a moment ago is remembered; nobody may notice, but for the time it takes.
TEST(Match, SaysTheSameOfAValueThatComesAgainWhateverCameBetween) {
  TemporaryDirectory directory;
  std::string rules = rule("dhcp.vendor_class", "matches = '^7'");
  for (const char* const digit : {"0", "1", "2", "77", "x{100}"}) {
    rules += rule("http.server", "matches = '" + std::string{digit} + "'");
  }
  for (int i = 0; i < 20; ++i) rules += rule("http.server", "matches = 'many'");
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
  const Loaded loaded{directory.path()};
  // More values than are remembered, so that each place is taken again and again.
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5000; ++i) {
      const std::string value = std::to_string(i);
      const auto holds = [&](std::string_view digit) { return value.find(digit) != value.npos; };
      std::vector<std::string> expected;
      if (holds("0")) expected.emplace_back("a:7");
      if (holds("1")) expected.emplace_back("a:13");
      if (holds("2")) expected.emplace_back("a:19");
      if (holds("77")) expected.emplace_back("a:25");
      ASSERT_EQ(loaded.names(Field::http_server, value), expected) << value;
      ASSERT_EQ(loaded.hits(Field::dhcp_vendor_class, value).size(), value[0] == '7' ? 1u : 0u);
    }
    for (const std::size_t size : {100u, 192u, 193u, 5000u}) {
      EXPECT_THAT(loaded.names(Field::http_server, std::string(size, 'x')), ElementsAre("a:31"));
    }
    EXPECT_EQ(loaded.hits(Field::http_server, "many").size(), 20u);
    EXPECT_THAT(loaded.hits(Field::http_server, ""), IsEmpty());
  }
}

TEST(Match, AnEmptyDirectoryButForTheTaxonomyIsASetWithoutRules) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy);
  const Loaded loaded{directory.path()};
  EXPECT_TRUE(loaded.rules->rows().empty());
  EXPECT_THAT(loaded.hits(Field::http_user_agent, "anything"), IsEmpty());
}

TEST(Rows, StandInTheOrderOfFilesAndLinesTablesLast) {
  const Loaded loaded{example_rules()};
  std::vector<std::string> rows;
  for (const auto& row : loaded.rules->rows()) {
    rows.push_back(loaded.catalog[row.id].id + ": " + row.matcher);
  }
  EXPECT_THAT(rows, ElementsAre("phones:1: matches '\\(iPhone; CPU iPhone OS (\\d+)(?:_(\\d+))?'",
                                "phones:12: matches 'Android (\\d+); (SM-[A-Z0-9]+)'",
                                "phones:19: domain apple.com, icloud.com",
                                "printers:1: is 'Hewlett-Packard LaserJet', 'HP LaserJet'",
                                "printers:9: matches '(?i)laserjet', '^BRN[0-9A-F]{12}$'",
                                "oui.tsv:Apple: table oui.tsv", "oui.tsv:Brother: table oui.tsv"));
  EXPECT_EQ(loaded.catalog[loaded.rules->rows().front().id].place,
            (example_rules() / "phones.toml:1:1").string());
}

TEST(Version, NamesTheContentOfAllFiles) {
  TemporaryDirectory directory;
  const std::string table = "[[table]]\nwhen='eth.oui'\nfile='t.tsv'\nlevel='vendor'\nweight=70\n";
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", table).write("t.tsv", "00\tApple\n");
  const std::string version = Loaded{directory.path()}.rules->version();
  EXPECT_EQ(version.size(), 64u);
  EXPECT_EQ(Loaded{directory.path()}.rules->version(), version);
  directory.write("t.tsv", "01\tApple\n");
  EXPECT_NE(Loaded{directory.path()}.rules->version(), version);
}

TEST(Reload, OfTheSameFilesGrowsNothing) {
  Catalog catalog;
  const auto first = Loaded::take(RuleSet::load(example_rules(), catalog, 1));
  const std::size_t rules = catalog.rules();
  const auto second = Loaded::take(RuleSet::load(example_rules(), catalog, 1));
  EXPECT_EQ(catalog.rules(), rules);
  EXPECT_EQ(first->rows().front().id, second->rows().front().id);
}

}  // namespace
}  // namespace tapcensus
