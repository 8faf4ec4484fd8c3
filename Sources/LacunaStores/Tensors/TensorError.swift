import LacunaProtocols

/// What can be wrong with a tensor that is stored or read.
public enum TensorError: LacunaError, Equatable {
  /// A shape with a negative dimension, or of more elements than can be counted.
  case badShape(tensor: String, shape: [Int])
  /// Contents that are not as long as the shape says.
  case wrongSize(tensor: String, shape: [Int], unit: String, found: Int, expected: Int)
  /// Elements asked for as a type that they are not.
  case wrongElement(tensor: String, found: String, expected: String)

  /// Every one of these is wrong data.
  public var category: ErrorCategory { .data }

  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .badShape(let tensor, let shape):
      "tensor '\(tensor)': shape \(shape) is impossible; dimensions are zero or more, and their "
        + "product must be countable in 63 bits"
    case .wrongSize(let tensor, let shape, let unit, let found, let expected):
      "tensor '\(tensor)': found \(found) \(unit), expected \(expected) for shape \(shape)"
    case .wrongElement(let tensor, let found, let expected):
      "tensor '\(tensor)': elements are \(found), expected \(expected); store the tensor as "
        + "\(expected)"
    }
  }
}
