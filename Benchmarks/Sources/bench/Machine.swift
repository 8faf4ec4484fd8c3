import ArgumentParser
import Foundation
import LacunaExecution

/// What the machine has.
enum Machine {
  /// The bytes of the data caches that one core sees, nearest first, as the system says.
  static var caches: [(name: String, bytes: Int)] {
    let folder = "/sys/devices/system/cpu/cpu0/cache"
    let found = (0..<8).compactMap { index -> (name: String, bytes: Int)? in
      func field(_ name: String) -> String? {
        (try? String(contentsOfFile: "\(folder)/index\(index)/\(name)", encoding: .utf8))?
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
      guard let level = field("level"), field("type") != "Instruction", let size = field("size"),
        size.hasSuffix("K"), let kilobytes = Int(size.dropLast())
      else { return nil }
      return ("L\(level)", kilobytes << 10)
    }
    return found.isEmpty ? [("L1", 32 << 10), ("L2", 1 << 20), ("L3", 32 << 20)] : found
  }
}

extension Precision: @retroactive ExpressibleByArgument {}

extension InstructionSet {
  /// The instruction set of a name, when this processor has it.
  static func named(_ name: String) throws -> InstructionSet {
    guard let found = available.first(where: { $0.name == name }) else {
      throw ValidationError(
        "no instruction set '\(name)'; there are \(available.map(\.name).joined(separator: ", "))"
      )
    }
    return found
  }
}
