import LacunaProtocols

/// The mean of a measurement over some queries: of values, and of jets coefficient by coefficient.
struct MeanEvaluator: QueryEvaluator {
  let parts: [Measurer]

  func values(_ models: [[String: [Double]]]) throws -> [[Double]] {
    var sums: [[Double]] = []
    for part in parts {
      let values = try part.values(models)
      sums = sums.isEmpty ? values : zip(sums, values).map { zip($0, $1).map { $0 + $1 } }
    }
    return sums.map { $0.map { $0 / Double(parts.count) } }
  }

  func jets(lanes: Int, tangents: ParameterTangents) throws -> MeasuredJets {
    let found = try parts.map { try $0.jets(lanes: lanes, tangents) }
    let share = 1 / Double(parts.count)
    var mean = found[0]
    for jets in found.dropFirst() {
      for output in mean.base.indices { mean.base[output] += jets.base[output] }
      for lane in mean.tangents.indices {
        for output in mean.tangents[lane].indices {
          for r in mean.tangents[lane][output].indices {
            let sum = mean.tangents[lane][output][r] + jets.tangents[lane][output][r]
            mean.tangents[lane][output][r] = sum
            if let accuracy = jets.accuracy?[lane][output][r] {
              mean.accuracy?[lane][output][r].error += accuracy.error
            }
          }
        }
      }
    }
    mean.base = mean.base.map { $0 * share }
    mean.tangents = mean.tangents.map {
      $0.map { $0.map { Complex($0.re * share, $0.im * share) } }
    }
    mean.accuracy = mean.accuracy?.map {
      $0.map { $0.map { .init(error: $0.error * share, radius: $0.radius) } }
    }
    return mean
  }

  func another() throws -> (any QueryEvaluator)? {
    var others: [Measurer] = []
    for part in parts {
      guard let other = try part.another() else { return nil }
      others.append(other)
    }
    return MeanEvaluator(parts: others)
  }
}
