import LacunaProtocols

/// The units of a problem as an evaluation sees them: the one place that knows which examples they are.
public struct EvaluatedUnits: Sendable {
  private let problem: TrainingProblem

  /// The units of a problem.
  public init(_ problem: TrainingProblem) { self.problem = problem }

  /// How many there are.
  public var count: Int { problem.unitCount }

  /// The units with an example that a test holds for, ascending.
  func units(where test: (Record) -> Bool) -> [Int] {
    let found = problem.dataset.records.indices.filter { test(problem.dataset.records[$0]) }
    return Array(Set(found.map(problem.units.unit).filter { $0 != Units.none })).sorted()
  }

  /// The names of the columns of the data.
  var columns: [String] { problem.dataset.records.first?.fields.map(\.name) ?? [] }

  /// The records of all examples.
  var records: [Record] { problem.dataset.records }

  /// Whether each example is its own unit.
  public var areExamples: Bool { problem.units.areExamples }

  /// The name of a unit.
  public func name(_ unit: Int) -> String { problem.units.name(unit) }

  /// The units that a selector deletes.
  ///
  /// - Throws: ``SketchingError``.
  public func units(of selector: Selector) throws -> [Int] {
    try selector.units(of: problem.units, in: problem.dataset)
  }

  /// The weights of the examples when some units are deleted.
  public func weights(deleting units: [Int]) -> [Double] {
    problem.weights(Reweighting(deleting: units.sorted()))
  }
}
