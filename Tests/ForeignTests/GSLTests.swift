import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import Testing

/// Whether the dynamic linker finds it.
private let isInstalled: Bool = {
  guard let handle = dlopen("libgslcblas.so.0", RTLD_NOW | RTLD_LOCAL) else { return false }
  dlclose(handle)
  return true
}()

/// A routine that nobody wrote for Lacuna: BLAS's `cblas_zdotu_sub`, from Debian's package libgsl27, which
/// `libgsl-dev` brings.
@Suite(.enabled(if: isInstalled, "no libgslcblas.so.0; install libgsl-dev"))
struct GSLTests {
  private let registry = PluginRegistry(
    locator: PluginLocator(folders: ["\(root)/Examples/foreign-gsl"]),
    foreign: ForeignOptions(trustsManifests: true)
  )

  private func measure(_ name: String, _ jet: JetOfTraining, _ problem: TrainingProblem) throws
    -> (base: Double, tangents: [Complex])
  {
    guard case .foreign(let measurement) = try registry.offeredMeasurement(name) else {
      throw Failure(output: "'\(name)' is a plugin's")
    }
    return try jet.measure(
      MeasuredQuery(
        computed: measurement,
        query: Record(text: "emma"),
        text: "emma",
        on: problem
      )
    )
  }

  @Test("is refused without --trust-manifest")
  func needsTrust() {
    let careful = PluginRegistry(locator: registry.locator)
    #expect(
      message { _ = try careful.offeredMeasurement("parameters-square") }
        .contains("give --trust-manifest")
    )
  }

  @Test("the sum of squares of all parameters, against products of their jets")
  func parametersSquare() throws {
    let problem = try MeasurementTests.problem()
    let jet = try MeasurementTests.jet(problem, seed: 4)
    let found = try measure("parameters-square", jet, problem)
    // Σ p(z)², by the Cauchy product.
    var expected = [Complex](repeating: Complex(0), count: 4)
    for parameter in jet.parameters {
      for element in parameter.primal.indices {
        let series = [Complex(parameter.primal[element])] + parameter.tangents.map { $0[element] }
        for r in 0...3 {
          for k in 0...r { expected[r] = expected[r] + series[k] * series[r - k] }
        }
      }
    }
    #expect(abs(found.base - expected[0].re) <= 1e-12 * expected[0].re)
    for r in 1...3 {
      #expect(found.tangents[r - 1].distance(to: expected[r]) <= 1e-9 * expected[r].size)
    }
  }

  @Test("the sum of squares of the logits, against a traced one")
  func logitsSquare() throws {
    struct Squares: MeasurementFunction {
      func measure(_ trace: MeasurementTrace) {
        trace.result(square(trace.output("logits")).sum())
      }
    }
    let problem = try MeasurementTests.problem()
    let jet = try MeasurementTests.jet(problem, seed: 5)
    let found = try measure("logits-square", jet, problem)
    let traced = try jet.measure(
      MeasuredQuery(
        ("squares", Squares()),
        query: Record(text: "emma"),
        text: "emma",
        on: problem
      )
    )
    #expect(abs(found.base - traced.base) <= 1e-12 * traced.base)
    for (a, b) in zip(found.tangents, traced.tangents) {
      #expect(a.distance(to: b) <= 1e-9 * b.size)
    }
  }
}
