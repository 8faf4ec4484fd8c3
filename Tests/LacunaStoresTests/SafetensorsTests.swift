import LacunaProtocols
import LacunaStores
import Testing

@Suite struct SafetensorsTests {
  /// A file written out by hand from the format's description: 54 bytes of header, padded to 56.
  static let golden: [UInt8] =
    [56, 0, 0, 0, 0, 0, 0, 0]
    + Array(#"{"a":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}  "#.utf8)
    + [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]

  @Test func `a file is written byte for byte as the format says`() throws {
    let tensor = try TensorData(name: "a", shape: [2], [Float(1), -2])
    #expect(Safetensors.serialize([tensor]) == Self.golden)
  }

  @Test func `a file written by hand is read`() throws {
    let file = try Safetensors.parse(Self.golden, source: "golden")
    #expect(file.names == ["a"])
    #expect(file.metadata.isEmpty)
    #expect(try file.tensor("a").shape == [2])
    #expect(try file.tensor("a").floats() == [1, -2])
  }

  @Test func `tensors and metadata come back as they were written`() throws {
    let tensors = [
      try TensorData(name: "z/ü \"quoted\"", shape: [1, 2], [1.5, 2.5]),
      try TensorData(name: "a", shape: [3], [Float(1), 2, 3]),
      try TensorData(name: "m", shape: [], [Int64(-7)]),
      try TensorData(name: "none", shape: [0, 4], [Float]()),
    ]
    let metadata = ["format": "test/1", "note": "line\nbreak, {brace: \"data_offsets\"}"]
    let bytes = Safetensors.serialize(tensors, metadata: metadata)
    let file = try Safetensors.parse(bytes, source: "file")
    #expect(file.metadata == metadata)
    #expect(try file.tensors() == tensors.sorted { $0.name < $1.name })
  }

  @Test func `the order in which tensors are given does not change a byte`() throws {
    let tensors = try ["b", "c", "a", "B", "a10", "a2"].map {
      try TensorData(name: $0, shape: [1], [1.0])
    }
    let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key\($0)", "\($0)") })
    #expect(
      Safetensors.serialize(tensors, metadata: metadata)
        == Safetensors.serialize(tensors.reversed(), metadata: metadata)
    )
  }

  @Test func `every tensor is aligned to its element`() throws {
    let tensors = [
      try TensorData(name: "a", shape: [1], [Float(1)]),
      try TensorData(name: "b", shape: [1], [2.0]),
    ]
    let bytes = Safetensors.serialize(tensors)
    #expect(bytes.suffix(12) == [0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0x80, 0x3f])
    #expect((bytes.count - 12) % 8 == 0)
  }

  @Test func `a file without tensors is a file`() throws {
    #expect(try Safetensors.parse(Safetensors.serialize([]), source: "file").names.isEmpty)
  }

  @Test func `an element type of others is refused only when its tensor is asked for`() throws {
    let header =
      #"{"b":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]},"#
      + #""i":{"dtype":"I64","shape":[1],"data_offsets":[2,10]}}"#
    let file = try Safetensors.parse(malformed(header, data: 10), source: "file")
    #expect(try file.tensor("i").integers() == [0])
    #expect(
      message { _ = try file.tensor("b") }
        == "file: tensor 'b': dtype BF16 is not supported, expected F64, F32, I64; "
        + "convert the tensor"
    )
  }

  @Test func `a tensor that is not there is named with those that are`() throws {
    let file = try Safetensors.parse(Self.golden, source: "file")
    #expect(
      message { _ = try file.tensor("x") }
        == "file: there is no tensor 'x'; the file has a"
    )
  }

  @Test(arguments: [[], [1, 2, 3], Array(golden.prefix(20))])
  func `a file cut short is refused`(bytes: [UInt8]) {
    let expected = bytes.count < 8 ? "at least 8 bytes" : "64 bytes up to the data"
    #expect(
      message { _ = try Safetensors.parse(bytes, source: "file") }
        == "file: the file is cut short: found \(bytes.count) bytes, expected \(expected); "
        + "fetch or make it again"
    )
  }

  @Test func `a header length beyond the limit is refused before anything is read`() {
    let bytes: [UInt8] = [255, 255, 255, 255, 255, 255, 255, 255, 0x7b]
    #expect(
      message { _ = try Safetensors.parse(bytes, source: "file") }
        == "file: the header claims 18446744073709551615 bytes, more than the limit of 100000000; "
        + "this is no safetensors file"
    )
    #expect(category { _ = try Safetensors.parse(bytes, source: "file") } == .data)
  }

  @Test(arguments: Malformation.table)
  func `a malformed header is refused`(_ malformation: Malformation) {
    let bytes = malformed(malformation.header, data: malformation.data)
    #expect(
      message { _ = try Safetensors.parse(bytes, source: "file") }
        == "file: \(malformation.message)"
    )
  }
}

