import Foundation
import LacunaProtocols

/// Texts that end where memory ends: whoever reads a byte too far crashes at once.
final class GuardedText {
  /// The text, valid as long as this lives.
  let text: lacuna_text
  private let pages: UnsafeMutableRawPointer
  private let size: Int

  /// A copy of the bytes.
  ///
  /// - Throws: ``NotApplicable`` when the system gives no memory for it.
  init(_ bytes: [UInt8]) throws {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let used = max((bytes.count + page - 1) / page, 1) * page
    size = used + page
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let pages = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED,
      mprotect(pages + used, page, PROT_NONE) == 0
    else { throw NotApplicable("the system gives no memory for texts at the end of a page") }
    self.pages = pages
    let start = pages + used - bytes.count
    start.copyMemory(from: bytes, byteCount: bytes.count)
    text = lacuna_text(
      bytes: start.assumingMemoryBound(to: CChar.self),
      length: UInt64(bytes.count)
    )
  }

  deinit { munmap(pages, size) }

  /// Calls a function with bytes as such a text.
  static func with<Result>(_ bytes: [UInt8], _ body: (lacuna_text) throws -> Result) rethrows
    -> Result
  {
    guard let guarded = try? GuardedText(bytes) else {
      return try String(decoding: bytes, as: UTF8.self).withForeignText(body)
    }
    return try withExtendedLifetime(guarded) { try body(guarded.text) }
  }

  /// Calls a function with records whose texts are such texts.
  static func with<Result>(
    records: [Record],
    _ body: (UnsafePointer<UnsafePointer<lacuna_record>?>?) throws -> Result
  ) throws -> Result {
    let fields = records.flatMap(\.fields)
    let names = try fields.map { try GuardedText(Array($0.name.utf8)) }
    let values = try fields.map { try GuardedText(Array($0.value.utf8)) }
    let (nameTexts, valueTexts) = (names.map(\.text), values.map(\.text))
    return try nameTexts.withUnsafeBufferPointer { nameTexts in
      try valueTexts.withUnsafeBufferPointer { valueTexts in
        var position = 0
        let foreign = records.map { record in
          defer { position += record.fields.count }
          return lacuna_record(
            struct_size: UInt64(MemoryLayout<lacuna_record>.size),
            field_count: UInt64(record.fields.count),
            names: nameTexts.baseAddress.map { $0 + position },
            values: valueTexts.baseAddress.map { $0 + position }
          )
        }
        return try withExtendedLifetime((names, values)) {
          try foreign.withUnsafeBufferPointer { buffer in
            let pointers = buffer.indices.map { index in buffer.baseAddress.map { $0 + index } }
            return try pointers.withUnsafeBufferPointer { try body($0.baseAddress) }
          }
        }
      }
    }
  }
}
