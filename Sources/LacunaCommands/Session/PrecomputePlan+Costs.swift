import LacunaSketching
import LacunaStores

extension PrecomputePlan {
  /// Notes beside a sketch what its directions took, and what a retrain would take, so that predictions can say
  /// what would help them and at what cost.
  ///
  /// The sketch is whole without: where it fails, the costs are unknown.
  func noteCosts(beside archive: SketchArchive, directions: Int, seconds: Double) {
    let start = ContinuousClock.now
    let options = try? requested.request.machine.options(requested.request.options.precision, nil)
    let trial = options.map {
      RetrainTrial(problem, options: $0, limit: TrialLength.brief.seconds(of: seconds)) {
        start.duration(to: .now).seconds
      }
    }
    try? archive.note(
      SketchCosts(
        directionSeconds: seconds / Double(directions),
        retrainSeconds: (try? trial?.run()) ?? nil
      )
    )
  }
}
