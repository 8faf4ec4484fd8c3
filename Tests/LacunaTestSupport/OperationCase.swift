import LacunaPrograms

/// A small program with inputs, for the tests that run over the whole table of operations.
///
/// All reals are exactly representable as `Float`, so that kernels of both precisions get the same.
public struct OperationCase: Sendable, CustomStringConvertible {
  /// An input with what it is fed.
  public struct Input: Sendable {
    /// The role.
    public let role: InputRole
    /// The name within the role.
    public let name: String
    /// Element and shape.
    public let type: ValueType
    /// The primal elements of a real input in row-major order, empty for an integer one.
    public var reals: [Double]
    /// The elements of an integer input in row-major order, empty for a real one.
    public let integers: [Int64]
    /// Whether it depends on z; an input that does not is constant in every ring.
    public let varies: Bool
  }

  /// What the case is, unique in the table.
  public let name: String
  /// The program; all its outputs are real.
  public let program: Program
  /// Its inputs, in the program's order.
  public var inputs: [Input]

  /// A case of these parts.
  public init(name: String, program: Program, inputs: [Input]) {
    self.name = name
    self.program = program
    self.inputs = inputs
  }

  /// A case that `body` builds; it returns the value that becomes the output `y`.
  init(_ name: String, _ body: (inout CaseBuilder) throws -> ValueID) throws {
    var builder = CaseBuilder(name: name)
    let value = try body(&builder)
    try builder.output("y", value)
    self = try builder.build()
  }

  /// The name.
  public var description: String { name }

  /// The inputs that depend on z.
  public var varying: [Input] { inputs.filter(\.varies) }

  /// The case with each varying element multiplied by a random number near one.
  ///
  /// Signs and domains stay; several of these make the lanes of a real ring.
  public func perturbed(seed: UInt64, by scale: Double = 0.05) -> OperationCase {
    var random = SplitMix64(seed: seed)
    var result = self
    for index in inputs.indices where inputs[index].varies {
      result.inputs[index].reals = inputs[index].reals.map {
        Double(Float($0 * (1 + random.uniform(in: -scale...scale))))
      }
    }
    return result
  }
}
