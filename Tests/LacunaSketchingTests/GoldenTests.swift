import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Testing

/// Against numbers of the paper's reference implementation (pure Python, float64) and of JAX.
@Suite struct GoldenTests {
  static let queries = ["max", "mary", "alex"]

  @Test func `every coefficient along the x-names is the golden one`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let targets = try Self.queries.map { try Golden.loss($0, on: problem) }
    let curve = try Curve(
      problem,
      deleting: golden.curve.delete,
      degree: golden.curve.degree,
      targets: targets,
      options: ExecutionOptions()
    )
    for (query, found) in zip(Self.queries, curve.coefficients) {
      let expected = try #require(golden.curve.coefficients[query])
      #expect(found.count == expected.count)
      for (degree, (a, b)) in zip(found, expected).enumerated() {
        #expect(abs(a - b) <= 1e-9 * abs(b), "\(query), degree \(degree): \(a), golden \(b)")
      }
    }
    try checkParameters(
      "microgpt-names-x-params",
      curve.parameters.map { ($0.name, try $0.doubles()) },
      perDegree: { $0 / (golden.curve.degree + 1) }
    )
  }

  @Test func `every coefficient along the complex direction is the golden one`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let tensor = try #require(try Golden.tensors("microgpt-names-direction").first)
    let direction = try Directions(tensor, units: 1000, source: "golden").direction(0, units: 1000)
    let jet = try JetOfTraining(
      problem,
      direction: direction,
      degree: golden.direction.degree,
      options: ExecutionOptions()
    )
    for query in Self.queries {
      let found = try jet.measure(Golden.loss(query, on: problem))
      let expected = try #require(golden.direction.coefficients[query])
      #expect(abs(found.base - expected[0][0]) <= 1e-9 * abs(expected[0][0]))
      for (degree, b) in expected.enumerated().dropFirst() {
        let a = found.tangents[degree - 1]
        let size = (b[0] * b[0] + b[1] * b[1]).squareRoot()
        let error = ((a.re - b[0]) * (a.re - b[0]) + (a.im - b[1]) * (a.im - b[1])).squareRoot()
        #expect(error <= 1e-9 * size, "\(query), degree \(degree): \(a), golden \(b)")
      }
    }
    try checkParameters(
      "microgpt-names-direction-params",
      jet.parameters.map { parameter in
        let constant: [Double] = parameter.primal.flatMap { [$0, 0] }
        let tangents: [Double] = parameter.tangents.flatMap { $0.flatMap { [$0.re, $0.im] } }
        return (parameter.name, constant + tangents)
      },
      perDegree: { $0 / (golden.direction.degree + 1) }
    )
  }

  /// Each number within 1e-9 of the largest of its tensor at its degree.
  private func checkParameters(
    _ file: String,
    _ found: [(name: String, values: [Double])],
    perDegree: (Int) -> Int
  ) throws {
    let golden = try Golden.tensors(file)
    #expect(found.count == golden.count)
    for (name, values) in found {
      let tensor = try #require(golden.first { $0.name == name })
      let expected = try tensor.doubles()
      try #require(values.count == expected.count)
      let size = perDegree(values.count)
      for start in stride(from: 0, to: values.count, by: size) {
        let rows = start..<(start + size)
        let largest = rows.map { abs(expected[$0]) }.max() ?? 0
        let error = rows.map { abs(values[$0] - expected[$0]) }.max() ?? 0
        #expect(error <= 1e-9 * largest, "\(name), degree \(start / size): off by \(error)")
      }
    }
  }

  @Test func `retrained losses are the golden ones`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let options = ExecutionOptions()
    let models = try Retraining(problem, options: options).parameters(
      weightings: golden.retrains.map {
        Retraining.weights(deleting: $0.delete, count: 1000)
      }
    )
    for query in Self.queries {
      let target = try Golden.loss(query, on: problem)
      let values = try Measurer(
        target,
        parameters: problem.parameters,
        base: [:],
        ring: .lanes,
        options: options
      ).values(models).compactMap(\.first)
      try #require(values.count == golden.retrains.count)
      for (found, retrain) in zip(values, golden.retrains) {
        let expected = try #require(retrain.values[query])
        #expect(abs(found - expected) <= 1e-10 * abs(expected), "\(query): \(found), \(expected)")
      }
    }
  }

  /// c₁ of a direction ψ is g·ψ, so directions along single units give the gradient.
  @Test func `the first coefficient is the golden gradient times the direction`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let target = try Golden.loss("max", on: problem)
    let gradient = try #require(golden.gradient["max"])
    let psi = Directions.random(seed: 7).direction(3, units: 1000)
    let jet = try JetOfTraining(problem, direction: psi, degree: 1, options: ExecutionOptions())
    let found = try jet.measure(target).tangents[0]
    let re = zip(gradient, psi).reduce(0) { $0 + $1.0 * $1.1.re }
    let im = zip(gradient, psi).reduce(0) { $0 + $1.0 * $1.1.im }
    let scale = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot() / 1000.0.squareRoot()
    #expect(abs(found.re - re) <= 1e-9 * scale)
    #expect(abs(found.im - im) <= 1e-9 * scale)
  }
}
