/// The written form of operations: a name, integer attributes and real attributes.
///
/// The text form and the plugin interface share it. `input` and `constant` carry more than numbers and
/// are written by their own rules.
extension Operation {
  /// The name in the text form and in the plugin interface.
  public var name: String {
    switch self {
    case .input: "input"
    case .constant: "constant"
    case .unary(let function): function.rawValue
    case .power: "power"
    case .binary(let function): function.rawValue
    case .select: "select"
    case .stopGradient: "stop_gradient"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .broadcast: "broadcast"
    case .slice: "slice"
    case .pad: "pad"
    case .concatenate: "concatenate"
    case .reduce(let function, _): function.rawValue
    case .matmul: "matmul"
    case .gather: "gather"
    case .scatterAdd: "scatter_add"
    case .takeAlongAxis: "take_along_axis"
    case .putAlongAxis: "put_along_axis"
    case .softmax: "softmax"
    case .logSoftmax: "log_softmax"
    case .cholesky: "cholesky"
    case .triangularSolve: "triangular_solve"
    }
  }

  /// The integer attributes, in the order in which `init(name:integers:reals:)` takes them.
  public var integers: [Int] {
    switch self {
    case .reshape(let shape), .broadcast(let shape): shape
    case .transpose(let permutation): permutation
    case .slice(let start, let limit): start + limit
    case .pad(let low, let high): low + high
    case .concatenate(let axis): [axis]
    case .reduce(_, let axes): axes
    case .scatterAdd(let rows): [rows]
    case .putAlongAxis(let size): [size]
    case .triangularSolve(let upper, let transposed): [upper ? 1 : 0, transposed ? 1 : 0]
    default: []
    }
  }

  /// The real attributes.
  public var reals: [Double] {
    if case .power(let exponent) = self { [exponent] } else { [] }
  }

  /// The operation with a written form.
  ///
  /// - Throws: ``ProgramError/unknownOperation(name:)`` for a name that is not in the table,
  ///   ``ProgramError/badAttributes(operation:found:expected:)`` for attributes of the wrong number.
  public init(name: String, integers: [Int], reals: [Double]) throws(ProgramError) {
    guard let template = Self.templates[name] else {
      throw .unknownOperation(name: name)
    }
    self = try template.filled(name: name, integers: integers, reals: reals)
  }

  /// Every operation that has a written form, by name, with empty attributes.
  static let templates: [String: Operation] = {
    var all: [Operation] = [
      .power(1), .select, .stopGradient, .reshape([]), .transpose([]), .broadcast([]),
      .slice(start: [], limit: []), .pad(low: [], high: []), .concatenate(axis: 0), .matmul,
      .gather, .scatterAdd(rows: 1), .takeAlongAxis, .putAlongAxis(size: 1), .softmax, .logSoftmax,
      .cholesky, .triangularSolve(upper: false, transposed: false),
    ]
    all += UnaryFunction.allCases.map { .unary($0) }
    all += BinaryFunction.allCases.map { .binary($0) }
    all += ReductionFunction.allCases.map { .reduce($0, axes: []) }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  /// The names of all operations that a program can be built from, in ascending order.
  public static var names: [String] { templates.keys.sorted() }

  private func filled(
    name: String,
    integers: [Int],
    reals: [Double]
  ) throws(ProgramError) -> Operation {
    func expect(
      _ condition: Bool,
      _ expected: String
    ) throws(ProgramError) {
      guard condition else {
        throw .badAttributes(
          operation: name,
          found: "\(integers.count) integers and \(reals.count) reals",
          expected: expected
        )
      }
    }
    if case .power = self {
      try expect(integers.isEmpty && reals.count == 1, "one real, the exponent")
      return .power(reals[0])
    }
    try expect(reals.isEmpty, "no reals")
    let half = integers.count / 2
    switch self {
    case .reshape: return .reshape(integers)
    case .broadcast: return .broadcast(integers)
    case .transpose: return .transpose(integers)
    case .slice:
      try expect(integers.count.isMultiple(of: 2), "the starts, then as many limits")
      return .slice(start: Array(integers[..<half]), limit: Array(integers[half...]))
    case .pad:
      try expect(integers.count.isMultiple(of: 2), "zeros before, then zeros after, an axis")
      return .pad(low: Array(integers[..<half]), high: Array(integers[half...]))
    case .concatenate:
      try expect(integers.count == 1, "one integer, the axis")
      return .concatenate(axis: integers[0])
    case .reduce(let function, _): return .reduce(function, axes: integers)
    case .scatterAdd:
      try expect(integers.count == 1, "one integer, the number of rows")
      return .scatterAdd(rows: integers[0])
    case .putAlongAxis:
      try expect(integers.count == 1, "one integer, the size of the axis")
      return .putAlongAxis(size: integers[0])
    case .triangularSolve:
      try expect(
        integers.count == 2 && integers.allSatisfy { $0 == 0 || $0 == 1 },
        "two flags, upper and transposed"
      )
      return .triangularSolve(upper: integers[0] == 1, transposed: integers[1] == 1)
    default:
      try expect(integers.isEmpty, "no integers")
      return self
    }
  }
}
