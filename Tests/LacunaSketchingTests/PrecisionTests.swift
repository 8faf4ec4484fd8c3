import LacunaExecution
import LacunaSketching
import LacunaStores
import LacunaTestSupport
import Synchronization
import Testing

/// What 32-bit floats change.
@Suite struct PrecisionTests {
  /// The standard error of a term falls as 1/√K: that at K = 512 is inferred from the directions here.
  @Test func `f32 changes no predicted term by more than a tenth of its standard error at K = 512`()
    throws
  {
    let problem = try Golden.problem()
    let target = try Golden.loss("max", on: problem)
    let deleted = try Golden.load().curve.delete
    let count = Stress.count(16, all: 512)
    let double = try predict(problem, target, deleted, count, .float64)
    let single = try predict(problem, target, deleted, count, .float32)
    let shrink = (Double(count) / 512).squareRoot()
    for (a, b) in zip(double.terms, single.terms) {
      let error = try #require(a.estimate.standardError) * shrink
      #expect(
        abs(a.estimate.value - b.estimate.value) <= 0.1 * error,
        "degree \(a.degree): \(a.estimate.value) in f64, \(b.estimate.value) in f32, ± \(error)"
      )
    }
  }

  private func predict(
    _ problem: TrainingProblem,
    _ target: MeasuredQuery,
    _ deleted: [Int],
    _ count: Int,
    _ precision: Precision
  ) throws -> Prediction {
    let directions = Directions.random(seed: 11)
    let store = MemoryStore()
    let options = ExecutionOptions(precision: precision, threads: 2)
    let precompute = try Precompute(problem, directions: directions, degree: 3, options: options)
    let archive = try MemoryStore.sketch(precompute, store, count: count, degree: 3)
    let measured = try SketchMeasurement(
      of: archive,
      target,
      parameters: problem.parameters,
      options: options
    )
    let predictor = Predictor(directions, indices: measured.directions, units: problem.unitCount)
    return try #require(
      predictor.predict(measured, deleting: deleted, estimator: .mean, confidence: 0.95).first
    )
  }
}
