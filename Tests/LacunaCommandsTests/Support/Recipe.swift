import Foundation

/// The command line of a small precompute.
struct Recipe {
  var data = "names.txt"
  var store = "names.sketch"
  var examples = 60
  var steps = 12
  var directions = 12
  var degree = 2
  var shardSize = 5
  var more: [String] = []

  var arguments: [String] {
    [
      "precompute", "--learner", "microgpt", "--data", data, "--store", store,
      "--examples", "\(examples)", "--steps", "\(steps)", "--directions", "\(directions)",
      "--degree", "\(degree)", "--shard-size", "\(shardSize)",
    ] + more
  }

  /// A recipe with changes.
  static func with(_ change: (inout Recipe) -> Void) -> Recipe {
    var recipe = Recipe()
    change(&recipe)
    return recipe
  }

  /// Makes the sketch in a workshop.
  @discardableResult
  func make(
    in workshop: Workshop,
    environment: [String: String] = [:],
    expecting code: Int32 = 0
  ) throws -> Outcome {
    let outcome = try Lacuna.run(arguments, in: workshop, environment: environment)
    guard outcome.code == code else { throw Failed(outcome: outcome) }
    return outcome
  }
}

/// A command that was expected to succeed.
struct Failed: Error, CustomStringConvertible {
  let outcome: Outcome
  var description: String { "exit code \(outcome.code): \(outcome.errors)" }
}

/// The sketch of the plain recipe, made once and copied.
enum SharedSketch {
  private static let made: Result<Workshop, any Error> = Result {
    let workshop = try Workshop()
    try Recipe().make(in: workshop)
    atexit { try? SharedSketch.made.get().remove() }
    return workshop
  }

  /// A workshop with a copy of the sketch.
  static func workshop() throws -> Workshop {
    let copy = try Workshop()
    let store = Recipe().store
    try FileManager.default.copyItem(
      atPath: made.get().path(store),
      toPath: copy.path(store)
    )
    return copy
  }
}
