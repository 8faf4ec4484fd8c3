/// What a stored tensor is, without its elements.
public struct TensorOutline: Equatable, Sendable {
  /// The name, unique within a file.
  public let name: String
  /// The element type.
  public let dtype: TensorElement
  /// The dimensions, outermost first; empty for a scalar.
  public let shape: [Int]

  /// The outline of a tensor.
  public init(name: String, dtype: TensorElement, shape: [Int]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
  }

  /// The bytes of its elements.
  ///
  /// - Precondition: they can be counted.
  public var bytes: Int { shape.reduce(dtype.size, *) }
}

extension TensorData {
  /// What it is, without its elements.
  public var outline: TensorOutline { TensorOutline(name: name, dtype: dtype, shape: shape) }
}

extension SafetensorsHeader {
  /// The header of a file with some tensors, and the tensors in the order in which they lie in it.
  ///
  /// - Precondition: names are unique, and none is `__metadata__`.
  static func laying(
    out tensors: [TensorOutline],
    metadata: [String: String]
  ) -> (header: SafetensorsHeader, order: [Int], dataSize: Int) {
    let order = tensors.indices.sorted {
      (tensors[$1].dtype.size, tensors[$0].name) < (tensors[$0].dtype.size, tensors[$1].name)
    }
    var header = SafetensorsHeader(metadata: metadata, entries: [:])
    var end = 0
    for tensor in order.map({ tensors[$0] }) {
      precondition(
        tensor.name != metadataKey && header.entries[tensor.name] == nil,
        "safetensors: the name '\(tensor.name)' is reserved or used twice"
      )
      let start = end
      end += tensor.bytes
      header.entries[tensor.name] = .init(
        dtype: tensor.dtype.rawValue,
        shape: tensor.shape,
        offsets: [start, end]
      )
    }
    return (header, order, end)
  }

  /// Length and text: all that lies before the data.
  var preamble: [UInt8] {
    let text = paddedText
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}
