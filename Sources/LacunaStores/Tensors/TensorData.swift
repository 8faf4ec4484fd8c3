#if !_endian(little)
#error("LacunaStores copies tensors as they lie in memory, which must be little endian")
#endif

/// A named tensor as it is stored: element type, shape, and little-endian bytes in row-major order.
public struct TensorData: Equatable, Sendable {
  /// The name, unique within a file.
  public let name: String
  /// The element type.
  public let dtype: TensorElement
  /// The dimensions, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The elements, little endian, last dimension fastest.
  public let bytes: [UInt8]

  /// The number of elements.
  public var count: Int { bytes.count / dtype.size }

  /// A tensor of bytes that are there already.
  ///
  /// - Throws: ``TensorError`` when the bytes are not as many as dtype and shape say.
  public init(
    name: String,
    dtype: TensorElement,
    shape: [Int],
    bytes: [UInt8]
  ) throws(TensorError) {
    let expected = try Self.byteCount(name: name, bits: dtype.size * 8, shape: shape)
    guard bytes.count == expected else {
      throw .wrongSize(
        tensor: name,
        shape: shape,
        unit: "bytes",
        found: bytes.count,
        expected: expected
      )
    }
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.bytes = bytes
  }

  /// The number of bytes of a tensor, checked for overflow.
  ///
  /// - Throws: ``TensorError/badShape(tensor:shape:)``.
  static func byteCount(name: String, bits: Int, shape: [Int]) throws(TensorError) -> Int {
    var product = bits
    for dimension in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else { throw .badShape(tensor: name, shape: shape) }
      product = next
    }
    guard product % 8 == 0 else { throw .badShape(tensor: name, shape: shape) }
    return product / 8
  }

  /// The same tensor under another name.
  public func renamed(_ name: String) -> TensorData {
    TensorData(unchecked: name, dtype: dtype, shape: shape, bytes: bytes)
  }

  private init(unchecked name: String, dtype: TensorElement, shape: [Int], bytes: [UInt8]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.bytes = bytes
  }
}
