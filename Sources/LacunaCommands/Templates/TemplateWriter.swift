import Foundation

/// Writes the files of a new package: all of them or none.
struct TemplateWriter {
  /// The absolute path of the package.
  let destination: String

  private let files = FileManager.default

  /// A writer to a folder that need not exist; a relative path is one of the working directory.
  init(destination: String) {
    self.destination = URL(fileURLWithPath: destination).standardizedFileURL.path
  }

  /// Writes all files to a folder beside their place, and moves them there.
  ///
  /// - Parameter contents: paths within the package, and what is written.
  /// - Throws: ``TemplateError``; nothing is left behind then.
  func write(_ contents: [String: String]) throws(TemplateError) {
    let isThere = try checkDestination()
    // An existing folder may be a mount point or somebody's working directory, so it stays.
    let stage =
      (isThere ? "\(destination)/" : parent + "/")
      + ".lacuna-new-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
    defer { try? files.removeItem(atPath: stage) }
    do {
      for (path, text) in contents {
        let url = URL(fileURLWithPath: "\(stage)/\(path)")
        try files.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
      }
      if isThere {
        try moveContents(of: stage)
      } else {
        try files.moveItem(atPath: stage, toPath: destination)
      }
    } catch {
      throw .cannotWrite(path: destination, reason: Self.reason(error))
    }
  }

  private var parent: String {
    URL(fileURLWithPath: destination).deletingLastPathComponent().path
  }

  /// Whether the folder exists; it is empty then.
  private func checkDestination() throws(TemplateError) -> Bool {
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: destination, isDirectory: &isFolder) else {
      guard files.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue else {
        throw .noParent(path: destination, parent: parent)
      }
      return false
    }
    guard isFolder.boolValue else { throw .notFolder(path: destination) }
    do {
      if let entry = try files.contentsOfDirectory(atPath: destination).min() {
        throw TemplateError.notEmpty(path: destination, entry: entry)
      }
    } catch let error as TemplateError {
      throw error
    } catch {
      throw .cannotWrite(path: destination, reason: Self.reason(error))
    }
    return true
  }

  private func moveContents(of stage: String) throws {
    var moved: [String] = []
    do {
      for entry in try files.contentsOfDirectory(atPath: stage) {
        try files.moveItem(atPath: "\(stage)/\(entry)", toPath: "\(destination)/\(entry)")
        moved.append("\(destination)/\(entry)")
      }
    } catch {
      for path in moved { try? files.removeItem(atPath: path) }
      throw error
    }
  }

  /// What the system says of an error of Foundation's.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
    for candidate in [error, underlying].compactMap(\.self)
    where candidate.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(candidate.code)))
    }
    return error.localizedDescription
  }
}
