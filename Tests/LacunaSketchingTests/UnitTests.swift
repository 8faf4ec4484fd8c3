import LacunaExecution
import LacunaProtocols
import LacunaTestSupport
import MicrogptPlugin
import Testing

@testable import LacunaSketching

/// Units of several examples, and examples that are never deleted.
struct UnitTests {
  private static let count = 24

  private static let names = (0..<count).map { number in
    let letters = Array("abcde")
    return String((0..<(1 + number % 4)).map { letters[(number * 7 + $0 * 3) % letters.count] })
  }

  /// A small problem in which each example is trained on twice.
  static func problem(
    _ units: Units? = nil,
    baseWeights: [Double]? = nil
  ) throws -> TrainingProblem {
    let dataset = Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    let configuration = try Configuration(
      schema: Microgpt.descriptor.schema,
      assignments: ["block=5", "embedding=4", "heads=2", "mlp-ratio=2"]
    )
    return try TrainingProblem(
      name: "microgpt",
      learner: Microgpt(configuration: configuration, records: dataset.records),
      dataset: dataset,
      steps: 48,
      initialState: .drawn(seed: 3),
      units: units,
      baseWeights: baseWeights
    )
  }

  /// Random units of random sizes; about a sixth of the examples are never deleted.
  static func units(seed: UInt64) -> Units {
    var generator = SplitMix64(seed: seed)
    return Units(
      labels: (0..<count).map { _ in
        generator.next() % 6 == 0 ? nil : "unit \(generator.next() % 5)"
      }
    )
  }

  @Test func `units are numbered in the order in which they appear`() {
    let units = Units(labels: ["b", nil, "a", "b", "c", "a", nil])
    #expect(units.count == 3 && units.exampleCount == 7 && units.keptCount == 2)
    #expect(units.names == ["b", "a", "c"])
    #expect(units.unitOfExample == [0, -1, 1, 0, 2, 1, -1])
    #expect((0..<3).map(units.members) == [[0, 3], [2, 5], [4]])
    #expect(units.size(of: [0, 2]) == 3 && units.examples(of: [2, 0]) == [0, 3, 4])
    #expect(units.unit(named: "c") == 2 && units.unit(named: "d") == nil)
    #expect(units == Units(names: units.names, unitOfExample: units.unitOfExample))
    let plain = Units(each: 4)
    #expect(plain.areExamples && !units.areExamples && plain.keptCount == 0)
    #expect(plain.members(of: 3) == [3] && plain.name(3) == "3" && plain.unit(named: "3") == 3)
    #expect(plain.unit(named: "4") == nil && plain.unit(named: "03") == nil)
  }

  /// All examples of a unit share its coordinate, and those of none have coordinate 0: the same bits as
  /// directions over examples that say so.
  @Test func `jets are those of directions over examples`() throws {
    let options = ExecutionOptions()
    for seed in 0..<Stress.count(3, all: 30) {
      let units = Self.units(seed: UInt64(seed))
      let psi = Directions.random(seed: UInt64(seed)).direction(0, units: units.count)
      let grouped = try JetOfTraining(
        Self.problem(units),
        direction: psi,
        degree: 3,
        options: options
      )
      let single = try JetOfTraining(
        Self.problem(),
        direction: units.unitOfExample.map { $0 < 0 ? Complex(0) : psi[$0] },
        degree: 3,
        options: options
      )
      for (one, other) in zip(grouped.parameters, single.parameters) {
        #expect(one.primal == other.primal && one.tangents == other.tangents)
        #expect(one.tangents[0].contains { $0.re != 0 && $0.im != 0 })
      }
    }
  }

