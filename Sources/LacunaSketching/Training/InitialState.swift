import LacunaProtocols
import LacunaStores

/// The state that training begins with.
public enum InitialState: Sendable {
  /// Drawn as the learner's initialisers say, from a seed.
  case drawn(seed: UInt64)
  /// Given tensor by tensor; slots that are not given begin as their initialisers say.
  case given([TensorData], source: String)

  /// The numbers of every state tensor.
  ///
  /// - Throws: ``SketchingError/initialState(source:problem:)`` for a missing, extra or misshapen tensor.
  public func values(for state: [StateTensor]) throws -> [String: [Double]] {
    switch self {
    case .drawn(let seed):
      return Dictionary(
        uniqueKeysWithValues: state.enumerated().map { index, tensor in
          (tensor.name, Self.draw(tensor, index, Philox(seed: seed)))
        }
      )
    case .given(let tensors, let source):
      return try Self.values(of: tensors, for: state, source: source)
    }
  }

  private static func draw(_ tensor: StateTensor, _ row: Int, _ generator: Philox) -> [Double] {
    let count = tensor.shape.reduce(1, *)
    switch tensor.initializer {
    case .zeros: return Array(repeating: 0, count: count)
    case .ones: return Array(repeating: 1, count: count)
    case .constant(let value): return Array(repeating: value, count: count)
    case .normal(let deviation):
      return (0..<count).map {
        deviation * generator.normals(.initialState, row: row, element: $0).0
      }
    case .uniform(let low, let high):
      return (0..<count).map {
        low + (high - low) * generator.uniforms(.initialState, row: row, element: $0).0
      }
    }
  }

  private static func values(
    of tensors: [TensorData],
    for state: [StateTensor],
    source: String
  ) throws -> [String: [Double]] {
    func fail(_ problem: String) -> SketchingError {
      .initialState(source: source, problem: problem)
    }
    let given = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(state.map(\.name))
    if let extra = tensors.first(where: { !names.contains($0.name) }) {
      throw fail(
        "tensor '\(extra.name)' is not part of the learner's state, expected "
          + state.filter { $0.role == .parameter }.map(\.name).joined(separator: ", ")
      )
    }
    var values: [String: [Double]] = [:]
    for (index, tensor) in state.enumerated() {
      guard let found = given[tensor.name] else {
        guard tensor.role == .slot else {
          throw fail("tensor '\(tensor.name)' is missing, expected shape \(tensor.shape)")
        }
        values[tensor.name] = draw(tensor, index, Philox(seed: 0))
        continue
      }
      guard found.shape == tensor.shape else {
        throw fail(
          "tensor '\(tensor.name)' has shape \(found.shape), expected \(tensor.shape)"
        )
      }
      let numbers: [Double]
      do {
        numbers = try found.doubles()
      } catch {
        throw fail("\(error)")
      }
      guard numbers.allSatisfy(\.isFinite) else {
        throw fail("tensor '\(tensor.name)' holds numbers that are not finite")
      }
      values[tensor.name] = numbers
    }
    return values
  }
}
