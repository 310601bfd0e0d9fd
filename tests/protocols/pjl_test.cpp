// PJL: what a printer answers, and the comments of drivers; nobody who prints.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol pjl;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

const std::string kExit = "\x1b%-12345X";

TEST(Pjl, PrinterTellsWhatItIs) {
  expect_texts(pjl, "@PJL INFO ID\r\n\"HP LaserJet 4100 Series\"\r\n\f",
               ElementsAre("pjl.id=HP LaserJet 4100 Series"));
  expect_texts(pjl, "@PJL INFO ID\r\nLab Printer 7\r\n", ElementsAre("pjl.id=Lab Printer 7"));
}

TEST(Pjl, DriverNamesItselfInAComment) {
  expect_texts(pjl,
               kExit +
                   "@PJL JOB NAME=\"my letter\"\r\n@PJL COMMENT \"Lab Driver 1.2\"\r\n"
                   "@PJL COMMENT = System 10.0\r\n@PJL ENTER LANGUAGE=PCL\r\n\x1b"
                   "E\n",
               ElementsAre("pjl.comment=Lab Driver 1.2", "pjl.comment=System 10.0"));
}

TEST(Pjl, WhoPrintsWhatIsNotSaid) {
  EXPECT_THAT(
      follow(pjl, kExit + "@PJL COMMENT \"Username: bob; App Filename: a; 8-13-2009\"\r\n", 9)
          .texts,
      ElementsAre());
}

TEST(Pjl, TheQuestionAloneSaysNothing) {
  EXPECT_THAT(follow(pjl, kExit + "@PJL INFO ID\r\n" + kExit + "@PJL INFO STATUS\r\n", 5).texts,
              ElementsAre());
}

TEST(Pjl, OthersAreNotMine) {
  EXPECT_EQ(end_of(pjl, kExit + "%!PS-Adobe-3.0\r\n"), What::not_mine);
  EXPECT_EQ(end_of(pjl, "@PJX\r\n"), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
