import Foundation
import LacunaProtocols

/// Checks of what the entry returns, read byte by byte.
enum LibraryTables {
  static func magic(_ context: CheckContext) throws {
    let found = try RawPlugin(context.path).table().pointee.magic
    var wrong: [String] = []
    func compare(_ field: String, _ found: some Equatable, _ expected: some Equatable, _ ok: Bool) {
      if !ok { wrong.append("\(field) is \(found), expected \(expected)") }
    }
    let size = UInt64(MemoryLayout<lacuna_magic>.size)
    compare("struct_size", found.struct_size, size, found.struct_size == size)
    compare(
      "magic",
      "0x" + String(found.magic, radix: 16),
      "0x" + String(LACUNA_MAGIC, radix: 16),
      found.magic == LACUNA_MAGIC
    )
    compare("major", found.major, LACUNA_ABI_MAJOR, found.major == LACUNA_ABI_MAJOR)
    compare("minor", found.minor, "0 or more", found.minor >= 0)
    compare("pointer_width", found.pointer_width, Int.bitWidth, found.pointer_width == Int.bitWidth)
    compare("reserved", found.reserved, 0, found.reserved == 0)
    guard wrong.isEmpty else { throw Finding(wrong.joined(separator: "\n")) }
    guard try !found.toolchain.strict("toolchain").isEmpty else {
      throw Finding("toolchain is empty, expected compiler and runtime, such as 'clang 19'")
    }
  }

  static func sizes(_ context: CheckContext) throws {
    let table = try RawPlugin(context.path).table()
    var wrong: [String] = []
    func compare<Struct>(_ size: UInt64, _ type: Struct.Type, _ name: String) {
      let expected = UInt64(MemoryLayout<Struct>.size)
      // A later minor version may have added fields.
      let isNewer = table.pointee.magic.minor > LACUNA_ABI_MINOR
      guard size != expected, !(isNewer && size > expected && size < 1 << 16) else { return }
      wrong.append("struct_size of \(name) is \(size), expected \(expected)")
    }
    compare(table.pointee.struct_size, lacuna_plugin.self, "lacuna_plugin")
    for (index, learner) in rawTables(table.pointee.learners, table.pointee.learner_count)
      .enumerated()
    {
      compare(learner.pointee.struct_size, lacuna_learner.self, "lacuna_learner, learner \(index),")
    }
    for (index, measurement) in rawTables(
      table.pointee.measurements,
      table.pointee.measurement_count
    ).enumerated() {
      let name = "lacuna_measurement, measurement \(index),"
      compare(measurement.pointee.struct_size, lacuna_measurement.self, name)
    }
    for (index, store) in rawTables(table.pointee.stores, table.pointee.store_count).enumerated() {
      compare(store.pointee.struct_size, lacuna_store.self, "lacuna_store, store \(index),")
    }
    guard wrong.isEmpty else { throw Finding(wrong.joined(separator: "\n")) }
  }

  static func functions(_ context: CheckContext) throws {
    let table = try RawPlugin(context.path).table().pointee
    var wrong: [String] = []
    func list<Table>(
      _ kind: String,
      _ tables: UnsafePointer<UnsafePointer<Table>?>?,
      _ count: UInt64,
      _ check: (UnsafePointer<Table>) -> [(String, Bool)]
    ) {
      guard count <= 4096, count == 0 || tables != nil else {
        wrong.append("\(count) \(kind)s\(tables == nil ? " in a null list" : ", more than 4096")")
        return
      }
      for index in 0..<Int(count) {
        guard let table = tables?[index] else {
          wrong.append("\(kind) \(index) of \(count) is null")
          continue
        }
        let missing = check(table).filter { !$0.1 }.map(\.0)
        if !missing.isEmpty {
          wrong.append("\(kind) \(index): \(missing.joined(separator: ", ")) must not be null")
        }
      }
    }
    list("learner", table.learners, table.learner_count) { learner in
      [
        ("create", learner.pointee.create != nil), ("destroy", learner.pointee.destroy != nil),
        ("state", learner.pointee.state != nil), ("encode", learner.pointee.encode != nil),
        ("schedule", learner.pointee.schedule != nil),
        ("trace_step", learner.pointee.trace_step != nil),
        ("trace_forward", learner.pointee.trace_forward != nil),
      ]
    }
    list("measurement", table.measurements, table.measurement_count) { measurement in
      [
        ("create", measurement.pointee.create != nil),
        ("destroy", measurement.pointee.destroy != nil),
        ("trace", measurement.pointee.trace != nil),
        ("needs", measurement.pointee.needs != nil || measurement.pointee.need_count == 0),
      ]
    }
    list("store", table.stores, table.store_count) { store in
      [
        ("open", store.pointee.open != nil), ("close", store.pointee.close != nil),
        ("exists", store.pointee.exists != nil), ("list", store.pointee.list != nil),
        ("read", store.pointee.read != nil), ("write", store.pointee.write != nil),
        ("remove", store.pointee.remove != nil), ("lock", store.pointee.lock != nil),
        ("unlock", store.pointee.unlock != nil),
      ]
    }
    guard wrong.isEmpty else { throw Finding(wrong.joined(separator: "\n")) }
  }

  static func idempotent(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path)
    let first = try plugin.table()
    let bytes = first.bytes
    for call in 2...4 {
      let again = try plugin.table()
      guard again == first else {
        throw Finding("call \(call) of the entry returned a table at another address")
      }
      guard again.bytes == bytes else {
        throw Finding("call \(call) of the entry changed the table")
      }
    }
  }

  static func newerHost(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path)
    guard let newer = plugin.entry(RawHost(minor: 7, growth: 64).pointer) else {
      throw Finding("the entry returned null to a host of version 1.7; minor versions may differ")
    }
    guard newer.pointee.magic.major == LACUNA_ABI_MAJOR,
      newer.pointee.magic.minor <= 7,
      newer.pointee.struct_size >= UInt64(MemoryLayout<lacuna_plugin>.size)
    else {
      throw Finding(
        "to a host of version 1.7 it describes itself as \(newer.pointee.magic.major)."
          + "\(newer.pointee.magic.minor), of \(newer.pointee.struct_size) bytes"
      )
    }
    // What it describes is as good as for a host of its own version.
    _ = try context.library()
  }

  static func otherMajor(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path)
    for major in [LACUNA_ABI_MAJOR + 1, 0, .max] {
      guard let table = plugin.entry(RawHost(major: major, minor: 0).pointer) else { continue }
      guard table.pointee.magic.major == LACUNA_ABI_MAJOR else {
        throw Finding(
          "to a host of major version \(major) it says that it is of version "
            + "\(table.pointee.magic.major), but it was made for \(LACUNA_ABI_MAJOR)"
        )
      }
    }
    // One strange host before does no harm.
    _ = try context.library()
  }
}

extension UnsafePointer<lacuna_plugin> {
  /// The table as bytes, as far as this version knows it.
  fileprivate var bytes: [UInt8] {
    Array(UnsafeRawBufferPointer(start: self, count: MemoryLayout<lacuna_plugin>.size))
  }
}
