import FoundationEssentials
import LacunaProtocols
import LacunaStores

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a file `NAME.lacuna.json` says of the plain C library beside it.
///
/// `Docs/ForeignFunctions.md` explains every field, and `Docs/ForeignManifest.schema.json` is its schema.
public struct ForeignManifest: Hashable, Sendable {
  /// How the file names of manifests end.
  public static let suffix = ".lacuna.json"
  /// The largest manifest.
  static let mostBytes = 1 << 20

  /// A function, and where its arguments come from.
  struct Function: Codable, Hashable {
    var signature: String
    /// `NAME = SOURCE`, one for each argument.
    var arguments: [String]
  }

  /// A measurement.
  struct Measurement: Codable, Hashable {
    var name: String
    var summary: String
    var signature: String
    var arguments: [String]
    /// Whether it is for real models alone.
    var real: Bool?
    /// Numbers that arguments can be bound to.
    var settings: [String: Double]?
  }

  /// A learner that trains by itself.
  struct Learner: Codable, Hashable {
    /// A tensor by name and shape; an extent is a number, or `features`, the number of columns.
    struct Tensor: Codable, Hashable {
      var name: String
      var shape: [Extent]
    }
    /// An extent of a tensor.
    enum Extent: Hashable {
      case fixed(Int)
      case features
    }
    /// What of a table is passed.
    struct Table: Codable, Hashable {
      /// The columns, in order; nil for all but the label.
      var features: [String]?
      /// The column of what is to be predicted.
      var label: String
    }

    var name: String
    var summary: String
    var settings: [String: Double]?
    var data: Table
    var parameters: [Tensor]
    var outputs: [Tensor]
    var train: Function
    var predict: Function
  }

  /// The contents of the file.
  struct Contents: Codable, Hashable {
    var lacuna: Int
    var name: String
    var version: String
    /// The library's file, in the folder of the manifest.
    var library: String?
    /// The name by which the dynamic linker finds the library, for manifests that are trusted.
    var systemLibrary: String?
    /// Whether the functions may be called from several threads at once.
    var threadSafe: Bool?
    var measurements: [Measurement]?
    var learners: [Learner]?
  }

  /// The absolute path of the manifest.
  public let path: String
  let contents: Contents

  /// The name of the library.
  public var name: String { contents.name }
  /// Its version.
  public var version: String { contents.version }
  /// The names of the measurements.
  public var measurementNames: [String] { (contents.measurements ?? []).map(\.name) }
  /// The names of the learners.
  public var learnerNames: [String] { (contents.learners ?? []).map(\.name) }
  /// Something that a manifest offers, as people want to see it.
  public struct Offer: Hashable, Sendable {
    /// A learner or a measurement.
    public let kind: PluginKind
    /// Its name.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// Its settings and their defaults.
    public let settings: ConfigurationSchema
    /// Its functions and what they are given.
    public let functions: [String]
  }

  /// Each learner, then each measurement.
  public var offers: [Offer] {
    (contents.learners ?? []).map { learner in
      Offer(
        kind: .learner,
        name: learner.name,
        summary: learner.summary,
        settings: Self.schema(learner.settings),
        functions: [learner.train, learner.predict].flatMap { [$0.signature] + $0.arguments }
      )
    }
      + (contents.measurements ?? []).map { measurement in
        Offer(
          kind: .measurement,
          name: measurement.name,
          summary: measurement.summary,
          settings: Self.schema(measurement.settings),
          functions: [measurement.signature] + measurement.arguments
        )
      }
  }

  /// Settings as a schema: each a number.
  static func schema(_ settings: [String: Double]?) -> ConfigurationSchema {
    ConfigurationSchema(
      (settings ?? [:]).sorted { $0.key < $1.key }.map {
        .number($0.key, default: $0.value, "passed to the library")
      }
    )
  }

  /// Reads and checks a manifest; the library is left alone.
  ///
  /// - Throws: ``ForeignFunctionError`` with the field at fault.
  public init(path: String) throws(ForeignFunctionError) {
    let bytes = try Self.read(path)
    try self.init(bytes, path: path)
  }

  private static func read(_ path: String) throws(ForeignFunctionError) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .unreadable(path: path, reason: "there is no such file")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is no regular file")
    }
    guard status.st_size <= mostBytes else {
      throw .manifest(
        path: path,
        field: "",
        found: "\(status.st_size) bytes",
        expected: "at most \(mostBytes)"
      )
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "it cannot be opened")
    }
    return [UInt8](data)
  }

  /// Reads a manifest from its bytes.
  init(_ bytes: [UInt8], path: String) throws(ForeignFunctionError) {
    self.path = path
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .manifest(
        path: path,
        field: "",
        found: "bytes that are not UTF-8",
        expected: "JSON in UTF-8"
      )
    }
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(bytes))
    } catch {
      let problem = DecodingProblem(error, in: bytes)
      throw .manifest(
        path: path,
        field: problem.field,
        found: problem.found,
        expected: problem.expected
      )
    }
    // What could be decoded can be decoded as keys.
    if let keys = try? JSONDecoder().decode(ManifestKeys.self, from: Data(bytes)),
      let unknown = keys.firstUnknown()
    {
      throw .manifest(
        path: path,
        field: unknown.field,
        found: "a field that there is not",
        expected: "one of \(unknown.known.quotedList)."
          + suggestionTail(for: unknown.name, among: unknown.known)
      )
    }
    try check()
  }
}
