/// A safetensors file that has been read and checked.
public struct SafetensorsFile: Sendable {
  /// The name of the file, for messages.
  public let source: String
  /// The texts that the file carries beside its tensors.
  public var metadata: [String: String] { header.metadata }
  /// The tensors' names, in ascending order.
  public var names: [String] { header.entries.keys.sorted() }

  private let header: SafetensorsHeader
  /// The whole file.
  let bytes: [UInt8]
  private let dataStart: Int

  init(source: String, header: SafetensorsHeader, bytes: [UInt8], dataStart: Int) {
    self.source = source
    self.header = header
    self.bytes = bytes
    self.dataStart = dataStart
  }

  /// What the tensors are whose elements Lacuna computes with, in ascending order of their names.
  var outlines: [TensorOutline] {
    names.compactMap { name in
      guard let entry = header.entries[name],
        let dtype = TensorElement(rawValue: entry.dtype)
      else { return nil }
      return TensorOutline(name: name, dtype: dtype, shape: entry.shape)
    }
  }

  /// A tensor by its name, copied out of the file.
  ///
  /// - Throws: ``SafetensorsError`` when there is none of that name, or its elements are of a type
  ///   that Lacuna does not compute with.
  public func tensor(_ name: String) throws(SafetensorsError) -> TensorData {
    guard let entry = header.entries[name] else {
      throw .init(source, .noSuchTensor(name, present: names))
    }
    guard let dtype = TensorElement(rawValue: entry.dtype) else {
      throw .init(source, .unsupportedElement(name, found: entry.dtype))
    }
    let data = bytes[(dataStart + entry.offsets[0])..<(dataStart + entry.offsets[1])]
    do {
      return try TensorData(name: name, dtype: dtype, shape: entry.shape, bytes: Array(data))
    } catch {
      throw .init(source, .tensor(error))
    }
  }

  /// The element type and shape of a tensor.
  ///
  /// - Throws: ``SafetensorsError``, as ``tensor(_:)``.
  func type(of name: String) throws(SafetensorsError) -> (dtype: TensorElement, shape: [Int]) {
    guard let entry = header.entries[name] else {
      throw .init(source, .noSuchTensor(name, present: names))
    }
    guard let dtype = TensorElement(rawValue: entry.dtype) else {
      throw .init(source, .unsupportedElement(name, found: entry.dtype))
    }
    return (dtype, entry.shape)
  }

  /// Lends the bytes of some tensors where they lie, aligned to nothing; none for a name that is not there.
  func withTensors<Result>(
    _ names: [String],
    _ body: ([UnsafeRawBufferPointer]) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { bytes in
      try body(
        names.map { name in
          guard let offsets = header.entries[name]?.offsets else {
            return .init(start: nil, count: 0)
          }
          return .init(rebasing: bytes[(dataStart + offsets[0])..<(dataStart + offsets[1])])
        }
      )
    }
  }

  /// All tensors, in ascending order of their names.
  ///
  /// - Throws: ``SafetensorsError`` when the elements of one are of a type that Lacuna does not
  ///   compute with.
  public func tensors() throws(SafetensorsError) -> [TensorData] {
    var tensors: [TensorData] = []
    for name in names { tensors.append(try tensor(name)) }
    return tensors
  }
}
