import ArgumentParser
import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// The command `lacuna precompute`.
struct PrecomputeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "precompute",
    abstract: "Sketches a training run: trains over jets along random directions.",
    discussion: """
      The same command continues an interrupted run, and with more --directions extends a \
      sketch.
      """
  )

  @Option(help: "The learner, by name, LIBRARY:NAME or path of its library.")
  var learner: String

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "A setting of the learner. May be given several times.",
      valueName: "key=value"
    )
  )
  var settings: [String] = []

  @Option(help: ArgumentHelp("The training data.", valueName: "file"))
  var data: String

  @Option(help: "Train on the first so many records. (default: all)")
  var examples: Int?

  @Option(help: "Training steps. (default: one epoch)")
  var steps: Int?

  @Option(help: "Directions the sketch will have. (default: 64, or all of a directions file)")
  var directions: Int?

  @Option(help: "Degree of the jets.")
  var degree: Int = 3

  @Option(help: "Seed of the directions, and of the initial state where none is given.")
  var seed: UInt64 = 0

  @Option(help: "Floating-point format, f64 or f32.")
  var precision: Precision = .float64

  @Option(
    name: .customLong("initial-state"),
    help: ArgumentHelp("The state to begin with, as safetensors.", valueName: "file")
  )
  var initialState: String?

  @Option(
    name: .customLong("directions-file"),
    help: ArgumentHelp(
      "Directions as safetensors: a tensor 'directions' [K, n, 2].",
      valueName: "file"
    )
  )
  var directionsFile: String?

  @Option(
    name: .customLong("shard-size"),
    help: "Directions a shard: what an interruption can lose. Changes no result."
  )
  var shardSize: Int = 64

  @Option(
    help: ArgumentHelp("Where the sketch is kept: a folder, or NAME:PLACE.", valueName: "place")
  )
  var store: String

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  /// More directions, or steps, than anybody will compute.
  private static let mostDirections = 10_000_000

  func validate() throws {
    for (name, value) in [("--directions", directions ?? 1), ("--shard-size", shardSize)]
    where !(1...Self.mostDirections ~= value) {
      throw ValidationError("\(name) is \(value), expected 1 to \(Self.mostDirections)")
    }
    if let steps, steps > Self.mostDirections {
      throw ValidationError("--steps is \(steps), expected at most \(Self.mostDirections)")
    }
    guard 1...1000 ~= degree else {
      throw ValidationError("--degree is \(degree), expected 1 to 1000")
    }
  }

  func run() throws {
    let begin = Date()
    let plan = try PrecomputePlan(self)
    let made = try plan.run()
    let seconds = Date().timeIntervalSince(begin)
    let report = PrecomputeReport(
      store: plan.store.location,
      learner: plan.manifest.learner.name,
      examples: plan.manifest.data.examples,
      steps: plan.manifest.training.steps,
      degree: degree,
      precision: precision.rawValue,
      directions: plan.directionCount,
      computed: made.directions,
      interpolation: made.interpolation,
      seconds: seconds
    )
    try Terminal.output(format == .json ? report.json() : report.text)
  }
}

/// What `precompute` says at its end.
struct PrecomputeReport: Encodable {
  let store: String
  let learner: String
  let examples: Int
  let steps: Int
  let degree: Int
  let precision: String
  let directions: Int
  /// Directions computed now; the others were there.
  let computed: Int
  /// Of a learner that trains by itself.
  let interpolation: Interpolation?
  let seconds: Double

  var text: String {
    let rate = computed > 0 ? Double(computed * steps) / seconds : 0
    let what =
      computed == 0
      ? "all \(directions) directions were there already"
      : "\(computed) directions in \(ProgressBar.duration(seconds)) "
        + "(\(Int(rate)) direction-steps a second)"
    let accuracy = interpolation.map { "\n\($0.text)" } ?? ""
    return """
      sketched \(learner): \(examples) examples, \(steps) steps, degree \(degree), \(precision)
      \(what)\(accuracy)
      store: \(store)
      """
  }
}
