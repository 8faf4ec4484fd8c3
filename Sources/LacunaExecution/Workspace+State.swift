import LacunaPrograms

/// Reading and setting the state.
extension Workspace {
  /// Sets a state tensor to the same reals in all lanes of all blocks, with zero tangents.
  ///
  /// - Throws: ``ExecutionError`` for a tensor that the layout lacks, or another number of elements.
  public func setState(_ name: String, _ values: [Double]) throws(ExecutionError) {
    let tensor = try tensor(name)
    guard values.count == tensor.shape.count else {
      throw .elementCount(input: name, found: values.count, expected: tensor.shape.count)
    }
    if layout.ring.hasPrimal {
      layout.precision.store(values, at: memory.primal.base + tensor.sharedOffset)
    }
    for block in memory.blocks {
      let slots = block.base + tensor.varyingOffset
      if layout.ring.hasPrimal {
        slots.initializeMemory(
          as: UInt8.self,
          repeating: 0,
          count: values.count * layout.ring.slots * Alignment.slot
        )
      } else {
        let lanes = layout.precision.lanes
        for (element, value) in values.enumerated() {
          for lane in 0..<lanes {
            layout.precision.store(value, at: slots, index: element * lanes + lane)
          }
        }
      }
    }
  }

  /// The constant terms of a state tensor, in a jet ring.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func primal(_ name: String) throws(ExecutionError) -> [Double] {
    let tensor = try tensor(name)
    let address = memory.primal.base + tensor.sharedOffset
    return (0..<tensor.shape.count).map { layout.precision.load(at: address, index: $0) }
  }

  /// The tangents of a state tensor in a block of lanes, in a jet ring.
  ///
  /// Valid while the workspace lives.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func tangents(
    _ name: String,
    block: Int = 0
  ) throws(ExecutionError) -> TangentArray {
    let tensor = try tensor(name)
    guard case .jet(let degree) = layout.ring else {
      throw .unknownName(kind: "tangents of state", name: name, available: [])
    }
    return TangentArray(
      address: memory.blocks[block].base + tensor.varyingOffset,
      precision: layout.precision,
      degree: degree
    )
  }

  /// The values of a state tensor in one lane of a block, in the lane ring.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func values(
    _ name: String,
    lane: Int,
    block: Int = 0
  ) throws(ExecutionError) -> [Double] {
    let tensor = try tensor(name)
    let address = memory.blocks[block].base + tensor.varyingOffset
    let lanes = layout.precision.lanes
    return (0..<tensor.shape.count).map {
      layout.precision.load(at: address, index: $0 * lanes + lane)
    }
  }

  /// Whether every number of the state is finite, in all blocks.
  ///
  /// A NaN or an infinity makes the sum of all numbers times zero a NaN.
  public var isFinite: Bool {
    memory.blocks.indices.allSatisfy { isFinite(block: $0) }
  }

  /// Whether every number of the state of a block is finite, its constant terms among them.
  public func isFinite(block: Int) -> Bool {
    isFinite(memory.primal, layout.primalBytes) && isFinite(memory.blocks[block], layout.blockBytes)
  }

  private func isFinite(_ area: AlignedMemory, _ count: Int) -> Bool {
    let bytes = UnsafeRawBufferPointer(start: area.base, count: count)
    return switch layout.precision {
    case .float64: Self.isFinite(bytes.bindMemory(to: SIMD8<Double>.self))
    case .float32: Self.isFinite(bytes.bindMemory(to: SIMD16<Float>.self))
    }
  }

  /// The state is a whole number of slots, which is what these vectors are.
  @inline(__always)
  private static func isFinite<Slot: SIMD>(_ slots: UnsafeBufferPointer<Slot>) -> Bool
  where Slot.Scalar: BinaryFloatingPoint {
    var sums = Slot(repeating: 0)
    for slot in slots { sums += slot * Slot(repeating: 0) }
    return sums.sum().isFinite
  }

  private func tensor(_ name: String) throws(ExecutionError) -> StateLayout.Tensor {
    guard let tensor = layout[name] else {
      throw .unknownName(kind: "state tensor", name: name, available: layout.tensors.map(\.name))
    }
    return tensor
  }
}

extension Workspace {
  /// The first state tensor that holds a number that is not finite, in a block.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func firstNotFinite(block: Int = 0) throws(ExecutionError) -> String? {
    for tensor in layout.tensors {
      let shared = memory.primal.base + tensor.sharedOffset
      let slots = memory.blocks[block].base + tensor.varyingOffset
      let sharedCount = layout.ring.hasPrimal ? tensor.shape.count : 0
      let slotCount = tensor.shape.count * layout.ring.slots * layout.precision.lanes
      let isFinite =
        (0..<sharedCount).allSatisfy { layout.precision.load(at: shared, index: $0).isFinite }
        && (0..<slotCount).allSatisfy { layout.precision.load(at: slots, index: $0).isFinite }
      if !isFinite { return tensor.name }
    }
    return nil
  }
}
