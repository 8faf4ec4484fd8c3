import ArgumentParser
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The command `lacuna evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Holds predictions to the truth: retrains without many deletion sets, and compares.",
    discussion: """
      Retrains are kept in a bank beside the sketch, so that none is done twice. \
      Docs/Evaluation.md says what is computed.
      """
  )

  @Argument(help: "The sketch.")
  var store: String

  @OptionGroup var sets: EvaluationOptions
  @OptionGroup var queries: QueryOptions
  @OptionGroup var variants: EvaluatedVariantOptions

  @Flag(help: "Also the exact Taylor terms of each set: what a sketch without noise would predict.")
  var exact = false

  @Flag(help: "The errors reached beside what precompute and prediction cost.")
  var headline = false

  @Flag(help: "In JSON, every set with its prediction and its truth.")
  var points = false

  @Option(
    help: ArgumentHelp(
      "Where retrains are kept. (default: in the sketch)",
      valueName: "place"
    )
  )
  var bank: String?

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    if points, format != .json { throw ValidationError("--points needs --format json") }
  }

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry(), caching: true)
    // Before anything is computed: what is wrong with the command is said at once.
    let units = EvaluatedUnits(session.problem)
    let plan = try sets.plan(units)
    let kinds = sets.chosen
    let planned = try kinds.map { (kind: $0, sets: try plan.sets(of: $0, units)) }
    let targets = try queries.scalarTargets(session.registry, on: session.problem, for: "evaluate")
    let gradients = try EvaluatedGradients(session, targets)
    guard gradients != nil || !session.archive.manifest.shards.isEmpty else {
      throw SessionError.noDirections(store: session.archive.location)
    }
    let bank = try OpenBank(
      self.bank,
      session,
      RetrainedProblem(session.problem, precision: session.precision)
    )
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(session.precision, bar)
    let measured = try MeasuredVariants(session, targets, variants, options)
    bar.finish()
    let run = EvaluationRun(
      session: session,
      targets: targets,
      measured: measured,
      plan: plan,
      bank: bank,
      machine: machine,
      isExact: exact
    )
    var report = try run.report(planned)
    if headline { report.headline = try run.headline(report) }
    if !points { report.dropPoints() }
    try Terminal.output(format == .json ? report.json() : report.text)
  }
}
