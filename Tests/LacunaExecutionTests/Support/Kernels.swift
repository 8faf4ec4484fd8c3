import LacunaExecution

/// One set of kernels: an instruction set in a precision.
struct Kernels: CustomStringConvertible, Sendable {
  let instructionSet: InstructionSet
  let precision: Precision

  /// All that this processor has.
  static var all: [Kernels] {
    Precision.allCases.flatMap { precision in
      InstructionSet.available.map { Kernels(instructionSet: $0, precision: precision) }
    }
  }

  /// The best, in double precision.
  static var best: Kernels { Kernels(instructionSet: .best, precision: .float64) }

  var description: String { "\(instructionSet.name) \(precision.rawValue)" }
}

extension Precision {
  /// The unit roundoff.
  var epsilon: Double { self == .float64 ? 0x1p-53 : 0x1p-24 }

  /// An error that underflow may make: a few numbers below the normal range.
  var floor: Double {
    self == .float64 ? .leastNormalMagnitude : 64 * Double(Float.leastNormalMagnitude)
  }
}
