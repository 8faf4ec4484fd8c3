import LacunaExecution
import LacunaProtocols

extension StabilityStudy {
  /// Trains along random directions and deletion sets, and without the deletion sets.
  ///
  /// Where coefficients leave the range of numbers, all is done again along directions of another length.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - settings: how many directions, to which degree.
  ///   - targets: what is measured.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``, but for training that leaves the range of numbers, which is a result.
  public init(
    _ problem: TrainingProblem,
    _ settings: Settings,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    let run = StabilityRun(problem, settings, targets, options)
    var retrained: StabilityRun.Retrained?
    do {
      retrained = try run.retrained(run.sets)
    } catch let error as SketchingError where error.leavesNumbers {
      do {
        _ = try run.retrained([])
      } catch let error as SketchingError where error.leavesNumbers {
        fault = error
        return
      }
      notes.append("without some of the examples there is no retrain: \(error.description)")
    }
    do {
      let (expanded, scale) = try run.expanded(retrained)
      self.scale = scale
      subjects = run.subjects(expanded, scale: scale, retrained)
    } catch let error as SketchingError where error.leavesNumbers {
      fault = error
    }
  }
}

extension SketchingError {
  /// Whether it says that numbers became infinite or NaN.
  var leavesNumbers: Bool {
    switch self {
    case .notFinite, .measurementNotFinite: true
    default: false
    }
  }
}
