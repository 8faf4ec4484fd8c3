import LacunaSketching

/// The true changes of measurements when units are deleted: retrains, in the lanes.
struct TrueChanges {
  /// For each set of units the change of each target.
  let changes: [[Int]: [Double]]
  /// How many models were trained for them; the others were in the bank.
  let retrained: Int

  /// Retrains without some sets of units.
  ///
  /// - Parameters:
  ///   - sets: the units of each set, ascending.
  ///   - targets: what is measured; scalars.
  ///   - base: the value of each target on the undeleted model.
  ///   - session: the sketch.
  ///   - bank: where retrains are kept.
  ///   - machine: how the machine is used.
  /// - Throws: what training or the bank throws.
  init(
    of sets: [[Int]],
    _ targets: [MeasuredQuery],
    base: [Double],
    _ session: SketchSession,
    _ bank: OpenBank,
    _ machine: MachineOptions
  ) throws {
    let bar = ProgressBar("retrain")
    defer { bar.finish() }
    let units = EvaluatedUnits(session.problem)
    // Each once, in an order that does not depend on who asks.
    let sets = Array(Set(sets)).sorted { $0.lexicographicallyPrecedes($1) }
    let found = try GroundTruth(
      session.problem,
      base: session.base(),
      bank: bank.bank,
      options: machine.options(session.precision, bar)
    ).values(of: targets, weightings: sets.map { units.weights(deleting: $0) })
    if let failure = bank.bank.failure { bank.warn("\(failure)") }
    retrained = found.retrained
    changes = Dictionary(
      uniqueKeysWithValues: zip(sets, found.values).map { set, values in
        (set, zip(values, base).map { $0 - $1 })
      }
    )
  }
}
