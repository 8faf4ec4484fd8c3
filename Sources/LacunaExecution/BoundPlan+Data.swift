import LacunaPrograms

/// Feeding a plan and reading what it made. Numbers are doubles here, whatever the precision.
extension BoundPlan {
  /// Feeds an input that all lanes share: a real one's constant term, or an integer one.
  ///
  /// - Throws: ``ExecutionError`` for an input the program does not have, or another number of elements.
  public func setShared(
    _ role: InputRole,
    _ name: String,
    _ values: [Double]
  ) throws(ExecutionError) {
    let view = try input(role, name, .real, count: values.count)
    guard let shared = view.storage.shared else {
      try setLanes(role, name) { element, _ in values[element] }
      return
    }
    let address = address(of: shared.buffer)
    plan.precision.store(values, at: address)
    if let varying = view.storage.varying {
      clear(varying)
    }
  }

  /// Feeds an integer input.
  ///
  /// - Throws: ``ExecutionError/indexOutOfRange(input:position:found:limit:)`` for an index outside the
  ///   axis that it is for.
  public func setIntegers(
    _ role: InputRole,
    _ name: String,
    _ values: [Int64]
  ) throws(ExecutionError) {
    let found = try input(role, name, .integer, count: values.count)
    if let limit = plan.indexLimits[found.number] {
      for (position, value) in values.enumerated() where !(0..<Int64(limit) ~= value) {
        throw .indexOutOfRange(input: name, position: position, found: value, limit: limit)
      }
    }
    guard let view = found.storage.shared else { return }
    address(of: view.buffer).copyMemory(from: values, byteCount: values.count * 8)
  }

  /// Feeds an input of the lane ring: a real for each element and lane.
  ///
  /// - Throws: ``ExecutionError`` for an input the program does not have.
  public func setLanes(
    _ role: InputRole,
    _ name: String,
    _ value: (_ element: Int, _ lane: Int) -> Double
  ) throws(ExecutionError) {
    let number = try input(role, name, .real, count: nil).number
    setLanes(PlanInput(number: number, name: name), value)
  }

  /// Feeds the tangents of an input of a jet ring: for each element, coefficient 1…d and lane a complex
  /// number.
  ///
  /// - Throws: ``ExecutionError`` for an input the program does not have.
  public func setTangents(
    _ role: InputRole,
    _ name: String,
    _ value: (_ element: Int, _ coefficient: Int, _ lane: Int) -> (re: Double, im: Double)
  ) throws(ExecutionError) {
    let storage = try input(role, name, .real, count: nil).storage
    guard let view = storage.varying, case .jet(let degree) = plan.ring else { return }
    TangentArray(address: address(of: view.buffer), precision: plan.precision, degree: degree)
      .fill(elements: view.shape.reduce(1, *), value)
  }

  /// The real that all lanes share of an output: the primal, in a jet ring.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func shared(_ name: String) throws(ExecutionError) -> [Double] {
    guard let view = try output(name).shared else { return try lanes(name).map { $0.first ?? 0 } }
    let address = address(of: view.buffer)
    return view.elementOffsets.map { plan.precision.load(at: address, index: $0) }
  }

  /// The elements of an integer output, which all lanes share.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func integers(_ name: String) throws(ExecutionError) -> [Int64] {
    guard let view = try output(name).shared else { return [] }
    let address = address(of: view.buffer)
    return view.elementOffsets.map { address.load(fromByteOffset: $0 * 8, as: Int64.self) }
  }

  /// An output of the lane ring: for each element, a real for each lane.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func lanes(_ name: String) throws(ExecutionError) -> [[Double]] {
    let storage = try output(name)
    let lanes = plan.precision.lanes
    guard plan.ring == .lanes, let view = storage.varying else {
      return try shared(name).map { Array(repeating: $0, count: lanes) }
    }
    let address = address(of: view.buffer)
    return view.elementOffsets.map { element in
      (0..<lanes).map { plan.precision.load(at: address, index: element * lanes + $0) }
    }
  }

  /// The tangents of an output of a jet ring: element, then coefficient 1…d, then lane.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func tangents(_ name: String) throws(ExecutionError) -> [[[(re: Double, im: Double)]]] {
    let storage = try output(name)
    guard case .jet(let degree) = plan.ring, let view = storage.varying else { return [] }
    let array = TangentArray(
      address: address(of: view.buffer),
      precision: plan.precision,
      degree: degree
    )
    return view.elementOffsets.map { element in
      (1...degree).map { coefficient in
        (0..<plan.precision.lanes).map { array[element, coefficient, $0] }
      }
    }
  }

  func input(
    _ role: InputRole,
    _ name: String,
    _ element: ElementType,
    count: Int?
  ) throws(ExecutionError) -> (number: Int, storage: Storage) {
    let fitting = plan.program.inputs.indices.filter {
      let input = plan.program.inputs[$0]
      return input.role == role && plan.program.type(of: input.value).element == element
    }
    guard let number = fitting.first(where: { plan.program.inputs[$0].name == name }),
      let storage = plan.storage[plan.program.inputs[number].value.index]
    else {
      throw .unknownName(
        kind: "\(element.rawValue) \(role.rawValue) input",
        name: name,
        available: fitting.map { plan.program.inputs[$0].name }
      )
    }
    let expected = plan.program.type(of: plan.program.inputs[number].value).shape.count
    if let count, count != expected {
      throw .elementCount(input: name, found: count, expected: expected)
    }
    return (number, storage)
  }

  private func output(_ name: String) throws(ExecutionError) -> Storage {
    guard let number = plan.program.outputs.firstIndex(where: { $0.name == name }) else {
      throw .unknownName(kind: "output", name: name, available: plan.program.outputs.map(\.name))
    }
    return plan.outputs[number]
  }

  private func clear(_ view: View) {
    let buffer = plan.buffers[view.buffer.index]
    address(of: view.buffer).initializeMemory(as: UInt8.self, repeating: 0, count: buffer.bytes)
  }
}

extension View {
  /// The position in the buffer of each element in row-major order.
  var elementOffsets: [Int] {
    var offsets = [offset]
    for (extent, stride) in zip(shape, strides) {
      offsets = offsets.flatMap { base in (0..<extent).map { base + $0 * stride } }
    }
    return offsets
  }
}
