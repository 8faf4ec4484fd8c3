import LacunaProtocols

/// What can go wrong between a command and a sketch.
enum SessionError: LacunaError, Equatable {
  /// The learner traces other programs than the sketch was made with.
  case drifted(learner: String, program: String, store: String)
  /// The trained state is not the one in the store.
  case otherBase(store: String, tensor: String)
  /// A sketch without directions.
  case noDirections(store: String)
  /// Fewer directions in a file than asked for.
  case fewDirections(file: String, found: Int, expected: Int)

  var category: ErrorCategory {
    switch self {
    case .drifted: .unavailable
    case .otherBase, .noDirections, .fewDirections: .data
    }
  }

  var description: String {
    switch self {
    case .drifted(let learner, let program, let store):
      "the plugin of learner '\(learner)' has changed since the sketch \(store) was made: "
        + "its program differs in '\(program)'; use the plugin it was made with, or precompute "
        + "a new sketch"
    case .otherBase(let store, let tensor):
      "training gave another '\(tensor)' than the sketch \(store) holds; it was made by another "
        + "version, precompute a new sketch"
    case .noDirections(let store):
      "the sketch \(store) holds no directions yet; run precompute to its end"
    case .fewDirections(let file, let found, let expected):
      "\(file) holds \(found) directions, expected at least \(expected); lower --directions"
    }
  }
}
