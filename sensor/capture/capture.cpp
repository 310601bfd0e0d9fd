// Carries the bytes of a source, chunk by chunk, to the reader of its format.
#include "capture/capture.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "capture/pcap.hpp"
#include "capture/pcapng.hpp"

namespace tapcensus {
namespace {

static_assert(Chunk::kCapacity >= kLargestRecord, "the largest record fits a chunk");

// Reads until `room` is full or the source has no more.
std::size_t read_fully(ByteSource& source, std::span<std::byte> room) {
  std::size_t filled = 0;
  while (filled < room.size()) {
    const std::size_t count = source.read(room.subspan(filled));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

}  // namespace

Chunk::Chunk() : bytes_{std::make_unique<std::byte[]>(kCapacity + kScanSlack)} {
  packets_.reserve(kCapacity / kSmallestRecord);
}

Capture::Capture(std::unique_ptr<ByteSource> source, std::string name)
    : source_{std::move(source)}, name_{std::move(name)} {
  carried_.reserve(kLargestRecord);
}

Result<std::unique_ptr<Capture>> Capture::open(const std::string& path) {
  Result<std::unique_ptr<ByteSource>> stored = open_file(path);
  if (!stored) return stored.errors();
  return open(*std::move(stored), path == "-" ? "standard input" : path);
}

Result<std::unique_ptr<Capture>> Capture::open(std::unique_ptr<ByteSource> stored,
                                               std::string name) {
  std::unique_ptr<Capture> capture{new Capture{decompressed(std::move(stored)), std::move(name)}};
  if (capture->choose_format()) return capture;
  const std::string& failure = capture->source_->failure();
  if (!failure.empty()) return Error{capture->name_, failure};
  if (capture->carried_.empty()) return Error{capture->name_, "is empty"};
  if (is_pcap(capture->carried_)) return Error{capture->name_, "ends within its file header"};
  return Error{capture->name_, "is not a pcap or pcapng capture"};
}

bool Capture::choose_format() {
  std::array<std::byte, kPcapFileHeader> front;
  const std::size_t size = read_fully(*source_, front);
  carried_.assign(front.begin(), front.begin() + static_cast<std::ptrdiff_t>(size));
  if (is_pcapng(carried_)) {
    records_ = std::make_unique<PcapngReader>();
  } else if (const auto header = PcapFileHeader::parse(carried_)) {
    records_ = std::make_unique<PcapReader>(*header);
    carried_.clear();
  }
  return records_ != nullptr;
}

bool Capture::read(Chunk& chunk) {
  chunk.packets_.clear();
  while (!over_ && chunk.packets_.empty()) {
    const std::size_t filled = fill(chunk.room());
    const ByteView window = ByteView{chunk.room()}.first(filled);
    const std::size_t done = records_->read(window, chunk.packets_);
    if (done > filled) to_skip_ = done - filled;
    const ByteView left = window.subspan(std::min(done, filled));
    carried_.assign(left.begin(), left.end());
    if (filled < chunk.room().size() || !records_->damage().empty()) {
      end(!left.empty() || to_skip_ > 0);
    }
  }
  return !chunk.packets_.empty();
}

// What was carried over, then what the source brings. Less than the room only at the source's end.
std::size_t Capture::fill(std::span<std::byte> room) {
  while (to_skip_ > 0) {
    const std::size_t most = std::min<std::uint64_t>(to_skip_, room.size());
    const std::size_t count = source_->read(room.first(most));
    if (count == 0) return 0;
    to_skip_ -= count;
  }
  std::ranges::copy(carried_, room.begin());
  return carried_.size() + read_fully(*source_, room.subspan(carried_.size()));
}

void Capture::end(bool record_open) {
  over_ = true;
  if (!records_->damage().empty()) {
    damaged_ = Error{name_, records_->damage()};
  } else if (!source_->failure().empty()) {
    damaged_ = Error{name_, source_->failure()};
  } else {
    cut_ = record_open || source_->cut();
  }
}

std::vector<UnsupportedLink> Capture::unsupported_links() const {
  std::vector<UnsupportedLink> links;
  for (const auto& [link_type, packets] : records_->unsupported()) {
    links.push_back({link_type, packets});
  }
  return links;
}

}  // namespace tapcensus
