import Foundation
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
      let error = fit.curvatureError.map { " ± \(String(format: "%.2f", $0))" } ?? ""
      lines.append(
        "  log2 |c| is about \(Self.short(fit.intercept)) \(Self.short(fit.slope)) r "
          + "\(Self.short(-fit.curvature)) log2 r!\(error)"
      )
      lines.append(
        "  q = log2 (sqrt n[r] |c|) bends by \(Self.short(-curvature)) log2 r!; that of a geometric series by "
          + "\(Self.short(-geometricCurvature))"
      )
    }
    lines.append("  degree  mean of q       least   lower 4th      median   upper 4th        most")
    let shown = Set(Self.shown + [degrees.count])
    for degree in degrees where shown.contains(degree.degree) || degree.degree % 100 == 0 {
      let figures = [
        degree.mean, degree.least, degree.lowerQuartile, degree.median, degree.upperQuartile,
        degree.most,
      ]
      lines.append(
        Self.padded("\(degree.degree)", 8)
          + figures.map { Self.padded($0.map(Self.short) ?? "none", 12) }.joined()
      )
    }
    for trial in deletions {
      let units = "\(trial.deleted.count) unit\(trial.deleted.count == 1 ? "" : "s")"
      guard trial.change > 0 else {
        lines.append("  without \(units): no change")
        continue
      }
      let kept = [1, 2, 3, 6, trial.misses.count - 1].filter { trial.misses.indices.contains($0) }
      let parts = Set(kept).sorted().map { degree in
        Self.percent(trial.misses[degree]) + " at degree \(degree)"
      }
      lines.append(
        "  without \(units): change "
          + "\(String(format: "%.3g", trial.change)), of which the polynomial misses "
          + parts.joined(separator: ", ")
          + (trial.diverges ? "; diverges" : trial.kinked ? "; settles elsewhere" : "")
      )
    }
    return lines
  }

  /// Two decimals, with a sign.
  private static func short(_ value: Double) -> String { String(format: "%+.2f", value) }

  private static func percent(_ part: Double?) -> String {
    guard let part, part < 100 else { return "far more than all" }
    return String(format: part < 0.995 ? "%.2g%%" : "%.0f%%", 100 * part)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
