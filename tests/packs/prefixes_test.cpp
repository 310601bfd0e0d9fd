// Blocks of addresses, as the IEEE and nmap list them.
#include "packs/imports.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Prefixes, BlocksOfThreeSizesNameTheirVendors) {
  const Imported pack{PackFormat::ieee,
                      "OUI/MA-L\t\tOrganization\r\n\r\n"
                      "00-00-0C   (hex)\t\tCisco Systems, Inc\r\n"
                      "00000C     (base 16)\t\tCisco Systems, Inc\r\n\t\t\tSAN JOSE\r\n\r\n"
                      "20-85-93   (hex)\t\tIOG Products LLC\r\n"
                      "B00000-BFFFFF     (base 16)\t\tIOG Products LLC\r\n\r\n"
                      "70-B3-D5   (hex)\t\tZENITH LTD.\r\n"
                      "F2F000-F2FFFF     (base 16)\t\tZENITH LTD.\r\n"};
  EXPECT_EQ(pack.rows(), 3u);
  EXPECT_EQ(pack.converted(), 3u);
  EXPECT_THAT(pack.told(), IsEmpty());
  EXPECT_EQ(pack.file("prefixes.tsv"),
            "00000c\tCisco\n208593b\tIOG Products LLC\n70b3d5f2f\tZenith\n");
  EXPECT_EQ(pack.file("vendors.tsv"), "IOG Products LLC\t\n") << "who is known is not declared";
}

TEST(Prefixes, LinesOfNmapAreTheSame) {
  const Imported pack{PackFormat::nmap_mac_prefixes,
                      "# comment\n00000C Cisco Systems\n0050C2001 Somebody Small\n"};
  EXPECT_EQ(pack.file("prefixes.tsv"), "00000c\tCisco\n0050c2001\tSomebody Small\n");
}

TEST(Prefixes, MakersOfPartsNeverNameTheVendor) {
  const Imported pack{PackFormat::nmap_mac_prefixes,
                      "001B21 Intel Corporate\n00155D Microsoft\n005056 VMware, Inc.\n"
                      "0012AB1 Espressif Inc.\n00AABB Unheard Of Parts\n00AABBCC1 Private\n"};
  EXPECT_EQ(pack.rows(), 6u);
  EXPECT_EQ(pack.converted(), 0u);
  EXPECT_THAT(pack.told(), HasSubstr("list:1:1: 'Intel Corporate' names no vendor of devices\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:2:1: such addresses are made up\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:5:1: no vendor 'Unheard Of Parts' in the taxonomy"));
  EXPECT_THAT(pack.file("prefixes.tsv"), IsEmpty());
}

TEST(Prefixes, OrganizationsAreKnownByHowTheirNamesBegin) {
  const Imported pack{PackFormat::nmap_mac_prefixes,
                      "000001 Great Northern Telegraph Co., Ltd.\n000002 GREAT NORTHERN\n"
                      "000003 Great Northern Chips Inc.\n000004 Great Northerners\n"
                      "000005 Acme, Inc.\n000006 Acme Semiconductor\n"};
  EXPECT_EQ(pack.file("prefixes.tsv"), "000001\tAcme\n000002\tAcme\n000005\tAcme\n");
  EXPECT_THAT(pack.told(), HasSubstr("list:3:1: 'Great Northern Chips Inc.' names no vendor"));
  EXPECT_THAT(pack.told(), HasSubstr("list:4:1: no vendor 'Great Northerners' in the taxonomy"));
  EXPECT_THAT(pack.told(), HasSubstr("list:6:1: 'Acme Semiconductor' names no vendor"));
}

TEST(Prefixes, WhatIsNoBlockIsTold) {
  const Imported pack{PackFormat::ieee,
                      "20-85-93   (hex)\t\tA\nB00000-BFFFFE     (base 16)\t\tApple\n"
                      "zz     (base 16)\t\tApple\n"
                      "20-85-93   (hex)\t\tA\nB00000-B0FFFF     (base 16)\t\tApple\n"
                      "000001     (base 16)\t\tApple\n000001     (base 16)\t\tSamsung\n"};
  EXPECT_EQ(pack.rows(), 5u);
  EXPECT_EQ(pack.converted(), 1u);
  EXPECT_THAT(pack.told(), HasSubstr("list:2:1: 'B00000-BFFFFE' is no block of addresses\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:3:1: 'zz' is no block"));
  EXPECT_THAT(pack.told(), HasSubstr("list:5:1: a prefix has 6, 7 or 9 digits\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:7:1: the prefix is 'Apple' already\n"));
}

}  // namespace
}  // namespace tapcensus
