import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores
import LacunaTestSupport
import Synchronization
import Testing

@Suite("A learner that trains at complex weights")
struct LearnerTests {
  let bench: Bench

  init() throws { bench = try Bench(example: "foreign-learner") }

  private func problem(
    _ settings: [String] = [],
    log: @escaping @Sendable (String) -> Void = { _ in },
    rows: Int? = nil,
    units: Units? = nil,
    baseWeights: [Double]? = nil
  ) throws -> TrainingProblem {
    let offered = try bench.registry(log: log).offeredLearner("c-ridge")
    let dataset = try Dataset(
      path: bench.path("points.csv"),
      format: offered.descriptor.dataFormat,
      examples: rows
    )
    return try TrainingProblem(
      name: "c-ridge",
      learner: offered.make(
        configuration: Configuration(schema: offered.descriptor.schema, assignments: settings),
        records: dataset.records
      ),
      dataset: dataset,
      steps: nil,
      initialState: .drawn(seed: 0),
      units: units,
      baseWeights: baseWeights
    )
  }

  /// The series of the coefficients along a direction: (A₀ − zA₁) b(z) = v₀ − z v₁, degree by degree.
  ///
  /// Row i weighs `base`[i] − z`psi`[i].
  private func series(
    _ problem: TrainingProblem,
    _ psi: [Complex],
    _ lambda: Double,
    _ degree: Int,
    base: [Double]? = nil
  ) throws -> [[Complex]] {
    let rows = try problem.dataset.records.map { try ["x1", "x2", "x3", "y"].map($0.number) }
    var a0 = [[Double]](repeating: [0, 0, 0], count: 3)
    var a1 = [[Complex]](repeating: [Complex](repeating: Complex(0), count: 3), count: 3)
    var v0 = [Double](repeating: 0, count: 3)
    var v1 = [Complex](repeating: Complex(0), count: 3)
    for i in 0..<3 { a0[i][i] = lambda }
    for (number, (row, weight)) in zip(rows, psi).enumerated() {
      let own = base?[number] ?? 1
      for i in 0..<3 {
        for j in 0..<3 {
          a0[i][j] += own * row[i] * row[j]
          a1[i][j] = a1[i][j] + weight * Complex(row[i] * row[j])
        }
        v0[i] += own * row[i] * row[3]
        v1[i] = v1[i] + weight * Complex(row[i] * row[3])
      }
    }
    var series = [solve(a0, v0.map { Complex($0) })]
    for r in 1...degree {
      let last = series[r - 1]
      let right = (0..<3).map { i in
        let product = (0..<3).reduce(Complex(0)) { $0 + a1[i][$1] * last[$1] }
        return r == 1 ? Complex(product.re - v1[i].re, product.im - v1[i].im) : product
      }
      series.append(solve(a0, right))
    }
    return series
  }

  /// Cramer's rule for three equations.
  private func solve(_ a: [[Double]], _ b: [Complex]) -> [Complex] {
    func determinant(_ m: [[Double]]) -> Double {
      m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    }
    func with(_ column: Int, _ values: [Double]) -> Double {
      var m = a
      for i in 0..<3 { m[i][column] = values[i] }
      return determinant(m) / determinant(a)
    }
    return (0..<3).map { Complex(with($0, b.map(\.re)), with($0, b.map(\.im))) }
  }

  @Test("its jets are the exact series", arguments: [0.5, 4])
  func exactSeries(lambda: Double) throws {
    let problem = try problem(["lambda=\(lambda)"])
    for seed in 0..<UInt64(Stress.count(3, all: 20)) {
      let psi = Directions.random(seed: seed).direction(0, units: problem.unitCount)
      let found = try JetOfTraining(problem, direction: psi, degree: 4, options: ExecutionOptions())
        .parameters[0]
      let expected = try series(problem, psi, lambda, 4)
      for i in 0..<3 {
        #expect(abs(found.primal[i] - expected[0][i].re) <= 1e-12)
        for r in 1...4 {
          let error = found.tangents[r - 1][i].distance(to: expected[r][i])
          let size = expected[r].map(\.size).max() ?? 0
          #expect(error <= 1e-9 * size, "seed \(seed), degree \(r), element \(i)")
        }
      }
    }
  }

