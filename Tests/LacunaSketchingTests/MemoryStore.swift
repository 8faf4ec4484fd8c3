import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

/// A store in memory.
final class MemoryStore: SketchStore {
  private final class Lock: SketchStoreLock {}
  private let blobs = Mutex<[String: [UInt8]]>([:])

  var location: String { "memory" }
  func exists() -> Bool { blobs.withLock { !$0.isEmpty } }
  func list() -> [String] { blobs.withLock { $0.keys.sorted() } }
  func read(_ name: String) -> [UInt8]? { blobs.withLock { $0[name] } }
  func write(_ name: String, _ bytes: [UInt8]) { blobs.withLock { $0[name] = bytes } }
  func remove(_ name: String) { blobs.withLock { $0[name] = nil } }
  func lock() -> any SketchStoreLock { Lock() }

  /// A sketch of a precompute, cut into shards of a size.
  static func sketch(
    _ precompute: Precompute,
    _ store: MemoryStore,
    count: Int,
    degree: Int,
    shard: Int = 64
  ) throws -> SketchArchive {
    let problem = precompute.problem
    let precision: SketchPrecision = precompute.options.precision == .float64 ? .f64 : .f32
    let manifest = SketchManifest(
      learner: .init(name: problem.name, version: "1.0", configuration: [:]),
      data: .init(
        path: problem.dataset.path,
        digest: problem.dataset.digest,
        format: .lines,
        examples: problem.dataset.count,
        units: problem.unitCount
      ),
      training: .init(steps: problem.stepCount),
      expansion: .init(degree: degree, seed: 11, precision: precision),
      parameters: problem.parameters.map { .init(name: $0.name, shape: $0.shape) }
    )
    let archive = Mutex<SketchArchive?>(nil)
    let ranges = stride(from: 0, to: count, by: shard).map { $0..<min($0 + shard, count) }
    try precompute.run(ranges) { base in
      let made = try SketchArchive.create(
        in: store,
        manifest: manifest,
        baseState: base,
        programs: []
      )
      archive.withLock { $0 = made }
    } onShard: { shard in
      try archive.withLock { _ = try $0?.append(shard) }
    }
    return try SketchArchive.open(store, forWriting: true)
  }
}
