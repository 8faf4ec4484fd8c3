import LacunaPrograms

/// What learners put together from operations.
extension OperationCases {
  /// The composite cases: norms, attention, losses with their gradients, an optimiser's step.
  ///
  /// - Throws: `ProgramError` when a case does not fit the table of operations.
  public static func composites() throws -> [OperationCase] {
    try [
      OperationCase("rms-norm") { c in
        let x = try c.real("x", [4, 6])
        let mean = try c.mean(c.append(.unary(.square), x))
        let inverse = try c.append(.unary(.rsqrt), c.program.add(mean, c.program.number(1e-5)))
        return try c.program.multiply(c.program.multiply(x, inverse), c.real("gain", [6]))
      },
      OperationCase("layer-norm") { c in
        let x = try c.real("x", [4, 6])
        let centred = try c.program.subtract(x, c.mean(x))
        let variance = try c.mean(c.append(.unary(.square), centred))
        let deviation = try c.append(.unary(.sqrt), c.program.add(variance, c.program.number(1e-5)))
        let scaled = try c.program.multiply(
          c.program.binary(.divide, centred, deviation),
          c.real("gain", [6])
        )
        return try c.program.add(scaled, c.real("bias", [6]))
      },
      OperationCase("causal attention", attention),
      OperationCase("cross-entropy with its gradient", crossEntropy),
      OperationCase("cross-entropy by softmax and log") { c in
        let share = try c.append(.softmax, c.real("logits", [6, 5]))
        let targets = try c.integers("targets", [6], [0, 4, 2, 2, 1, 3])
        let logarithm = try c.append(.unary(.log), c.append(.takeAlongAxis, share, targets))
        return try c.append(.unary(.negate), c.program.sum(logarithm, axes: [0]))
      },
      OperationCase("Adam step", adam),
      OperationCase("two-layer gelu network with its gradient", network),
      OperationCase("embedding with its gradient", embedding),
      OperationCase("Gaussian likelihood", likelihood),
    ]
  }

  /// Two heads over five positions, masked by `select`.
  private static func attention(_ c: inout CaseBuilder) throws -> ValueID {
    let small = Domain.range(-0.7...0.7)
    let x = try c.real("x", [5, 4], small)
    func head(_ c: inout CaseBuilder, _ name: String) throws -> ValueID {
      let projected = try c.append(.matmul, x, c.real(name, [4, 4], small))
      return try c.append(.transpose([1, 0, 2]), c.append(.reshape([5, 2, 2]), projected))
    }
    let (query, key, value) = (
      try head(&c, "query"), try head(&c, "key"), try head(&c, "value")
    )
    let scores = try c.program.scale(
      c.append(.matmul, query, c.append(.transpose([0, 2, 1]), key)),
      0.5.squareRoot()
    )
    let visible = (0..<25).map { $0 % 5 <= $0 / 5 ? 1.0 : 0 }
    let mask = try c.append(.broadcast([2, 5, 5]), c.literal([5, 5], .values(visible)))
    let masked = try c.append(.select, mask, scores, c.program.filled(-1e9, [2, 5, 5]))
    let mixed = try c.append(.matmul, c.append(.softmax, masked), value)
    let joined = try c.append(.reshape([5, 4]), c.append(.transpose([1, 0, 2]), mixed))
    return try c.append(.matmul, joined, c.real("output", [4, 4]))
  }

  /// (1/B) Σ (weight_i) ℓ_i, and its gradient with respect to the logits.
  private static func crossEntropy(_ c: inout CaseBuilder) throws -> ValueID {
    let logits = try c.real("logits", [6, 5])
    let targets = try c.integers("targets", [6], [0, 4, 2, 2, 1, 3])
    let picked = try c.append(.takeAlongAxis, c.append(.logSoftmax, logits), targets)
    let weights = try c.real("weights", [6], .values([1, 1, 0, 1, 1, 0]), role: .weights)
    let total = try c.program.sum(c.program.multiply(picked, weights), axes: [0])
    let loss = try c.program.scale(total, -1 / 6)
    try c.output("gradient", c.program.gradient(of: loss, withRespectTo: [logits])[0])
    return loss
  }

