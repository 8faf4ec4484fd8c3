import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaStores

/// The kinds of store that give the same guarantees.
enum StorePlace: String, CaseIterable {
  case directory, sqlite

  /// The path of the store in a folder.
  func path(in folder: StoreFolder) -> String {
    folder.path + (self == .directory ? "/names.sketch" : "/names.db")
  }

  /// A handle of the store in a folder, which need not exist yet.
  func open(in folder: StoreFolder) throws -> any SketchStore {
    switch self {
    case .directory: DirectoryStore(path: path(in: folder))
    case .sqlite: try Self.sqlite(path(in: folder))
    }
  }

  /// A handle of a SQLite file, through the loaded plugin.
  static func sqlite(_ path: String) throws -> any SketchStore {
    try shippedPlugins.store("sqlite-store:sqlite").open(path)
  }
}

/// A folder of a test's own, removed when the test is done with it.
final class StoreFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-store-\(UUID().uuidString)").resolvingSymlinksInPath().path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of what lies in the folder.
  var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func put(_ bytes: [UInt8], at name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }
}

/// What some work throws, in the words that reach the user, and its category.
func thrown(_ work: () throws -> Void) -> (message: String, category: ErrorCategory)? {
  do {
    try work()
    return nil
  } catch let error as any LacunaError {
    return (error.description, error.category)
  } catch {
    return ("\(error)", .software)
  }
}
