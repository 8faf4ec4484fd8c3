import CLacunaABI
import LacunaProtocols

/// Checks what a library says of itself before anything of it is believed.
struct InterfaceCheck {
  let path: String

  /// The most learners, measurements or stores of a plugin.
  private static let maximumCount: UInt64 = 1 << 12

  /// Compares the magic block, and reports every field that differs.
  func magic(_ table: UnsafeRawPointer) throws(PluginError) {
    let size = table.load(as: UInt64.self)
    var mismatches: [PluginError.Mismatch] = []
    func compare<Value: Equatable & LosslessStringConvertible>(
      _ field: String,
      _ key: KeyPath<lacuna_magic, Value>,
      _ expected: Value,
      _ text: (Value) -> String = { String($0) }
    ) {
      guard let offset = MemoryLayout<lacuna_magic>.offset(of: key),
        UInt64(offset + MemoryLayout<Value>.size) <= size
      else { return }
      let found = table.load(fromByteOffset: offset, as: Value.self)
      if found != expected {
        mismatches.append(.init(field: field, found: text(found), expected: text(expected)))
      }
    }
    if size < UInt64(MemoryLayout<lacuna_magic>.size) {
      mismatches.append(
        .init(
          field: "lacuna_magic.struct_size",
          found: "\(size)",
          expected: "at least \(MemoryLayout<lacuna_magic>.size)"
        )
      )
    }
    compare("magic", \.magic, UInt64(LACUNA_MAGIC)) { "0x" + String($0, radix: 16) }
    compare("ABI major version", \.major, LACUNA_ABI_MAJOR)
    compare("pointer width", \.pointer_width, Int32(Int.bitWidth))
    if !mismatches.isEmpty { throw .incompatible(path: path, mismatches: mismatches) }
  }

  /// Checks that a struct has the fields of the first minor version.
  func size<Struct>(_ size: UInt64, of type: Struct.Type, _ name: String) throws(PluginError) {
    let expected = MemoryLayout<Struct>.size
    guard size >= UInt64(expected) else {
      throw .incompatible(
        path: path,
        mismatches: [
          .init(field: "\(name).struct_size", found: "\(size)", expected: "at least \(expected)")
        ]
      )
    }
  }

  /// A text that has to be there and to be UTF-8.
  func text(_ text: lacuna_text, _ what: String) throws(PluginError) -> String {
    guard let string = text.string else {
      throw .malformed(path: path, reason: "\(what) is a null pointer with length \(text.length)")
    }
    return string
  }

  /// A name: not empty, of the characters `a–z 0–9 -`.
  func name(_ text: lacuna_text, of what: String) throws(PluginError) -> String {
    try name(self.text(text, "the name of \(what)"), of: what)
  }

  /// A name: not empty, of the characters `a–z 0–9 -`.
  func name(_ name: String, of what: String) throws(PluginError) -> String {
    let isAllowed = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    guard !name.isEmpty, isAllowed else {
      throw .malformed(
        path: path,
        reason: "the name of \(what) is '\(name)', expected characters of a-z 0-9 -"
      )
    }
    return name
  }

  /// A configuration schema.
  func schema(_ text: lacuna_text, of what: String) throws(PluginError) -> ConfigurationSchema {
    try schema(self.text(text, "the schema of \(what)"), of: what)
  }

  /// A configuration schema.
  func schema(_ json: String, of what: String) throws(PluginError) -> ConfigurationSchema {
    do {
      return try ConfigurationSchema(json: json)
    } catch {
      throw .malformed(path: path, reason: "the schema of \(what): \(error)")
    }
  }

  /// Checks that functions are not null.
  func functions(
    _ functions: KeyValuePairs<String, Bool>,
    of what: String
  ) throws(PluginError) {
    let missing = functions.filter { !$0.value }.map(\.key)
    guard missing.isEmpty else {
      throw .malformed(
        path: path,
        reason: "\(what): \(missing.joined(separator: ", ")) must not be null"
      )
    }
  }

  /// What a list of tables describes.
  func list<Table, Loaded>(
    _ tables: UnsafePointer<UnsafePointer<Table>?>?,
    _ count: UInt64,
    _ kind: String,
    _ load: (UnsafePointer<Table>) throws(PluginError) -> Loaded
  ) throws(PluginError) -> [Loaded] {
    guard count > 0 else { return [] }
    guard count <= Self.maximumCount, let tables else {
      throw .malformed(
        path: path,
        reason: "\(count) \(kind)s\(tables == nil ? " in a null list" : ""), expected at most "
          + "\(Self.maximumCount)"
      )
    }
    var loaded: [Loaded] = []
    for index in 0..<Int(count) {
      guard let table = tables[index] else {
        throw .malformed(path: path, reason: "\(kind) \(index) of \(count) is null")
      }
      loaded.append(try load(table))
    }
    return loaded
  }

  /// Checks that names differ.
  func areUnique(_ names: [String], _ kind: String) throws(PluginError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .duplicate(kind: kind, name: name, places: [path])
    }
  }
}
