import Foundation

/// A folder of a test's own with `names.txt` in it, removed when the test has ended.
final class Workshop: Sendable {
  let folder: String
  /// Where the output of child processes goes, outside the folder.
  let streams: String

  init() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-commands-\(UUID().uuidString)").path
    folder = place
    streams = place + ".streams"
    for path in [folder, streams] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try write("names.txt", Self.names.joined(separator: "\n") + "\n")
  }

  deinit { remove() }

  func remove() {
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.removeItem(atPath: streams)
  }

  /// The first names of the example.
  static let names: [String] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples/first-names.txt").standardizedFileURL
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").prefix(100).map(String.init)
  }()

  /// The path of something in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The names of the files in a folder, in ascending order; none when there is no such folder.
  func files(in name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }

  /// Every file and its contents, but the notes of who holds a lock.
  func contents() -> [String: Data] {
    var found: [String: Data] = [:]
    let walk = FileManager.default.enumerator(atPath: folder)
    while let name = walk?.nextObject() as? String {
      guard !name.hasSuffix("/.lock") else { continue }
      found[name] = FileManager.default.contents(atPath: path(name)) ?? Data()
    }
    return found
  }
}
