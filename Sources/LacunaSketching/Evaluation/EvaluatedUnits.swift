import LacunaProtocols

/// The units of a problem as an evaluation sees them: the one place that knows which examples they are.
public struct EvaluatedUnits: Sendable {
  private let problem: TrainingProblem

  /// The units of a problem.
  public init(_ problem: TrainingProblem) { self.problem = problem }

  /// How many there are.
  public var count: Int { problem.unitCount }

  /// Whether each example is its own unit.
  public var areExamples: Bool { problem.units.areExamples }

  /// The name of a unit.
  public func name(_ unit: Int) -> String { problem.units.name(unit) }

  /// The units with an example that a test holds for, ascending; examples that are never deleted do not count.
  func units(where test: (Record) -> Bool) -> [Int] {
    let records = problem.dataset.records
    let found = records.indices.filter { test(records[$0]) }.map { problem.units.unit(of: $0) }
    return Set(found).subtracting([Units.none]).sorted()
  }

  /// The names of the columns of the data.
  var columns: [String] { problem.dataset.records.first?.fields.map(\.name) ?? [] }

  /// The records of all examples.
  var records: [Record] { problem.dataset.records }

  /// The units that a selector deletes.
  ///
  /// - Throws: ``SketchingError``.
  public func units(of selector: Selector) throws -> [Int] {
    try selector.units(of: problem.units, in: problem.dataset)
  }

  /// The weights of the examples when some units are deleted.
  public func weights(deleting units: [Int]) -> [Double] {
    problem.weights(Reweighting(deleting: units))
  }
}
