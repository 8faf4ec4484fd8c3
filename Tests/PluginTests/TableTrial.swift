import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// A shipped learner on a table of a test's own: sketched, retrained, and traced.
struct TableTrial {
  let problem: TrainingProblem

  /// Trains the learner of a name on a table, which is passed as the text of a CSV file.
  init(_ name: String, _ settings: [String] = [], csv: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-table-\(UUID().uuidString).csv")
    try csv.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let loaded = try shippedPlugins.learner(name)
    let dataset = try Dataset(path: file.path, format: .csv)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: settings
    )
    problem = try TrainingProblem(
      name: name,
      learner: loaded.make(configuration: configuration, records: dataset.records),
      dataset: dataset,
      steps: nil,
      initialState: .drawn(seed: 7)
    )
  }

  /// The jets of the parameters along directions.
  func jets(_ directions: Directions, count: Int, degree: Int) throws -> [Jet] {
    let box = Box()
    try Precompute(problem, directions: directions, degree: degree, options: ExecutionOptions())
      .run([0..<count]) { base in
        box.base = base
      } onShard: { shard in
        box.shard = shard
      }
    let base = try Dictionary(uniqueKeysWithValues: box.base.map { ($0.name, try $0.doubles()) })
    guard let shard = box.shard else { return [] }
    return try (0..<count).map { lane in
      var tangents: [String: [[Complex]]] = [:]
      for tensor in shard.tensors {
        let numbers = try tensor.doubles()
        let size = numbers.count / (count * degree * 2)
        tangents[tensor.name] = (0..<degree).map { r in
          (0..<size).map { element in
            let place = 2 * ((lane * degree + r) * size + element)
            return Complex(numbers[place], numbers[place + 1])
          }
        }
      }
      return Jet(primal: base, tangents: tangents)
    }
  }

  /// The jet along one real direction.
  func jet(along direction: [Double], degree: Int) throws -> Jet {
    try jets(.listed([direction.map { Complex($0) }]), count: 1, degree: degree)[0]
  }

  /// The trained parameters for each weighting of the examples.
  func retrained(_ weightings: [[Double]]) throws -> [[String: [Double]]] {
    try Retraining(problem, options: ExecutionOptions()).parameters(weightings: weightings)
  }

  /// The trained parameters without some examples.
  func retrained(without deleted: [Int]) throws -> [String: [Double]] {
    try retrained([Retraining.weights(deleting: deleted, count: problem.dataset.count)])[0]
  }

  /// The trained parameters for one direction of training.
  struct Jet {
    /// The coefficient of degree 0, by tensor.
    let primal: [String: [Double]]
    /// By tensor: for each degree from 1, the elements.
    let tangents: [String: [[Complex]]]

    /// The real parts of a coefficient.
    func real(_ name: String, degree: Int) -> [Double] {
      tangents[name].map { $0[degree - 1].map(\.re) } ?? []
    }
  }

  /// What the callbacks leave; they are called one at a time.
  private final class Box: @unchecked Sendable {
    var base: [TensorData] = []
    var shard: Shard?
  }
}

/// The largest difference between two lists of numbers, or infinity when they are not of one length.
func distance(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).map { $0.isNaN || $1.isNaN ? .infinity : abs($0 - $1) }.max() ?? 0
}

/// Solves A x = b by Gaussian elimination with pivots: nothing that the plugins do.
func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
  var rows = zip(matrix, right).map { $0 + [$1] }
  let size = right.count
  for column in 0..<size {
    let pivot = (column..<size).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
    rows.swapAt(column, pivot)
    for row in 0..<size where row != column {
      let factor = rows[row][column] / rows[column][column]
      for k in column...size { rows[row][k] -= factor * rows[column][k] }
    }
  }
  return (0..<size).map { rows[$0][size] / rows[$0][$0] }
}
