import LacunaSketching

extension PredictionReport {
  /// The prediction for people.
  var text: String {
    let what = output.map { "\(measurement)[\($0)]" } ?? measurement
    let exact = "exact to degree \(degrees.count)"
    let error = isExact ? exact : expectedError.map { "± \(Figure.number($0))" } ?? "± unknown"
    var lines = [
      "\(what) of '\(query)' \(change.words)",
      "  with all data    \(Figure.number(base))",
      "  prediction       \(Figure.number(prediction)) \(error)   "
        + "(change \(Figure.change(prediction - base)))",
    ]
    if let interval, !isExact {
      lines.append(
        "  \(Figure.number(confidence * 100))% interval     "
          + "\(Figure.number(interval[0])) to \(Figure.number(interval[1]))  (sampling alone)"
      )
    }
    lines += degrees.map { "  degree \($0.degree)         \($0.text)" }
    let last =
      switch resolvedDegree {
      case 0 where estimator == Estimator.auto.name: "of the first term, which is noise itself"
      case ..<degrees.count where estimator == Estimator.auto.name:
        "of the last term that is no noise"
      default: "of the last term"
      }
    lines.append("  truncation       about \(Figure.number(truncation)), the size \(last)")
    let origin = source?.words(directions: directions) ?? "\(directions) directions"
    let by = source == .set ? "" : " by \(estimator)"
    lines.append("  from \(origin)\(by); deleted: weight 0 in place")
    if let interpolation { lines.append("  \(interpolation.text)") }
    lines += warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n")
  }

  /// Whether no term has a sampling error.
  private var isExact: Bool { degrees.allSatisfy(\.isExact) }
}

extension PredictionReport.Term {
  /// The term, its error, and what it was shrunk from.
  var text: String {
    if isExact { return "\(Figure.change(term)) exact" }
    let error = standardError.map { " ± \(Figure.number($0))" } ?? ""
    guard let unbiased else { return Figure.change(term) + error }
    return "\(Figure.change(term)), shrunk from \(Figure.change(unbiased))\(error)"
  }
}
