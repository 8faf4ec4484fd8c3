import FoundationEssentials

/// The units of a sketch, as the blob `units.json` keeps them: neither the file nor the data's columns that
/// they came from are needed any more.
public struct UnitAssignment: Codable, Equatable, Sendable {
  /// What the file calls itself.
  public static let format = "lacuna-units/1"

  /// What the file calls itself.
  public var format = Self.format
  /// The names of the units.
  public var names: [String]
  /// For each example the number of its unit, or −1 where it is never deleted.
  public var units: [Int]

  /// Units of these names, and those of the examples.
  public init(names: [String], units: [Int]) {
    self.names = names
    self.units = units
  }

  /// The blob: the same bytes for the same units.
  public var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("units: names and numbers did not encode as JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  /// Reads a blob and checks it against the manifest.
  ///
  /// - Throws: ``ArchiveError/wrongContents(blob:field:found:expected:)``.
  init(_ bytes: [UInt8], _ manifest: SketchManifest) throws(ArchiveError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      let problem = DecodingProblem(error, in: bytes) { _ in false }
      throw Self.wrong(problem.field, problem.found, problem.expected)
    }
    try check(against: manifest)
  }

  /// Makes sure that the units are those of a manifest: so many, of so many examples, each with a name of its
  /// own and an example at least.
  func check(against manifest: SketchManifest) throws(ArchiveError) {
    let data = manifest.data
    guard format == Self.format else {
      throw Self.wrong("format", "\"\(format)\"", "\"\(Self.format)\"")
    }
    guard names.count == data.units, Set(names).count == names.count else {
      throw Self.wrong("names", "\(names.count) names", "\(data.units) that differ")
    }
    guard units.count == data.examples else {
      throw Self.wrong("units", "\(units.count) numbers", "\(data.examples), one for each example")
    }
    var isMet = [Bool](repeating: false, count: names.count)
    for (example, unit) in units.enumerated() {
      guard -1..<names.count ~= unit else {
        throw Self.wrong("units[\(example)]", "\(unit)", "-1 to \(names.count - 1)")
      }
      if unit >= 0 { isMet[unit] = true }
    }
    if let empty = isMet.firstIndex(of: false) {
      throw Self.wrong("units", "no example of unit \(empty)", "one or more of each")
    }
  }

  private static func wrong(_ field: String, _ found: String, _ expected: String) -> ArchiveError {
    .wrongContents(blob: SketchFormat.units, field: field, found: found, expected: expected)
  }
}
