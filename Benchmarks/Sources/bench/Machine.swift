import ArgumentParser
import Foundation
import LacunaExecution

/// What the machine has.
enum Machine {
  /// The bytes of the data caches, nearest first, as the system says.
  static var caches: [(name: String, bytes: Int)] {
    #if os(Linux) && canImport(Glibc)
    let sizes = [_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE]
      .map { sysconf(Int32($0)) }
    #else
    let sizes = [32 << 10, 1 << 20, 32 << 20]
    #endif
    return sizes.enumerated().map { ("L\($0 + 1)", $1) }.filter { $0.1 > 0 }
  }
}

extension Precision: @retroactive ExpressibleByArgument {}

extension InstructionSet: @retroactive ExpressibleByArgument {
  /// The instruction set of a name, when this processor has it.
  public init?(argument: String) {
    guard let found = Self.available.first(where: { $0.name == argument }) else { return nil }
    self = found
  }

  /// What help says of it.
  public static var allValueStrings: [String] { available.map(\.name) }
  /// What help says of it.
  public var defaultValueDescription: String { name }
}
