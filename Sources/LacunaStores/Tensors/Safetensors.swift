/// The safetensors format, as numpy and PyTorch open it.
///
/// A file is the length of its header (8 bytes, little endian), the header (a JSON object, padded
/// with spaces), and the tensors' bytes, which lie one after the other without holes.
public enum Safetensors {
  /// The longest header that is read, in bytes: the limit of the reference implementation.
  public static let longestHeader = 100_000_000

  /// The bytes of a file with some tensors and some metadata: the same bytes for the same contents.
  ///
  /// Tensors lie in ascending order of their names, those of 8-byte elements before those of 4, so
  /// that each is aligned to its element.
  ///
  /// - Precondition: names are unique, and none is `__metadata__`.
  public static func serialize(
    _ tensors: [TensorData],
    metadata: [String: String] = [:]
  ) -> [UInt8] {
    let (header, order, dataSize) = SafetensorsHeader.laying(
      out: tensors.map(\.outline),
      metadata: metadata
    )
    let preamble = header.preamble
    var bytes: [UInt8] = []
    bytes.reserveCapacity(preamble.count + dataSize)
    bytes.append(contentsOf: preamble)
    for index in order { bytes.append(contentsOf: tensors[index].bytes) }
    return bytes
  }

  /// Reads a file: everything about it is checked before a tensor is handed out.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - source: the name of the file, for messages.
  /// - Returns: the file, whose tensors are copied out when they are asked for.
  /// - Throws: ``SafetensorsError``.
  public static func parse(
    _ bytes: [UInt8],
    source: String
  ) throws(SafetensorsError) -> SafetensorsFile {
    guard bytes.count >= 8 else {
      throw .init(source, .truncated(found: bytes.count, expected: "at least 8 bytes"))
    }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(longestHeader) else {
      throw .init(source, .longHeader(found: length))
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= bytes.count else {
      throw .init(
        source,
        .truncated(found: bytes.count, expected: "\(dataStart) bytes up to the data")
      )
    }
    let header = try SafetensorsHeader(parsing: Array(bytes[8..<dataStart]), source: source)
    try header.checkLayout(dataSize: bytes.count - dataStart, source: source)
    return SafetensorsFile(source: source, header: header, bytes: bytes, dataStart: dataStart)
  }
}
