import LacunaProtocols

/// What can go wrong with a store in a folder.
public enum StoreError: LacunaError, Equatable {
  /// A name that no blob can have.
  case invalidName(String)
  /// A place that is there and is not a folder.
  case notFolder(path: String, writing: Bool)
  /// A blob that is a link, a folder or a device.
  case notRegularFile(path: String)
  /// A folder that holds something which no store has put there.
  case foreignContent(path: String, entry: String)
  /// A store that somebody else is writing to.
  case locked(path: String, holder: String)
  /// A file system that cannot lock.
  case cannotLock(path: String, reason: String)
  /// A disk, quota or size limit that is exhausted.
  case noSpace(path: String, bytes: Int, reason: String)
  /// A place that may not be written to.
  case cannotWrite(path: String, reason: String)
  /// A place that may not be read.
  case cannotRead(path: String, reason: String)
  /// Reading or writing that failed half-way.
  case failed(path: String, action: String, reason: String)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .invalidName: .software
    case .notFolder(_, let writing): writing ? .cannotCreate : .noInput
    case .notRegularFile: .data
    case .foreignContent, .cannotWrite: .cannotCreate
    case .locked: .temporary
    case .cannotLock: .osError
    case .noSpace, .failed: .ioError
    case .cannotRead: .noInput
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .invalidName(let name):
      "'\(name)' cannot name a blob of a store: expected one or two components of the characters "
        + "a–z A–Z 0–9 . _ -, separated by '/', none beginning with a dot"
    case .notFolder(let path, let writing):
      "\(path) is a file, expected "
        + (writing ? "a new or empty folder; name another place" : "the folder of a sketch store")
    case .notRegularFile(let path):
      "\(path) is a link, a folder or a device, expected a plain file; a store follows no links: "
        + "put the file itself there"
    case .foreignContent(let path, let entry):
      "\(path) already holds '\(entry)', which is no part of a sketch store; name a new or empty "
        + "folder"
    case .locked(let path, let holder):
      "\(path) is being written to by \(holder); wait until it has ended, or name another store"
    case .cannotLock(let path, let reason):
      "\(path) cannot be locked: \(reason); put the store on a file system that supports flock"
    case .noSpace(let path, let bytes, let reason):
      "\(path): no room to write \(bytes) bytes: \(reason); free some space, or raise the quota "
        + "or the file-size limit, and run the same command again; what was stored before is intact"
    case .cannotWrite(let path, let reason):
      "\(path) cannot be written: \(reason); check its permissions, or name another place"
    case .cannotRead(let path, let reason):
      "\(path) cannot be read: \(reason); check its permissions"
    case .failed(let path, let action, let reason):
      "\(path): \(action) failed: \(reason); check the disk and run the same command again"
    }
  }
}
