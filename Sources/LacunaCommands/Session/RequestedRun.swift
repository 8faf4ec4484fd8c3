import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging

/// A run as it was asked for: its learner made, its data read and encoded, its steps traced.
struct RequestedRun {
  let request: RunRequest
  let manifest: SketchManifest
  let problem: TrainingProblem
  let directions: Directions
  /// How many directions the sketch will have.
  let directionCount: Int
  let directionTensor: TensorData?
  let initialTensors: [TensorData]?
  /// The units, where each example is not its own.
  let unitAssignment: UnitAssignment?
  /// The weights that the jets are expanded about, where they are not all 1.
  let weightTensor: TensorData?

  init(_ request: RunRequest, _ registry: PluginRegistry) throws {
    self.request = request
    let options = request.options
    let loaded = try registry.offeredLearner(request.learner)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: options.settings
    )
    let dataset = try Dataset(
      path: request.data,
      format: loaded.descriptor.dataFormat,
      examples: options.examples
    )
    let units = try options.grouping.units(of: dataset)
    let baseWeights = try options.grouping.baseWeights(of: units, in: dataset)
    let learner = try loaded.make(configuration: configuration, records: dataset.records)
    initialTensors = try options.initialState.map {
      try TensorFile.read($0, option: "--initial-state").tensors()
    }
    let initial: InitialState =
      initialTensors.map { .given($0, source: options.initialState ?? "") }
      ?? .drawn(seed: options.seed)
    problem = try TrainingProblem(
      name: loaded.descriptor.name,
      learner: learner,
      dataset: dataset,
      steps: options.steps,
      initialState: initial,
      units: units,
      baseWeights: baseWeights
    )
    unitAssignment = units.assignment
    weightTensor = try baseWeights.map {
      try TensorData(name: "weights", shape: [dataset.count], $0)
    }
    (directions, directionTensor) = try Self.directions(options, units.count)
    directionCount = options.directions ?? directions.count ?? 64
    var expansion = SketchManifest.Expansion(
      degree: options.degree,
      seed: options.seed,
      precision: SketchPrecision(options.precision)
    )
    if directionTensor != nil {
      expansion = SketchManifest.Expansion(
        degreeAlongFile: options.degree,
        precision: SketchPrecision(options.precision)
      )
      expansion.seed = options.seed
    }
    manifest = SketchManifest(
      learner: SketchManifest.Learner(
        name: loaded.descriptor.name,
        version: loaded.descriptor.version,
        configuration: configuration.values.mapValues { ManifestValue($0) }
      ),
      data: SketchManifest.DataSource(
        path: URL(fileURLWithPath: request.data).standardizedFileURL.path,
        digest: dataset.digest,
        format: dataset.format,
        examples: dataset.count,
        units: problem.unitCount,
        grouping: options.grouping.manifest(units),
        baseWeights: options.grouping.weightManifest(baseWeights)
      ),
      training: SketchManifest.Training(steps: problem.stepCount),
      expansion: expansion,
      parameters: problem.parameters.map {
        SketchManifest.Parameter(name: $0.name, shape: $0.shape)
      }
    )
  }

  /// The run, planned.
  ///
  /// - Parameter bar: where its progress is shown.
  /// - Returns: the run.
  /// - Throws: ``SketchingError`` for what cannot be planned.
  func precompute(_ bar: ProgressBar?) throws -> Precompute {
    try Precompute(
      problem,
      directions: directions,
      degree: request.options.degree,
      options: request.machine.options(request.options.precision, bar),
      seed: request.options.seed
    )
  }

  /// The bytes that are written for more shards.
  ///
  /// - Parameters:
  ///   - ranges: the directions of each shard.
  ///   - archive: the sketch that is continued, if one is.
  /// - Returns: the sizes.
  /// - Throws: ``ManifestError`` for a manifest that cannot be written.
  func size(adding ranges: [Range<Int>], to archive: SketchArchive?) throws -> SketchSize {
    try SketchSize(
      archive?.manifest ?? manifest,
      adding: ranges,
      isBegun: archive != nil,
      programs: problem.namedPrograms,
      directions: directionTensor,
      initialState: initialTensors,
      units: unitAssignment,
      baseWeights: weightTensor
    )
  }

  private static func directions(
    _ options: RunOptions,
    _ units: Int
  ) throws -> (Directions, TensorData?) {
    guard let file = options.directionsFile else { return (.random(seed: options.seed), nil) }
    let tensor = try TensorFile.read(file, option: "--directions-file").tensor("directions")
    let directions = try Directions(tensor, units: units, source: file)
    let held = directions.count ?? 0
    let wanted = options.directions ?? held
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
