/// The element type of a stored tensor, by its safetensors name.
public enum TensorElement: String, Sendable, CaseIterable {
  /// 64-bit floating point.
  case f64 = "F64"
  /// 32-bit floating point.
  case f32 = "F32"
  /// 64-bit signed integer.
  case i64 = "I64"

  /// The size of one element, in bytes.
  public var size: Int {
    switch self {
    case .f64, .i64: 8
    case .f32: 4
    }
  }
}
