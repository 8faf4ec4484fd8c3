import Glibc

/// The system calls that a write depends on, so that a test can make each of them fail.
///
/// Each returns what the call returns and leaves its error in `errno`.
struct FileOperations: Sendable {
  /// Writes to a descriptor; returns the number of bytes written, or -1.
  var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int = { descriptor, bytes in
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
  }
  /// Makes what was written to a descriptor durable.
  var sync: @Sendable (Int32) -> Int32 = { fsync($0) }
  /// Renames a file within a folder, replacing what has the new name.
  var rename: @Sendable (Int32, String, String) -> Int32 = { renameat($0, $1, $0, $2) }
}
