import LacunaSketching
import LacunaStores

extension StabilityReport {
  /// The study for people.
  var text: String {
    var lines = [
      "stability of \(learner): \(examples) examples, \(units) units, \(steps) steps; degree \(degree), "
        + "\(directions) directions"
    ]
    if let fault {
      lines.append("  \(fault)")
    }
    for subject in subjects {
      let what = subject.measurement.map { "\($0) of '\(subject.query ?? "")'" } ?? "all parameters"
      lines += ["", "\(what): \(subject.verdict.rawValue)", "  \(subject.words)"]
      lines += subject.lines
    }
    lines += notes.map { "note: \($0)" }
    lines += ["", "verdict: \(verdict.rawValue)"]
    return lines.joined(separator: "\n")
  }
}

extension StabilityReport.Subject {
  /// The degrees that people read.
  private static let shown = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100]

  fileprivate var lines: [String] {
    var lines: [String] = []
    if let fit, let curvature, let geometricCurvature {
      let error = fit.curvatureError.map { " ± \(Figure.number($0))" } ?? ""
      lines.append(
        "  log2 |c| = \(Figure.number(fit.intercept)) \(Figure.change(fit.slope)) r "
          + "\(Figure.change(-fit.curvature)) log2 r!\(error)"
      )
      lines.append(
        "  q = log2 (sqrt n[r] |c|) bends by \(Figure.change(-curvature)) log2 r!, that of a geometric series by "
          + "\(Figure.change(-geometricCurvature))"
      )
    }
    lines.append("  degree  mean of q       least   lower 4th      median   upper 4th        most")
    for degree in degrees where Self.shown.contains(degree.degree) || degree.degree % 100 == 0 {
      let figures = [
        degree.mean, degree.least, degree.lowerQuartile, degree.median, degree.upperQuartile,
        degree.most,
      ]
      lines.append(
        Self.padded("\(degree.degree)", 8)
          + figures.map { Self.padded($0.map(Figure.number) ?? "none", 12) }.joined()
      )
    }
    for trial in deletions {
      let kept = [1, 2, 3, 6, trial.misses.count - 1].filter { trial.misses.indices.contains($0) }
      let parts = Set(kept).sorted().map { degree in
        "\(Figure.number(100 * (trial.misses[degree] ?? .infinity)))% at degree \(degree)"
      }
      lines.append(
        "  without \(trial.deleted.count) units: change \(Figure.number(trial.change)), of which the polynomial "
          + "misses \(parts.joined(separator: ", "))"
          + (trial.diverges ? "; diverges" : trial.kinked ? "; settles elsewhere" : "")
      )
    }
    return lines
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