  /// The polynomial along a unit against retrains without all its examples.
  @Test func `curves along units meet retrains`() throws {
    let options = ExecutionOptions()
    for seed in 0..<Stress.count(2, all: 20) {
      let problem = try Self.problem(Self.units(seed: UInt64(seed)))
      let target = try Golden.loss("abc", on: problem)
      let deletion = Reweighting(deleting: [0, problem.unitCount - 1])
      let members = problem.units.examples(of: deletion.units)
      #expect(members.count > 2)
      let curve = try Curve(
        problem,
        along: deletion,
        degree: 12,
        targets: [target],
        options: options
      )
      for t in [0.25, -0.5] {
        let retrained = try Retraining(problem, options: options).parameters(
          weightings: [Retraining.weights(deleting: members, downweight: t, count: Self.count)]
        )
        let truth = try Measurer(
          target,
          parameters: problem.parameters,
          base: [:],
          ring: .lanes,
          options: options
        ).values(retrained)[0][0]
        let sum = curve.coefficients[0].reversed().reduce(0) { $0 * t + $1 }
        #expect(abs(sum - truth) < 1e-6, "seed \(seed), t \(t)")
        #expect(abs(truth - curve.coefficients[0][0]) > 1e-4)
      }
    }
  }

  @Test func `weights leave what is never deleted alone`() throws {
    let problem = try Self.problem(Self.units(seed: 1))
    #expect(problem.units.keptCount > 0)
    let all = Reweighting(deleting: Array(0..<problem.unitCount))
    for (example, weight) in problem.weights(all).enumerated() {
      #expect(weight == (problem.units.unit(of: example) < 0 ? 1 : 0))
    }
  }

  @Test func `selections are of whole units`() throws {
    let dataset = Dataset(
      madeUp: ["ab", "ac", "b", "cab", "ca"].map { Record(text: $0) },
      format: .lines
    )
    let units = try Units(UnitDescription("matches:^(.)"), keep: ["3"], of: dataset)
    #expect(units.names == ["a", "b", "c"])
    func chosen(_ text: String) throws -> [Int] {
      try Selector(text).units(of: units, in: dataset)
    }
    #expect(try chosen("0-2") == [0, 1])
    #expect(try chosen("unit:c,a") == [0, 2])
    #expect(try chosen("units:1-2,1") == [1, 2])
    #expect(try chosen("matches:^a|^b") == [0, 1])
    #expect(try chosen("column:text=ca") == [2])
    for (text, tells) in [
      ("0", "selects 1 of the 2 examples of unit 'a'"),
      ("1,4", "selects 1 of the 2 examples of unit 'a'"),
      ("2,3", "selects example 3, which was never to be deleted"),
      ("unit:d", "a unit 'd' that there is not; there are 'a', 'b', 'c'"),
      ("units:3", "names unit 3, expected 0 to 2"), ("units:a", "cannot read the selector"),
      ("5", "names position 5, expected 0 to 4"),
    ] {
      let error = #expect(throws: SketchingError.self) { try chosen(text) }
      #expect(error?.description.contains(tells) == true, "\(text): \(error?.description ?? "")")
    }
  }

  @Test func `a name with a comma is one unit`() throws {
    let dataset = Dataset(madeUp: [Record(text: "x"), Record(text: "y")], format: .lines)
    let units = Units(labels: ["a,b", "a"])
    #expect(try Selector("unit:a,b").units(of: units, in: dataset) == [0])
  }

  @Test func `fields of a record are searched in order`() throws {
    func record(_ a: String, _ b: String) -> Record {
      Record(fields: [.init(name: "a~b", value: a), .init(name: "b", value: b)])
    }
    let dataset = Dataset(madeUp: [record("x1", "y2"), record("x", "y2")], format: .csv)
    func names(_ text: String) throws -> [String] {
      try Units(UnitDescription(text), keep: [], of: dataset).names
    }
    #expect(try names(#"matches:(\d)"#) == ["1", "2"])
    #expect(try names(#"matches:(?:x|y)(?<digit>\d)"#) == ["1", "2"])
    #expect(try names(#"column:b~(\d)"#) == ["2"])
    #expect(try names("column:a~b") == ["x1", "x"])
  }
}
