import LacunaExecution
import LacunaProtocols
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Gradients through training on first names, against JAX and against jets of the run forward.
@Suite struct GoldenGradientTests {
  private static let queries = ["max", "mary", "alex"]

  @Test func `gradients are those of JAX through the scanned training loop`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let pass = try ReversePass(
      problem,
      options: ExecutionOptions(),
      budget: CheckpointBudget(bytes: 1 << 30)
    )
    let found = try pass.gradients(of: Self.queries.map { try Golden.loss($0, on: problem) })
    for (query, gradient) in zip(Self.queries, found) {
      let base = try #require(golden.base[query])
      #expect(abs(gradient.base[0] - base) <= 1e-12 * abs(base))
      let expected = try #require(golden.gradient[query])
      try #require(gradient.gradient[0].count == expected.count)
      let largest = expected.reduce(0) { max($0, abs($1)) }
      for (unit, (a, b)) in zip(gradient.gradient[0], expected).enumerated() {
        #expect(abs(a - b) <= 1e-9 * largest, "\(query), name \(unit): \(a), golden \(b)")
      }
    }
  }

  /// With f(zψ) = Σ c_r z^r, the product ψ·∇f(zψ) is Σ r c_r z^(r−1).
  @Test func `gradients along a complex direction give the golden coefficients`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let tensor = try #require(try Golden.tensors("microgpt-names-direction").first)
    let direction = try Directions(tensor, units: 1000, source: "golden").direction(0, units: 1000)
    let degree = 3
    let sketching = try GradientSketching(
      problem,
      degree: degree,
      options: ExecutionOptions(),
      budget: CheckpointBudget(bytes: 300 << 20)
    )
    let targets = try Self.queries.map { try Golden.loss($0, on: problem) }
    let found = try sketching.jets(along: [direction], of: targets)
    for (query, outputs) in zip(Self.queries, found) {
      let expected = try #require(golden.direction.coefficients[query])
      for r in 2...degree {
        var sum = Complex(0)
        for (psi, slope) in zip(direction, outputs[0][0].coefficients[r - 2]) {
          sum = sum + psi * slope
        }
        let (re, im) = (expected[r][0] * Double(r), expected[r][1] * Double(r))
        let size = (re * re + im * im).squareRoot()
        let error = ((sum.re - re) * (sum.re - re) + (sum.im - im) * (sum.im - im)).squareRoot()
        #expect(error <= 1e-9 * size, "\(query), degree \(r): \(sum), golden \(re), \(im)")
      }
    }
  }

  /// The root mean square of what predictions of `max` miss of retrains, over the sets of five names or more.
  private func missed(_ golden: Golden, _ changes: [[Int]: Double]) -> Double {
    let errors = golden.retrains.filter { $0.delete.count >= 5 }.map { retrain in
      (retrain.values["max"] ?? .nan) - (golden.base["max"] ?? .nan)
        - (changes[retrain.delete] ?? .nan)
    }
    return (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  /// Another tool measured 0.049 and 0.023 for the exact polynomials.
  @Test func `exact orders reach their floor, and gradients along directions come near it`() throws
  {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let target = try Golden.loss("max", on: problem)
    let sets = golden.retrains.map(\.delete)
    let exact = try ExactTerms(
      problem,
      deleting: sets,
      degree: 3,
      targets: [target],
      options: ExecutionOptions(threads: 2)
    )
    func change(_ degree: Int) -> [[Int]: Double] {
      Dictionary(
        uniqueKeysWithValues: zip(sets, exact.terms).map {
          ($0, $1[0].prefix(degree).reduce(0, +))
        }
      )
    }
    #expect(abs(missed(golden, change(2)) - 0.049) < 0.0005)
    #expect(abs(missed(golden, change(3)) - 0.0225) < 0.0005)

    guard Stress.isOn else { return }
    let sketching = try GradientSketching(
      problem,
      degree: 3,
      options: ExecutionOptions(threads: 2),
      budget: CheckpointBudget(bytes: 2 << 30, isGenerous: false)
    )
    var squares = [0.0, 0.0]
    for seed in 0..<UInt64(5) {
      let directions = Directions.random(seed: seed)
      let psi = (0..<96).map { directions.direction($0, units: 1000) }
      let sketch = try GradientSketch(sketching.jets(along: psi, of: [target])[0], along: psi)
      let known = SketchMeasurement(base: [0], directions: [], coefficients: [])
        .knowing(gradients: [golden.gradient["max"] ?? []]).knowing(sketch)
      for degree in [2, 3] {
        let batch = try PredictionBatch(
          Predictor(directions, indices: [], units: 1000),
          [known.stopped(degree: degree)],
          estimator: .auto,
          confidence: 0.95
        )
        let found = batch.predict(sets, threads: 1).map { $0[0][0].prediction }
        let error = missed(golden, Dictionary(uniqueKeysWithValues: zip(sets, found)))
        squares[degree - 2] += error * error / 5
      }
    }
    #expect(squares[0].squareRoot() < 1.15 * 0.0487)
    #expect(squares[1] < squares[0])
  }
}
