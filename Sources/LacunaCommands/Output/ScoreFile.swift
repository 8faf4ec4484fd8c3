import LacunaSketching
import LacunaStores

/// The scores of all units on all queries, as files.
struct ScoreFile {
  /// The endings of the files that can be written.
  static let endings = [".csv", ".safetensors"]

  private let rankings: [Ranking.Scored]
  private let units: Units

  init(_ rankings: [Ranking.Scored], _ units: Units) {
    self.rankings = rankings
    self.units = units
  }

  /// The file of a name.
  func bytes(for path: String) throws -> [UInt8] {
    path.hasSuffix(".csv") ? Array(table.utf8) : try tensors()
  }

  /// A line a query and unit.
  private var table: String {
    var lines = [
      "measurement,query,unit,change,change_standard_error,first_order,first_order_standard_error"
    ]
    for ranking in rankings {
      let query = CSVField.quoted(ranking.query ?? "")
      for score in ranking.attribution.scores[0] {
        let figures = [
          score.change.value, score.change.standardError, score.firstOrder.value,
          score.firstOrder.standardError,
        ].map { $0.map { "\($0)" } ?? "" }
        lines.append(
          ([ranking.measurement, query, CSVField.quoted(units.name(score.unit))] + figures)
            .joined(separator: ",")
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Tensors `[query, unit]`, and in the metadata the names of the axes and of what lies along them.
  ///
  /// A standard error that is not known is NaN.
  private func tensors() throws -> [UInt8] {
    let shape = [rankings.count, units.count]
    let parts: [(String, (Attribution.Score) -> Double?)] = [
      ("change", { $0.change.value }),
      ("change_standard_error", { $0.change.standardError }),
      ("first_order", { $0.firstOrder.value }),
      ("first_order_standard_error", { $0.firstOrder.standardError }),
    ]
    let tensors = try parts.map { name, value in
      try TensorData(
        name: name,
        shape: shape,
        rankings.flatMap { $0.attribution.scores[0].map { value($0) ?? .nan } }
      )
    }
    return Safetensors.serialize(
      tensors,
      metadata: [
        "format": "lacuna-scores/1",
        "axes": "query,unit",
        "measurement": rankings.first?.measurement ?? "",
        "queries": try rankings.map { $0.query ?? "" }.jsonText(),
        "units": try units.names.jsonText(),
      ]
    )
  }
}

extension [String] {
  /// The texts as a JSON array on one line.
  fileprivate func jsonText() throws -> String {
    String(decoding: try jsonLine().dropLast(), as: UTF8.self)
  }
}
