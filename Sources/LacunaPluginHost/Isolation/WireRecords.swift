import Foundation
import LacunaProtocols

/// Records one after another: for each the number of fields, and their names and values with lengths.
///
/// A table has millions of short texts, which a property list would keep one by one.
struct WireRecords: Codable {
  private var bytes: Data

  init(_ records: [Record]) {
    var buffer: [UInt8] = []
    func append(_ number: Int) {
      withUnsafeBytes(of: UInt32(number).littleEndian) { buffer += $0 }
    }
    append(records.count)
    for record in records {
      append(record.fields.count)
      for text in record.fields.flatMap({ [$0.name, $0.value] }) {
        append(text.utf8.count)
        buffer += text.utf8
      }
    }
    bytes = Data(buffer)
  }

  /// The records.
  ///
  /// - Throws: ``ChildError/malformed(reason:)`` when the bytes are something else.
  func records() throws(ChildError) -> [Record] {
    var reader = Reader(bytes: [UInt8](bytes))
    var records: [Record] = []
    for _ in 0..<(try reader.number()) {
      var fields: [Record.Field] = []
      for _ in 0..<(try reader.number()) {
        fields.append(Record.Field(name: try reader.text(), value: try reader.text()))
      }
      records.append(Record(fields: fields))
    }
    return records
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) throws(ChildError) -> ArraySlice<UInt8> {
      guard count <= bytes.count - position else {
        throw .malformed(reason: "records that end too early")
      }
      defer { position += count }
      return bytes[position..<position + count]
    }

    mutating func number() throws(ChildError) -> Int {
      try take(4).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    }

    mutating func text() throws(ChildError) -> String {
      String(decoding: try take(number()), as: UTF8.self)
    }
  }
}
