import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

/// Workload 1: microgpt on the first 1000 names, one name a step, through the loaded plugin.
struct Workload {
  let data: String
  let plugins: String
  let examples = 1000
  let degree = 3

  /// The learner made from its plugin, the data encoded, the steps traced.
  func problem() throws -> TrainingProblem {
    let registry = PluginRegistry(locator: PluginLocator(folders: [plugins]))
    let loaded = try registry.learner("microgpt")
    let dataset = try Dataset(path: data, format: .lines, examples: examples)
    let learner = try loaded.make(
      configuration: Configuration(schema: loaded.descriptor.schema),
      records: dataset.records
    )
    return try TrainingProblem(
      name: "microgpt",
      learner: learner,
      dataset: dataset,
      steps: nil,
      initialState: .drawn(seed: 0)
    )
  }

  /// What a precompute took.
  struct Sketched {
    var seconds: Double
    var directionSteps: Double
    var multiplyAdds: Double
  }

  /// Sketches end to end: loading, encoding, tracing, planning, training, writing shards to disk.
  func precompute(
    _ precision: Precision,
    threads: Int,
    directions count: Int
  ) throws -> Sketched {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var done = Sketched(seconds: 0, directionSteps: 0, multiplyAdds: 0)
    done.seconds = try Clock.seconds {
      let problem = try problem()
      let precompute = try Precompute(
        problem,
        directions: .random(seed: 0),
        degree: degree,
        options: ExecutionOptions(precision: precision, threads: threads)
      )
      done.directionSteps = Double(count * problem.stepCount)
      done.multiplyAdds = done.directionSteps * (precompute.plan?.multiplyAddsPerStep ?? 0)
      let manifest = SketchManifest(
        learner: .init(name: "microgpt", version: "1.0", configuration: [:]),
        data: .init(
          path: data,
          digest: problem.dataset.digest,
          format: .lines,
          examples: examples,
          units: examples
        ),
        training: .init(steps: problem.stepCount),
        expansion: .init(degree: degree, seed: 0, precision: precision == .float64 ? .f64 : .f32),
        parameters: problem.parameters.map { .init(name: $0.name, shape: $0.shape) }
      )
      let archive = Mutex<SketchArchive?>(nil)
      let ranges = stride(from: 0, to: count, by: 64).map { $0..<min($0 + 64, count) }
      try precompute.run(ranges) { base in
        let made = try SketchArchive.create(
          in: DirectoryStore(path: folder),
          manifest: manifest,
          baseState: base,
          programs: []
        )
        archive.withLock { $0 = made }
      } onShard: { shard in
        try archive.withLock { _ = try $0?.append(shard) }
      }
    }
    return done
  }

  /// Retrains: weightings times steps a second.
  func retrain(_ precision: Precision, threads: Int, sets: Int) throws -> Double {
    let problem = try problem()
    let retraining = try Retraining(
      problem,
      options: ExecutionOptions(precision: precision, threads: threads)
    )
    let weightings = (0..<sets).map {
      Retraining.weights(deleting: [$0, $0 + 1, $0 + 2], count: examples)
    }
    let seconds = try Clock.seconds { _ = try retraining.parameters(weightings: weightings) }
    return Double(sets * problem.stepCount) / seconds
  }
}
