import LacunaProtocols

/// What can go wrong with a sketch as a whole.
public enum ArchiveError: LacunaError, Equatable {
  /// A place without a sketch.
  case missing(location: String)
  /// A place that has a sketch already.
  case alreadyExists(location: String)
  /// A place that holds other things.
  case occupied(location: String, blob: String)
  /// A sketch that was made of other data or in another way than is asked for.
  case differs(location: String, differences: [String])
  /// An archive opened for reading that is written to.
  case readOnly(location: String)
  /// A blob that the manifest lists and the store does not have.
  case missingBlob(location: String, blob: String, remedy: Remedy)
  /// A blob that is shorter or longer than it was when it was written.
  case wrongSize(location: String, blob: String, found: Int, expected: Int, remedy: Remedy)
  /// A blob whose contents have changed since it was written.
  case wrongDigest(
    location: String,
    blob: String,
    found: String,
    expected: String,
    remedy: Remedy
  )
  /// A blob whose contents do not go with the manifest.
  case wrongContents(blob: String, field: String, found: String, expected: String)
  /// A program that the sketch does not carry.
  case noSuchProgram(location: String, name: String, present: [String])
  /// A shard of directions that the sketch has already.
  case overlap(location: String, found: Range<Int>, present: String)

  /// What gets a damaged sketch whole again.
  public enum Remedy: Sendable {
    /// One shard is lost.
    case recomputeShard
    /// What all shards rest on is lost.
    case recomputeSketch
  }

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .missing: .noInput
    case .alreadyExists, .occupied: .cannotCreate
    case .differs: .configuration
    case .readOnly, .overlap: .software
    case .missingBlob, .wrongSize, .wrongDigest, .wrongContents: .data
    case .noSuchProgram: .unavailable
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .missing(let location):
      "there is no sketch at \(location): it has no \(SketchFormat.manifest); check the path, or "
        + "make one with precompute"
    case .alreadyExists(let location):
      "there is a sketch at \(location) already; continue it, or name another place"
    case .occupied(let location, let blob):
      "\(location) already holds '\(blob)' and no sketch; name a new or empty place"
    case .differs(let location, let differences):
      "the sketch at \(location) is not the one asked for, so it cannot be continued: "
        + differences.joined(separator: "; ")
        + "; repeat the command it was made with, or name another place"
    case .readOnly(let location):
      "the sketch at \(location) was opened for reading; open it for writing"
    case .missingBlob(let location, let blob, let remedy):
      "\(location)/\(blob) is missing, though the manifest lists it; "
        + remedy.words(deletion: "")
    case .wrongSize(let location, let blob, let found, let expected, let remedy):
      "\(location)/\(blob) is damaged: found \(found) bytes, expected \(expected); "
        + remedy.words(deletion: "delete the file and ")
    case .wrongDigest(let location, let blob, let found, let expected, let remedy):
      "\(location)/\(blob) is damaged: found digest \(found), expected \(expected); "
        + remedy.words(deletion: "delete the file and ")
    case .wrongContents(let blob, let field, let found, let expected):
      "\(blob): \(field): found \(found), expected \(expected) by the manifest"
    case .noSuchProgram(let location, let name, let present):
      "the sketch at \(location) carries no program '\(name)'; it carries "
        + (present.isEmpty ? "none" : present.joined(separator: ", "))
    case .overlap(let location, let found, let present):
      "directions \(found.lowerBound) to \(found.upperBound - 1) cannot be added to \(location): "
        + "\(present) holds some of them; add directions that the sketch does not have"
    }
  }
}

extension ArchiveError.Remedy {
  /// The way out, where a damaged file has first to be put out of the way.
  fileprivate func words(deletion: String) -> String {
    switch self {
    case .recomputeShard:
      "\(deletion)run the same precompute command again: it recomputes what is missing"
    case .recomputeSketch:
      "restore the file from a copy, or make the sketch again at another place"
    }
  }
}
