import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// A sketch with all that belongs to it: its learner made again, its data, its training problem.
struct SketchSession {
  let archive: SketchArchive
  let registry: PluginRegistry
  let problem: TrainingProblem
  let directions: Directions

  /// Opens a sketch.
  ///
  /// - Parameters:
  ///   - place: the store.
  ///   - data: the data file, where it has moved.
  ///   - registry: the plugins.
  ///   - caching: whether measurements will be cached, for which the sketch is locked if that can be.
  /// - Throws: what is wrong with the sketch, its data or its plugin.
  init(
    _ place: String,
    data: String?,
    registry: PluginRegistry,
    caching: Bool = false
  ) throws {
    let store = try registry.open(store: place)
    archive = caching ? try Self.openForCaching(store) : try SketchArchive.open(store)
    self.registry = registry
    let manifest = archive.manifest
    let loaded = try registry.offeredLearner(manifest.learner.name)
    let path = data ?? manifest.data.path
    let dataset = try Dataset(
      path: path,
      format: manifest.data.format,
      examples: manifest.data.examples,
      expectedDigest: manifest.data.digest
    )
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      values: manifest.learner.configuration.mapValues(\.configurationValue)
    )
    let learner = try loaded.make(configuration: configuration, records: dataset.records)
    let initial = try archive.initialState().map {
      InitialState.given($0, source: "\(store.location)/initial.safetensors")
    }
    problem = try TrainingProblem(
      name: loaded.descriptor.name,
      learner: learner,
      dataset: dataset,
      steps: manifest.training.steps,
      initialState: initial ?? .drawn(seed: manifest.expansion.seed),
      units: try archive.units().map { Units(names: $0.names, unitOfExample: $0.units) },
      baseWeights: try archive.baseWeights()
    )
    if let tensor = try archive.directions() {
      directions = try Directions(
        tensor,
        units: manifest.data.units,
        source: "\(store.location)/directions.safetensors"
      )
    } else {
      directions = .random(seed: manifest.expansion.seed)
    }
    guard manifest.data.units == problem.unitCount else {
      throw SessionError.units(
        store: store.location,
        found: manifest.data.units,
        expected: problem.unitCount
      )
    }
    try checkDrift(manifest)
  }

  /// A degree that the series is stopped at, or that of the sketch.
  ///
  /// - Throws: ``SketchingError/option(name:found:expected:)`` where the sketch has no such terms.
  func degree(_ wanted: Int?) throws(SketchingError) -> Int {
    let most = archive.manifest.expansion.degree
    guard let wanted else { return most }
    guard 1...most ~= wanted else {
      throw .option(
        name: "--degree",
        found: "\(wanted)",
        expected: "1 to \(most), the degree of the sketch"
      )
    }
    return wanted
  }

  /// Opened for writing where that is possible, so that measurements can be cached.
  private static func openForCaching(_ store: any SketchStore) throws -> SketchArchive {
    do {
      return try SketchArchive.open(store, forWriting: true)
    } catch let error as any LacunaError
      where [.temporary, .cannotCreate, .osError, .ioError].contains(error.category)
    {
      return try SketchArchive.open(store)
    }
  }

  /// A plugin that traces other programs than those the sketch was made with has drifted.
  private func checkDrift(_ manifest: SketchManifest) throws {
    let made = problem.namedPrograms
    for (program, stored) in zip(made.sorted { $0.name < $1.name }, manifest.programs)
    where SHA256Digest.of(program.text) != stored.digest || program.name != stored.name {
      throw SessionError.drifted(
        learner: manifest.learner.name,
        program: stored.name,
        store: archive.location
      )
    }
    guard made.count == manifest.programs.count else {
      throw SessionError.drifted(
        learner: manifest.learner.name,
        program: "their number",
        store: archive.location
      )
    }
  }
}
