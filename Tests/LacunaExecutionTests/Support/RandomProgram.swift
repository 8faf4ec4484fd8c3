import LacunaPrograms
import LacunaTestSupport

/// A random step over random state: movement, elementwise functions, products, reductions and indexing, some
/// of whose results are the new state.
///
/// Results are kept near one by functions that are bounded there, and nothing divides or branches on what
/// rounding could turn.
struct RandomProgram {
  private var builder: ProgramBuilder
  private var random: SplitMix64
  private var values: [ValueID] = []
  private var indices: [ValueID] = []
  private var names: [(name: String, shape: Shape)] = []

  /// The problem of a seed.
  static func problem(seed: UInt64) throws -> StateProblem {
    var made = RandomProgram(seed: seed)
    try made.declare()
    for _ in 0..<made.count(in: 4...24) { try made.grow() }
    try made.finish()
    return StateProblem(try made.builder.build(), seed: seed)
  }

  private init(seed: UInt64) {
    builder = ProgramBuilder(name: "random \(seed)")
    random = SplitMix64(seed: seed)
  }

  private mutating func count(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.next() % UInt64(range.count))
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(random.next() % UInt64(elements.count))]
  }

  private mutating func shape() -> Shape {
    // Some large enough that streams are cut into pieces.
    pick([
      [], [1], [4], [3, 5], [5, 3], [2, 3, 4], [11, 13], [13, 11], [150], [3, 1], [1, 5],
    ])
  }

  private mutating func declare() throws {
    let large = shape()
    for number in 0..<count(in: 1...4) {
      // Several of one shape, so that they can change places.
      let shape = number < 2 ? large : shape()
      names.append(("s\(number)", shape))
      values.append(try builder.input(.state, "s\(number)", type: .real(shape)))
    }
    values.append(try builder.input(.weights, "weights", type: .real(large)))
    values.append(try builder.input(.weights, "factor", type: .real([])))
    values.append(try builder.input(.batch, "x", type: .real(large)))
    values.append(try builder.filled(0.75, large))
    indices.append(try builder.input(.batch, "rows", type: .integer([3, 2])))
    indices.append(try builder.append(.constant(Literal(integers: [1, 0, 1, 1], shape: [4]))))
  }

  private mutating func grow() throws {
    let x = pick(values)
    let shape = builder.shape(of: x)
    switch count(in: 0...9) {
    case 0...2: values.append(try combine(x, shape))
    case 3: values.append(try builder.unary(pick([.tanh, .sin, .gelu, .negate, .sigmoid]), x))
    case 4: values.append(try builder.scale(x, pick([0.5, -1, 0.25, -0.75])))
    case 5, 6: values.append(try move(x, shape))
    case 7: values.append(try contract(x, shape))
    case 8: values.append(try index(x, shape))
    default:
      guard shape.rank > 0 else { return }
      let axes = (0..<shape.rank).filter { _ in random.next().isMultiple(of: 2) }
      let sum = try builder.sum(x, axes: axes.isEmpty ? [shape.rank - 1] : axes)
      values.append(try builder.scale(sum, 1 / Double(shape.count)))
    }
  }

  private mutating func combine(_ x: ValueID, _ shape: Shape) throws -> ValueID {
    let fitting = values.filter { Shape.broadcast(builder.shape(of: $0), shape) != nil }
    let y = pick(fitting)
    switch count(in: 0...4) {
    case 0: return try builder.scale(builder.add(x, y), 0.5)
    case 1: return try builder.subtract(builder.scale(x, 0.5), y)
    case 2: return try builder.add(x, builder.scale(y, 0.25))
    case 3: return try builder.add(x, builder.number(0.5))
    default: return try builder.multiply(x, builder.unary(.tanh, y))
    }
  }

  private mutating func move(_ x: ValueID, _ shape: Shape) throws -> ValueID {
    let d = shape.dimensions
    switch count(in: 0...5) {
    case 0:
      return try builder.append(.transpose(Array(d.indices).shuffled(using: &random)), x)
    case 1:
      let target = pick([[shape.count], d.reversed(), [1] + d, d + [1]])
      return try builder.append(.reshape(target.count > 6 ? [shape.count] : target), x)
    case 2 where shape.rank > 0:
      let start = d.map { count(in: 0...$0 - 1) }
      let limit = zip(start, d).map { count(in: $0 + 1...$1) }
      return try builder.append(.slice(start: start, limit: limit), x)
    case 3 where shape.count < 40 && shape.rank < 4:
      return try builder.append(.broadcast([2] + d.map { $0 == 1 ? 3 : $0 }), x)
    case 4 where shape.rank > 0 && shape.count < 200:
      return try builder.append(.pad(low: d.map { _ in 1 }, high: d.map { _ in 0 }), x)
    case 5 where shape.rank > 0 && shape.count < 200:
      let y = pick(values.filter { builder.shape(of: $0) == shape })
      return try builder.append(.concatenate(axis: count(in: 0...shape.rank - 1)), x, y)
    default:
      return try builder.append(.stopGradient, x)
    }
  }

  private mutating func contract(_ x: ValueID, _ shape: Shape) throws -> ValueID {
    guard shape.rank == 2 else { return try builder.unary(.square, builder.unary(.tanh, x)) }
    let fitting = values.filter {
      let other = builder.shape(of: $0)
      return other.rank == 2 && (other[0] == shape[1] || other[1] == shape[1])
    }
    guard !fitting.isEmpty else { return x }
    let y = pick(fitting)
    let right = builder.shape(of: y)[0] == shape[1] ? y : try builder.transposed(y)
    return try builder.scale(builder.append(.matmul, x, right), 1 / Double(shape[1]))
  }

  private mutating func index(_ x: ValueID, _ shape: Shape) throws -> ValueID {
    let rows = pick(indices)
    if shape.rank > 0, shape[0] > 1, shape.count / shape[0] < 40 {
      return try builder.append(.gather, x, rows)
    }
    let turned = try builder.append(
      .reshape(builder.shape(of: rows).dimensions.reversed()),
      rows
    )
    indices.append(turned)
    return try builder.unary(.sin, x)
  }

  /// The new state: any value of a tensor's shape, or one made to fit; the old state among them.
  private mutating func finish() throws {
    for (name, shape) in names.shuffled(using: &random) {
      if count(in: 0...7) == 0 { continue }
      let fitting = values.filter { builder.shape(of: $0) == shape }
      let chosen = count(in: 0...2) == 0 ? pick(fitting) : fitting[fitting.count - 1]
      // Fresh elementwise work at the end of most, as optimisers have it.
      let updated = try builder.subtract(
        builder.scale(chosen, 0.5),
        builder.unary(.tanh, builder.multiply(pick(fitting), chosen))
      )
      try builder.output(name, count(in: 0...3) == 0 ? chosen : updated)
    }
    for number in 0..<count(in: 1...3) { try builder.output("y\(number)", pick(values)) }
  }
}
