import LacunaSketching

/// What a result is of: the units that were left out, and those of other weights.
///
/// Where units are not the examples themselves they are given by their names, else by their positions.
struct ChangedUnits: Encodable {
  let reweighting: Reweighting
  let units: Units

  init(_ reweighting: Reweighting, of units: Units) {
    self.reweighting = reweighting
    self.units = units
  }

  enum CodingKeys: String, CodingKey { case deleted, deletedExamples, weights }

  struct Weight: Encodable {
    let unit: Name
    let weight: Double
  }

  /// A unit as it is written.
  enum Name: Encodable {
    case position(Int)
    case name(String)

    init(_ unit: Int, of units: Units) {
      self = units.areExamples ? .position(unit) : .name(units.name(unit))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .position(let position): try container.encode(position)
      case .name(let name): try container.encode(name)
      }
    }
  }

  private func name(_ unit: Int) -> Name { Name(unit, of: units) }

  /// Writes fields of the object that it belongs to.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let deleted = reweighting.deleted
    try container.encode(deleted.map(name), forKey: .deleted)
    if !units.areExamples {
      try container.encode(units.size(of: deleted), forKey: .deletedExamples)
    }
    if !reweighting.isDeletion {
      try container.encode(
        reweighting.reweighted.map { Weight(unit: name($0.unit), weight: $0.weight) },
        forKey: .weights
      )
    }
  }

  /// How many they are: `3 examples`, `2 units (34 examples)`, `other weights of 3 examples`.
  var count: String {
    (reweighting.isDeletion ? "" : "other weights of ") + count(reweighting.units)
  }

  private func count(_ changed: [Int]) -> String {
    let size = units.size(of: changed)
    let examples = "\(size) example\(size == 1 ? "" : "s")"
    guard !units.areExamples else { return examples }
    return "\(changed.count) unit\(changed.count == 1 ? "" : "s") (\(examples))"
  }

  /// What became of them: `without 3 examples`.
  var words: String {
    let (deleted, others) = (reweighting.deleted, reweighting.reweighted)
    var parts: [String] = []
    if !deleted.isEmpty || others.isEmpty { parts.append("without \(count(deleted))") }
    if !others.isEmpty { parts.append("with other weights of \(count(others.map(\.unit)))") }
    return parts.joined(separator: " and ")
  }
}
