/// Checks of measurements.
extension ConformanceCatalogue {
  static let measurement: [ConformanceCheck] = [
    measuring(
      "result",
      "7.1",
      "it gives one output 'value', a real scalar or vector, or an error",
      NeedChecks.result
    ),
    measuring("needs", "7.2", "it asks for nothing but its needs", NeedChecks.declared),
    measuring(
      "missing-output",
      "7.2",
      "it returns the host's error when a learner lacks what it asks for",
      NeedChecks.missing
    ),
    measuring(
      "other-shapes",
      "7.2",
      "outputs of unexpected shapes give a result or an error",
      NeedChecks.strange
    ),
    measuring("no-memory", "7.6", "what was measured before does not matter", NeedChecks.memory),
    measuring(
      "constant-term",
      "7.3",
      "the constant term of the jet is the value on the real model",
      ValueChecks.constantTerm
    ),
    measuring(
      "derivatives",
      "7.4",
      "its jet agrees with derivatives of real evaluation, degrees 1 to 3",
      ValueChecks.derivatives
    ),
    measuring("lanes", "7.5", "its value is the same in any lane", ValueChecks.lanes),
  ]

  private static func measuring(
    _ name: String,
    _ clause: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.measurement, name, .must, clause: clause, summary, body: body)
  }
}