  @Test("its jets are the exact series along units, about any weights")
  func unitsAndBase() throws {
    for seed in 0..<UInt64(Stress.count(3, all: 20)) {
      var generator = SplitMix64(seed: seed)
      let base = (0..<40).map { _ in 0.5 + Double(generator.next() % 1000) / 1000 }
      let units = Units(
        labels: (0..<40).map { _ in
          generator.next() % 5 == 0 ? nil : "\(generator.next() % 6)"
        }
      )
      let problem = try problem(units: units, baseWeights: base)
      let psi = Directions.random(seed: seed).direction(0, units: units.count)
      let found = try JetOfTraining(problem, direction: psi, degree: 4, options: ExecutionOptions())
        .parameters[0]
      let weights = (0..<40).map { row in
        let unit = units.unit(of: row)
        return unit < 0 ? Complex(0) : Complex(base[row]) * psi[unit]
      }
      let expected = try series(problem, weights, 1, 4, base: base)
      for i in 0..<3 {
        #expect(abs(found.primal[i] - expected[0][i].re) <= 1e-12)
        for r in 1...4 {
          let error = found.tangents[r - 1][i].distance(to: expected[r][i])
          let size = expected[r].map(\.size).max() ?? 0
          #expect(error <= 1e-9 * size, "seed \(seed), degree \(r), element \(i)")
        }
      }
    }
  }

