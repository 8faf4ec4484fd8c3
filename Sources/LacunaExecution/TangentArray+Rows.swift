extension TangentArray {
  /// Copies lanes out as rows one after the other, each `[degree, elements, 2]`, in the array's own
  /// precision, real and imaginary part last.
  ///
  /// - Parameters:
  ///   - elements: the number of elements.
  ///   - lanes: how many lanes are copied, from the first.
  ///   - rows: where they go.
  /// - Precondition: the rows fit exactly.
  public func copyRows(
    elements: Int,
    lanes: Int,
    to rows: UnsafeMutableRawBufferPointer
  ) {
    let bytes = lanes * degree * elements * 2 * precision.bytes
    precondition(
      rows.count == bytes && lanes <= precision.lanes,
      "tangents: \(rows.count) bytes for rows of \(bytes)"
    )
    guard let out = rows.baseAddress else { return }
    switch precision {
    case .float64: copyRows(Double.self, elements, lanes, out)
    case .float32: copyRows(Float.self, elements, lanes, out)
    }
  }

  @inline(__always)
  private func copyRows<Number: BitwiseCopyable>(
    _ type: Number.Type,
    _ elements: Int,
    _ lanes: Int,
    _ out: UnsafeMutableRawPointer
  ) {
    let size = MemoryLayout<Number>.size
    let slot = precision.lanes * size
    let row = degree * elements * 2 * size
    for element in 0..<elements {
      for coefficient in 0..<degree {
        let from = address + (element * degree + coefficient) * 2 * slot
        let to = out + (coefficient * elements + element) * 2 * size
        for lane in 0..<lanes {
          let re = from.load(fromByteOffset: lane * size, as: type)
          let im = from.load(fromByteOffset: slot + lane * size, as: type)
          (to + lane * row).storeBytes(of: re, as: type)
          (to + lane * row).storeBytes(of: im, toByteOffset: size, as: type)
        }
      }
    }
  }
}
