import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaTestSupport
import Testing

/// Alternating least squares, held against the same written out entry by entry.
struct MatrixFactorizationTests {
  private struct Case {
    let table: RatingsTable
    let reference: AlternatingLeastSquares
    let trial: TableTrial

    init(
      seed: UInt64,
      rank: Int = 2,
      l2: Double = 0.8,
      sweeps: Int = 3,
      center: Bool = true
    ) throws {
      table = RatingsTable(seed: seed)
      reference = AlternatingLeastSquares(table, rank: rank, l2: l2, center: center)
      trial = try TableTrial(
        "matrix-factorization",
        ["rank=\(rank)", "l2=\(l2)", "sweeps=\(sweeps)", "center=\(center)"],
        csv: table.csv
      )
    }

    /// The column factors that training begins with.
    var start: [[Double]] { factors("column-factors", in: trial.problem.initialState) }

    var ones: [Double] { table.entries.map { _ in 1 } }

    func factors(_ name: String, in values: [String: [Double]]) -> [[Double]] {
      let flat = values[name] ?? []
      let rank = reference.rank
      return stride(from: 0, to: flat.count, by: rank).map { Array(flat[$0..<$0 + rank]) }
    }

    func factors(in values: [String: [Double]]) -> AlternatingLeastSquares.Factors {
      (factors("row-factors", in: values), factors("column-factors", in: values))
    }
  }

