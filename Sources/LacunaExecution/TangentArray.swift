/// Tangents in memory: element, coefficient 1…d, real and imaginary part, lane.
public struct TangentArray {
  let address: UnsafeMutableRawPointer
  let precision: Precision
  let degree: Int

  /// A complex number of an element, a coefficient from 1 to the degree, and a lane.
  public subscript(element: Int, coefficient: Int, lane: Int) -> (re: Double, im: Double) {
    get {
      let index = position(element, coefficient, lane)
      return (
        precision.load(at: address, index: index),
        precision.load(at: address, index: index + precision.lanes)
      )
    }
    nonmutating set {
      let index = position(element, coefficient, lane)
      precision.store(newValue.re, at: address, index: index)
      precision.store(newValue.im, at: address, index: index + precision.lanes)
    }
  }

  private func position(_ element: Int, _ coefficient: Int, _ lane: Int) -> Int {
    (element * degree + coefficient - 1) * 2 * precision.lanes + lane
  }

  /// Sets all numbers.
  func fill(
    elements: Int,
    _ value: (_ element: Int, _ coefficient: Int, _ lane: Int) -> (re: Double, im: Double)
  ) {
    for element in 0..<elements {
      for coefficient in 1...degree {
        for lane in 0..<precision.lanes {
          self[element, coefficient, lane] = value(element, coefficient, lane)
        }
      }
    }
  }
}

extension Precision {
  /// The number at a position of an array.
  @inline(__always)
  func load(at address: UnsafeMutableRawPointer, index: Int) -> Double {
    switch self {
    case .float64: address.load(fromByteOffset: index * 8, as: Double.self)
    case .float32: Double(address.load(fromByteOffset: index * 4, as: Float.self))
    }
  }

  /// Sets the number at a position of an array.
  @inline(__always)
  func store(_ value: Double, at address: UnsafeMutableRawPointer, index: Int) {
    switch self {
    case .float64: address.storeBytes(of: value, toByteOffset: index * 8, as: Double.self)
    case .float32: address.storeBytes(of: Float(value), toByteOffset: index * 4, as: Float.self)
    }
  }

  /// Sets an array from its start.
  func store(_ values: [Double], at address: UnsafeMutableRawPointer) {
    for (index, value) in values.enumerated() { store(value, at: address, index: index) }
  }
}
