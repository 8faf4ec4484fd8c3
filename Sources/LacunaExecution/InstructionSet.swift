import CJetKernels

/// The vector instructions that kernels are compiled for, worst to best.
public enum InstructionSet: Int32, Sendable, CaseIterable {
  /// What every processor of the architecture has (SSE2, NEON).
  case baseline = 0
  /// AVX2 with fused multiply–adds.
  case avx2 = 1
  /// AVX-512.
  case avx512 = 2

  /// The best that this processor has.
  public static var best: InstructionSet { InstructionSet(rawValue: lk_best_isa()) ?? .baseline }

  /// All that this processor has.
  public static var available: [InstructionSet] {
    allCases.filter { $0.rawValue <= best.rawValue }
  }

  /// The name used on the command line.
  public var name: String { "\(self)" }
}
