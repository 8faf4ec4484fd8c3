import Foundation
import LacunaSketching

extension EvaluationReport {
  /// The report for people.
  var text: String {
    var parts: [String] = []
    var lines = queries.map {
      "\(measurement) of '\($0.query)' with all data: \(Figure.number($0.value))"
    }
    lines.append(
      "truth: retrains, \(deletion); \(retrained) made now, \(bank.retrains) in the bank \(bank.place)"
    )
    parts.append(lines.joined(separator: "\n"))
    parts += protocols.map { $0.text(units: units, confidence: confidence) }
    if let headline { parts.append(headline.text) }
    parts.append(
      "in brackets: 95% of a bootstrap over sets, for means over queries\n"
        + "in interval: the share of truths in the \(Figure.number(confidence * 100))% interval of the "
        + "prediction, which is of sampling alone, not of truncation"
    )
    return parts.joined(separator: "\n\n")
  }
}

extension ProtocolReport {
  /// The protocol for people.
  func text(units: Int, confidence: Double) -> String {
    guard counterfactual == nil else { return movements(units: units) }
    let sizes = smallest == largest ? "\(smallest)" : "\(smallest) to \(largest)"
    var lines = ["\(kind.rawValue): \(sets) sets, each without \(sizes) of \(units) units"]
    let hasTaylor = rows.contains { $0.scores[.taylorCoverage].value != nil }
    let columns: [EvaluationMetric] = [
      .bias, .rmse, .relativeRMSE, .spearman, .pearson, .expectedError, .resolved, .coverage,
    ]
    var groups: [String?] = []
    for row in rows where !groups.contains(row.query) { groups.append(row.query) }
    for query in groups {
      let found = rows.filter { $0.query == query }
      let size = found.first { $0.sizes == nil }?.trueSize
      lines.append(
        query.map { "'\($0)'" + (size.map { ", true change \(Figure.short($0)) (rms)" } ?? "") }
          ?? "mean over \(found.first?.scores.count ?? 0) queries"
      )
      var table = TextTable(
        [
          "", "units", "n", "bias", "RMSE", "relative", "Spearman", "Pearson", "± error",
          "resolved",
        ]
          + ["in interval"] + (hasTaylor ? ["Taylor in interval"] : [])
      )
      for row in found {
        table.add(
          ["  " + row.predictor.text, row.sizes ?? "all", "\(row.scores.count)"]
            + columns.map { row.scores.text($0) }
            + (hasTaylor ? [row.scores.text(.taylorCoverage)] : [])
        )
      }
      lines += table.lines
    }
    lines += ceilings
    return lines.joined(separator: "\n")
  }

  /// What theory allows, for each number of directions.
  private var ceilings: [String] {
    var found: [(directions: Int, ceiling: CorrelationCeiling)] = []
    for row in rows {
      guard let ceiling = row.ceiling, let directions = row.predictor.directions,
        !found.contains(where: { $0.directions == directions })
      else { continue }
      found.append((directions, ceiling))
    }
    return found.map { directions, ceiling in
      "ceiling of the mean at degree 1 with K=\(directions): Spearman \(Figure.short(ceiling.spearman)), "
        + "Pearson \(Figure.short(ceiling.pearson))"
    }
  }

  private func movements(units: Int) -> String {
    var lines = ["\(kind.rawValue): the k of \(units) units predicted to raise or lower it most"]
    var table = TextTable(
      [
        "", "k", "raising: predicted", "true", "lowering: predicted", "true", "random: mean", "rms",
      ]
    )
    for row in counterfactual ?? [] {
      table.add(
        ["  '\(row.query)' \(row.predictor.text)", "\(row.size)"]
          + [
            row.raising.predicted, row.raising.truth, row.lowering.predicted, row.lowering.truth,
            row.randomMean,
          ].map(Figure.shortChange) + [Figure.short(row.randomSize)]
      )
    }
    lines += table.lines
    return lines.joined(separator: "\n")
  }
}

extension EvaluationScores {
  /// A figure, with its interval where that is what is compared.
  fileprivate func text(_ metric: EvaluationMetric) -> String {
    let score = self[metric]
    guard let value = score.value else { return "–" }
    switch metric {
    case .bias: return Figure.shortChange(value)
    case .coverage, .taylorCoverage, .resolved: return String(format: "%.0f%%", value * 100)
    case .relativeRMSE, .spearman:
      guard let low = score.low, let high = score.high else { return Figure.short(value) }
      return "\(Figure.short(value)) [\(Figure.short(low)), \(Figure.short(high))]"
    default: return Figure.short(value)
    }
  }
}

extension HeadlineReport {
  /// The table for people.
  var text: String {
    var lines = [
      "cost, in time of one processor: plain training \(ProgressBar.duration(training)) "
        + "(\(ProgressBar.duration(trainingInFullLanes)) each where all lanes are filled), plain "
        + "inference \(Figure.short(inference * 1e6)) µs"
    ]
    var table = TextTable(
      ["", "RMSE", "relative", "precompute", "of full lanes", "prediction", "further set"]
    )
    for row in rows {
      table.add(
        [
          "  \(row.protocol.rawValue), \(row.predictor.text)",
          row.rmse.value.map(Figure.short) ?? "–",
          row.relativeRMSE.value.map(Figure.short) ?? "–",
          "\(Figure.short(row.precompute.slowdown)) ×",
          "\(Figure.short(row.precomputeBesideFullLanes)) ×",
          "\(Figure.short(row.prediction.slowdown)) ×",
          "\(Figure.short(row.furtherSet * 1e6)) µs",
        ]
      )
    }
    lines += table.lines
    lines.append(
      "precompute in plain trainings, prediction in plain inferences (a new query; a further set after it)"
    )
    return lines.joined(separator: "\n")
  }
}

extension Figure {
  /// Three significant digits.
  static func short(_ value: Double) -> String { String(format: "%.3g", value) }

  /// Three significant digits, with a sign.
  static func shortChange(_ value: Double) -> String { String(format: "%+.3g", value) }
}
