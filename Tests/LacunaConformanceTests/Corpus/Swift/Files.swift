import Foundation
import LacunaPluginKit

/// A store in files; a fault replaces one of its parts.
class Files: @unchecked Sendable {
  let location: String

  required init(location: String) throws { self.location = location }

  func path(_ name: String) throws -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isGood = { (c: UInt8) in
      (0x30...0x39).contains(c) || (0x41...0x5A).contains(c) || (0x61...0x7A).contains(c)
        || [0x2D, 0x2E, 0x5F].contains(c)
    }
    guard 1...2 ~= parts.count,
      parts.allSatisfy({ !$0.isEmpty && $0.first != "." && $0.utf8.allSatisfy(isGood) })
    else { throw StoreFailure(message: "'\(name.prefix(80))' is no name of a blob") }
    return "\(location)/\(name)"
  }

  func exists() throws -> Bool { try !list().isEmpty }

  func list() throws -> [String] {
    let files = FileManager.default
    return (files.enumerator(atPath: location)?.allObjects as? [String] ?? []).filter { name in
      var isFolder: ObjCBool = false
      return !name.split(separator: "/").contains { $0.hasPrefix(".") }
        && files.fileExists(atPath: "\(location)/\(name)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  func read(_ name: String) throws -> [UInt8]? {
    FileManager.default.contents(atPath: try path(name)).map { Array($0) }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let path = try path(name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  func remove(_ name: String) throws {
    let path = try path(name)
    try? FileManager.default.removeItem(atPath: path)
  }

  func lock() throws -> any SketchStoreLock { Lock() }

  private final class Lock: SketchStoreLock {}
}

struct StoreFailure: LacunaError {
  var message: String
  var category: ErrorCategory { .usage }
  var description: String { message }
}
