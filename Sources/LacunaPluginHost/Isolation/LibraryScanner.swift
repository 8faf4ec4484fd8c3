import Foundation
import LacunaStores
import Synchronization

/// Asks libraries what they are, each in a child process, and remembers the answers.
///
/// An answer holds as long as the file is the same: by size and time of change, or else by digest. A
/// library that crashed, hung, exited or flooded is in quarantine until its file changes.
final class LibraryScanner: Sendable {
  private let isolation: PluginIsolation
  private let memory: Mutex<Memory?>

  /// What the file holds.
  private struct Memory: Codable {
    /// Changes with the format, the interface and the descriptions.
    static let currentVersion = 1
    var version = Memory.currentVersion
    var libraries: [String: Entry] = [:]
  }

  private struct Entry: Codable {
    var size: Int
    /// The time of the last change, in seconds.
    var modified: Double
    var digest: String
    var outcome: Outcome
  }

  private enum Outcome: Codable {
    case library(LibraryDescription)
    case quarantined(ending: String)
    /// A library that is no plugin.
    case other

    func get(_ path: String) throws(PluginError) -> LibraryDescription? {
      switch self {
      case .other: return nil
      case .library(let description): return description
      case .quarantined(let ending): throw .quarantined(path: path, ending: ending)
      }
    }
  }

  init(_ isolation: PluginIsolation) {
    self.isolation = isolation
    memory = Mutex(nil)
  }

  /// What a library says of itself; nil for one that is no plugin.
  ///
  /// - Throws: ``PluginError``, for one that crashed ``PluginError/quarantined(path:ending:)``.
  func describe(_ path: String) throws(PluginError) -> LibraryDescription? {
    guard let (size, modified) = Self.stamp(path) else { throw .noSuchFile(path: path) }
    return try memory.withLock { memory throws(PluginError) in
      var known = memory ?? load()
      defer { memory = known }
      if var entry = known.libraries[path], entry.size == size {
        if entry.modified == modified { return try entry.outcome.get(path) }
        if entry.digest == Self.digest(path) {
          entry.modified = modified
          known.libraries[path] = entry
          save(known)
          return try entry.outcome.get(path)
        }
      }
      let outcome = try scan(path)
      known.libraries[path] = Entry(
        size: size,
        modified: modified,
        digest: Self.digest(path),
        outcome: outcome
      )
      save(known)
      return try outcome.get(path)
    }
  }

  /// Forgets all answers, those of libraries in quarantine too.
  func forget() {
    memory.withLock { memory in
      memory = Memory()
      save(Memory())
    }
  }

  private func scan(_ path: String) throws(PluginError) -> Outcome {
    if PluginImage.isOtherLibrary(path) { return .other }
    let first = PluginWorker(path: path, isolation)
    do {
      return .library(try first.load())
    } catch .died(_, _, let ending, _) where !first.mayBeInnocent {
      return .quarantined(ending: ending)
    } catch .died {
      // Too slow, or killed: what a machine in trouble does to a good plugin, it seldom does twice.
    }
    do {
      return .library(try PluginWorker(path: path, isolation).load())
    } catch .died(_, _, let ending, _) {
      return .quarantined(ending: ending)
    }
  }

  private func load() -> Memory {
    guard let cache = isolation.cache,
      let data = FileManager.default.contents(atPath: cache),
      let memory = try? JSONDecoder().decode(Memory.self, from: data),
      memory.version == Memory.currentVersion
    else { return Memory() }
    return memory
  }

  /// Writes the file whole or not at all; without it, libraries are scanned again.
  private func save(_ memory: Memory) {
    guard let cache = isolation.cache else { return }
    let file = URL(fileURLWithPath: cache)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try? encoder.encode(memory).write(to: file, options: .atomic)
  }

  private static func stamp(_ path: String) -> (Int, Double)? {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
      let size = facts[.size] as? Int, let date = facts[.modificationDate] as? Date
    else { return nil }
    return (size, date.timeIntervalSince1970)
  }

  private static func digest(_ path: String) -> String {
    SHA256Digest.of([UInt8](FileManager.default.contents(atPath: path) ?? Data()))
  }
}
