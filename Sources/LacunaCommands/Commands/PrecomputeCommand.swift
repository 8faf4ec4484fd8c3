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
      sketch. Where the measurement is known beforehand, --adjoint computes its gradient with \
      respect to every unit instead, by going back through training.
      """
  )

  @Option(help: "The learner, by name, LIBRARY:NAME or path of its library.")
  var learner: String

  @Option(help: ArgumentHelp("The training data.", valueName: "file"))
  var data: String

  @Option(
    help: ArgumentHelp("Where the sketch is kept: a folder, or NAME:PLACE.", valueName: "place")
  )
  var store: String

  @OptionGroup var options: RunOptions
  @OptionGroup var adjoint: AdjointOptions
  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func run() throws {
    let begin = Date()
    let registry = plugins.registry()
    let plan = try PrecomputePlan(
      RunRequest(learner: learner, data: data, options: options, machine: machine),
      store: store,
      registry
    )
    if adjoint.isWanted {
      let report = try plan.runAdjoint(adjoint, registry)
      return try Terminal.output(format == .json ? report.json() : report.text)
    }
    let made = try plan.run()
    let seconds = Date().timeIntervalSince(begin)
    let report = PrecomputeReport(
      store: plan.store.location,
      learner: plan.manifest.learner.name,
      examples: plan.manifest.data.examples,
      steps: plan.manifest.training.steps,
      degree: options.degree,
      precision: options.precision.rawValue,
      directions: plan.directionCount,
      computed: made.directions,
      interpolation: made.interpolation,
      estimate: made.estimate,
      stability: made.stability,
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
  /// What was said of the run before it started; nil when there was nothing to do.
  let estimate: EstimateReport?
  /// What the jets say of the training run; nil when there was nothing to do.
  let stability: SketchManifest.Stability?
  let seconds: Double

  var text: String {
    let rate = computed > 0 ? Double(computed * steps) / seconds : 0
    let what =
      computed == 0
      ? "all \(directions) directions were there already"
      : "\(computed) directions in \(ProgressBar.duration(seconds)) "
        + "(\(Int(rate)) direction-steps a second)"
    let accuracy = interpolation.map { "\n\($0.text)" } ?? ""
    // A low degree says nothing, which is not worth a line.
    let told = stability.flatMap { $0.verdict == .unknown ? nil : $0 }
    let verdict = told.map { "\nstability: \($0.verdict.rawValue); \($0.words)" } ?? ""
    return """
      sketched \(learner): \(examples) examples, \(steps) steps, degree \(degree), \(precision)
      \(what)\(accuracy)\(verdict)
      store: \(store)
      """
  }
}
