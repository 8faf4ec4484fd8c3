import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

/// Sketches a workload into a folder, as `lacuna precompute` does.
struct SketchMaker {
  let workload: Workload
  let problem: TrainingProblem
  let directions: Int
  let options: ExecutionOptions

  /// The sketch, whole and on disk.
  func make(in folder: String) throws -> SketchArchive {
    let precompute = try Precompute(
      problem,
      directions: .random(seed: 0),
      degree: workload.degree,
      options: options
    )
    let manifest = SketchManifest(
      learner: .init(name: workload.learner, version: "1.0", configuration: [:]),
      data: .init(
        path: problem.dataset.path,
        digest: problem.dataset.digest,
        format: workload.format,
        examples: problem.dataset.count,
        units: problem.unitCount
      ),
      training: .init(steps: problem.stepCount),
      expansion: .init(
        degree: workload.degree,
        seed: 0,
        precision: options.precision == .float64 ? .f64 : .f32
      ),
      parameters: problem.parameters.map { .init(name: $0.name, shape: $0.shape) }
    )
    let archive = Mutex<SketchArchive?>(nil)
    let ranges = stride(from: 0, to: directions, by: 64).map { $0..<min($0 + 64, directions) }
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
    archive.withLock { $0 = nil }  // with its lock
    return try SketchArchive.open(DirectoryStore(path: folder))
  }
}
