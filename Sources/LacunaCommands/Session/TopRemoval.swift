import LacunaSketching

/// The units that matter most to a query, removed together: the first, the first two, five, ten and so on.
struct TopRemoval {
  /// Those at one end of a ranking.
  struct Removal {
    /// Whether their deletion, one by one, is predicted to raise the measurement.
    let isRaising: Bool
    /// The units, ascending.
    let units: [Int]
    let prediction: Prediction
  }

  let base: Double
  let removals: [Removal]

  /// The sets of units.
  var sets: [[Int]] { removals.map(\.units) }

  /// Predicts the removals of a ranked query.
  ///
  /// - Parameters:
  ///   - scored: the query with the scores of all units.
  ///   - most: the largest number of units that are removed.
  ///   - threads: how many work at once; they change no result.
  /// - Throws: ``SketchingError`` for a prediction that is no number.
  init(
    _ scored: Ranking.Scored,
    upTo most: Int,
    threads: Int
  ) throws(SketchingError) {
    base = scored.base ?? .nan
    let ends = scored.attribution.ends(of: 0, count: most)
    let chosen = [(true, ends.raising), (false, ends.lowering)].flatMap { isRaising, scores in
      // There may be fewer units that raise it at all.
      Self.sizes(upTo: scores.count).map { size in
        (isRaising: isRaising, units: scores.prefix(size).map(\.unit).sorted())
      }
    }
    guard let target = scored.target else {
      removals = []
      return
    }
    let predictions = target.batch.predict(chosen.map(\.units), threads: threads)
    for found in predictions { try [target.query].check(found) }
    removals = zip(chosen, predictions).compactMap { chosen, found in
      found.first?.first.map {
        Removal(isRaising: chosen.isRaising, units: chosen.units, prediction: $0)
      }
    }
  }

  /// 1, 2, 5, 10, 20, 50, … and the largest itself.
  static func sizes(upTo most: Int) -> [Int] {
    guard most > 0 else { return [] }
    var sizes: [Int] = []
    var decade = 1
    while decade < most {
      sizes += [decade, 2 * decade, 5 * decade].filter { $0 < most }
      decade *= 10
    }
    return sizes + [most]
  }
}
