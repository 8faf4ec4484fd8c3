import LacunaProtocols
import MicrogptPlugin
import Testing

@testable import LacunaSketching

@Suite struct CoherentSetsTests {
  /// Names of two or three letters, each a unit.
  static func units(_ names: [String]) throws -> EvaluatedUnits {
    let dataset = Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    return EvaluatedUnits(
      try TrainingProblem(
        name: "microgpt",
        learner: Microgpt(
          configuration: Configuration(schema: Microgpt.descriptor.schema),
          records: dataset.records
        ),
        dataset: dataset,
        steps: 1,
        initialState: .drawn(seed: 0)
      )
    )
  }

  @Test func `letters and pairs of neighbours, each set once and none of most`() throws {
    let units = try Self.units(["ab", "ba", "cab", "dd", "ddc", "add"])
    let sets = try CoherentSets("contains").sets(of: units)
    // 'a' is in four of six, and so are 'ab' (0, 2), 'ba' (1), 'ca' (2), 'dc' (4), 'ad' (5);
    // 'dd' is where 'd' is.
    #expect(
      sets.map(\.name) == [
        "contains:ab", "contains:ad", "contains:b", "contains:ba", "contains:c", "contains:ca",
        "contains:d", "contains:dc",
      ]
    )
    #expect(sets.map(\.units) == [[0, 2], [5], [0, 1, 2], [1], [2, 4], [2], [3, 4, 5], [4]])
  }

  @Test func `every unit, and sets of a plan`() throws {
    let units = try Self.units(["ab", "ba", "cab", "dd"])
    #expect(try CoherentSets("unit").sets(of: units).map(\.units) == [[0], [1], [2], [3]])
    var plan = EvaluationPlan(seed: 0)
    plan.count = 5
    let kept = try plan.sets(of: .lds, units)
    #expect(kept.count == 5 && kept.allSatisfy { $0.units.count == 2 })
    plan.sizes = [1, 3]
    #expect(
      try plan.sets(of: .leaveKOut, units).map(\.units.count) == [1, 1, 1, 1, 1, 3, 3, 3, 3, 3]
    )
    #expect(try plan.sets(of: .coverage, units).allSatisfy { 1...2 ~= $0.units.count })
    #expect(try plan.sets(of: .loo, units).map(\.units) == [[0], [1], [2], [3]])
    plan.sizes = [4]
    #expect(throws: SketchingError.self) { try plan.sets(of: .leaveKOut, units) }
  }

  @Test func `what there is not is an error`() throws {
    let units = try Self.units(["ab", "ab"])
    #expect(throws: SketchingError.self) { try CoherentSets("letters") }
    #expect(throws: SketchingError.self) { try CoherentSets("column:") }
    #expect(throws: SketchingError.self) { try CoherentSets("column:age").sets(of: units) }
    #expect(throws: SketchingError.self) { try CoherentSets("contains").sets(of: units) }
  }
}
