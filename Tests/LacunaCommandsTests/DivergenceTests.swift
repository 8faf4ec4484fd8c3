import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import Testing

/// Training that leaves the numbers.
struct DivergenceTests {
  /// Weight decay that multiplies the parameters by −99 at the first step.
  private let settings = ["weight-decay=10", "learning-rate=10"]

  @Test(arguments: [Precision.float64, .float32])
  func theFirstStepThatGaveNaNOrInfinityIsNamed(_ precision: Precision) throws {
    let workshop = try Workshop()
    let outcome = try Lacuna.run(
      Recipe.with {
        $0.steps = 40
        $0.more =
          settings.flatMap { ["--config", $0] } + ["--precision", precision.rawValue]
      }.arguments,
      in: workshop
    )
    #expect(outcome.code == 65 && outcome.output.isEmpty)
    let step = try firstStep(workshop, precision)
    #expect(1...39 ~= step)
    let message = "not finite (NaN or infinity) in 'wte' at step \(step + 1) of 40; lower the"
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(workshop.contents().keys.sorted() == ["names.txt"])
  }

  /// The step, from 0, after which the state of the first block of directions is not finite.
  private func firstStep(_ workshop: Workshop, _ precision: Precision) throws -> Int {
    let registry = PluginRegistry(locator: PluginLocator(folders: [Lacuna.folder]))
    let loaded = try registry.learner("microgpt")
    let dataset = try Dataset(path: workshop.path("names.txt"), format: .lines, examples: 60)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: settings
    )
    let problem = try TrainingProblem(
      name: "microgpt",
      learner: loaded.make(configuration: configuration, records: dataset.records),
      dataset: dataset,
      steps: 40,
      initialState: .drawn(seed: 0)
    )
    let options = ExecutionOptions(precision: precision)
    let plan = try TrainingPlan(problem, ring: .jet(degree: 2), options: options)
    let run = try TrainingRun(plan)
    let psi = (0..<5).map { Directions.random(seed: 0).direction($0, units: 60) }
    var steps: [Int] = []
    #expect(throws: SketchingError.self) {
      try run.train(.directions(psi), options: options) { step in
        if !run.workspace.isFinite { steps.append(step) }
      }
    }
    return try #require(steps.first)
  }
}
