import LacunaPrograms
import LacunaTestSupport

/// A random step on a mini-batch whose examples meet in sums alone, in every way that the analysis of rows knows.
///
/// Results stay near one, and nothing branches on what rounding could turn.
struct RandomRows {
  private var builder: ProgramBuilder
  private var random: SplitMix64
  /// The number of examples.
  let rows: Int
  /// Values made of rows, of the shapes [rows, 6] and [rows, 2, 3].
  private var flat: [ValueID] = []
  private var deep: [ValueID] = []
  private var matrix = ValueID(0)
  private var vector = ValueID(0)
  private var labels = ValueID(0)
  private var tokens = ValueID(0)
  private var mask = ValueID(0)

  /// The problem of a seed.
  static func problem(seed: UInt64, rows: Int) throws -> StateProblem {
    var made = RandomRows(
      builder: ProgramBuilder(name: "rows \(seed)"),
      random: SplitMix64(seed: seed),
      rows: rows
    )
    try made.declare()
    for _ in 0..<made.pick(Array(3...12)) { try made.grow() }
    try made.finish()
    return StateProblem(try made.builder.build(), steps: 2, seed: seed)
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(random.next() % UInt64(elements.count))]
  }

  private mutating func declare() throws {
    matrix = try builder.input(.state, "matrix", type: .real([6, 6]))
    vector = try builder.input(.state, "vector", type: .real([6]))
    labels = try builder.input(.batch, "labels", type: .integer([rows]))
    tokens = try builder.input(.batch, "tokens", type: .integer([rows, 3]))
    let x = try builder.input(.batch, "x", type: .real([rows, 6]))
    let weights = try builder.input(.weights, "weights", type: .real([rows]))
    // The same for all steps, but not for all rows.
    let numbers = (0..<rows * 6).map { Double($0 % 5) / 5 - 0.4 }
    mask = try builder.append(.constant(Literal(reals: numbers, shape: [rows, 6])))
    let column = try builder.append(.reshape([rows, 1]), weights)
    flat = [x, try builder.multiply(x, column), try builder.append(.matmul, x, matrix)]
    deep = [
      try builder.append(.reshape([rows, 2, 3]), x),
      try builder.append(
        .reshape([rows, 2, 3]),
        builder.append(.gather, matrix, labels)
      ),
    ]
  }

  private mutating func grow() throws {
    let (x, y) = (pick(flat), pick(deep))
    switch pick(Array(0...13)) {
    case 0: flat.append(try builder.scale(builder.append(.matmul, x, matrix), 1.0 / 6))
    case 1: flat.append(try builder.multiply(builder.unary(.tanh, x), vector))
    case 2: flat.append(try builder.unary(pick([.tanh, .sigmoid, .sin, .gelu, .negate]), x))
    case 3: flat.append(try builder.append(pick([.softmax, .logSoftmax]), x))
    case 4: flat.append(try builder.subtract(builder.scale(x, 0.5), pick(flat)))
    case 5: flat.append(try builder.multiply(builder.unary(.sin, x), mask))
    case 6: flat.append(try builder.append(.reshape([rows, 6]), y))
    case 7: deep.append(try builder.append(.reshape([rows, 2, 3]), x))
    case 8: deep.append(try attention(y, pick(deep)))
    case 9: deep.append(try turned(y))
    case 10: flat.append(try picked(x))
    case 11: flat.append(try looked())
    case 12: flat.append(try padded(x))
    default: flat.append(try tokenwise(y))
    }
  }

  /// (a bᵀ) b for each example.
  private mutating func attention(_ a: ValueID, _ b: ValueID) throws -> ValueID {
    let scores = try builder.append(.matmul, a, builder.append(.transpose([0, 2, 1]), b))
    return try builder.append(.matmul, builder.append(.softmax, scores), b)
  }

  /// Through an order of axes in which examples come last.
  private mutating func turned(_ x: ValueID) throws -> ValueID {
    let turned = try builder.append(.transpose([2, 1, 0]), builder.unary(.tanh, x))
    let sum = try builder.sum(turned, axes: [1])
    let stretched = try builder.append(
      .broadcast([3, 2, rows]),
      builder.append(.reshape([3, 1, rows]), sum)
    )
    let mixed = try builder.append(.concatenate(axis: 0), turned, stretched)
    let some = try builder.append(
      .slice(start: [2, 0, 0], limit: [5, 2, rows]),
      mixed
    )
    return try builder.scale(builder.append(.transpose([2, 1, 0]), some), 0.25)
  }

  /// The labelled element of each row, put back.
  private mutating func picked(_ x: ValueID) throws -> ValueID {
    let taken = try builder.append(.takeAlongAxis, x, labels)
    return try builder.append(.putAlongAxis(size: 6), builder.unary(.sin, taken), labels)
  }

  private mutating func padded(_ x: ValueID) throws -> ValueID {
    let inside = try builder.append(.slice(start: [0, 1], limit: [rows, 5]), x)
    return try builder.append(.pad(low: [0, 2], high: [0, 0]), inside)
  }

  /// Two tokens of three numbers each, all of them rows of one matrix.
  private mutating func tokenwise(_ x: ValueID) throws -> ValueID {
    let tokens = try builder.append(.reshape([rows * 2, 3]), x)
    let part = try builder.append(.slice(start: [0, 0], limit: [3, 3]), matrix)
    let product = try builder.scale(builder.append(.matmul, tokens, part), 1.0 / 3)
    return try builder.append(.reshape([rows, 6]), product)
  }

  /// Rows of two numbers, of which three tokens make six.
  private mutating func looked() throws -> ValueID {
    let table = try builder.append(.slice(start: [0, 0], limit: [6, 2]), matrix)
    return try builder.append(.reshape([rows, 6]), builder.append(.gather, table, tokens))
  }

  /// Sums over all examples, in every way there is, into the state.
  private mutating func finish() throws {
    let count = Double(rows * 6)
    let (x, y, z) = (pick(flat), flat[flat.count - 1], pick(deep))
    let outer = try builder.append(.matmul, builder.transposed(x), y)
    let masked = try builder.append(.matmul, builder.transposed(mask), y)
    let scattered = try builder.append(.scatterAdd(rows: 6), x, labels)
    let tokens = try builder.append(.reshape([rows * 2, 3]), z)
    let inner = try builder.append(.matmul, builder.transposed(tokens), tokens)
    let total = try builder.append(.pad(low: [3, 0], high: [0, 3]), inner)
    var change = try builder.add(outer, masked)
    change = try builder.add(change, builder.add(scattered, total))
    try builder.output(
      "matrix",
      builder.subtract(builder.scale(matrix, 0.5), builder.scale(change, 1 / count))
    )
    let sum = try builder.sum(builder.add(y, pick(flat)), axes: [0])
    try builder.output("vector", builder.unary(.tanh, builder.scale(sum, 1 / count)))
    try builder.output("all", builder.sum(builder.unary(.square, z), axes: [0, 1, 2]))
    try builder.output("norm", builder.sum(builder.unary(.square, matrix), axes: [0, 1]))
  }
}
