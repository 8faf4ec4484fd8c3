/// A named tensor of an encoded record, in row-major order.
public struct ExampleTensor: Hashable, Sendable {
  /// The name by which programs ask for it.
  public var name: String
  /// What the elements are.
  public var element: ElementKind
  /// The extents, outermost first.
  public var shape: [Int]
  /// The elements when they are numbers, else empty.
  public var reals: [Double]
  /// The elements when they are indices, else empty.
  public var integers: [Int64]

  /// A tensor of numbers; one axis by default.
  public init(_ name: String, reals: [Double], shape: [Int]? = nil) {
    self.name = name
    element = .real
    self.shape = shape ?? [reals.count]
    self.reals = reals
    integers = []
  }

  /// A tensor of indices; one axis by default.
  public init(_ name: String, integers: [Int64], shape: [Int]? = nil) {
    self.name = name
    element = .integer
    self.shape = shape ?? [integers.count]
    reals = []
    self.integers = integers
  }

  /// A tensor of indices; one axis by default.
  public init(_ name: String, integers: [Int], shape: [Int]? = nil) {
    self.init(name, integers: integers.map(Int64.init), shape: shape)
  }
}
