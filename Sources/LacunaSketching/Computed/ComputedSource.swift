import LacunaPrograms
import LacunaProtocols

/// A tensor that a computed measurement or learner reads or writes, by what it is.
public enum ComputedSource: Hashable, Sendable {
  /// An output of the learner's forward function.
  case output(String)
  /// An output of the undeleted model.
  case baseOutput(String)
  /// A trained parameter.
  case parameter(String)
  /// A parameter of the undeleted model.
  case baseParameter(String)
  /// A tensor of the encoded query.
  case example(String)
  /// A column, or several, of the training data: one row an example.
  case data(String)
  /// The weights of the examples.
  case weights

  private static let prefixes: [(String, @Sendable (String) -> ComputedSource)] = [
    ("output:", { .output($0) }), ("base-output:", { .baseOutput($0) }),
    ("parameter:", { .parameter($0) }), ("base-parameter:", { .baseParameter($0) }),
    ("example:", { .example($0) }), ("data:", { .data($0) }),
  ]

  /// The source of a text such as `output:logits`, or nil.
  public init?(_ text: String) {
    if text == "weights" {
      self = .weights
      return
    }
    for (prefix, make) in Self.prefixes where text.hasPrefix(prefix) && text != prefix {
      self = make(String(text.dropFirst(prefix.count)))
      return
    }
    return nil
  }

  /// Whether it changes with the weights of the examples.
  public var varies: Bool {
    switch self {
    case .output, .parameter, .weights: true
    case .baseOutput, .baseParameter, .example, .data: false
    }
  }
}

extension ComputedSource: CustomStringConvertible {
  /// The text: `output:logits`.
  public var description: String {
    switch self {
    case .output(let name): "output:\(name)"
    case .baseOutput(let name): "base-output:\(name)"
    case .parameter(let name): "parameter:\(name)"
    case .baseParameter(let name): "base-parameter:\(name)"
    case .example(let name): "example:\(name)"
    case .data(let name): "data:\(name)"
    case .weights: "weights"
    }
  }
}

/// A source and the type of its tensor.
public struct TypedSource: Hashable, Sendable {
  /// What it is.
  public var source: ComputedSource
  /// Element and shape.
  public var type: ValueType

  /// A source of this type.
  public init(_ source: ComputedSource, _ type: ValueType) {
    self.source = source
    self.type = type
  }
}

/// The elements of a tensor in row-major order.
public enum ComputedTensor: Hashable, Sendable {
  /// Numbers.
  case numbers([Complex])
  /// Indices.
  case integers([Int64])

  /// Real numbers.
  public static func reals(_ values: [Double]) -> ComputedTensor {
    .numbers(values.map { Complex($0) })
  }

  /// The tensor of an encoded record.
  init(_ tensor: ExampleTensor) {
    self = tensor.element == .integer ? .integers(tensor.integers) : .reals(tensor.reals)
  }
}
