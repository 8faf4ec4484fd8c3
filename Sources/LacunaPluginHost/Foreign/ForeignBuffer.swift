import LacunaSketching

/// Memory for the elements of an argument, with a margin behind it that no function may write to.
final class ForeignBuffer {
  private static let margin = 64
  private static let mark: UInt8 = 0xA5
  private let memory: UnsafeMutableRawBufferPointer
  private let count: Int
  private let scalar: Signature.Scalar

  /// The address of the first element.
  var address: UnsafeRawPointer? { UnsafeRawPointer(memory.baseAddress) }

  private init(count: Int, _ scalar: Signature.Scalar) {
    self.count = count
    self.scalar = scalar
    memory = .allocate(byteCount: count * scalar.bytes + Self.margin, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: Self.mark)
  }

  /// Numbers as elements of a type.
  convenience init(_ numbers: [Complex], _ scalar: Signature.Scalar) {
    self.init(count: numbers.count, scalar)
    for (index, number) in numbers.enumerated() { store(number, index) }
  }

  /// Whole numbers as elements of a type that they fit.
  convenience init(_ integers: [Int64], _ scalar: Signature.Scalar) {
    self.init(count: integers.count, scalar)
    for (index, integer) in integers.enumerated() {
      switch scalar {
      case .i32: store(Int32(truncatingIfNeeded: integer), at: index)
      case .i64, .size: store(integer, at: index)
      default: store(Complex(Double(integer)), index)
      }
    }
  }

  /// Elements to be filled: what is not stays no number.
  convenience init(unfilled count: Int, _ scalar: Signature.Scalar) {
    self.init(count: count, scalar)
    guard !scalar.isInteger else {
      for index in 0..<(count * scalar.bytes) { memory[index] = 0 }
      return
    }
    for index in 0..<count { store(Complex(.nan, .nan), index) }
  }

  deinit { memory.deallocate() }

  /// Whether nothing was written behind the elements.
  var isIntact: Bool { memory[(count * scalar.bytes)...].allSatisfy { $0 == Self.mark } }

  /// The elements as numbers.
  var numbers: [Complex] {
    (0..<count).map { index in
      switch scalar {
      case .f64: Complex(load(index, Double.self))
      case .f32: Complex(Double(load(index, Float.self)))
      case .complexF64: Complex(load(2 * index, Double.self), load(2 * index + 1, Double.self))
      case .complexF32:
        Complex(Double(load(2 * index, Float.self)), Double(load(2 * index + 1, Float.self)))
      case .i32: Complex(Double(load(index, Int32.self)))
      case .i64, .size: Complex(Double(load(index, Int64.self)))
      }
    }
  }

  private func store(_ number: Complex, _ index: Int) {
    switch scalar {
    case .f64: store(number.re, at: index)
    case .f32: store(Float(number.re), at: index)
    case .complexF64:
      store(number.re, at: 2 * index)
      store(number.im, at: 2 * index + 1)
    case .complexF32:
      store(Float(number.re), at: 2 * index)
      store(Float(number.im), at: 2 * index + 1)
    case .i32, .i64, .size: break
    }
  }

  private func store<Element: BitwiseCopyable>(_ value: Element, at index: Int) {
    memory.storeBytes(of: value, toByteOffset: index * MemoryLayout<Element>.size, as: Element.self)
  }

  private func load<Element: BitwiseCopyable>(_ index: Int, _ type: Element.Type) -> Element {
    memory.load(fromByteOffset: index * MemoryLayout<Element>.size, as: type)
  }
}
