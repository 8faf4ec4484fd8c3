import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging

/// All that `precompute` needs, checked before anything is computed or written.
struct PrecomputePlan {
  let store: any SketchStore
  let manifest: SketchManifest
  let command: PrecomputeCommand
  let problem: TrainingProblem
  let directions: Directions
  /// How many directions the sketch will have.
  let directionCount: Int
  let directionTensor: TensorData?
  let initialTensors: [TensorData]?

  init(_ command: PrecomputeCommand) throws {
    self.command = command
    let registry = command.plugins.registry()
    store = try registry.open(store: command.store)
    let loaded = try registry.offeredLearner(command.learner)
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
    directionCount = command.directions ?? directions.count ?? 64
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
    let held = directions.count ?? 0
    let wanted = command.directions ?? held
    guard held >= wanted else {
      throw SessionError.fewDirections(file: file, found: held, expected: wanted)
    }
    let lengths = (0..<wanted).map { directions.length($0, units: units) }
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
}
