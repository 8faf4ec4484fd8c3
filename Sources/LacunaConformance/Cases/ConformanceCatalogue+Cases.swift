/// Checks of the cases that plugins bring.
extension ConformanceCatalogue {
  static let cases: [ConformanceCheck] = [
    supplied("readable", .must, "the cases are as the header describes them", Cases.readable),
    supplied("run", .must, "every case can be trained, and measured", Cases.run),
    supplied("expectations", .must, "the numbers of every case are met", Cases.expectations),
    supplied("data", .should, "there is data to check every learner with", Cases.material),
    supplied("numbers", .note, "every learner has a case with numbers", Cases.numbers),
  ]

  private static func supplied(
    _ name: String,
    _ severity: ConformanceCheck.Severity,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.cases, name, severity, clause: "10.4", summary, timeout: 120, body: body)
  }
}
