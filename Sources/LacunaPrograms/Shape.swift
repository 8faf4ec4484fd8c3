/// The extents of a tensor, outermost first; a scalar has none.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The largest number of dimensions a value may have.
  public static let maximumRank = 6

  /// The largest number of elements a value may have.
  public static let maximumCount = 1 << 40

  /// The extent of each axis.
  public var dimensions: [Int]

  /// The shape of a single number.
  public static let scalar = Shape([])

  /// A shape with these extents.
  public init(_ dimensions: [Int]) {
    self.dimensions = dimensions
  }

  /// A shape with these extents.
  public init(arrayLiteral elements: Int...) {
    self.dimensions = elements
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The number of elements; one for a scalar.
  public var count: Int { dimensions.reduce(1, *) }

  /// The extent of an axis.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The distance, in elements, between neighbours along each axis of a contiguous tensor.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// The shape that both broadcast to, aligned at the last axis, or nil when an axis differs.
  ///
  /// An axis of extent one stretches to the other's extent, and a missing axis is taken as one.
  public static func broadcast(_ left: Shape, _ right: Shape) -> Shape? {
    let rank = max(left.rank, right.rank)
    var result = [Int](repeating: 1, count: rank)
    for offset in 1..<(rank + 1) {
      let a = offset <= left.rank ? left[left.rank - offset] : 1
      let b = offset <= right.rank ? right[right.rank - offset] : 1
      guard a == b || a == 1 || b == 1 else { return nil }
      result[rank - offset] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// Whether the extents are positive, few enough and of a product that fits.
  var isValid: Bool {
    guard rank <= Self.maximumRank else { return false }
    var count = 1
    for extent in dimensions {
      guard extent > 0 else { return false }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Self.maximumCount else { return false }
      count = product
    }
    return true
  }
}

extension Shape: CustomStringConvertible {
  /// The extents in brackets, as in the text form: `[7, 16]`.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}
