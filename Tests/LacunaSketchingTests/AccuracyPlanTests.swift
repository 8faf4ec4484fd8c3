import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Plans of accuracy against what they promise.
@Suite struct AccuracyPlanTests {
  static let known = AutoEstimatorTests.Known(seed: 11, units: 8, scales: [1, 0.3])
  static let deleted = [1, 2, 6]

  private func plan(_ count: Int, error: Double, failing: Double) throws -> AccuracyPlan? {
    AccuracyPlan(
      try Self.known.predict(Self.deleted, seed: 3, count: count, .mean),
      directions: count,
      error: error,
      failing: failing
    )
  }

  @Test func `counts are those of the formulae`() throws {
    let found = try #require(try plan(200, error: 0.5, failing: 0.05))
    let prediction = try Self.known.predict(Self.deleted, seed: 3, count: 200, .mean)
    let deviation = try #require(prediction.standardError) * 200.0.squareRoot()
    #expect(abs(found.deviation - deviation) < 1e-12 * deviation)
    // 1.959964: the normal quantile of 0.975; 24 = ⌈8 ln 20⌉.
    let square = deviation * deviation / 0.25
    #expect(found.mean == Int((1.959964 * 1.959964 * square).rounded(.up)))
    #expect(found.medianOfMeans == 24 * Int((4 * square).rounded(.up)))
    #expect(AccuracyPlan.exactDirections(units: 1000, degree: 1) == 550)
    #expect(AccuracyPlan.exactDirections(units: 20, degree: 3) == 848)
    #expect(AccuracyPlan.exactDirections(units: 1_000_000, degree: 3) == nil)
  }

  @Test func `what is out of reach is not planned, nor from one direction`() throws {
    #expect(try plan(1, error: 1, failing: 0.1) == nil)
    let tiny = try #require(try plan(20, error: 1e-9, failing: 0.1))
    #expect(tiny.mean == nil && tiny.medianOfMeans == nil)
    let loose = try #require(try plan(20, error: 1e9, failing: 0.1))
    #expect(loose.mean == 1)
  }

  /// With so many directions the error is above ε about as rarely as was asked for.
  @Test func `the error is kept`() throws {
    let truth = 0.25 + Self.known.terms(Self.deleted).reduce(0, +)
    let failing = 0.1
    let error = try #require(try plan(400, error: 1, failing: failing)).deviation / 3
    let plan = try #require(try plan(400, error: error, failing: failing))
    let mean = try #require(plan.mean)
    let median = try #require(plan.medianOfMeans)
    let runs = Stress.count(100, all: 1000)
    func misses(_ count: Int, _ estimator: Estimator) throws -> Int {
      try (0..<runs).count { run in
        let found = try Self.known.predict(
          Self.deleted,
          seed: UInt64(5000 + run),
          count: count,
          estimator
        )
        return abs(found.prediction - truth) > error
      }
    }
    // Five standard deviations of a binomial count above what was asked for.
    let slack = 5 * (Double(runs) * failing * (1 - failing)).squareRoot()
    let missed = try misses(mean, .mean)
    #expect(Double(missed) < failing * Double(runs) + slack, "\(missed) of \(runs)")
    #expect(missed > 0)
    let groups = Estimator.groups(failing: failing)
    #expect(try misses(median, .medianOfMeans(groups: groups)) <= missed)
  }
}
