import Foundation
import LacunaProtocols
import LacunaSketching

/// Files that people want results in.
enum OutputFile {
  /// Writes a text: a whole file, or none.
  ///
  /// - Throws: ``SessionError/unwritable(option:path:reason:)``.
  static func write(_ text: String, to path: String) throws(SessionError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes: a whole file, or none.
  ///
  /// - Throws: ``SessionError/unwritable(option:path:reason:)``.
  static func write(_ bytes: [UInt8], to path: String) throws(SessionError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .unwritable(option: "--output", path: path, reason: Dataset.reason(error, path))
    }
  }
}
