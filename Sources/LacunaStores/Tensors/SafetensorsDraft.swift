/// A safetensors file that is filled in place: its header is there already, its tensors are zero.
///
/// It becomes what ``Safetensors/serialize(_:metadata:)`` makes of the same tensors, without ever being
/// in memory twice.
public struct SafetensorsDraft: Sendable {
  private let header: SafetensorsHeader
  private let dataStart: Int
  private var bytes: [UInt8]

  /// A file with some tensors and some metadata.
  ///
  /// - Precondition: names are unique, and none is `__metadata__`.
  public init(_ tensors: [TensorOutline], metadata: [String: String] = [:]) {
    let (header, _, dataSize) = SafetensorsHeader.laying(out: tensors, metadata: metadata)
    self.header = header
    let preamble = header.preamble
    dataStart = preamble.count
    bytes = [UInt8](repeating: 0, count: preamble.count + dataSize)
    bytes.replaceSubrange(0..<preamble.count, with: preamble)
  }

  /// The bytes of a file with such tensors and metadata.
  public static func size(
    _ tensors: [TensorOutline],
    metadata: [String: String] = [:]
  ) -> Int {
    let (header, _, dataSize) = SafetensorsHeader.laying(out: tensors, metadata: metadata)
    return header.preamble.count + dataSize
  }

  /// Writes elements of a tensor, as they are stored.
  ///
  /// - Parameters:
  ///   - name: the tensor.
  ///   - body: is given its bytes.
  /// - Precondition: the file has a tensor of that name.
  public mutating func withBytes(
    of name: String,
    _ body: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard let entry = header.entries[name] else {
      preconditionFailure("safetensors: the draft has no tensor '\(name)'")
    }
    let range = (dataStart + entry.offsets[0])..<(dataStart + entry.offsets[1])
    bytes.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[range])) }
  }

  /// The file.
  ///
  /// - Parameter source: its name, for messages.
  /// - Returns: the file, with what was written into it.
  public consuming func finished(source: String) -> SafetensorsFile {
    SafetensorsFile(source: source, header: header, bytes: bytes, dataStart: dataStart)
  }
}
