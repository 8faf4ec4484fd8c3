import ArgumentParser
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The command `lacuna attribute`.
struct AttributeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribute",
    abstract: "Ranks units by the predicted effect of deleting each alone.",
    discussion: """
      For each query, the units whose deletion raises the measurement, and those whose deletion \
      lowers it, with standard errors. Or the effects of given deletion sets on each query \
      (--deletions), of removing the top of the ranking together (--remove-top), or what every \
      unit does together with some given ones (--interactions-with).
      """
  )

  @Argument(help: "The sketch.")
  var store: String

  @OptionGroup var queries: OptionalQueryOptions
  @OptionGroup var task: AttributionOptions

  @Option(help: "How directions are combined: auto, least-squares, mean or median-of-means.")
  var estimator: EstimatorName = PredictCommand.defaultEstimator

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard queries.isEmpty == task.isSelfInfluence else {
      throw ValidationError("give either --query or --self-influence")
    }
  }

  func run() throws {
    let registry = plugins.registry()
    // Before anything is computed: what is wrong with the command is said at once.
    let file = try task.deletions.map { path throws(SketchingError) in
      try DeletionSetReader.opened(path)
    }
    // A measurement for each example is not worth keeping.
    let session = try SketchSession(
      store,
      data: data,
      registry: registry,
      caching: !task.isSelfInfluence
    )
    try task.check(units: session.problem.unitCount)
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(.float64, bar)
    if task.ranksPairs, session.archive.manifest.shards.isEmpty {
      throw SessionError.noPairs(store: session.archive.location)
    }
    if let selector = task.interactionsWith {
      return try interactions(session, with: selector, options, bar)
    }
    let ranking = Ranking(session, queries, estimator.estimator(confidence: 0.95), options)
    if let file {
      let measured = try ranking.together()
      bar.finish()
      try DeletionSweep(session: session, measured: measured, format: format)
        .write(file, options: options)
      return
    }
    let rankings = task.isSelfInfluence ? [try ranking.ofThemselves()] : try ranking.ofQueries()
    bar.finish()
    if let most = task.removeTop {
      try removals(rankings, session, upTo: most, threads: options.threads)
      return
    }
    if let output = task.output {
      let file = ScoreFile(rankings, session.problem.units)
      try OutputFile.write(file.bytes(for: output), to: output)
    }
    try write(
      rankings.map {
        AttributionReport(
          $0,
          session,
          estimator: estimator.estimator(confidence: 0.95),
          top: task.shown,
          ranksPairs: task.ranksPairs
        )
      },
      \.text
    )
  }

  /// Removes the top of each ranking, and retrains without it where that is asked for.
  private func removals(
    _ rankings: [Ranking.Scored],
    _ session: SketchSession,
    upTo most: Int,
    threads: Int
  ) throws {
    let removals = try rankings.map { scored throws(SketchingError) in
      try TopRemoval(scored, upTo: most, threads: threads)
    }
    var truth: (changes: TrueChanges, report: RemovalReport.Truth)?
    if task.retrains {
      let problem = RetrainedProblem(session.problem, precision: session.precision)
      let bank = try OpenBank(task.bank, session, problem)
      let changes = try TrueChanges(
        of: removals.flatMap(\.sets),
        rankings.compactMap(\.target?.query),
        base: removals.map(\.base),
        session,
        bank,
        machine
      )
      truth = (changes, .init(changes, bank.bank))
    }
    try write(
      zip(rankings, removals).enumerated().map { index, pair in
        RemovalReport(
          pair.1,
          pair.0,
          session,
          changes: truth?.changes.changes.mapValues { $0[index] },
          truth: truth?.report
        )
      },
      \.text
    )
  }

  /// Goes back through training along some units.
  private func interactions(
    _ session: SketchSession,
    with selector: String,
    _ options: ExecutionOptions,
    _ bar: ProgressBar
  ) throws {
    let problem = session.problem
    let units = try Selector(selector).units(of: problem.units, in: problem.dataset)
    let targets = try queries.targets(session.registry, on: problem)
    if let vector = targets.first(where: { $0.outputCount != 1 }) {
      throw SessionError.vectorMeasurement(
        name: vector.measurement,
        count: vector.outputCount,
        command: "attribute"
      )
    }
    let found = try PairwiseEffects(
      problem,
      with: units,
      of: targets,
      options: options,
      budget: .usual
    )
    bar.finish()
    try write(
      zip(targets, found.effects).map {
        PairwiseReport($0, $1, with: units, problem.units, top: task.shown)
      },
      \.text
    )
  }

  private func write<Report: Encodable>(_ reports: [Report], _ text: (Report) -> String) throws {
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(text).joined(separator: "\n\n")
    )
  }
}
