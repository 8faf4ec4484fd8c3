import CJetKernels

/// The floating-point format that a run computes in.
public enum Precision: String, Sendable, CaseIterable {
  /// IEEE 754 binary64.
  case float64 = "f64"
  /// IEEE 754 binary32.
  case float32 = "f32"

  /// The bytes of a number.
  public var bytes: Int { self == .float64 ? 8 : 4 }

  /// The lanes of a slot: how many directions, or weightings, are worked on at once.
  public var lanes: Int { Int(LK_SLOT_BYTES) / bytes }
}
