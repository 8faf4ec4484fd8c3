import LacunaStores

/// A complex number.
public struct Complex: Hashable, Sendable {
  /// Real part.
  public var re: Double
  /// Imaginary part.
  public var im: Double

  /// A complex number of these parts.
  public init(_ re: Double, _ im: Double = 0) {
    self.re = re
    self.im = im
  }

  /// The product.
  public static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.re * right.re - left.im * right.im,
      left.re * right.im + left.im * right.re
    )
  }

  /// The sum.
  public static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.re + right.re, left.im + right.im)
  }
}

/// The directions ψ_j ∈ ℂⁿ of the downweights, one for each index j.
///
/// A direction depends on the seed and its index alone, so that a sketch can be cut, extended and merged
/// in any way.
public enum Directions: Sendable {
  /// Uniform on the unit sphere of ℂⁿ: complex normal numbers, normalised.
  case random(seed: UInt64)
  /// Given one by one.
  case listed([[Complex]])

  /// How many there are, when that is limited.
  public var count: Int? {
    if case .listed(let rows) = self { rows.count } else { nil }
  }

  /// The seed, where they are generated.
  public var seed: UInt64? {
    if case .random(let seed) = self { seed } else { nil }
  }

  /// The direction of an index, one complex number a unit.
  public func direction(_ index: Int, units: Int) -> [Complex] {
    switch self {
    case .listed(let rows):
      return rows[index]
    case .random(let seed):
      let generator = Philox(seed: seed)
      var numbers = (0..<units).map { unit in
        let (re, im) = generator.normals(.direction, row: index, element: unit)
        return Complex(re, im)
      }
      let square = numbers.reduce(0) { $0 + $1.re * $1.re + $1.im * $1.im }
      let scale = 1 / square.squareRoot()
      for unit in numbers.indices {
        numbers[unit].re *= scale
        numbers[unit].im *= scale
      }
      return numbers
    }
  }

  /// The Euclidean length of the direction of an index: 1, but where they are given.
  package func length(_ index: Int, units: Int) -> Double {
    direction(index, units: units).reduce(0) { $0 + $1.re * $1.re + $1.im * $1.im }.squareRoot()
  }

  /// Directions from a tensor `[K, n, 2]`, real and imaginary part last.
  ///
  /// - Throws: ``SketchingError/directions(source:problem:)`` for another shape, or numbers that are not
  ///   finite.
  public init(_ tensor: TensorData, units: Int, source: String) throws {
    guard tensor.shape.count == 3, tensor.shape[1] == units, tensor.shape[2] == 2 else {
      throw SketchingError.directions(
        source: source,
        problem: "tensor '\(tensor.name)' is \(tensor.shape), expected [K, \(units), 2]"
      )
    }
    let numbers: [Double]
    do {
      numbers = try tensor.doubles()
    } catch {
      throw SketchingError.directions(source: source, problem: "\(error)")
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw SketchingError.directions(source: source, problem: "not all numbers are finite")
    }
    self = .listed(
      (0..<tensor.shape[0]).map { row in
        (0..<units).map { unit in
          let at = (row * units + unit) * 2
          return Complex(numbers[at], numbers[at + 1])
        }
      }
    )
  }
}
