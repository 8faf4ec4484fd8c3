import LacunaProtocols

/// What can go wrong between a command and a sketch.
enum SessionError: LacunaError, Equatable {
  /// A subcommand that there is not.
  case unknownCommand(name: String, available: [String])
  /// A file given with an option that is missing or cannot be read.
  case unreadable(option: String, path: String, reason: String)
  /// A file given with an option that cannot be written.
  case unwritable(option: String, path: String, reason: String)
  /// A measurement of several numbers where one is needed.
  case vectorMeasurement(name: String, count: Int, command: String)
  /// The path of the running program, which the system does not tell.
  case noExecutable
  /// Data or settings with which learners cannot be checked.
  case material(String)
  /// Somebody stopped `plugins test`.
  case checksInterrupted(found: Int, expected: Int)
  /// Another process began the same sketch, and was first.
  case overtaken(store: String)
  /// Somebody stopped `precompute`.
  case interrupted(store: String, found: Int, expected: Int)
  /// Somebody stopped `precompute --adjoint`.
  case interruptedGradients(store: String, found: Int, expected: Int)
  /// A sketch without directions, and without the gradient of what is asked for.
  case noGradient(store: String, measurement: String, query: String)
  /// A sketch of gradients, where an estimator combines directions.
  case gradientsAlone(store: String, estimator: String)
  /// A sketch of gradients, where pairs are asked for that are estimated from directions.
  case noPairs(store: String)
  /// The learner traces other programs than the sketch was made with.
  case drifted(learner: String, program: String, store: String)
  /// The trained state is not the one in the store.
  case otherBase(store: String, tensor: String)
  /// A sketch of fewer units than examples that does not say which these are.
  case units(store: String, found: Int, expected: Int)
  /// A sketch without directions.
  case noDirections(store: String)
  /// A sketch of one direction, where their spread is asked for.
  case noSpread(store: String)
  /// A run that takes more memory than there is.
  case memory(needed: Int, present: Int)
  /// A disk on which nothing of a run has room.
  case disk(store: String, needed: Int, free: Int)
  /// Fewer directions in a file than asked for.
  case fewDirections(file: String, found: Int, expected: Int)

  var category: ErrorCategory {
    switch self {
    case .unknownCommand, .vectorMeasurement: .usage
    case .unreadable: .noInput
    case .interrupted, .interruptedGradients, .overtaken, .checksInterrupted: .temporary
    case .noExecutable, .memory: .osError
    case .disk, .unwritable: .cannotCreate
    case .drifted: .unavailable
    case .otherBase, .units, .noDirections, .noGradient, .gradientsAlone, .noPairs, .noSpread,
      .fewDirections, .material:
      .data
    }
  }

  var description: String {
    switch self {
    case .unknownCommand(let name, let available):
      "no command is named '\(name)'; there are \(available.quotedList)."
        + suggestionTail(for: name, among: available)
    case .unreadable(let option, let path, let reason):
      "\(option): cannot read the file \(path): \(reason)"
    case .unwritable(let option, let path, let reason):
      "\(option): cannot write the file \(path): \(reason)"
    case .vectorMeasurement(let name, let count, let command):
      "the measurement '\(name)' gives \(count) numbers, but \(command) follows one; choose a "
        + "measurement of one number"
    case .interrupted(let store, let found, let expected):
      "interrupted; \(found) of \(expected) directions are in \(store), and the same command "
        + "continues"
    case .interruptedGradients(let store, let found, let expected):
      expected == 0
        ? "interrupted before the end of the reverse pass, of which nothing is kept; run the same command again"
        : "interrupted; gradients along \(found) of \(expected) directions are in \(store), and the same "
          + "command continues"
    case .noGradient(let store, let measurement, let query):
      "the sketch \(store) holds no directions, and no gradient of '\(measurement)' of the query '\(query)'; "
        + "run precompute --adjoint with this query, or precompute without --adjoint for every query"
    case .gradientsAlone(let store, let estimator):
      "the sketch \(store) holds gradients and no directions, which \(estimator) would combine; use --estimator "
        + "auto, or run precompute without --adjoint on it"
    case .noPairs(let store):
      "the sketch \(store) holds no directions, from which pairs are estimated; 'lacuna attribute "
        + "--interactions-with' computes those of a unit exactly"
    case .noExecutable:
      "/proc/self/exe does not tell where lacuna lies, which is needed to start child processes"
    case .material(let fault): fault
    case .checksInterrupted(let found, let expected):
      "interrupted after \(found) of \(expected) checks"
    case .overtaken(let store):
      "another process has made the sketch \(store) in the meantime; run the same command again, "
        + "which continues it"
    case .drifted(let learner, let program, let store):
      "the plugin of learner '\(learner)' has changed since the sketch \(store) was made: "
        + "its program differs in '\(program)'; use the plugin it was made with, or precompute "
        + "a new sketch"
    case .otherBase(let store, let tensor):
      "training gave another '\(tensor)' than the sketch \(store) holds; it was made by another "
        + "version, precompute a new sketch"
    case .units(let store, let found, let expected):
      "the sketch \(store) is of \(found) units, expected \(expected), one for each example, since it does "
        + "not say how examples are grouped; precompute a new sketch"
    case .noSpread(let store):
      "the sketch at \(store) has fewer than 2 directions, whose spread says nothing; a pilot needs "
        + "some more, 16 for instance: repeat 'precompute' with --directions"
    case .noDirections(let store):
      "the sketch \(store) holds no directions yet; run precompute to its end"
    case .memory(let needed, let present):
      "the run takes at least \(Figure.bytes(needed)) of memory, and the machine has "
        + "\(Figure.bytes(present)); fewer --threads, a smaller --shard-size or a lower --degree "
        + "needs less"
    case .disk(let store, let needed, let free):
      "the first shard of the sketch \(store), with what goes before it, takes "
        + "\(Figure.bytes(needed)), and \(Figure.bytes(free)) is free on its disk; a smaller "
        + "--shard-size or --precision f32 needs less"
    case .fewDirections(let file, let found, let expected):
      "\(file) holds \(found) directions, expected at least \(expected); lower --directions"
    }
  }
}
