/// Loops over several numbers at a time.
enum Vector {
  /// The numbers of a vector.
  static let width = 8
  /// A vector.
  typealias Numbers = SIMD8<Double>

  /// The vectors that so many numbers take.
  static func count(for numbers: Int) -> Int { (numbers + width - 1) / width }

  /// The vector at a place.
  @inline(__always)
  static func load(_ place: UnsafePointer<Double>) -> Numbers {
    UnsafeRawPointer(place).loadUnaligned(as: Numbers.self)
  }

  /// Puts a vector at a place.
  @inline(__always)
  static func store(_ value: Numbers, _ place: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: Numbers.self)
  }

  /// The sum of a function of each number, in an order that depends on their count alone.
  @inline(__always)
  static func sum(
    _ numbers: UnsafeBufferPointer<Double>,
    _ vector: (Numbers) -> Numbers,
    _ scalar: (Double) -> Double
  ) -> Double {
    guard let base = numbers.baseAddress else { return 0 }
    var total = Numbers(repeating: 0)
    var index = 0
    while index + width <= numbers.count {
      total += vector(load(base + index))
      index += width
    }
    var sum = total.sum()
    while index < numbers.count {
      sum += scalar(base[index])
      index += 1
    }
    return sum
  }
}
