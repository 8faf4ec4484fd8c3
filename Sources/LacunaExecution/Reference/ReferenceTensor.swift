import LacunaPrograms

/// A value of a program under the reference evaluator: a shape and its elements in row-major order.
public struct ReferenceTensor<Number: ReferenceNumber>: Sendable {
  /// The extents.
  public let shape: Shape
  /// The elements of a real tensor, empty for an integer one.
  public let numbers: [Number]
  /// The elements of an integer tensor, empty for a real one.
  public let integers: [Int64]
  /// What the elements are.
  public let element: ElementType

  /// A tensor of ring numbers.
  public init(_ shape: Shape, numbers: [Number]) {
    self.shape = shape
    self.numbers = numbers
    integers = []
    element = .real
  }

  /// A tensor of indices.
  public init(_ shape: Shape, integers: [Int64]) {
    self.shape = shape
    numbers = []
    self.integers = integers
    element = .integer
  }

  /// Element and shape.
  public var type: ValueType { ValueType(element, shape) }

  /// Whether there are as many elements as the shape has.
  var isConsistent: Bool {
    (element == .real ? numbers.count : integers.count) == shape.count
  }

  /// The ring number at an index of one position an axis.
  subscript(index: [Int]) -> Number { numbers[shape.offset(of: index)] }

  /// The tensor whose number at each index is `number(index)`.
  static func made(
    _ shape: Shape,
    _ number: ([Int]) throws(ReferenceError) -> Number
  ) throws(ReferenceError) -> ReferenceTensor {
    var numbers: [Number] = []
    for index in shape.indices { numbers.append(try number(index)) }
    return ReferenceTensor(shape, numbers: numbers)
  }

  /// The tensor whose element at each index is this one's at `source(index)`.
  func moved(to shape: Shape, from source: ([Int]) -> [Int]) -> ReferenceTensor {
    let offsets = shape.indices.map { self.shape.offset(of: source($0)) }
    return switch element {
    case .real: ReferenceTensor(shape, numbers: offsets.map { numbers[$0] })
    case .integer: ReferenceTensor(shape, integers: offsets.map { integers[$0] })
    }
  }
}

extension Shape {
  /// Every index of one position an axis, in row-major order.
  var indices: [[Int]] {
    dimensions.reduce([[]]) { prefixes, extent in
      prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } }
    }
  }

  /// The place of an index in row-major order.
  func offset(of index: [Int]) -> Int {
    precondition(index.count == rank, "Shape: \(index.count) positions, expected \(rank)")
    return zip(index, dimensions).reduce(0) { $0 * $1.1 + $1.0 }
  }
}
