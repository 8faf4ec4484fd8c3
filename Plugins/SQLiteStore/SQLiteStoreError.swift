import LacunaPluginKit

/// What can go wrong with a store in a database.
enum SQLiteStoreError: LacunaError, Equatable {
  /// A location that names no file.
  case noLocation
  /// A name that no blob can have.
  case invalidName(String)
  /// A folder in which the file should be made, and that is not there.
  case noFolder(path: String, folder: String)
  /// A place that is a folder, a pipe or a device.
  case notFile(path: String, writing: Bool)
  /// A file that is no database.
  case notDatabase(path: String, writing: Bool)
  /// A database that no store has made.
  case foreignDatabase(path: String, writing: Bool)
  /// A store of a version that this plugin does not know.
  case otherVersion(path: String, found: Int)
  /// Bytes that are not those which were written.
  case damaged(path: String, what: String)
  /// A store that somebody else is writing to.
  case locked(path: String, holder: String)
  /// A file system that cannot lock.
  case cannotLock(path: String, reason: String)
  /// A database that others have used for too long.
  case busy(path: String)
  /// A disk or quota that is exhausted.
  case noSpace(path: String, bytes: Int)
  /// A place that may not be written to.
  case cannotWrite(path: String, reason: String)
  /// A place that may not be read.
  case cannotRead(path: String, reason: String)
  /// Reading or writing that failed half-way.
  case failed(path: String, action: String, reason: String)

  /// The category, which decides the exit code.
  var category: ErrorCategory {
    switch self {
    case .noLocation: .usage
    case .invalidName: .software
    case .noFolder, .cannotWrite: .cannotCreate
    case .notFile(_, let writing), .notDatabase(_, let writing), .foreignDatabase(_, let writing):
      writing ? .cannotCreate : .noInput
    case .otherVersion, .damaged: .data
    case .locked, .busy: .temporary
    case .cannotLock: .osError
    case .noSpace, .failed: .ioError
    case .cannotRead: .noInput
    }
  }

  /// What was wrong, where, and what to do.
  var description: String {
    switch self {
    case .noLocation:
      "the location is empty, expected the path of a file, as in sqlite:names.sketch.db"
    case .invalidName(let name):
      "'\(name)' cannot name a blob of a store: expected one or two components of the characters "
        + "a–z A–Z 0–9 . _ -, separated by '/', none beginning with a dot"
    case .noFolder(let path, let folder):
      "\(path) cannot be made: there is no folder \(folder); make it first, or name another place"
    case .notFile(let path, let writing):
      "\(path) is a folder, a pipe or a device, expected a plain file"
        + (writing ? "; name another place" : "")
    case .notDatabase(let path, let writing):
      "\(path) is no SQLite database, or its first bytes are damaged"
        + (writing ? "; name a new file" : "; name the file of a sketch store")
    case .foreignDatabase(let path, let writing):
      "\(path) is a database of something else, "
        + (writing ? "which is left as it is; name a new file" : "expected a sketch store")
    case .otherVersion(let path, let found):
      "\(path) is a store of version \(found), expected \(Layout.version); use the plugin that made it"
    case .damaged(let path, let what):
      "\(path) is damaged: \(what); restore the file from a copy, or make the sketch again"
    case .locked(let path, let holder):
      "\(path) is being written to by \(holder); wait until it has ended, or name another store"
    case .cannotLock(let path, let reason):
      "\(path) cannot be locked: \(reason); put the store on a file system that supports flock"
    case .busy(let path):
      "\(path) has been in use by other processes for a minute; run the same command again when they "
        + "have ended"
    case .noSpace(let path, let bytes):
      "\(path): no room to write \(bytes) bytes; free some space, or raise the quota, and run the "
        + "same command again; what was stored before is intact"
    case .cannotWrite(let path, let reason):
      "\(path) cannot be written: \(reason); check its permissions and those of its folder, or name "
        + "another place"
    case .cannotRead(let path, let reason):
      "\(path) cannot be read: \(reason); check its permissions"
    case .failed(let path, let action, let reason):
      "\(path): \(action) failed: \(reason); check the disk, its quota and the file-size limit, and run "
        + "the same command again; what was stored before is intact"
    }
  }
}
