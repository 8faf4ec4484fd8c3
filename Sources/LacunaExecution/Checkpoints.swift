import LacunaPrograms

/// States of a training run that are kept to come back to.
///
/// Each holds the constant terms of the first tensors of a layout and, where wanted, the slots of a block of
/// lanes. Not to be used by two threads at a time.
public final class Checkpoints {
  /// The number of states that can be kept.
  public let count: Int
  private let layout: StateLayout
  private let primalBytes: Int
  private let slotBytes: Int
  private let stride: Int
  private let memory: AlignedMemory

  /// Room for checkpoints.
  ///
  /// - Parameters:
  ///   - count: how many states.
  ///   - layout: where the state lies.
  ///   - tensors: how many of its tensors, from the first, belong to a state.
  ///   - holdingLanes: whether the slots of a block of lanes are kept, or the constant terms alone.
  ///   - folder: where a file for them is made; nil for memory.
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)`` or ``ExecutionError/spill(folder:bytes:reason:)``.
  public init(
    _ count: Int,
    of layout: StateLayout,
    tensors: Int,
    holdingLanes: Bool,
    inFileOf folder: String? = nil
  ) throws(ExecutionError) {
    self.count = count
    self.layout = layout
    (primalBytes, slotBytes) = Self.parts(layout, tensors, holdingLanes)
    stride = primalBytes + slotBytes
    let bytes = count * stride
    memory =
      if let folder { try AlignedMemory(bytes: bytes, inFileOf: folder) } else {
        try AlignedMemory(bytes: bytes)
      }
  }

  /// The bytes of one checkpoint.
  public static func bytes(of layout: StateLayout, tensors: Int, holdingLanes: Bool) -> Int {
    let parts = parts(layout, tensors, holdingLanes)
    return parts.primal + parts.slots
  }

  private static func parts(
    _ layout: StateLayout,
    _ tensors: Int,
    _ holdingLanes: Bool
  ) -> (primal: Int, slots: Int) {
    guard tensors < layout.tensors.count else {
      return (layout.primalBytes, holdingLanes ? layout.blockBytes : 0)
    }
    let next = layout.tensors[tensors]
    return (next.sharedOffset, holdingLanes ? next.varyingOffset : 0)
  }

  /// Keeps the state of a workspace.
  public func save(_ workspace: Workspace, block: Int = 0, at number: Int) {
    let place = memory.base + number * stride
    place.copyMemory(from: workspace.memory.primal.base, byteCount: primalBytes)
    guard slotBytes > 0 else { return }
    (place + primalBytes).copyMemory(
      from: workspace.memory.blocks[block].base,
      byteCount: slotBytes
    )
  }

  /// Makes a kept state that of a workspace.
  public func restore(_ number: Int, to workspace: Workspace, block: Int = 0) {
    let place = memory.base + number * stride
    workspace.memory.primal.base.copyMemory(from: place, byteCount: primalBytes)
    guard slotBytes > 0 else { return }
    workspace.memory.blocks[block].base.copyMemory(
      from: place + primalBytes,
      byteCount: slotBytes
    )
  }
}

extension Workspace {
  /// The constant terms of a state tensor as they lie in memory, to be attached to plans.
  ///
  /// They change with the state.
  ///
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func primalData(_ name: String) throws(ExecutionError) -> InputData {
    guard let tensor = layout[name], layout.ring.hasPrimal else {
      throw .unknownName(kind: "state tensor", name: name, available: layout.tensors.map(\.name))
    }
    return InputData(tensor.shape.count, realsAt: tensor.sharedOffset, of: memory.primal)
  }

  /// Sets a state tensor of the lane ring in a block.
  ///
  /// - Parameters:
  ///   - name: the tensor.
  ///   - block: the block.
  ///   - value: the real of an element in a lane.
  /// - Throws: ``ExecutionError/unknownName(kind:name:available:)``.
  public func setLanes(
    _ name: String,
    block: Int,
    _ value: (_ element: Int, _ lane: Int) -> Double
  ) throws(ExecutionError) {
    guard let tensor = layout[name], layout.ring == .lanes else {
      throw .unknownName(kind: "state tensor", name: name, available: layout.tensors.map(\.name))
    }
    let address = memory.blocks[block].base + tensor.varyingOffset
    let lanes = layout.precision.lanes
    for element in 0..<tensor.shape.count {
      for lane in 0..<lanes {
        layout.precision.store(value(element, lane), at: address, index: element * lanes + lane)
      }
    }
  }
}
