import LacunaPrograms

/// Tangents as files hold them: lane, coefficient 1…d, element, real and imaginary part; aligned to nothing.
public struct StoredTangents {
  let bytes: UnsafeRawBufferPointer
  let precision: Precision

  /// Tangents in memory that outlives them.
  public init(bytes: UnsafeRawBufferPointer, precision: Precision) {
    self.bytes = bytes
    self.precision = precision
  }
}

extension Precision {
  /// The number at a position of an array that is aligned to nothing.
  @inline(__always)
  public func load(_ bytes: UnsafeRawBufferPointer, index: Int) -> Double {
    switch self {
    case .float64: bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
    case .float32: Double(bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self))
    }
  }
}

extension BoundPlan {
  /// Feeds the tangents of an input of a jet ring as they are stored; lanes beyond are zero.
  ///
  /// - Parameters:
  ///   - role: of the input.
  ///   - name: of the input.
  ///   - used: how many lanes there are.
  ///   - stored: their tangents.
  /// - Throws: ``ExecutionError`` for an input the program does not have, or another number of elements.
  public func setTangents(
    _ role: InputRole,
    _ name: String,
    lanes used: Int,
    _ stored: StoredTangents
  ) throws(ExecutionError) {
    let storage = try input(role, name, .real, count: nil).storage
    guard let view = storage.varying, case .jet(let degree) = plan.ring else { return }
    let elements = view.shape.reduce(1, *)
    let numbers = used * degree * elements * 2
    guard stored.bytes.count >= numbers * stored.precision.bytes else {
      throw .elementCount(
        input: name,
        found: stored.bytes.count / stored.precision.bytes,
        expected: numbers
      )
    }
    TangentArray(address: address(of: view.buffer), precision: plan.precision, degree: degree)
      .fill(elements: elements, lanes: used, from: stored)
  }
}

extension TangentArray {
  /// Sets all numbers from what is stored: a transposition, lanes outermost to lanes innermost.
  func fill(elements: Int, lanes used: Int, from stored: StoredTangents) {
    guard let source = stored.bytes.baseAddress else { return }
    let lanes = precision.lanes
    switch (precision, stored.precision) {
    case (.float64, .float64) where used >= lanes:
      transposePairs(elements, source, Double.self)
    case (.float32, .float32) where used >= lanes:
      transposePairs(elements, source, Float.self)
    default:
      fill(elements: elements) { element, coefficient, lane in
        guard lane < used else { return (0, 0) }
        let at = ((lane * degree + coefficient - 1) * elements + element) * 2
        return (
          stored.precision.load(stored.bytes, index: at),
          stored.precision.load(stored.bytes, index: at + 1)
        )
      }
    }
  }

  /// Takes a complex number of each of four lanes at a time.
  @inline(__always)
  private func transposePairs<Number: SIMDScalar & BitwiseCopyable>(
    _ elements: Int,
    _ source: UnsafeRawPointer,
    _: Number.Type
  ) {
    let size = MemoryLayout<Number>.size
    let lanes = precision.lanes
    let lane = degree * elements * 2 * size
    let slot = lanes * size
    for coefficient in 0..<degree {
      var from = source + coefficient * elements * 2 * size
      var to = address + coefficient * 2 * slot
      for _ in 0..<elements {
        var place = from
        var first = 0
        while first < slot {
          let a = place.loadUnaligned(as: SIMD2<Number>.self)
          let b = (place + lane).loadUnaligned(as: SIMD2<Number>.self)
          let c = (place + 2 * lane).loadUnaligned(as: SIMD2<Number>.self)
          let d = (place + 3 * lane).loadUnaligned(as: SIMD2<Number>.self)
          (to + first).storeBytes(of: SIMD4(a.x, b.x, c.x, d.x), as: SIMD4<Number>.self)
          (to + slot + first).storeBytes(of: SIMD4(a.y, b.y, c.y, d.y), as: SIMD4<Number>.self)
          place += 4 * lane
          first += 4 * size
        }
        from += 2 * size
        to += degree * 2 * slot
      }
    }
  }
}