  @Test("its retrains are the formula on what is left")
  func retrains() throws {
    let problem = try problem()
    let deleted = [0, 7, 8, 31]
    var left = [Complex](repeating: Complex(0), count: 40)
    for position in deleted { left[position] = Complex(1) }
    // All the series at z = 1 is the solution without the rows.
    let series = try series(problem, left, 1, 40)
    let expected = (0..<3).map { i in series.reduce(0) { $0 + $1[i].re } }
    let found = try Retraining(problem, options: ExecutionOptions(threads: 2)).parameters(
      weightings: [Retraining.weights(deleting: deleted, count: 40)]
    )
    for i in 0..<3 { #expect(abs((found[0]["coefficients"]?[i] ?? .nan) - expected[i]) < 1e-12) }
  }

  @Test("foreign and traced measurements of its outputs agree")
  func measurements() throws {
    struct SquaredError: MeasurementFunction {
      func measure(_ trace: MeasurementTrace) {
        trace.result(square(trace.output("prediction") - trace.example("label")))
      }
    }
    struct Shift: MeasurementFunction {
      func measure(_ trace: MeasurementTrace) {
        trace.result(trace.output("prediction") - trace.baseOutput("prediction"))
      }
    }
    let problem = try problem()
    let query = problem.dataset.records[5]
    let jet = try JetOfTraining(
      problem,
      direction: Directions.random(seed: 9).direction(0, units: 40),
      degree: 3,
      options: ExecutionOptions()
    )
    let foreign = try jet.measure(
      MeasuredQuery(
        computed: bench.measurement("c-squared-error"),
        query: query,
        text: "row 5",
        on: problem
      )
    )
    let traced = try jet.measure(
      MeasuredQuery(("e", SquaredError()), query: query, text: "row 5", on: problem)
    )
    #expect(abs(foreign.base - traced.base) < 1e-14)
    for (a, b) in zip(foreign.tangents, traced.tangents) {
      #expect(a.distance(to: b) <= 1e-9 * b.size)
    }
    // x·b less what it was: linear in the coefficients.
    let shift = try jet.measure(
      MeasuredQuery(("s", Shift()), query: query, text: "row 5", on: problem)
    )
    #expect(abs(shift.base) < 1e-14)
    let x = try ["x1", "x2", "x3"].map(query.number)
    for r in 0..<3 {
      let tangents = jet.parameters[0].tangents[r]
      let expected = (0..<3).reduce(Complex(0)) { $0 + tangents[$1] * Complex(x[$1]) }
      #expect(shift.tangents[r].distance(to: expected) <= 1e-9 * expected.size)
    }
  }

  @Test("sketches do not depend on threads or shards, and predict what is true")
  func sketches() throws {
    let problem = try problem()
    func shards(_ threads: Int, _ ranges: [Range<Int>]) throws -> [Double] {
      let numbers = Mutex<[Int: [Double]]>([:])
      let precompute = try Precompute(
        problem,
        directions: .random(seed: 2),
        degree: 2,
        options: ExecutionOptions(threads: threads)
      )
      try precompute.run(ranges) { base in
        #expect(base.map(\.name) == ["coefficients"])
      } onShard: { shard in
        let found = try shard.tensors[0].doubles()
        numbers.withLock { $0[shard.start] = found }
      }
      let summary = try #require(precompute.accuracy.summary)
      #expect(summary.relativeError > 0 && summary.relativeError < 1e-9)
      return numbers.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) }
    }
    let one = try shards(1, [0..<6])
    #expect(one.count == 6 * 2 * 3 * 2)
    #expect(try shards(2, [0..<4, 4..<6]) == one)
  }

  @Test("shapes that no machine has room for are refused")
  func hugeShapes() throws {
    let path = bench.path("ridge.lacuna.json")
    let huge = Array(repeating: "16777216", count: 8).joined(separator: ", ")
    try String(contentsOfFile: path, encoding: .utf8)
      .replacing(#""shape": ["features"]"#, with: #""shape": [\#(huge)]"#)
      .write(toFile: path, atomically: true, encoding: .utf8)
    let text = message { _ = try problem() }
    #expect(text.contains("'c-ridge', 'coefficients', shape: found 6.27"), "\(text)")
  }

  @Test("progress, cancellation and what it logs")
  func callsBack() throws {
    let lines = Mutex<[String]>([])
    let problem = try problem(
      ["lambda=0"],
      log: { line in lines.withLock { $0.append(line) } },
      rows: 2
    )
    // Without any example nothing is determined.
    let text = message {
      _ = try Retraining(problem, options: ExecutionOptions()).parameters(weightings: [[0, 0]])
    }
    #expect(text.contains("'ridge_train': it returned the status 1, expected 0"))
    #expect(lines.withLock { $0 } == ["ridge: the matrix is singular; raise lambda"])

    let whole = try self.problem()
    let seen = Mutex<[Int]>([])
    let options = ExecutionOptions(progress: { progress in
      seen.withLock { $0.append(progress.done * 100 / progress.total) }
    })
    _ = try Retraining(whole, options: options).parameters(
      weightings: [[Double](repeating: 1, count: 40)]
    )
    let steps = seen.withLock { $0 }
    #expect(steps.count > 10 && steps == steps.sorted() && steps.last == 100)

    let asked = Mutex(0)
    let impatient = ExecutionOptions(isCancelled: {
      asked.withLock { count in
        count += 1
        return count > 20
      }
    })
    #expect(throws: (any Error).self) {
      try Retraining(whole, options: impatient).parameters(
        weightings: [[Double](repeating: 1, count: 40)]
      )
    }
    #expect(asked.withLock { $0 } < 40)
  }

  @Test("what does not fit says so")
  func refusals() throws {
    let text = try String(contentsOfFile: bench.path("ridge.lacuna.json"), encoding: .utf8)
    for (from, to, expected) in [
      (
        "\"row = callback:row\"", "\"row = callback:log\"",
        "callback:log is for 'void (*row)(const char *)'"
      ),
      (
        "parameter:coefficients\"\n        ]\n      },", "result\"\n        ]\n      },",
        "parameter:coefficients': no argument is bound to it"
      ),
      (
        "setting:lambda", "setting:lamda",
        "there is no setting 'lamda'; there are 'lambda'. Did you mean 'lambda'?"
      ),
      ("extent:1:data:features", "extent:2:data:features", "which has no axis 2; expected -2 to 1"),
      ("example:features\",", "example:label\",", "there is no example:label"),
      ("\"label\": \"y\"", "\"label\": \"z\"", "the record has no field 'z'"),
    ] {
      #expect(text.contains(from), "\(from)")
      try text.replacing(from, with: to)
        .write(toFile: bench.path("ridge.lacuna.json"), atomically: true, encoding: .utf8)
      let found = message { _ = try self.problem() }
      #expect(found.contains(expected), "\(found)")
    }
    try text.write(toFile: bench.path("ridge.lacuna.json"), atomically: true, encoding: .utf8)
    #expect(message { _ = try self.problem(["lambda=x"]) }.contains("lambda"))
    let problem = try self.problem()
    #expect(
      message {
        _ = try MeasuredQuery(
          computed: bench.measurement("c-squared-error"),
          query: Record(fields: [.init(name: "x1", value: "1")]),
          text: "x1=1",
          on: problem
        )
      }.contains("the record has no field 'x2'")
    )
    let partial = Record(fields: ["x1", "x2", "x3"].map { .init(name: $0, value: "1") })
    #expect(
      message {
        _ = try MeasuredQuery(
          computed: bench.measurement("c-squared-error"),
          query: partial,
          text: "x",
          on: problem
        )
      }.contains("there is no example:label; there are 'example:features'")
    )
  }
}
