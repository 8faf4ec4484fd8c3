import Foundation
import LacunaSketching
import LacunaStores
import Testing

/// Answers against the formulas of the design, computed here from what the sketch holds.
struct NumberTests {
  private let deleted = [3, 4, 17, 40]
  private let selector = "3,4,17,40"

  @Test func predictionIsTheFormulaOverTheShards() throws {
    let workshop = try SharedSketch.workshop()
    let (base, samples) = try samples(in: workshop)
    let answer = try workshop.predict(
      selector,
      "--measure",
      "parameter-norm",
      "--estimator",
      "mean"
    )
    #expect(near(answer.base, base))
    for r in 1...2 {
      let term = answer.degrees[r - 1]
      #expect(near(term.term, mean(samples.map { $0[r - 1] })))
      #expect(near(try #require(term.standardError), error(samples.map { $0[r - 1] })))
    }
    // The degrees are correlated: the error of the sum is that of the sums.
    let sums = samples.map { $0[0] + $0[1] }
    #expect(near(answer.prediction, base + mean(sums)))
    #expect(near(try #require(answer.standardError), error(sums)))
    let interval = try #require(answer.interval)
    // The quantile 0.975 of Student's t with 11 degrees of freedom.
    #expect(abs((interval[1] - interval[0]) / (2 * error(sums)) - 2.200_985_160_083) < 1e-8)
  }

  @Test func medianOfMeansIsTheMedianOverGroups() throws {
    let workshop = try SharedSketch.workshop()
    let (base, samples) = try samples(in: workshop)
    // δ = 0.6 makes ⌈8 ln(1/0.6)⌉ = 5 groups of the twelve directions, in the order of indices.
    let answer = try workshop.predict(
      selector,
      "--measure",
      "parameter-norm",
      "--estimator",
      "median-of-means",
      "--confidence",
      "0.4"
    )
    let sums = samples.map { $0[0] + $0[1] }
    let bounds = (0...5).map { $0 * 12 / 5 }
    let means = zip(bounds, bounds.dropFirst()).map { mean(Array(sums[$0..<$1])) }
    #expect(answer.estimator == "median-of-means")
    #expect(near(answer.prediction, base + means.sorted()[2]))
  }

  @Test func curveHasTheDerivativesOfRetrains() throws {
    let workshop = try SharedSketch.workshop()
    let h = 0.002
    let answer = try workshop.curve(selector, "--weights", "-\(h),0,\(h),1", "--degree", "4")
    let f = answer.truth.map(\.value)
    #expect(abs(answer.coefficients[0] - f[1]) < 1e-12)
    let slope = (f[2] - f[0]) / (2 * h)
    #expect(abs(answer.coefficients[1] - slope) < 1e-5 * max(1, abs(slope)))
    let bend = (f[2] - 2 * f[1] + f[0]) / (2 * h * h)
    #expect(abs(answer.coefficients[2] - bend) < 1e-4 * max(1, abs(bend)))
    #expect(abs(f[3] - (try workshop.retrain(selector)[0])) < 1e-14)
  }

  /// With the basis vectors for directions, the sum over directions is no sample any more: the term of
  /// degree 1 is the derivative itself.
  @Test func directionsOfAFileThatSpanTheSpaceGiveTheExactFirstTerm() throws {
    let workshop = try Workshop()
    let n = 20
    var numbers = [Double](repeating: 0, count: n * n * 2)
    for unit in 0..<n { numbers[(unit * n + unit) * 2] = 1 }
    let tensor = try TensorData(name: "directions", shape: [n, n, 2], numbers)
    try workshop.write("basis.safetensors", Safetensors.serialize([tensor]))
    let made = try Recipe.with {
      $0.examples = n
      $0.directions = n
      $0.more = ["--directions-file", "basis.safetensors"]
    }.make(in: workshop)
    #expect(made.complaints.isEmpty)
    let first = try workshop.predict("3,4,17").degrees[0].term
    let exact = try workshop.curve("3,4,17", "--degree", "1").coefficients[1]
    #expect(abs(first - exact) < 1e-11)
  }

  @Test func retrainedTogetherAsAlone() throws {
    let workshop = try SharedSketch.workshop()
    let sets = ["3", "4-6", "contains:a", "0", "1", "2", "5", "7", "8", "9,10"]
    let together = try workshop.retrain(sets[0], sets[1], sets[2], sets[3], sets[9])
    #expect(together[2] == (try workshop.retrain("contains:a")[0]))
    let all = try Lacuna.run(
      ["retrain", "names.sketch", "--query", "max", "--format", "json"]
        + sets.flatMap { ["--delete", $0] },
      in: workshop
    ).decoded(RetrainAnswer.self)
    #expect(all.results.count == 10)
    #expect(all.results[9].values[0].value == together[4])
  }

  /// For each direction the samples t_{j,1} and t_{j,2} of the norm of all parameters, whose series follows
  /// from the tangents by hand: with S = Σ θ², √S = √S₀ + S₁/(2√S₀) z + (S₂ − (S₁/(2√S₀))²)/(2√S₀) z² + ….
  private func samples(in workshop: Workshop) throws -> (base: Double, samples: [[Double]]) {
    let sketch = try SketchContents("names.sketch", in: workshop)
    let n = sketch.archive.manifest.data.units
    var primal: [String: [Double]] = [:]
    for tensor in try sketch.archive.baseState() { primal[tensor.name] = try tensor.doubles() }
    let base = primal.values.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
    let found = try sketch.numbers().sorted { $0.key < $1.key }.map { index, tensors in
      var first = Complex(0)
      var second = Complex(0)
      for (name, numbers) in tensors {
        let values = primal[name] ?? []
        for (element, value) in values.enumerated() {
          let one = Complex(numbers[2 * element], numbers[2 * element + 1])
          let at = 2 * (values.count + element)
          let two = Complex(numbers[at], numbers[at + 1])
          first = first + Complex(2 * value) * one
          second = second + Complex(2 * value) * two + one * one
        }
      }
      let half = Complex(0.5 / base)
      let c1 = half * first
      let c2 = half * (second + Complex(-1) * c1 * c1)
      let psi = Directions.random(seed: 0).direction(index, units: n)
      let s = deleted.reduce(Complex(0)) { $0 + Complex(psi[$1].re, -psi[$1].im) }
      let (m1, m2) = (Double(n), Double(n) * Double(n + 1) / 2)
      return [m1 * (s * c1).re, m2 * (s * s * c2).re]
    }
    return (base, found)
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The standard error of the mean.
  private func error(_ values: [Double]) -> Double {
    let middle = mean(values)
    let square = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return (square / Double(values.count - 1) / Double(values.count)).squareRoot()
  }

  private func near(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-10 * max(abs(expected), 1e-3)
  }
}
