extension SafetensorsHeader {
  /// The width in bits of every element type of the format, whether or not Lacuna computes with it.
  private static let elementBits: [String: Int] = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
    "BOOL": 8, "U8": 8, "I8": 8,
    "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E5M2FNUZ": 8, "F8_E4M3FNUZ": 8,
    "U16": 16, "I16": 16, "F16": 16, "BF16": 16,
    "U32": 32, "I32": 32, "F32": 32,
    "U64": 64, "I64": 64, "F64": 64, "C64": 64,
  ]

  /// Checks each tensor against its own shape, and all together against the data: no holes, no
  /// overlaps, nothing outside, nothing left.
  ///
  /// - Throws: ``SafetensorsError``.
  func checkLayout(dataSize: Int, source: String) throws(SafetensorsError) {
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      try Self.check(name, entry, dataSize: dataSize, source: source)
    }
    var end = 0
    let inOrder = entries.sorted { ($0.value.offsets, $0.key) < ($1.value.offsets, $1.key) }
    for (name, entry) in inOrder {
      guard entry.offsets[0] == end else {
        throw .init(
          source,
          entry.offsets[0] < end
            ? .overlap(name, start: entry.offsets[0], previousEnd: end)
            : .hole(name, start: entry.offsets[0], previousEnd: end)
        )
      }
      end = entry.offsets[1]
    }
    guard end == dataSize else {
      throw .init(source, .trailingBytes(found: dataSize, expected: end))
    }
  }

  private static func check(
    _ name: String,
    _ entry: Entry,
    dataSize: Int,
    source: String
  ) throws(SafetensorsError) {
    guard let bits = elementBits[entry.dtype] else {
      throw .init(source, .unknownElement(name, found: entry.dtype))
    }
    let size: Int
    do {
      size = try TensorData.byteCount(name: name, bits: bits, shape: entry.shape)
    } catch {
      throw .init(source, .tensor(error))
    }
    let offsets = entry.offsets
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataSize
    else {
      throw .init(source, .badOffsets(name, found: offsets, dataSize: dataSize))
    }
    guard offsets[1] - offsets[0] == size else {
      throw .init(
        source,
        .tensor(
          .wrongSize(
            tensor: name,
            shape: entry.shape,
            unit: "bytes of \(entry.dtype)",
            found: offsets[1] - offsets[0],
            expected: size
          )
        )
      )
    }
  }
}

/// Orders offsets that may be malformed: as lists are ordered, element by element.
private func < (left: ([Int], String), right: ([Int], String)) -> Bool {
  left.0 == right.0 ? left.1 < right.1 : left.0.lexicographicallyPrecedes(right.0)
}
