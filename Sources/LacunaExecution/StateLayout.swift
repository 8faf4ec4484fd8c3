import LacunaPrograms

/// Where the tensors of a learner's state lie in memory, the same for all plans of a run.
public struct StateLayout: Sendable {
  /// A tensor of the state.
  public struct Tensor: Sendable {
    /// Its name.
    public let name: String
    /// Its shape.
    public let shape: Shape
    /// Byte offset of the primal, in a jet ring.
    let sharedOffset: Int
    /// Byte offset of the slots.
    let varyingOffset: Int
  }

  /// The tensors, in the order given.
  public let tensors: [Tensor]
  /// The ring.
  public let ring: Ring
  /// The floating-point format.
  public let precision: Precision
  /// The bytes of the whole state.
  public let bytes: Int

  private let positions: [String: Int]

  /// A layout of tensors, one after the other.
  public init(_ tensors: [(name: String, shape: Shape)], ring: Ring, precision: Precision) {
    var offset = 0
    var placed: [Tensor] = []
    func take(_ bytes: Int) -> Int {
      defer { offset += Alignment.roundUp(bytes) }
      return offset
    }
    for (name, shape) in tensors {
      let shared = ring.hasPrimal ? take(shape.count * precision.bytes) : 0
      let varying = take(shape.count * ring.slots * Alignment.slot)
      placed.append(
        Tensor(name: name, shape: shape, sharedOffset: shared, varyingOffset: varying)
      )
    }
    self.tensors = placed
    self.ring = ring
    self.precision = precision
    bytes = offset
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
