import LacunaSketching
import LacunaStores

/// What `stability` says.
struct StabilityReport: Encodable {
  /// A number of degrees or more that is written where it is one.
  struct Degree: Encodable {
    let degree: Int
    let mean: Double?
    let least: Double?
    let lowerQuartile: Double?
    let median: Double?
    let upperQuartile: Double?
    let most: Double?
    let meanSquare: Double?
    let zeros: Int
  }

  struct Trial: Encodable {
    let deleted: [ChangedUnits.Name]
    let change: Double
    let diverges: Bool
    let kinked: Bool
    /// For each degree from 0, as part of the change; null where it is no number.
    let misses: [Double?]
  }

  struct Subject: Encodable {
    /// Null for the parameters as a whole.
    let measurement: String?
    let query: String?
    let verdict: StabilityVerdict
    let words: String
    let fit: StabilityFit?
    let curvature: Double?
    let geometricCurvature: Double?
    let radius: StabilityRadius?
    let degrees: [Degree]
    let deletions: [Trial]
  }

  let learner: String
  let examples: Int
  let units: Int
  let steps: Int
  let degree: Int
  let directions: Int
  let seed: UInt64
  let scale: Double
  let verdict: StabilityVerdict
  let subjects: [Subject]
  let fault: String?
  let notes: [String]

  init(
    _ study: StabilityStudy,
    _ settings: StabilityStudy.Settings,
    of problem: TrainingProblem,
    targets: [MeasuredQuery]
  ) {
    learner = problem.name
    examples = problem.dataset.count
    units = problem.unitCount
    steps = problem.stepCount
    degree = settings.degree
    directions = settings.directions
    seed = settings.seed
    scale = study.scale
    verdict = study.verdict
    fault = study.fault?.description
    notes = study.notes
    subjects = study.subjects.map { subject in
      let finding = subject.finding
      return Subject(
        measurement: subject.target.map { targets[$0].measurement },
        query: subject.target.map { targets[$0].query },
        verdict: finding.verdict,
        words: finding.words,
        fit: finding.fit,
        curvature: finding.curvature,
        geometricCurvature: finding.geometricCurvature,
        radius: finding.radius,
        degrees: subject.profile.rows.map(Degree.init),
        deletions: subject.trials.map { Trial($0, of: problem.units) }
      )
    }
  }
}

extension StabilityReport.Degree {
  init(_ row: StabilityProfile.Row) {
    func quantile(_ index: Int) -> Double? { row.quantiles.isEmpty ? nil : row.quantiles[index] }
    self.init(
      degree: row.degree,
      mean: row.mean,
      least: quantile(0),
      lowerQuartile: quantile(1),
      median: quantile(2),
      upperQuartile: quantile(3),
      most: quantile(4),
      meanSquare: row.meanSquare,
      zeros: row.zeros
    )
  }
}

extension StabilityReport.Trial {
  init(_ trial: StabilityStudy.Trial, of units: Units) {
    self.init(
      deleted: trial.deleted.map { ChangedUnits.Name($0, of: units) },
      change: trial.change,
      diverges: trial.isDiverging,
      kinked: trial.isKinked,
      misses: trial.parts.map { $0.isFinite ? $0 : nil }
    )
  }
}
