import LacunaExecution
import LacunaSketching
import LacunaStores

/// An evaluation: retrains, predictions and their comparison.
struct EvaluationRun {
  let session: SketchSession
  let targets: [MeasuredQuery]
  let measured: MeasuredVariants
  let plan: EvaluationPlan
  let bank: OpenBank
  let machine: MachineOptions
  /// Whether exact Taylor terms are computed.
  let isExact: Bool

  var units: EvaluatedUnits { EvaluatedUnits(session.problem) }
  var bootstrap: Bootstrap { Bootstrap(seed: plan.sampling.seed) }

  /// What is known of deletion sets.
  struct Truths {
    /// For each set the true change of each target.
    var changes: [[Int]: [Double]] = [:]
    /// For each set and target the exact Taylor terms, where they were computed.
    var terms: [[Int]: [[Double]]] = [:]
    var retrained = 0
  }

  /// Evaluates some protocols.
  ///
  /// - Throws: what training, the bank or a prediction throws.
  func report(
    _ planned: [(kind: EvaluationProtocol, sets: [EvaluatedSet])]
  ) throws -> EvaluationReport {
    let counterfactual =
      planned.contains { $0.kind == .counterfactual }
      ? try CounterfactualSets(plan, measured, units, targets.count) : nil
    var sets = planned.flatMap { $0.sets.map(\.units) }
    sets += counterfactual?.all ?? []
    let truths = try truths(of: Array(Set(sets)).sorted { $0.lexicographicallyPrecedes($1) })
    let protocols = try planned.map { kind, sets in
      guard kind == .counterfactual, let counterfactual else {
        return try ProtocolReport(self, kind, sets, truths)
      }
      return try counterfactual.report(self, truths)
    }
    return EvaluationReport(
      store: session.archive.location,
      measurement: targets.first?.measurement ?? "",
      queries: zip(targets, measured.base).map {
        .init(query: $0.query, value: $1)
      },
      units: units.count,
      seed: plan.sampling.seed,
      confidence: measured.confidence,
      retrained: truths.retrained,
      bank: .init(place: bank.bank.location, retrains: bank.bank.count),
      protocols: protocols
    )
  }

  /// Retrains, and computes exact terms where they are asked for.
  private func truths(of sets: [[Int]]) throws -> Truths {
    var truths = Truths()
    let found = try TrueChanges(of: sets, targets, base: measured.base, session, bank, machine)
    truths.changes = found.changes
    truths.retrained = found.retrained
    guard isExact else { return truths }
    let jets = ProgressBar("exact terms")
    defer { jets.finish() }
    let exact = try ExactTerms(
      session.problem,
      deleting: sets,
      degree: measured.degrees.last ?? 1,
      targets: targets,
      options: machine.options(session.precision, jets)
    )
    for (set, terms) in zip(sets, exact.terms) { truths.terms[set] = terms }
    return truths
  }

  /// The predictions of a variant for some sets: set, target.
  ///
  /// - Throws: ``SketchingError/predictionNotFinite(measurement:query:degree:)``.
  func predictions(_ batch: PredictionBatch, _ sets: [[Int]]) throws -> [[Prediction]] {
    let threads = try machine.options(.float64, nil).threads
    return try batch.predict(sets, threads: threads).map { measurements in
      try zip(targets, measurements).map { target, outputs in
        guard let prediction = outputs.first, prediction.isFinite else {
          throw SketchingError.predictionNotFinite(
            measurement: target.measurement,
            query: target.query,
            degree: outputs.first?.terms.count ?? 0
          )
        }
        return prediction
      }
    }
  }
}
