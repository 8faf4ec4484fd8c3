import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// A case that a plugin brings, on its way through the engine.
struct CaseRun {
  let given: SuppliedCase
  let context: CheckContext
  let library: PluginLibrary

  /// The plugins that cases may name: of the library's own folder, and those that ship with Lacuna.
  private var registry: PluginRegistry {
    let folder = context.path.lastIndex(of: "/").map { String(context.path[..<$0]) } ?? "."
    return PluginRegistry(
      locator: PluginLocator(folders: [folder], executable: context.launcher?.executable)
    )
  }

  /// What comes of the case: the trained parameters, and `value` where something is measured.
  ///
  /// - Throws: ``Finding`` naming the case and what cannot be done.
  func results() throws -> [String: [Double]] {
    do {
      let subject = try context.subject(given, of: learner())
      let problem = try TrainingProblem(
        name: subject.learner.descriptor.name,
        learner: subject.make(),
        dataset: subject.dataset,
        steps: given.stepCount,
        initialState: .drawn(seed: given.seed)
      )
      let count = subject.dataset.count
      if let position = given.deleted.first(where: { $0 >= count }) {
        throw Finding("it deletes position \(position) of \(count) examples")
      }
      let weights = [Retraining.weights(deleting: given.deleted, count: count)]
      let base = [Double](repeating: 1, count: count)
      let models = try Retraining(problem, options: ExecutionOptions()).parameters(
        weightings: weights + [base]
      )
      var results = models[0]
      if !given.measurement.isEmpty {
        results["value"] = try value(problem, trained: models[0], base: models[1])
      }
      return results
    } catch let error as Finding where error.description.hasPrefix("case '") {
      throw error
    } catch {
      throw Finding("case '\(given.name)': \(error)")
    }
  }

  private func learner() throws -> LoadedLearner {
    let own = library.learners.first {
      [$0.descriptor.name, "\(library.name):\($0.descriptor.name)"].contains(given.learner)
    }
    return try own ?? registry.learner(given.learner)
  }

  private func measurement() throws -> LoadedMeasurement {
    let own = library.measurements.first {
      [$0.descriptor.name, "\(library.name):\($0.descriptor.name)"].contains(given.measurement)
    }
    return try own ?? registry.measurement(given.measurement)
  }

  private func value(
    _ problem: TrainingProblem,
    trained: [String: [Double]],
    base: [String: [Double]]
  ) throws -> [Double] {
    let loaded = try measurement()
    let function = try loaded.make(configuration: Configuration(schema: loaded.descriptor.schema))
    let target = try MeasuredQuery(
      (loaded.descriptor.name, function),
      query: problem.dataset.record(query: given.query),
      text: given.query,
      on: problem
    )
    let measurer = try Measurer(
      target,
      parameters: problem.parameters,
      base: base,
      ring: .lanes,
      options: ExecutionOptions()
    )
    return try measurer.values([trained])[0]
  }
}
