import LacunaSketching

/// The errors reached beside their cost.
struct HeadlineReport: Encodable {
  struct Cost: Encodable {
    /// Of the processor.
    let seconds: Double
    /// How many plain trainings, or inferences, that is.
    let slowdown: Double
  }
  struct Row: Encodable {
    let `protocol`: EvaluationProtocol
    let predictor: ProtocolReport.Predictor
    let rmse: Score
    let relativeRMSE: Score
    let precompute: Cost
    /// Beside plain trainings that fill the lanes.
    let precomputeBesideFullLanes: Double
    let prediction: Cost
    /// The seconds of a further deletion set.
    let furtherSet: Double
  }

  /// The seconds of a plain training.
  let training: Double
  /// The seconds of each of as many plain trainings as there are lanes.
  let trainingInFullLanes: Double
  /// The seconds of a plain inference.
  let inference: Double
  let rows: [Row]
}

extension EvaluationProtocol: Encodable {}

extension EvaluationRun {
  /// Measures the costs and puts them beside the errors of a report.
  ///
  /// - Throws: ``SketchingError``.
  func headline(_ report: EvaluationReport) throws -> HeadlineReport {
    let bar = ProgressBar("costs")
    defer { bar.finish() }
    let options = try machine.options(session.precision, nil)
    let trial = CostTrial(session.problem, options: options) { Machine.processorSeconds }
    let base = try session.base()
    let training = try trial.training()
    guard let target = targets.first else { return .init(training, 0, []) }
    let inference = try trial.inference(target, base: base)
    let most = measured.variants.map(\.directions).max() ?? 1
    var (directions, measurements): ([Int: Double], [Int: Double]) = ([:], [:])
    var gradients: [Int: Double] = [:]
    if measured.variants.contains(where: { $0.kind != .sketch }) {
      gradients[1] = try trial.gradients(targets, budget: .usual)
    }
    for degree in Set(measured.variants.filter { $0.kind == .gradients }.map(\.degree)) {
      gradients[degree] = try trial.gradients(along: degree, target, budget: .usual)
    }
    for (number, degree) in measured.degrees.enumerated() {
      bar.show(done: number, of: measured.degrees.count)
      directions[degree] = try trial.direction(degree: degree, of: most)
      measurements[degree] = try trial.measurement(target, base: base, degree: degree)
    }
    var rows: [HeadlineReport.Row] = []
    for found in report.protocols {
      for variant in measured.variants {
        let predictor = ProtocolReport.Predictor(variant)
        let row = found.rows.last { $0.predictor == predictor && $0.sizes == nil }
        guard let row else { continue }
        let count = Double(variant.directions)
        let further = trial.combination(variant.batch, deleting: [0])
        // A sketch is for every query; gradients are for these, all together.
        let precompute: Double
        var prediction = further
        switch variant.kind {
        case .sketch:
          precompute = count * (directions[variant.degree] ?? .nan)
          prediction += count * (measurements[variant.degree] ?? .nan)
        case .sketchAndGradient:
          precompute = (gradients[1] ?? .nan) + count * (directions[variant.degree] ?? .nan)
          prediction += count * (measurements[variant.degree] ?? .nan)
        case .gradient: precompute = gradients[1] ?? .nan
        case .gradients:
          precompute =
            (gradients[1] ?? .nan)
            + count * Double(targets.count) * (gradients[variant.degree] ?? .nan)
        }
        rows.append(
          .init(
            protocol: found.kind,
            predictor: predictor,
            rmse: row.scores[.rmse],
            relativeRMSE: row.scores[.relativeRMSE],
            precompute: .init(seconds: precompute, slowdown: precompute / training.alone),
            precomputeBesideFullLanes: precompute / training.beside,
            prediction: .init(seconds: prediction, slowdown: prediction / inference),
            furtherSet: further
          )
        )
      }
    }
    return .init(training, inference, rows)
  }
}

extension HeadlineReport {
  /// A table beside its units.
  fileprivate init(
    _ training: (alone: Double, beside: Double),
    _ inference: Double,
    _ rows: [Row]
  ) {
    self.training = training.alone
    trainingInFullLanes = training.beside
    self.inference = inference
    self.rows = rows
  }
}
