// What a set of rules was read from, so that it can be told later whether it would be read the
// same.
//
// A file is unchanged when its stamp is, and the stamp is old enough that a second change would
// show in it; else when its content is. Times that users can set (mtime) are not believed alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tapcensus {

struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;  // by the kernel's clock

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// All zero when there is no such file.
FileStamp stamp_of(const std::filesystem::path& path);

enum class InputKind : std::uint32_t {
  file,
  listing,  // of a directory: the names of its *.toml
  absent,   // there was no such file
};

struct Input {
  std::string path;
  std::string digest;  // of the content
  InputKind kind = InputKind::file;
  FileStamp stamp;  // taken before it was read
};

// `read_from` is the time at which reading began, in nanoseconds since 1970.
bool is_unchanged(const Input& input, std::int64_t read_from);
std::int64_t wall_clock_ns();

// The names of all *.toml in a directory, sorted. Throws filesystem_error.
std::vector<std::string> toml_names(const std::filesystem::path& directory);
std::string digest_of_names(const std::vector<std::string>& names);
// Nothing but what a regular file holds; throws filesystem_error where there is none.
std::string content_of(const std::filesystem::path& path);
// What a file holds, and adds it to `inputs`, there or not. Nothing where it cannot be read.
std::optional<std::string> read_noted(const std::filesystem::path& path,
                                      std::vector<Input>& inputs);

std::string hexadecimal_sha256(std::string_view text);

}  // namespace tapcensus
