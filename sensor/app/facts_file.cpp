#include "app/facts_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "present/fact_line.hpp"

namespace tapcensus {
namespace {

// What identifies the flow; of ICMP, type and code stand for the ports.
FlowEnds ends_of(const Layers& layers) noexcept {
  FlowEnds ends{.source = layers.source,
                .target = layers.target,
                .source_port = layers.source_port,
                .target_port = layers.target_port,
                .ip_protocol = layers.protocol};
  const bool icmp = layers.transport == Transport::icmp || layers.transport == Transport::icmpv6;
  if (icmp && layers.payload.size() >= 2) {
    ends.source_port = std::to_integer<std::uint16_t>(layers.payload[0]);
    ends.target_port = std::to_integer<std::uint16_t>(layers.payload[1]);
  }
  return ends;
}

}  // namespace

void FactBuffer::hear(const Origin& origin, const MacAddress& hardware,
                      const Finding& finding) noexcept {
  const std::size_t begin = text_.size();
  append_fact_line(text_, Fact{.at = origin.at,
                               .frame = origin.frame,
                               .is_ip = origin.layers.ip_version != 0,
                               .ends = ends_of(origin.layers),
                               .mac = hardware,
                               .field = finding.field,
                               .value = finding.text});
  lines_.push_back({origin.frame, begin, text_.size()});
}

void FactBuffer::clear() noexcept {
  text_.clear();
  lines_.clear();
}

Result<std::unique_ptr<FactsFile>> FactsFile::open(const std::string& path, std::size_t workers) {
  std::unique_ptr<FactsFile> facts{new FactsFile};
  facts->file_ = path == "-" ? stdout : std::fopen(path.c_str(), "we");
  if (facts->file_ == nullptr) {
    return Error{path, std::string{"cannot be written: "} + std::strerror(errno)};
  }
  facts->buffers_.resize(workers);
  return facts;
}

FactsFile::~FactsFile() { close(); }

void FactsFile::flush() {
  struct Place {
    const FactBuffer* buffer;
    FactBuffer::Line line;
  };
  std::vector<Place> places;
  for (const FactBuffer& buffer : buffers_) {
    for (const FactBuffer::Line& line : buffer.lines()) places.push_back({&buffer, line});
  }
  std::ranges::stable_sort(places, {}, [](const Place& place) { return place.line.frame; });
  for (const Place& place : places) {
    const std::string_view text = place.buffer->text(place.line);
    failed_ |= std::fwrite(text.data(), 1, text.size(), file_) != text.size();
  }
  for (FactBuffer& buffer : buffers_) buffer.clear();
}

bool FactsFile::close() {
  if (file_ == nullptr) return !failed_;
  failed_ |= (file_ == stdout ? std::fflush(file_) : std::fclose(file_)) != 0;
  file_ = nullptr;
  return !failed_;
}

}  // namespace tapcensus
