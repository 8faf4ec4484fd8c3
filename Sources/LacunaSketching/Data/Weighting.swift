import LacunaProtocols

/// The weights that examples enter training with, as given to `--base-weights` and `--base-weight`.
public enum Weighting {
  /// The weight of each example.
  ///
  /// - Parameters:
  ///   - table: `column:NAME`, or `file:PATH` with a number for each example, a line each; all are 1 without it.
  ///   - changes: texts `SELECTOR=WEIGHT`, of which later ones count before earlier ones.
  ///   - units: the units, which selectors may name.
  ///   - dataset: the examples.
  /// - Returns: the weights; nil where all are 1.
  /// - Throws: ``SketchingError`` for what cannot be read or is no weight.
  public static func weights(
    _ table: String?,
    changes: [String],
    units: Units,
    of dataset: Dataset
  ) throws(SketchingError) -> [Double]? {
    var weights = [Double](repeating: 1, count: dataset.count)
    if let table { weights = try read(table, dataset) }
    for text in changes {
      let (selector, weight) = try split(
        text,
        option: "--base-weight",
        example: "contains:x=0.5"
      )
      for position in try Selector(selector).positions(of: units, in: dataset) {
        weights[position] = weight
      }
    }
    return weights.allSatisfy { $0 == 1 } ? nil : weights
  }

  /// What a text `NAME=WEIGHT` says; the last equals sign counts.
  static func split(
    _ text: String,
    option: String,
    example: String
  ) throws(SketchingError) -> (name: String, weight: Double) {
    guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
      let weight = Double(text[text.index(after: equals)...]), weight.isFinite
    else {
      throw .units(
        .malformed(
          option: option,
          text: text,
          expected: "units or examples and a finite weight, such as \(example)"
        )
      )
    }
    return (String(text[..<equals]), weight)
  }

  private static func read(_ text: String, _ dataset: Dataset) throws(SketchingError) -> [Double] {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { throw malformed(text) }
    let rest = String(parts[1])
    switch parts[0] {
    case "column": return try column(rest, text, dataset)
    case "file": return try lines(rest, dataset)
    default: throw malformed(text)
    }
  }

  private static func malformed(_ text: String) -> SketchingError {
    .units(
      .malformed(option: "--base-weights", text: text, expected: "column:NAME or file:PATH")
    )
  }

  private static func column(
    _ name: String,
    _ text: String,
    _ dataset: Dataset
  ) throws(SketchingError) -> [Double] {
    var weights: [Double] = []
    for (position, record) in dataset.records.enumerated() {
      do {
        weights.append(try record.number(name))
      } catch {
        throw .units(.noWeight(text: text, position: position, reason: error.description))
      }
    }
    return weights
  }

  private static func lines(_ path: String, _ dataset: Dataset) throws(SketchingError) -> [Double] {
    let lines = try TextLines.read(path, option: "--base-weights", of: dataset)
    var weights: [Double] = []
    for (index, line) in lines.enumerated() {
      guard let weight = Double(line), weight.isFinite else {
        throw .units(
          .line(
            path: path,
            line: index + 1,
            found: line.isEmpty ? "an empty line" : "'\(line)'",
            expected: "the weight of example \(index), a finite number"
          )
        )
      }
      weights.append(weight)
    }
    return weights
  }
}
