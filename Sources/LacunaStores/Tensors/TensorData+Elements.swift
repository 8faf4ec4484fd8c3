extension TensorData {
  /// A tensor of 64-bit floating-point elements.
  ///
  /// - Throws: ``TensorError`` when the elements are not as many as the shape says.
  public init(name: String, shape: [Int], _ elements: [Double]) throws(TensorError) {
    try self.init(name: name, dtype: .f64, shape: shape, elements: elements)
  }

  /// A tensor of 32-bit floating-point elements.
  ///
  /// - Throws: ``TensorError`` when the elements are not as many as the shape says.
  public init(name: String, shape: [Int], _ elements: [Float]) throws(TensorError) {
    try self.init(name: name, dtype: .f32, shape: shape, elements: elements)
  }

  /// A tensor of 64-bit integers.
  ///
  /// - Throws: ``TensorError`` when the elements are not as many as the shape says.
  public init(name: String, shape: [Int], _ elements: [Int64]) throws(TensorError) {
    try self.init(name: name, dtype: .i64, shape: shape, elements: elements)
  }

  private init<Element: BitwiseCopyable>(
    name: String,
    dtype: TensorElement,
    shape: [Int],
    elements: [Element]
  ) throws(TensorError) {
    let expected = try Self.byteCount(name: name, bits: dtype.size * 8, shape: shape) / dtype.size
    guard elements.count == expected else {
      throw .wrongSize(
        tensor: name,
        shape: shape,
        unit: "elements",
        found: elements.count,
        expected: expected
      )
    }
    let bytes = elements.withUnsafeBytes { [UInt8]($0) }
    try self.init(name: name, dtype: dtype, shape: shape, bytes: bytes)
  }

  /// The elements as doubles; 32-bit elements are widened, which is exact.
  ///
  /// - Throws: ``TensorError/wrongElement(tensor:found:expected:)`` when they are integers.
  public func doubles() throws(TensorError) -> [Double] {
    switch dtype {
    case .f64: copy(as: Double.self)
    case .f32: copy(as: Float.self).map(Double.init)
    case .i64: throw .wrongElement(tensor: name, found: dtype.rawValue, expected: "F64 or F32")
    }
  }

  /// The elements of a tensor of 32-bit floating point.
  ///
  /// - Throws: ``TensorError/wrongElement(tensor:found:expected:)``: nothing is rounded unasked.
  public func floats() throws(TensorError) -> [Float] {
    guard dtype == .f32 else {
      throw .wrongElement(tensor: name, found: dtype.rawValue, expected: "F32")
    }
    return copy(as: Float.self)
  }

  /// The elements of a tensor of 64-bit integers.
  ///
  /// - Throws: ``TensorError/wrongElement(tensor:found:expected:)``.
  public func integers() throws(TensorError) -> [Int64] {
    guard dtype == .i64 else {
      throw .wrongElement(tensor: name, found: dtype.rawValue, expected: "I64")
    }
    return copy(as: Int64.self)
  }

  private func copy<Element: BitwiseCopyable>(as: Element.Type) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { elements, initialised in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(elements).copyMemory(from: $0) }
      initialised = count
    }
  }
}
