import FoundationEssentials
import LacunaProtocols

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds the libraries of plugins: `libNAME.so` in a list of folders.
public struct PluginLocator: Hashable, Sendable {
  /// A library that may be a plugin.
  public struct Candidate: Hashable, Sendable {
    /// The name by which it is asked for: the file name without `lib` and `.so`.
    public var name: String
    /// The absolute path, symbolic links resolved.
    public var path: String
  }

  /// The folders, in the order in which they are searched.
  public let folders: [String]
  /// Those among them that belong to the installation, without symbolic links.
  public let installed: [String]

  /// Searches the given folders, then the folder of the executable, then `../lib/lacuna` from there.
  ///
  /// - Parameters:
  ///   - folders: the folders that somebody asked for.
  ///   - executable: the path of the running program, or nil to search the given folders alone.
  public init(folders: [String], executable: String? = nil) {
    var all = folders
    var installed: [String] = []
    if let executable = executable.flatMap(Self.resolved) {
      let beside = String(executable[..<(executable.lastIndex(of: "/") ?? executable.startIndex)])
      let own = [beside, beside + "/../lib/lacuna"]
      all += own
      installed = own.compactMap(Self.resolved)
    }
    self.folders = all
    self.installed = installed
  }

  /// The absolute path of a library, given its name, or a path with a slash in it.
  ///
  /// - Throws: ``PluginError/noSuchFile(path:)`` or
  ///   ``PluginError/libraryNotFound(name:folders:suggestion:)``.
  public func locate(_ name: String) throws(PluginError) -> String {
    if name.contains("/") {
      guard let path = Self.resolved(name) else { throw .noSuchFile(path: name) }
      return path
    }
    if let path = find(name) { return path }
    throw .libraryNotFound(
      name: name,
      folders: folders,
      suggestion: name.hasSuffix(".so") && Self.resolved(name) != nil
        ? " Did you mean the file './\(name)'? What has no slash is the name of a plugin."
        : suggestionTail(for: name, among: candidates().map(\.name))
    )
  }

  /// The absolute path of a library in the folders, or nil.
  func find(_ name: String) -> String? {
    folders.lazy.compactMap { Self.resolved("\($0)/lib\(name).so") }.first
  }

  /// All libraries in the folders; the first one of a name hides later ones.
  public func candidates() -> [Candidate] { survey().found }

  /// The libraries that cannot be asked for by name, each with the one that hides it.
  func hidden() -> [(path: String, by: String)] { survey().hidden }

  private func survey() -> (found: [Candidate], hidden: [(path: String, by: String)]) {
    var found: [Candidate] = []
    var hidden: [(path: String, by: String)] = []
    for folder in folders {
      // A folder that is not there has no plugins.
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files.sorted() where file.hasPrefix("lib") && file.hasSuffix(".so") {
        let name = String(file.dropFirst(3).dropLast(3))
        guard let path = Self.resolved("\(folder)/\(file)") else { continue }
        if let first = found.first(where: { $0.name == name }) {
          if first.path != path { hidden.append((path, first.path)) }
        } else {
          found.append(Candidate(name: name, path: path))
        }
      }
    }
    return (found, hidden)
  }

  /// Whether a library lies in a folder of the installation.
  func isInstalled(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) }
    return folder.map(installed.contains) ?? false
  }

  /// The absolute path without symbolic links, or nil when there is nothing there.
  static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