  /// Adam with its epsilon inside the root.
  private static func adam(_ c: inout CaseBuilder) throws -> ValueID {
    let (w, g) = (try c.real("w", [5, 3]), try c.real("g", [5, 3]))
    let (m, v) = (try c.real("m", [5, 3]), try c.real("v", [5, 3], .positive))
    let rate = try c.real("rate", [], .values([0.0625]), role: .scalar, varies: false)
    let corrections = try c.real(
      "corrections",
      [2],
      .values([0.271, 0.0594]),
      role: .scalar,
      varies: false
    )
    func correction(_ c: inout CaseBuilder, _ index: Int) throws -> ValueID {
      try c.append(.reshape([]), c.append(.slice(start: [index], limit: [index + 1]), corrections))
    }
    let first = try c.program.add(c.program.scale(m, 0.9), c.program.scale(g, 0.1))
    let square = try c.append(.unary(.square), g)
    let second = try c.program.add(c.program.scale(v, 0.98), c.program.scale(square, 0.02))
    try c.output("m", first)
    try c.output("v", second)
    let mean = try c.program.binary(.divide, first, correction(&c, 0))
    let variance = try c.program.binary(.divide, second, correction(&c, 1))
    let root = try c.append(.unary(.rsqrt), c.program.add(variance, c.program.number(1e-8)))
    let change = try c.program.multiply(rate, c.program.multiply(mean, root))
    return try c.program.subtract(w, change)
  }

  /// A weighted squared error and its gradient with respect to all parameters.
  private static func network(_ c: inout CaseBuilder) throws -> ValueID {
    let x = try c.real("x", [4, 3], role: .batch, varies: false)
    let target = try c.real("target", [4, 2], role: .batch, varies: false)
    let weights = try c.real("weights", [4, 1], .values([1, 1, 0, 1]), role: .weights)
    let parameters = [
      try c.real("w1", [3, 6]), try c.real("b1", [6]), try c.real("w2", [6, 2]),
      try c.real("b2", [2]),
    ]
    let inner = try c.program.add(c.append(.matmul, x, parameters[0]), parameters[1])
    let hidden = try c.append(.unary(.gelu), inner)
    let found = try c.program.add(c.append(.matmul, hidden, parameters[2]), parameters[3])
    let error = try c.append(.unary(.square), c.program.subtract(found, target))
    let total = try c.program.sum(c.program.multiply(error, weights), axes: [0, 1])
    let loss = try c.program.scale(total, 0.25)
    let gradients = try c.program.gradient(of: loss, withRespectTo: parameters)
    for (index, gradient) in gradients.enumerated() { try c.output("gradient \(index)", gradient) }
    return loss
  }

  /// Rows of a table looked up, some of them twice, in a loss with its gradient.
  private static func embedding(_ c: inout CaseBuilder) throws -> ValueID {
    let table = try c.real("table", [5, 3])
    let rows = try c.integers("rows", [6], [2, 0, 2, 4, 2, 0])
    let found = try c.append(.unary(.tanh), c.append(.gather, table, rows))
    let scores = try c.append(.matmul, found, c.append(.transpose([1, 0]), table))
    let picked = try c.append(.takeAlongAxis, c.append(.logSoftmax, scores), rows)
    let loss = try c.program.scale(c.program.sum(picked, axes: [0]), -1 / 6)
    try c.output("gradient", c.program.gradient(of: loss, withRespectTo: [table])[0])
    return loss
  }

  /// ½ bᵀ A⁻¹ b + Σ log L_ii with A = x xᵀ + 4 I = L Lᵀ.
  private static func likelihood(_ c: inout CaseBuilder) throws -> ValueID {
    let (x, b) = (try c.real("x", [3, 4]), try c.real("b", [3, 1]))
    let ridge = try c.literal([3, 3], .values([4, 0, 0, 0, 4, 0, 0, 0, 4]))
    let product = try c.append(.matmul, x, c.append(.transpose([1, 0]), x))
    let factor = try c.append(.cholesky, c.append(.binary(.add), product, ridge))
    let solved = try c.append(.triangularSolve(upper: false, transposed: false), factor, b)
    let quadratic = try c.program.sum(c.append(.unary(.square), solved), axes: [0, 1])
    let diagonal = try c.append(
      .takeAlongAxis,
      factor,
      c.append(.constant(Literal(integers: [0, 1, 2], shape: [3])))
    )
    let logarithms = try c.program.sum(c.append(.unary(.log), diagonal), axes: [0])
    return try c.program.add(c.program.scale(quadratic, 0.5), logarithms)
  }
}

extension CaseBuilder {
  /// The mean of each row, as a last axis of one.
  fileprivate mutating func mean(_ x: ValueID) throws -> ValueID {
    let shape = program.shape(of: x)
    let last = shape.rank - 1
    let sum = try program.sum(x, axes: [last])
    let mean = try program.scale(sum, 1 / Double(shape[last]))
    return try program.append(.reshape(shape.dimensions.dropLast() + [1]), mean)
  }
}
