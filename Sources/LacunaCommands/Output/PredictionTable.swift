import LacunaSketching

/// Predictions for people, one a line.
struct PredictionTable: Sendable {
  /// What is predicted.
  let targets: [MeasuredQuery]
  /// What it is predicted from.
  let measurements: [SketchMeasurement]
  let estimator: Estimator
  let confidence: Double
  let units: Units

  /// The measurement and its output.
  private func title(_ target: Int, _ output: Int, of outputs: Int) -> String {
    let name = targets[target].measurement
    return "\(outputs > 1 ? "\(name)[\(output)]" : name) of '\(targets[target].query)'"
  }

  private var isOne: Bool { measurements.count == 1 && measurements[0].base.count == 1 }

  /// What all lines share, and the names of the columns.
  var heading: String {
    var lines: [String] = []
    for (index, measurement) in measurements.enumerated() {
      for (output, base) in measurement.base.enumerated() {
        lines.append(
          "\(title(index, output, of: measurement.base.count)) with all data: \(Figure.number(base))"
        )
      }
      if let interpolation = measurement.interpolation {
        lines.append(interpolation.text)
        if let warning = interpolation.warning { lines.append("warning: \(warning)") }
      }
    }
    let directions = measurements.first?.directionCount(estimator) ?? 0
    let source = measurements.first.flatMap { PredictionSource($0, estimator) }
    let origin = source?.words(directions: directions) ?? "\(directions) directions"
    lines.append("from \(origin) by \(estimator.name); deleted: weight 0 in place")
    lines.append(
      row(
        ["line"] + (units.areExamples ? [] : ["units"]) + ["examples"],
        [
          "prediction", "± error", "change", "\(Figure.number(confidence * 100))% from", "to",
          "truncation",
        ],
        isOne ? "" : "of"
      )
    )
    return lines.joined(separator: "\n")
  }

  /// The line, or lines, of a deletion set.
  func lines(_ line: Int, _ deleted: [Int], _ predictions: [[Prediction]]) -> String {
    var text = ""
    let counts = units.areExamples ? [] : ["\(deleted.count)"]
    let places = ["\(line)"] + counts + ["\(units.size(of: deleted))"]
    for (index, outputs) in predictions.enumerated() {
      for (output, prediction) in outputs.enumerated() {
        var notes = isOne ? [] : [title(index, output, of: outputs.count)]
        if prediction.isNoise { notes.append("noise dominates") }
        text += row(
          places,
          [
            Figure.number(prediction.prediction),
            prediction.expectedError.map(Figure.number) ?? "unknown",
            Figure.change(prediction.prediction - prediction.base),
            prediction.interval.map { Figure.number($0.low) } ?? "unknown",
            prediction.interval.map { Figure.number($0.high) } ?? "unknown",
            Figure.number(prediction.truncation),
          ],
          notes.joined(separator: "; ")
        )
        text += "\n"
      }
    }
    return text
  }

  private func row(_ places: [String], _ figures: [String], _ notes: String) -> String {
    let columns = places.map { ($0, 8) } + figures.map { ($0, 12) }
    let padded = columns.map { text, width in
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    return padded.joined(separator: " ") + (notes.isEmpty ? "" : "  " + notes)
  }
}
