import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging
import Synchronization

/// All that `precompute` needs, checked before anything is computed or written.
struct PrecomputePlan {
  let store: any SketchStore
  let manifest: SketchManifest
  private let command: PrecomputeCommand
  private let problem: TrainingProblem
  private let directions: Directions
  private let directionTensor: TensorData?
  private let initialTensors: [TensorData]?

  init(_ command: PrecomputeCommand) throws {
    self.command = command
    let registry = command.plugins.registry()
    store = try registry.open(store: command.store)
    let loaded = try registry.learner(command.learner)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: command.settings
    )
    let dataset = try Dataset(
      path: command.data,
      format: loaded.descriptor.dataFormat,
      examples: command.examples
    )
    let learner = try loaded.make(configuration: configuration, records: dataset.records)
    initialTensors = try command.initialState.map {
      try TensorFile.read($0, option: "--initial-state").tensors()
    }
    let initial: InitialState =
      initialTensors.map { .given($0, source: command.initialState ?? "") }
      ?? .drawn(seed: command.seed)
    problem = try TrainingProblem(
      name: loaded.descriptor.name,
      learner: learner,
      dataset: dataset,
      steps: command.steps,
      initialState: initial
    )
    (directions, directionTensor) = try Self.directions(command, dataset.count)
    let sketchPrecision: SketchPrecision = command.precision == .float64 ? .f64 : .f32
    var expansion = SketchManifest.Expansion(
      degree: command.degree,
      seed: command.seed,
      precision: sketchPrecision
    )
    if directionTensor != nil {
      expansion = SketchManifest.Expansion(
        degreeAlongFile: command.degree,
        precision: sketchPrecision
      )
      expansion.seed = command.seed
    }
    manifest = SketchManifest(
      learner: SketchManifest.Learner(
        name: loaded.descriptor.name,
        version: loaded.descriptor.version,
        configuration: configuration.values.mapValues { ManifestValue($0) }
      ),
      data: SketchManifest.DataSource(
        path: URL(fileURLWithPath: command.data).standardizedFileURL.path,
        digest: dataset.digest,
        format: dataset.format,
        examples: dataset.count,
        units: problem.unitCount
      ),
      training: SketchManifest.Training(steps: problem.stepCount),
      expansion: expansion,
      parameters: problem.parameters.map {
        SketchManifest.Parameter(name: $0.name, shape: $0.shape)
      }
    )
  }

  private static func directions(
    _ command: PrecomputeCommand,
    _ units: Int
  ) throws -> (Directions, TensorData?) {
    guard let file = command.directionsFile else { return (.random(seed: command.seed), nil) }
    let tensor = try TensorFile.read(file, option: "--directions-file").tensor("directions")
    let directions = try Directions(tensor, units: units, source: file)
    if let count = directions.count, count < command.directions {
      throw SessionError.fewDirections(file: file, found: count, expected: command.directions)
    }
    let lengths = (0..<command.directions).map { directions.length($0, units: units) }
    if let index = lengths.firstIndex(where: { abs($0 - 1) > 1e-6 }) {
      Terminal.log.warning(
        """
        \(file): direction \(index) has length \(Figure.number(lengths[index])); predictions are \
        unbiased for directions drawn uniformly from those of length 1 alone
        """
      )
    }
    return (directions, tensor)
  }

  /// Computes what is missing and returns how many directions that were.
  func run() throws -> Int {
    let open = try continued()
    let missing =
      try open?.missingRanges(upTo: command.directions) ?? [0..<command.directions]
    let ranges = missing.flatMap { range in
      stride(from: range.lowerBound, to: range.upperBound, by: command.shardSize).map {
        $0..<min($0 + command.shardSize, range.upperBound)
      }
    }
    guard !ranges.isEmpty else { return 0 }
    let bar = ProgressBar("precompute")
    defer { bar.finish() }
    let options = try command.machine.options(command.precision, bar)
    let precompute = try Precompute(
      problem,
      directions: directions,
      degree: command.degree,
      options: options
    )
    let archive = Mutex<SketchArchive?>(open)
    do {
      try precompute.run(ranges) { base in
        try archive.withLock { archive in
          if let known = archive {
            try check(base, against: known)
          } else {
            archive = try create(base)
          }
        }
      } onShard: { shard in
        try archive.withLock { _ = try $0?.append(shard) }
      }
    } catch SketchingError.interrupted {
      let all = 0..<command.directions
      let left = try archive.withLock { try $0?.missingRanges(upTo: all.count) } ?? [all]
      throw SessionError.interrupted(
        store: store.location,
        found: all.count - left.reduce(0) { $0 + $1.count },
        expected: all.count
      )
    }
    return ranges.reduce(0) { $0 + $1.count }
  }

  /// The sketch in the store, if there is one, after making sure that it is the same.
  private func continued() throws -> SketchArchive? {
    guard try store.exists() else { return nil }
    guard try store.read("manifest.json") != nil else {
      try SketchArchive.requireVacant(store)
      return nil
    }
    let archive = try SketchArchive.open(store, forWriting: true)
    var wanted = manifest.completed(
      baseState: [],
      programs: storedPrograms,
      directions: directionTensor,
      initialState: initialTensors
    )
    // What training gives is known only after training.
    wanted.baseStateDigest = archive.manifest.baseStateDigest
    try requireSame(wanted, archive)
    try dropDamaged(archive)
    return archive
  }

  /// Removes shards that are not what was written, so that they are computed again.
  private func dropDamaged(_ archive: SketchArchive) throws {
    for entry in archive.manifest.shards {
      do {
        _ = try archive.shard(entry)
      } catch ArchiveError.missingBlob {
        continue
      } catch let error as any LacunaError where error.category == .data {
        let place = "\(archive.location)/\(entry.name)"
        Terminal.log.warning("\(place) is damaged and is computed again")
        try store.remove(entry.name)
      }
    }
  }

  /// The sketch is the one asked for.
  ///
  /// What only follows from data and settings, such as shapes, is not worth naming beside them.
  private func requireSame(_ wanted: SketchManifest, _ archive: SketchArchive) throws {
    let differences = wanted.differences(from: archive.manifest)
    guard let first = differences.first else { return }
    let causes = differences.filter { difference in
      !["parameters", "programs", "data.units"].contains { difference.hasPrefix($0) }
    }
    guard !causes.isEmpty else {
      throw SessionError.drifted(
        learner: wanted.learner.name,
        program: first,
        store: archive.location
      )
    }
    throw ArchiveError.differs(location: archive.location, differences: causes)
  }

  private var storedPrograms: [(name: String, text: String)] {
    problem.namedPrograms.map { ($0.name, $0.program.text) }
  }

  private func create(_ base: [TensorData]) throws -> SketchArchive {
    try SketchArchive.create(
      in: store,
      manifest: manifest,
      baseState: base,
      programs: storedPrograms,
      directions: directionTensor,
      initialState: initialTensors
    )
  }

  /// The trained state agrees with the one in the store: to the last bits, which an instruction set
  /// without fused multiply–adds may change.
  private func check(_ base: [TensorData], against archive: SketchArchive) throws {
    let stored = try archive.baseState()
    let tolerance = command.precision == .float64 ? 1e-6 : 1e-2
    for tensor in base {
      let found = try tensor.doubles()
      let expected = try stored.first { $0.name == tensor.name }?.doubles() ?? []
      let scale = expected.map { abs($0) }.max() ?? 0
      guard found.count == expected.count,
        zip(found, expected).allSatisfy({ abs($0 - $1) <= tolerance * scale })
      else {
        throw SessionError.otherBase(store: archive.location, tensor: tensor.name)
      }
    }
  }
}
