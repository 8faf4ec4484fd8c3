import LacunaPrograms

/// Where the elements of a case's input are drawn from.
public enum Domain: Sendable {
  /// Normal draws.
  case signed
  /// Between 0.5 and 2.
  case positive
  /// Of both signs, at least 0.3 from zero.
  case awayFromZero
  /// All different by at least 0.1, of both signs, in random order.
  case spaced
  /// Between two numbers.
  case range(ClosedRange<Double>)
  /// These.
  case values([Double])
}

/// Builds a case: a program together with what its inputs are fed.
public struct CaseBuilder {
  /// The name of the case.
  public let name: String
  /// The program so far.
  public var program: ProgramBuilder
  private var inputs: [OperationCase.Input] = []
  private var random: SplitMix64

  /// A builder of an empty case, whose random numbers are given by its name.
  public init(name: String) {
    self.name = name
    program = ProgramBuilder(name: name)
    random = SplitMix64(name: name)
  }

  /// A real input with random elements.
  public mutating func real(
    _ name: String,
    _ shape: Shape,
    _ domain: Domain = .signed,
    role: InputRole = .state,
    varies: Bool = true
  ) throws -> ValueID {
    let drawn = draw(shape.count, domain).map { Double(Float($0)) }
    inputs.append(
      OperationCase.Input(
        role: role,
        name: name,
        type: .real(shape),
        reals: drawn,
        integers: [],
        varies: varies
      )
    )
    return try program.input(role, name, type: .real(shape))
  }

  /// An integer input.
  public mutating func integers(
    _ name: String,
    _ shape: Shape,
    _ values: [Int64],
    role: InputRole = .batch
  ) throws -> ValueID {
    inputs.append(
      OperationCase.Input(
        role: role,
        name: name,
        type: .integer(shape),
        reals: [],
        integers: values,
        varies: false
      )
    )
    return try program.input(role, name, type: .integer(shape))
  }

  /// A real literal with random elements.
  public mutating func literal(_ shape: Shape, _ domain: Domain = .signed) throws -> ValueID {
    let drawn = draw(shape.count, domain).map { Double(Float($0)) }
    return try program.append(.constant(Literal(reals: drawn, shape: shape)))
  }

  /// An operation.
  public mutating func append(
    _ operation: Operation,
    _ operands: ValueID...
  ) throws -> ValueID {
    try program.append(operation, operands: operands)
  }

  /// An output.
  public mutating func output(_ name: String, _ value: ValueID) throws {
    try program.output(name, value)
  }

  /// The finished case.
  public func build() throws -> OperationCase {
    OperationCase(name: name, program: try program.build(), inputs: inputs)
  }

  private mutating func draw(_ count: Int, _ domain: Domain) -> [Double] {
    switch domain {
    case .signed: return (0..<count).map { _ in random.normal() }
    case .positive: return (0..<count).map { _ in random.uniform(in: 0.5...2) }
    case .awayFromZero:
      return (0..<count).map { _ in
        random.uniform(in: 0.3...1.6) * (random.next().isMultiple(of: 2) ? 1 : -1)
      }
    case .spaced:
      let grid = (0..<count).map { 0.2 * (Double($0) - Double(count) / 2 + 0.25) }
      return grid.shuffled(using: &random).map { $0 + random.uniform(in: -0.04...0.04) }
    case .range(let range): return (0..<count).map { _ in random.uniform(in: range) }
    case .values(let values): return values
    }
  }
}
