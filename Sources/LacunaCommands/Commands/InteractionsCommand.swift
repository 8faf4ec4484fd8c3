import ArgumentParser
import LacunaExecution
import LacunaSketching

/// The command `lacuna interactions`.
struct InteractionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interactions",
    abstract: "The exact effects of deleting a few groups, alone and together.",
    discussion: """
      Trains once over jets along every sum of the groups: main effects, mixed derivatives of any \
      order, and what groups do together beyond what they do by themselves, free of sampling \
      noise.
      """
  )

  @Argument(help: "The sketch, whose learner, data and settings are used.")
  var store: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A group of examples, as after --delete. Give 2 to 6 of them.",
      valueName: "selector"
    )
  )
  var group: [String] = []

  @OptionGroup var queries: QueryOptions

  @Option(help: "Degree of the effects. (default: the number of groups, at least 3)")
  var degree: Int?

  @Flag(help: "Also retrain without every combination of groups, and show what that gives.")
  var retrain = false

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard 2...Interactions.mostGroups ~= group.count else {
      throw ValidationError("give 2 to \(Interactions.mostGroups) groups with --group")
    }
  }

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry())
    let problem = session.problem
    let groups = try group.map {
      try Selector($0).units(of: problem.units, in: problem.dataset)
    }
    let targets = try queries.scalarTargets(
      session.registry,
      on: problem,
      for: "interactions"
    )
    let bar = ProgressBar("interactions")
    defer { bar.finish() }
    let found = try Interactions(
      problem,
      between: groups,
      degree: degree ?? max(3, groups.count),
      targets: targets,
      options: machine.options(.float64, bar)
    )
    let truth =
      retrain ? try retrained(session, groups, targets) : targets.map { _ in [] }
    bar.finish()
    let reports = targets.indices.map { index in
      InteractionsReport(
        targets[index],
        found.results[index],
        names: group,
        sizes: groups.map(\.count),
        truth: truth[index]
      )
    }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }

  /// For each target, the value without every subset of the groups, in the order of ``Interactions/Result/effects``.
  private func retrained(
    _ session: SketchSession,
    _ groups: [[Int]],
    _ targets: [MeasuredQuery]
  ) throws -> [[Double]] {
    let subsets = Interactions.subsets(of: groups.count)
    let values = try Truth(session, machine, precision: .float64).values(
      of: targets,
      weightings: subsets.map { subset in
        (Reweighting(deleting: subset.flatMap { groups[$0] }.sorted()), 1)
      }
    )
    return targets.indices.map { target in values.map { $0[target] } }
  }
}
