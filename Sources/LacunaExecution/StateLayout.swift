import LacunaPrograms

/// Where the tensors of a learner's state lie in memory, the same for all plans of a run.
///
/// The constant terms of jets, which all lanes share, lie apart from the slots, of which each block of lanes
/// has its own.
public struct StateLayout: Sendable {
  /// A tensor of the state.
  public struct Tensor: Sendable {
    /// Its name.
    public let name: String
    /// Its shape.
    public let shape: Shape
    /// Byte offset among the constant terms, in a jet ring.
    let sharedOffset: Int
    /// Byte offset among the slots of a block of lanes.
    let varyingOffset: Int
  }

  /// The tensors, in the order given.
  public let tensors: [Tensor]
  /// The ring.
  public let ring: Ring
  /// The floating-point format.
  public let precision: Precision
  /// The bytes of the constant terms, which all lanes share; none in the lane ring.
  public let primalBytes: Int
  /// The bytes of the slots of one block of lanes.
  public let blockBytes: Int

  private let positions: [String: Int]

  /// A layout of tensors, one after the other.
  public init(_ tensors: [(name: String, shape: Shape)], ring: Ring, precision: Precision) {
    var (primals, slots) = (0, 0)
    var placed: [Tensor] = []
    for (name, shape) in tensors {
      placed.append(
        Tensor(name: name, shape: shape, sharedOffset: primals, varyingOffset: slots)
      )
      if ring.hasPrimal { primals += Alignment.roundUp(shape.count * precision.bytes) }
      slots += shape.count * ring.slots * Alignment.slot
    }
    self.tensors = placed
    self.ring = ring
    self.precision = precision
    primalBytes = primals
    blockBytes = slots
    positions = Dictionary(
      placed.enumerated().map { ($0.1.name, $0.0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { positions[name].map { tensors[$0] } }
}

/// Byte arithmetic of slots.
enum Alignment {
  /// The bytes of a slot, on which every buffer is aligned.
  static let slot = 64

  static func roundUp(_ bytes: Int) -> Int { (bytes + slot - 1) / slot * slot }
}