  @Test(arguments: [(1, true), (2, true), (3, false), (7, true)])
  func sweepsAreThoseOfTheReference(rank: Int, center: Bool) throws {
    for seed in 0..<UInt64(Stress.count(2, all: 20)) {
      for sweeps in [1, 2, 5] {
        let example = try Case(seed: seed, rank: rank, sweeps: sweeps, center: center)
        var generator = SplitMix64(seed: seed + 100)
        let weightings = [
          example.ones, example.ones.map { _ in generator.uniform(in: 0...1.5) },
          Retraining.weights(deleting: [0, 3, 4], count: example.ones.count),
        ]
        let found = try example.trial.retrained(weightings)
        for (weights, values) in zip(weightings, found) {
          let expected = example.reference.trained(
            from: example.start,
            weights: weights,
            sweeps: sweeps
          )
          let trained = example.factors(in: values)
          #expect(distance(trained.rows.flatMap(\.self), expected.rows.flatMap(\.self)) < 1e-10)
          #expect(
            distance(trained.columns.flatMap(\.self), expected.columns.flatMap(\.self)) < 1e-10
          )
        }
      }
    }
  }

  @Test func everySweepLowersTheObjective() throws {
    for seed in 0..<UInt64(Stress.count(3, all: 30)) {
      var last = Double.infinity
      for sweeps in 1...8 {
        let example = try Case(seed: seed, sweeps: sweeps)
        let values = try example.trial.retrained([example.ones])[0]
        let objective = example.reference.objective(
          example.factors(in: values),
          weights: example.ones
        )
        #expect(objective < last)
        last = objective
      }
    }
  }

  /// Central differences over seven retrainings: their error is of the fourth power of the distance, or better.
  @Test func jetsAreTheDerivativesOfRetraining() throws {
    let step = 0.01
    let stencils: [[Double]] = [
      [-1 / 60, 3 / 20, -3 / 4, 0, 3 / 4, -3 / 20, 1 / 60],
      [1 / 90, -3 / 20, 3 / 2, -49 / 18, 3 / 2, -3 / 20, 1 / 90],
      [1 / 8, -1, 13 / 8, 0, -13 / 8, 1, -1 / 8],
    ]
    for seed in 0..<UInt64(Stress.count(2, all: 12)) {
      let example = try Case(seed: seed)
      var generator = SplitMix64(seed: seed)
      let direction = example.ones.map { _ in generator.normal() / 16 }
      let jet = try example.trial.jet(along: direction, degree: 3)
      let runs = try example.trial.retrained(
        (-3...3).map { k in direction.map { 1 - Double(k) * step * $0 } }
      )
      for name in ["row-factors", "column-factors"] {
        var scale = 1.0
        for degree in 1...3 {
          scale *= step * Double(degree)
          let found = jet.real(name, degree: degree)
          let expected = found.indices.map { element in
            zip(stencils[degree - 1], runs).reduce(0) { $0 + $1.0 * ($1.1[name] ?? [])[element] }
              / scale
          }
          let size = found.map { abs($0) }.max() ?? 0
          #expect(distance(found, expected) < 1e-5 * size)
        }
      }
    }
  }

  @Test func aRowWithoutEntriesHasFactorsOfZero() throws {
    let example = try Case(seed: 4)
    for row in 0..<example.table.rowCount {
      let deleted = example.table.positions(inRow: row)
      let values = try example.trial.retrained(without: deleted)
      #expect(example.factors("row-factors", in: values)[row] == [0, 0])
    }
  }

  @Test func whatADeletedEntrySaidDoesNotMatter() throws {
    let example = try Case(seed: 9)
    var entries = example.table.csv.split(separator: "\n").map(String.init)
    // The mean is fitted on all entries and stays as it is: two change by opposite amounts.
    let (first, second) = (example.table.entries[1], example.table.entries[2])
    entries[2] = "\(first.value + 2),u\(first.row),i\(first.column)"
    entries[3] = "\(second.value - 2),u\(second.row),i\(second.column)"
    let other = try TableTrial(
      "matrix-factorization",
      ["l2=0.8", "sweeps=3"],
      csv: entries.joined(separator: "\n") + "\n"
    )
    let (left, right) = (
      try example.trial.retrained(without: [1, 2]), try other.retrained(without: [1, 2])
    )
    for name in ["row-factors", "column-factors"] {
      #expect(distance(left[name] ?? [], right[name] ?? [.nan]) < 1e-12)
    }
  }

  @Test func thePolynomialNearsTheTruthDegreeByDegree() throws {
    let text = try String(contentsOfFile: example("ratings.csv"), encoding: .utf8)
    let trial = try TableTrial("matrix-factorization", csv: text)
    #expect(trial.problem.dataset.count == 600)
    #expect(trial.problem.state.map(\.shape) == [[60, 2], [40, 2]])
    for position in [0, 250, 599] {
      var direction = [Double](repeating: 0, count: 600)
      direction[position] = 1
      let jet = try trial.jet(along: direction, degree: 4)
      let truth = try trial.retrained(without: [position])["row-factors"] ?? []
      var predicted = jet.primal["row-factors"] ?? []
      var last = distance(predicted, truth)
      for degree in 1...4 {
        predicted = zip(predicted, jet.real("row-factors", degree: degree)).map(+)
        let error = distance(predicted, truth)
        #expect(error < 0.7 * last)
        last = error
      }
    }
  }

  @Test func theExampleIsExplainedByTwoFactors() throws {
    let text = try String(contentsOfFile: example("ratings.csv"), encoding: .utf8)
    let trial = try TableTrial("matrix-factorization", csv: text)
    let values = try trial.retrained(without: [])
    let (rows, columns) = (values["row-factors"] ?? [], values["column-factors"] ?? [])
    var (left, all) = (0.0, 0.0)
    let ratings = try trial.problem.dataset.records.map { try $0.number("rating") }
    let mean = ratings.reduce(0, +) / 600
    for (record, rating) in zip(trial.problem.dataset.records, ratings) {
      let tensors = try trial.problem.learner.encode(record)
      let (row, column) = (Int(tensors[0].integers[0]), Int(tensors[1].integers[0]))
      let product = (0..<2).reduce(0) { $0 + rows[2 * row + $1] * columns[2 * column + $1] }
      left += (rating - mean - product) * (rating - mean - product)
      all += (rating - mean) * (rating - mean)
    }
    #expect(left < 0.2 * all)
  }
}
