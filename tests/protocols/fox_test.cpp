// Fox: what Niagara's stations and workbenches say in their hello.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol fox;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kHello =
    "fox a 0 -1 fox hello\n{\nfox.version=s:1.0.1\nid=i:83\nhostName=s:jace-8\n"
    "hostAddress=s:10.0.0.8\napp.name=s:Station\napp.version=s:4.9.1.30\nvm.name=s:OpenJDK\n"
    "os.name=s:QNX\nos.version=s:7.0\nstation.name=s:BuildingA\nhostId=s:Qnx-TITAN-1\n"
    "brandId=s:Vykon\n};;\n";
const Texts kSaid{"fox.app=Station 4.9.1.30", "fox.brand=Vykon", "fox.host=jace-8",
                  "fox.os=QNX 7.0", "fox.station=BuildingA"};

TEST(Fox, HelloNamesApplicationSystemAndStation) {
  expect_said(fox, kHello + "fox a 1 -1 auth", kSaid, kGuessed);
}

TEST(Fox, WhatIsMissingIsNotSaid) {
  expect_said(fox, "fox a 1 -1 fox hello\n{\nfox.version=s:1.0\napp.version=s:3\nos.name=s:\n};;\n",
              {});
}

TEST(Fox, KeysAreWhole) {
  expect_said(fox, "fox a 1 -1 fox hello\n{\nmyhostName=s:a\nhostNames=s:b\n};;\n", {});
}

TEST(Fox, OthersAreNotMine) {
  expect_not_mine(fox, "foxtrot");
  expect_not_mine(fox, "fox a 1 -1 fox rejected\n{\n};;\n");
  expect_not_mine(fox, "fox a " + std::string(5000, 'x'));
}

}  // namespace
}  // namespace tapcensus
