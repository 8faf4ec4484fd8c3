import Foundation
import LacunaSketching
import LacunaStores

/// Safetensors files that people give.
enum TensorFile {
  /// Reads and checks the file that an option names.
  static func read(_ path: String, option: String) throws -> SafetensorsFile {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw SessionError.unreadable(
        option: option,
        path: path,
        reason: Dataset.reason(error, path)
      )
    }
    return try Safetensors.parse([UInt8](data), source: path)
  }
}
