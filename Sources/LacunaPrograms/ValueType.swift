/// What the elements of a value are.
public enum ElementType: String, Sendable, CaseIterable {
  /// A number of the ring the program runs over: a real, or a jet.
  case real
  /// A 64-bit integer: an index. The same in every lane, and constant in z.
  case integer
}

/// The type of a value in a program: what its elements are, and its shape.
public struct ValueType: Hashable, Sendable, CustomStringConvertible {
  /// What the elements are.
  public var element: ElementType
  /// The extents.
  public var shape: Shape

  /// A type of this element and shape.
  public init(_ element: ElementType, _ shape: Shape) {
    self.element = element
    self.shape = shape
  }

  /// A tensor of ring numbers.
  public static func real(_ shape: Shape) -> ValueType { ValueType(.real, shape) }

  /// A tensor of indices.
  public static func integer(_ shape: Shape) -> ValueType { ValueType(.integer, shape) }

  /// The type as in the text form: `real[7, 16]`.
  public var description: String { element.rawValue + shape.description }
}

/// The name of a value inside one program: the index of the instruction that makes it.
public struct ValueID: Hashable, Sendable, Comparable {
  /// The index of the instruction.
  public let index: Int

  /// The value that the instruction at this index makes.
  public init(_ index: Int) { self.index = index }

  /// Earlier instructions come first.
  public static func < (left: ValueID, right: ValueID) -> Bool { left.index < right.index }
}

/// A tensor written into a program: a mask, a table of indices, a number.
public struct Literal: Hashable, Sendable {
  /// Element and shape.
  public let type: ValueType
  /// The elements of a real literal in row-major order, empty for an integer one.
  public let reals: [Double]
  /// The elements of an integer literal in row-major order, empty for a real one.
  public let integers: [Int64]

  /// A real literal; `values` holds as many elements as `shape`.
  public init(reals values: [Double], shape: Shape) {
    type = .real(shape)
    reals = values
    integers = []
  }

  /// An integer literal; `values` holds as many elements as `shape`.
  public init(integers values: [Int64], shape: Shape) {
    type = .integer(shape)
    reals = []
    integers = values
  }

  /// The one value that all elements of a real literal have, if they have one.
  public var splat: Double? {
    guard type.element == .real, let first = reals.first else { return nil }
    return reals.allSatisfy { $0 == first } ? first : nil
  }

  /// Whether the number of elements is the shape's.
  var isConsistent: Bool {
    (type.element == .real ? reals.count : integers.count) == type.shape.count
      && (type.element == .real ? integers.isEmpty : reals.isEmpty)
  }
}
