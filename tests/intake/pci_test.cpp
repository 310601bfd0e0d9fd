// NICs by their PCI address, as the kernel shows them in its file system.
#include "intake/pci.hpp"

#include <gmock/gmock.h>

#include "intake/taps.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Pci, AnAddressIsWrittenWithOrWithoutItsDomain) {
  EXPECT_EQ(pci_address("03:00.0"), "0000:03:00.0");
  EXPECT_EQ(pci_address("0001:AF:1f.7"), "0001:af:1f.7");
  for (const char* const wrong :
       {"", "eth0", "3:0.0", "03:00", "03:00.8", "03:00.0 ", "net_null0"}) {
    EXPECT_FALSE(pci_address(wrong)) << wrong;
  }
}

TEST(Pci, WhatDpdkCannotHaveIsAnsweredWithTheCommandThatHelps) {
  namespace fs = std::filesystem;
  const Directory directory;
  const auto device = [&](const std::string& address, const std::string& driver) {
    fs::create_directories(directory.file(address));
    if (!driver.empty())
      fs::create_symlink("../drivers/" + driver, directory.file(address) + "/driver");
  };
  device("0000:03:00.0", "vfio-pci");
  device("0000:03:00.1", "ixgbe");
  device("0000:03:00.2", "");
  device("0000:04:00.0", "mlx5_core");
  const std::string devices = directory.file("");
  EXPECT_THAT(nic_refused("0000:03:00.0", devices), IsEmpty());
  EXPECT_THAT(nic_refused("0000:04:00.0", devices), IsEmpty()) << "shared with the kernel";
  EXPECT_EQ(nic_refused("0000:03:00.1", devices),
            "the kernel has it, by its driver ixgbe; give it to DPDK: dpdk-devbind.py "
            "--bind=vfio-pci 0000:03:00.1");
  EXPECT_THAT(nic_refused("0000:03:00.2", devices), HasSubstr("no driver hands it to DPDK"));
  EXPECT_THAT(nic_refused("0000:05:00.0", devices), HasSubstr("there is no such device"));
}

}  // namespace
}  // namespace tapcensus
