import ArgumentParser
import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching

/// Prints what going back through training costs.
struct ReverseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverse",
    abstract: "Gradients of microgpt through training, in plain training runs, one thread."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Queries that are gone back for together.") var queries: [Int] = [1, 8, 64]
  @Option(help: "Only so many steps.") var steps = 1000
  @Option(help: "The memory of checkpoints, in mebibytes.") var memory = 1024

  func run() throws {
    let problem = try Workload.microgpt.problem(in: place, steps: steps)
    let budget = CheckpointBudget(bytes: memory << 20, isGenerous: false)
    print("gradients through training, \(steps) steps, \(options.instructionSet.name), one thread")
    var table = Table([
      "precision", "what", "seconds", "spread", "plain runs", "a query", "query-steps/s", "JAX",
      "ratio",
    ])
    for precision in options.precisions {
      let execution = options.execution(precision, threads: 1)
      let retraining = try Retraining(problem, options: execution)
      let everything = [Double](repeating: 1, count: problem.dataset.count)
      let plain = try options.trials(threads: 1) {
        _ = try retraining.parameters(weightings: [everything])
      }
      table.add([
        precision.rawValue, "plain run, one lane", figure(plain.best, 3), percent(plain.spread),
        "1", "–", "–", "–", "–",
      ])
      let pass = try ReversePass(problem, options: execution, budget: budget)
      for count in queries {
        let targets = try targets(count, problem)
        let trials = try options.trials(threads: 1) { _ = try pass.gradients(of: targets) }
        let rate = Double(count * problem.stepCount) / trials.best
        let jax = try place.peer(isShared: options.shared)?.gradients(precision, queries: count)
        table.add([
          precision.rawValue, "gradient, \(count) queries", figure(trials.best, 3),
          percent(trials.spread), figure(trials.best / plain.best, 2),
          figure(trials.best / plain.best / Double(count), 2), figure(rate, 0),
          jax.map { figure($0, 0) } ?? "–", jax.map { figure(rate / $0, 1) } ?? "–",
        ])
      }
      for degree in [2, 3] {
        let sketching = try GradientSketching(
          problem,
          degree: degree,
          options: execution,
          budget: budget
        )
        let lanes = precision.lanes
        let lines = (0..<(2 * lanes)).map {
          Directions.random(seed: 1).direction($0, units: problem.unitCount)
        }
        let target = try targets(1, problem)
        let trials = try options.trials(threads: 1) {
          _ = try sketching.jets(along: lines, of: target)
        }
        table.add([
          precision.rawValue, "degree \(degree) along \(2 * lanes) directions",
          figure(trials.best, 3), percent(trials.spread), figure(trials.best / plain.best, 2),
          figure(trials.best / plain.best / Double(2 * lanes), 2), "–", "–", "–",
        ])
      }
    }
    print(table.text + "\n")
  }

  /// The loss of names that are in the data.
  private func targets(_ count: Int, _ problem: TrainingProblem) throws -> [MeasuredQuery] {
    let loaded = try place.registry.measurement("loss")
    return try (0..<count).map { index in
      let record = problem.dataset.records[index]
      return try MeasuredQuery(
        ("loss", loaded.make(configuration: Configuration(schema: loaded.descriptor.schema))),
        query: record,
        text: "example \(index)",
        on: problem
      )
    }
  }
}
