import CLacunaABI
import LacunaProtocols

/// Receives the tensors of an encoded record.
package final class TensorCollector: Collector {
  package var failure: ForeignError?
  package private(set) var tensors: [ExampleTensor] = []

  /// A collector that has received nothing.
  package init() {}

  package func filled(
    _ body: (UnsafePointer<lacuna_tensor_sink>) -> UnsafeMutablePointer<lacuna_error>?
  ) throws -> UnsafeMutablePointer<lacuna_error>? {
    let error = try collecting { context in
      var sink = lacuna_tensor_sink(
        struct_size: UInt64(MemoryLayout<lacuna_tensor_sink>.size),
        context: context,
        accept: { context, tensor in TensorCollector.accept(context) { try $0.take(tensor) } }
      )
      return body(&sink)
    }
    if error == nil { try finish() }
    return error
  }

  /// The tensors that came in another way, checked like those of a plugin.
  static func checked(_ tensors: [ExampleTensor]) throws -> [ExampleTensor] {
    let collector = TensorCollector()
    for tensor in tensors { try collector.add(tensor) }
    try collector.finish()
    return collector.tensors
  }

  private func finish() throws {
    if tensors.isEmpty { throw Self.reject("the record has no tensor, expected at least one") }
  }

  private func add(_ tensor: ExampleTensor) throws {
    _ = try Self.checked(tensor.name, unlike: tensors.map(\.name))
    let what = "tensor '\(tensor.name)'"
    let expected = try Self.checked(tensor.shape, of: what).reduce(1, *)
    let count = tensor.element == .real ? tensor.reals.count : tensor.integers.count
    guard count == expected else {
      throw Self.reject(
        "\(what): \(count) elements for shape \(tensor.shape), expected \(expected)"
      )
    }
    if let index = tensor.reals.firstIndex(where: { !$0.isFinite }) {
      throw Self.reject(
        "\(what): element \(index) is \(tensor.reals[index]), expected a finite number"
      )
    }
    tensors.append(tensor)
  }

  private func take(_ pointer: UnsafePointer<lacuna_tensor>?) throws {
    let size = MemoryLayout<lacuna_tensor>.size
    guard let pointer, pointer.pointee.struct_size >= UInt64(size) else {
      throw Self.reject("a tensor is null, or smaller than \(size) bytes")
    }
    let tensor = pointer.pointee
    let name = try Self.name(tensor.name, unlike: tensors.map(\.name))
    let what = "tensor '\(name)'"
    let shape = try Self.shape(tensor.dimensions, tensor.rank, of: what)
    let expected = shape.reduce(1, *)
    guard tensor.count == UInt64(expected) else {
      throw Self.reject(
        "\(what): \(tensor.count) elements for shape \(shape), expected \(expected)"
      )
    }
    switch ElementKind(code: tensor.element) {
    case .real:
      let reals = try Self.array(tensor.reals, tensor.count, of: what)
      try add(ExampleTensor(name, reals: reals, shape: shape))
    case .integer:
      let integers = try Self.array(tensor.integers, tensor.count, of: what)
      try add(ExampleTensor(name, integers: integers, shape: shape))
    case nil:
      throw Self.reject("\(what): elements of kind \(tensor.element) are unknown")
    }
  }
}
