import ArgumentParser
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// A learner, its data and how far it is trained.
struct Workload: Sendable {
  /// What it is called on the command line.
  var name: String
  /// What it is, for people.
  var title: String
  var learner: String
  /// `key=value` for each choice that is not the default.
  var settings: [String] = []
  var format: DataFormat
  /// Only so many records from the start of the data.
  var examples: Int?
  /// Only so many steps.
  var steps: Int?
  var degree = 3
  /// Directions, or as many as fill some blocks of lanes.
  var directions = Directions.blocks(16)
  /// What the JAX peer is told beside precision and threads; nil where there is no peer.
  var peer: [String]?
  /// Finds or makes the file of the data.
  var data: @Sendable (Place) throws -> String

  /// How many directions are sketched.
  enum Directions {
    case count(Int)
    case blocks(Int)
  }

  func directionCount(_ precision: Precision) -> Int {
    switch directions {
    case .count(let count): count
    case .blocks(let blocks): blocks * precision.lanes
    }
  }

  /// The workload of a name.
  static func named(_ name: String) throws -> Workload {
    guard let found = catalogue.first(where: { $0.name == name }) else {
      throw ValidationError(
        "no workload '\(name)'; there are \(catalogue.map(\.name).joined(separator: ", "))"
      )
    }
    return found
  }

  /// The learner made from its plugin, the data encoded, the steps traced.
  func problem(in place: Place, steps asked: Int? = nil) throws -> TrainingProblem {
    let loaded = try place.registry.learner(learner)
    let dataset = try Dataset(path: data(place), format: format, examples: examples)
    return try TrainingProblem(
      name: learner,
      learner: loaded.make(
        configuration: Configuration(schema: loaded.descriptor.schema, assignments: settings),
        records: dataset.records
      ),
      dataset: dataset,
      steps: asked ?? steps,
      initialState: .drawn(seed: 0)
    )
  }
}
