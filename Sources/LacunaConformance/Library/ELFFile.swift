import Foundation

/// What is read of a library in the ELF format: sections and symbols.
///
/// Every offset is checked: a damaged file is an error.
struct ELFFile {
  /// A section.
  struct Section {
    let name: String
    let type: UInt32
    let offset: Int
    let size: Int
    let link: Int
    let entrySize: Int
  }

  /// A symbol of a symbol table.
  struct Symbol: Hashable {
    enum Binding: UInt8 { case local, global, weak, unique = 10 }

    let name: String
    let binding: UInt8
    let type: UInt8
    let visibility: UInt8
    let isDefined: Bool

    /// Whether other libraries see it.
    var isExported: Bool {
      // Hidden and internal ones are seen by nobody else.
      isDefined && binding != Binding.local.rawValue && visibility != 1 && visibility != 2
    }
    /// Whether it is a function, perhaps one chosen at load time.
    var isFunction: Bool { type == 2 || type == 10 }
  }

  /// What is wrong with a file.
  struct Damage: Error, CustomStringConvertible {
    let description: String
  }

  private let bytes: Data
  /// The sections; none in a file that was stripped of them.
  let sections: [Section]
  /// Whether the file asks for a stack that can be executed.
  let hasExecutableStack: Bool

  private static let symbolTable: UInt32 = 2
  private static let dynamicSymbolTable: UInt32 = 11

  /// Reads a file: 64 bits, little-endian.
  ///
  /// - Throws: ``Damage``, or an error of the file system.
  init(path: String) throws {
    try self.init(Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
  }

  init(_ bytes: Data) throws {
    self.bytes = bytes
    let reader = Reader(bytes: bytes)
    guard bytes.prefix(4) == Data([0x7F, 0x45, 0x4C, 0x46]) else {
      throw Damage(description: "it does not begin as an ELF file does")
    }
    guard try reader.byte(4) == 2, try reader.byte(5) == 1 else {
      throw Damage(description: "it is not an ELF file of 64 bits, little-endian")
    }
    hasExecutableStack = try Self.executableStack(reader)
    let (offset, size) = (try reader.word(40), try Int(reader.short(58)))
    let (count, names) = (try Int(reader.short(60)), try Int(reader.short(62)))
    guard offset > 0, count > 0 else {
      sections = []
      return
    }
    guard size >= 64 else { throw Damage(description: "section headers of \(size) bytes") }
    var raw: [(name: Int, section: Section)] = []
    for index in 0..<count {
      let at = try reader.sum(offset, index * size)
      raw.append(
        (
          Int(try reader.int(at)),
          Section(
            name: "",
            type: try reader.int(at + 4),
            offset: try reader.word(at + 24),
            size: try reader.word(at + 32),
            link: Int(try reader.int(at + 40)),
            entrySize: try reader.word(at + 56)
          )
        )
      )
    }
    let strings = names < raw.count ? raw[names].section : nil
    sections = try raw.map { name, section in
      Section(
        name: try strings.map { try reader.string($0, name) } ?? "",
        type: section.type,
        offset: section.offset,
        size: section.size,
        link: section.link,
        entrySize: section.entrySize
      )
    }
  }

  /// The symbols that the dynamic linker sees.
  ///
  /// - Throws: ``Damage``.
  func dynamicSymbols() throws -> [Symbol] { try symbols(Self.dynamicSymbolTable) }

  /// All symbols, where the file was not stripped of them.
  ///
  /// - Throws: ``Damage``.
  func allSymbols() throws -> [Symbol] { try symbols(Self.symbolTable) }

  private func symbols(_ type: UInt32) throws -> [Symbol] {
    let reader = Reader(bytes: bytes)
    var symbols: [Symbol] = []
    for section in sections where section.type == type {
      guard sections.indices.contains(section.link), section.entrySize >= 24 else {
        throw Damage(
          description: "the symbol table '\(section.name)' has no names, or small entries"
        )
      }
      let strings = sections[section.link]
      for index in 0..<(section.size / section.entrySize) {
        let at = try reader.sum(section.offset, index * section.entrySize)
        let info = try reader.byte(at + 4)
        symbols.append(
          Symbol(
            name: try reader.string(strings, Int(reader.int(at))),
            binding: info >> 4,
            type: info & 15,
            visibility: try reader.byte(at + 5) & 3,
            isDefined: try reader.short(at + 6) != 0
          )
        )
      }
    }
    return symbols
  }

  private static func executableStack(_ reader: Reader) throws -> Bool {
    let (offset, size) = (try reader.word(32), try Int(reader.short(54)))
    let stackHeader: UInt32 = 0x6474_E551
    for index in 0..<Int(try reader.short(56)) {
      let at = try reader.sum(offset, index * size)
      if try reader.int(at) == stackHeader { return try reader.int(at + 4) & 1 != 0 }
    }
    // Without the header the system takes the stack to be executable.
    return true
  }
}

/// Numbers and texts at offsets that may lie anywhere.
private struct Reader {
  let bytes: Data

  func byte(_ at: Int) throws -> UInt8 { try number(at) }
  func short(_ at: Int) throws -> UInt16 { try number(at) }
  func int(_ at: Int) throws -> UInt32 { try number(at) }

  /// An offset or a size, which has to lie within the file.
  func word(_ at: Int) throws -> Int {
    let value: UInt64 = try number(at)
    guard value <= UInt64(bytes.count) * 256 else {
      throw ELFFile.Damage(description: "an offset of \(value) in a file of \(bytes.count) bytes")
    }
    return Int(value)
  }

  func sum(_ one: Int, _ other: Int) throws -> Int {
    let (sum, overflow) = one.addingReportingOverflow(other)
    guard !overflow else { throw ELFFile.Damage(description: "an offset that overflows") }
    return sum
  }

  func string(_ table: ELFFile.Section, _ offset: Int) throws -> String {
    let start = try sum(table.offset, offset)
    guard offset <= table.size, start < bytes.count else {
      throw ELFFile.Damage(description: "a name at \(offset) of a table of \(table.size) bytes")
    }
    let base = bytes.startIndex
    let end = min(start + table.size - offset, bytes.count)
    let text = bytes[(base + start)..<(base + end)].prefix { $0 != 0 }
    return String(decoding: text, as: UTF8.self)
  }

  private func number<Number: FixedWidthInteger>(_ at: Int) throws -> Number {
    let size = MemoryLayout<Number>.size
    guard at >= 0, at <= bytes.count - size else {
      throw ELFFile.Damage(
        description: "it ends at \(bytes.count), before the \(size) bytes at \(at)"
      )
    }
    return bytes.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Number.self))
    }
  }
}
