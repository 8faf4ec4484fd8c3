import Foundation
import LacunaPluginHost
import LacunaProtocols

/// A kind of store, and a place of its own in the scratch folder.
struct StoreSubject {
  let store: LoadedStore
  /// The folder in which the place lies, and whatever the store puts beside it.
  let folder: String

  /// The place: nothing is there yet.
  var location: String { "\(folder)/place" }
  /// The name, for messages.
  var name: String { "store '\(store.descriptor.name)'" }

  /// The place, for another process.
  var place: StorePlace { StorePlace(store: store.descriptor.name, location: location) }

  func open() throws(PluginError) -> any SketchStore { try store.open(location) }

  /// Calls a function for every kind of store of a library; what goes wrong names it.
  ///
  /// - Throws: ``NotApplicable`` when there is none.
  static func each(_ context: CheckContext, _ body: (StoreSubject) throws -> Void) throws {
    let stores = try context.library().stores
    guard !stores.isEmpty else { throw NotApplicable("the plugin offers no store") }
    for (index, store) in stores.enumerated() {
      let subject = StoreSubject(store: store, folder: "\(context.scratch)/store-\(index)")
      try FileManager.default.createDirectory(
        atPath: subject.folder,
        withIntermediateDirectories: true
      )
      do {
        try body(subject)
      } catch let reason as NotApplicable {
        throw reason
      } catch {
        throw Finding("\(subject.name): \(error)")
      }
    }
  }

  /// Every file in the folder, with its size and time: what changes when something is stored.
  func files() -> [String: String] {
    var found: [String: String] = [:]
    for path in FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
      found[path] = "\(attributes?[.size] ?? 0) bytes, \(attributes?[.modificationDate] ?? "")"
    }
    return found
  }
}

/// A place of a kind of store, for another process.
struct StorePlace: Codable {
  /// The name of the kind of store.
  var store: String
  var location: String
}

/// Blobs that tell by themselves whether they are whole.
enum WholeBlob {
  /// A blob of so many bytes, at least 16, made from a number.
  static func make(_ number: UInt64, count: Int) -> [UInt8] {
    var random = CheckRandom(seed: number)
    var words = [number.littleEndian, UInt64(count).littleEndian]
    words.reserveCapacity(count / 8 + 1)
    while words.count * 8 < count { words.append(random.next()) }
    return words.withUnsafeBytes { Array($0.prefix(count)) }
  }

  /// The number that a blob was made from.
  ///
  /// - Throws: ``Finding`` when the blob is not whole.
  static func number(of bytes: [UInt8], named name: String) throws -> UInt64 {
    guard bytes.count >= 16 else {
      throw Finding("blob '\(name)' is not whole: \(bytes.count) bytes are left of it")
    }
    let number = word(bytes, 0)
    let count = word(bytes, 8)
    guard count == UInt64(bytes.count), make(number, count: bytes.count) == bytes else {
      throw Finding("blob '\(name)' is not whole: \(bytes.count) bytes, of \(count) written")
    }
    return number
  }

  private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * $1) }
  }
}