/// A file of a header as it stands, and so many zero bytes.
private func malformed(_ header: String, data: Int) -> [UInt8] {
  let length = header.utf8.count
  return [UInt8(length & 255), UInt8(length >> 8), 0, 0, 0, 0, 0, 0] + Array(header.utf8)
    + Array(repeating: 0, count: data)
}

/// One way in which a header can be wrong, and what is said about it.
struct Malformation: Sendable {
  let header: String
  let data: Int
  let message: String

  init(_ header: String, data: Int = 8, _ message: String) {
    self.header = header
    self.data = data
    self.message = message
  }

  private static func f32(_ shape: String, _ offsets: String) -> String {
    #"{"dtype":"F32","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  static let table: [Malformation] = [
    .init("", data: 0, "the header begins with '', expected '{'; this is no safetensors file"),
    .init(" {}", data: 0, "the header begins with ' ', expected '{'; this is no safetensors file"),
    .init("[]", data: 0, "the header begins with '[', expected '{'; this is no safetensors file"),
    .init("{\"a\":", "header: found 5 bytes that are not JSON, expected a JSON object"),
    .init(#"{"a":7}"#, "header field 'a': found 7, expected an object"),
    .init(
      #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#,
      "header field 'a.dtype': found nothing, expected a value"
    ),
    .init(
      f32(#"[2]"#, "[0,8]").wrapped("a", second: #""__metadata__":{"k":1}"#),
      "header field '__metadata__.k': found 1, expected a string"
    ),
    .init(
      #"{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}"#,
      #"header field 'a.shape[0]': found "2", expected a whole number"#
    ),
    .init(
      #"{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}"#,
      "tensor 'a': dtype 'F33' is not one of the safetensors format"
    ),
    .init(
      f32("[-2]", "[0,8]").wrapped("a"),
      "tensor 'a': shape [-2] is impossible; dimensions are zero or more, and their product must "
        + "be countable in 63 bits"
    ),
    .init(
      f32("[4294967296,4294967296]", "[0,8]").wrapped("a"),
      "tensor 'a': shape [4294967296, 4294967296] is impossible; dimensions are zero or more, and "
        + "their product must be countable in 63 bits"
    ),
    .init(
      f32("[3]", "[0,8]").wrapped("a"),
      "tensor 'a': found 8 bytes of F32, expected 12 for shape [3]"
    ),
    .init(
      f32("[2]", "[8,0]").wrapped("a"),
      "tensor 'a': data_offsets are [8, 0], expected [begin, end] within the 8 bytes of data"
    ),
    .init(
      f32("[2]", "[0,8,8]").wrapped("a"),
      "tensor 'a': data_offsets are [0, 8, 8], expected [begin, end] within the 8 bytes of data"
    ),
    .init(
      f32("[2]", "[-8,0]").wrapped("a"),
      "tensor 'a': data_offsets are [-8, 0], expected [begin, end] within the 8 bytes of data"
    ),
    .init(
      f32("[2]", "[0,8]").wrapped("a"),
      data: 7,
      "tensor 'a': data_offsets are [0, 8], expected [begin, end] within the 7 bytes of data"
    ),
    .init(
      f32("[1]", "[4,8]").wrapped("a"),
      "tensor 'a' begins at byte 4, leaving a hole after the previous one ends at 0"
    ),
    .init(
      f32("[2]", "[0,8]").wrapped("a", second: #""b":"# + f32("[1]", "[4,8]")),
      "tensor 'b' begins at byte 4, before the previous one ends at 8"
    ),
    .init(
      f32("[1]", "[0,4]").wrapped("a"),
      "found 8 bytes of data, expected 4 by the header; the file is damaged"
    ),
    .init(
      f32("[2]", "[0,8]").wrapped("a", second: #""a":"# + f32("[2]", "[0,8]")),
      "the header names 'a' twice; names must be unique"
    ),
  ]
}

extension String {
  /// A header that gives this text to a name, and then another entry.
  fileprivate func wrapped(_ name: String, second: String? = nil) -> String {
    "{\"\(name)\":\(self)\(second.map { ",\($0)" } ?? "")}"
  }
}
