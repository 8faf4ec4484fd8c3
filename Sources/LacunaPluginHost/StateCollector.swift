import CLacunaABI
import LacunaProtocols

/// Receives the tensors of a learner's state.
package final class StateCollector: Collector {
  package var failure: ForeignError?
  package private(set) var tensors: [StateTensor] = []

  /// A collector that has received nothing.
  package init() {}

  package func filled(
    _ body: (UnsafePointer<lacuna_state_sink>) -> UnsafeMutablePointer<lacuna_error>?
  ) throws -> UnsafeMutablePointer<lacuna_error>? {
    let error = try collecting { context in
      var sink = lacuna_state_sink(
        struct_size: UInt64(MemoryLayout<lacuna_state_sink>.size),
        context: context,
        accept: { context, tensor in StateCollector.accept(context) { try $0.take(tensor) } }
      )
      return body(&sink)
    }
    if error == nil { try finish() }
    return error
  }

  /// The tensors that came in another way, checked like those of a plugin.
  static func checked(_ tensors: [StateTensor]) throws -> [StateTensor] {
    let collector = StateCollector()
    for tensor in tensors { try collector.add(tensor) }
    try collector.finish()
    return collector.tensors
  }

  private func finish() throws {
    guard tensors.contains(where: { $0.role == .parameter }) else {
      throw Self.reject("the state has no parameter, expected at least one")
    }
  }

  private func add(_ tensor: StateTensor) throws {
    let what = "state tensor '\(tensor.name)'"
    let numbers: [Double] =
      switch tensor.initializer {
      case .zeros, .ones: []
      case .constant(let number): [number]
      case .normal(let deviation): [deviation]
      case .uniform(let low, let high): [low, high]
      }
    guard numbers.allSatisfy(\.isFinite) else {
      throw Self.reject("\(what): the numbers of its initialiser are not finite")
    }
    _ = try Self.checked(tensor.name, unlike: tensors.map(\.name))
    _ = try Self.checked(tensor.shape, of: what)
    tensors.append(tensor)
  }

  private func take(_ pointer: UnsafePointer<lacuna_state_tensor>?) throws {
    let size = MemoryLayout<lacuna_state_tensor>.size
    guard let pointer, pointer.pointee.struct_size >= UInt64(size) else {
      throw Self.reject("a state tensor is null, or smaller than \(size) bytes")
    }
    let tensor = pointer.pointee
    let name = try Self.name(tensor.name, unlike: tensors.map(\.name))
    let what = "state tensor '\(name)'"
    let role: StateTensor.Role =
      switch Int(tensor.role) {
      case LACUNA_PARAMETER: .parameter
      case LACUNA_SLOT: .slot
      default: throw Self.reject("\(what): role \(tensor.role) is unknown")
      }
    let initializer: StateTensor.Initializer =
      switch Int(tensor.initializer) {
      case LACUNA_ZEROS: .zeros
      case LACUNA_ONES: .ones
      case LACUNA_CONSTANT: .constant(tensor.first)
      case LACUNA_NORMAL: .normal(standardDeviation: tensor.first)
      case LACUNA_UNIFORM: .uniform(low: tensor.first, high: tensor.second)
      default: throw Self.reject("\(what): initialiser \(tensor.initializer) is unknown")
      }
    try add(
      StateTensor(
        name: name,
        shape: try Self.shape(tensor.dimensions, tensor.rank, of: what),
        role: role,
        initializer: initializer
      )
    )
  }
}
