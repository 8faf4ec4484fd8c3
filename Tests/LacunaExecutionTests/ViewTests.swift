import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Values that are views of others: transposed, stretched, cut, reshaped, and used by every kind of kernel.
struct ViewTests {
  private typealias Change = (inout CaseBuilder, ValueID) throws -> ValueID

  /// Views of a [4, 6] value.
  private static var views: [(name: String, make: Change)] {
    [
      ("transposed", { try $0.append(.transpose([1, 0]), $1) }),
      ("cut", { try $0.append(.slice(start: [1, 2], limit: [3, 5]), $1) }),
      ("a column", { try $0.append(.slice(start: [0, 3], limit: [4, 4]), $1) }),
      (
        "a row stretched",
        {
          try $0.append(.broadcast([4, 6]), $0.append(.slice(start: [2, 0], limit: [3, 6]), $1))
        }
      ),
      (
        "a column stretched",
        {
          try $0.append(.broadcast([4, 6]), $0.append(.slice(start: [0, 1], limit: [4, 2]), $1))
        }
      ),
      (
        "transposed and cut",
        {
          try $0.append(.slice(start: [1, 1], limit: [6, 3]), $0.append(.transpose([1, 0]), $1))
        }
      ),
      (
        "transposed and flattened",
        { try $0.append(.reshape([3, 8]), $0.append(.transpose([1, 0]), $1)) }
      ),
      (
        "stretched and flattened",
        {
          let row = try $0.append(.slice(start: [2, 0], limit: [3, 6]), $1)
          return try $0.append(.reshape([12, 2]), $0.append(.broadcast([4, 6]), row))
        }
      ),
      (
        "cut and flattened",
        {
          try $0.append(.reshape([6, 2]), $0.append(.slice(start: [0, 1], limit: [4, 4]), $1))
        }
      ),
      (
        "split and transposed",
        {
          let split = try $0.append(.reshape([4, 2, 3]), $1)
          return try $0.append(.reshape([8, 3]), $0.append(.transpose([1, 0, 2]), split))
        }
      ),
      (
        "its first element everywhere",
        {
          let first = try $0.append(.slice(start: [3, 5], limit: [4, 6]), $1)
          return try $0.append(.broadcast([3, 5]), first)
        }
      ),
    ]
  }

  /// What kernels are given views for; the operand has two axes.
  private static var uses: [(name: String, make: Change)] {
    [
      ("tanh", { try $0.append(.unary(.tanh), $1) }),
      ("the value itself", { c, x in x }),
      ("square", { try $0.append(.unary(.square), $1) }),
      ("sum with a number, then exp", plusNumber),
      ("quotient", { try $0.program.binary(.divide, $0.program.number(2), plusNumber(&$0, $1)) }),
      (
        "product with its tanh",
        { try $0.append(.binary(.multiply), $1, $0.append(.unary(.tanh), $1)) }
      ),
      ("maximum with a constant", { try $0.program.binary(.maximum, $1, $0.program.number(0.1)) }),
      ("maximum along a row", { try $0.append(.reduce(.maximum, axes: [1]), $1) }),
      ("sum along columns", { try $0.append(.reduce(.sum, axes: [0]), $1) }),
      ("softmax", { try $0.append(.softmax, $1) }),
      ("log-softmax", { try $0.append(.logSoftmax, $1) }),
      ("product with itself turned", product),
      ("gathered rows", { try $0.append(.gather, $1, $0.integers("rows", [3], [1, 0, 1])) }),
      ("one element a row", picked),
      ("padded", { try $0.append(.pad(low: [1, 0], high: [0, 2]), $1) }),
      ("doubled", { try $0.append(.concatenate(axis: 1), $1, $1) }),
      ("rows added up", scattered),
    ]
  }

  @Test(arguments: [2, 6])
  func `every use of every view is what the reference says`(degree: Int) throws {
    try withEvery("case", in: try Self.cases()) { operationCase in
      let prepared = try operationCase.byRole()
      let reference = try ReferenceRun(of: prepared, degree: degree)
      let run = try JetRun(prepared, inputs: reference.inputs, degree: degree)
      let wrong = reference.mismatches(epsilon: 0x1p-53) { output, element, power in
        run.coefficient(output, element, power, lane: 0)
      }
      #expect(wrong.isEmpty, "\(Trace.current)")
    }
  }

  @Test(arguments: Kernels.all)
  func `every use of every view over lanes is what the reference says`(kernels: Kernels) throws {
    try withEvery("case", in: try Self.cases()) { operationCase in
      let prepared = try operationCase.byRole()
      let lanes = (0..<3).map { prepared.perturbed(seed: $0 + 1) }
      let run = try LaneRun(prepared.program, lanes: lanes.map(\.inputs), on: kernels)
      for (lane, perturbed) in lanes.enumerated() {
        let wrong = try ReferenceRun(of: perturbed, degree: 0).mismatches(
          epsilon: kernels.precision.epsilon
        ) { output, element, _ in
          ReferenceComplex(run.outputs[output]?[element][lane] ?? .nan)
        }
        #expect(wrong.isEmpty, "\(Trace.current), lane \(lane)")
      }
    }
  }

  @Test func `indices that were moved pick what they say`() throws {
    var builder = CaseBuilder(name: "moved indices")
    let rows = try builder.integers("rows", [2, 3], [4, 0, 1, 3, 2, 4])
    let table = try builder.real("table", [5, 2])
    let literal = try builder.append(.constant(Literal(integers: [3, 0], shape: [2, 1])))
    let moved: [(String, ValueID)] = [
      ("transposed", try builder.append(.transpose([1, 0]), rows)),
      ("cut", try builder.append(.slice(start: [0, 1], limit: [2, 3]), rows)),
      ("stretched", try builder.append(.broadcast([2, 2, 3]), rows)),
      ("literal stretched", try builder.append(.broadcast([2, 3]), literal)),
      ("joined", try builder.append(.concatenate(axis: 1), rows, literal)),
      (
        "turned and flattened",
        try builder.append(.reshape([6]), builder.append(.transpose([1, 0]), rows))
      ),
    ]
    for (name, indices) in moved {
      try builder.output("gather " + name, builder.append(.gather, table, indices))
      let shape = builder.program.shape(of: indices)
      let row = try builder.append(.reshape([10]), table)
      let wide = try builder.append(.broadcast(shape.dimensions + [10]), row)
      try builder.output("take " + name, builder.append(.takeAlongAxis, wide, indices))
      let picked = try builder.append(.takeAlongAxis, wide, indices)
      try builder.output(
        "put " + name,
        builder.append(.putAlongAxis(size: 5), picked, indices)
      )
      try builder.output(
        "scatter " + name,
        builder.append(.scatterAdd(rows: 6), picked, indices)
      )
    }
    let moving = try builder.build().byRole()
    let reference = try ReferenceRun(of: moving, degree: 2)
    try withEvery("kernels", in: Kernels.all) { kernels in
      let run = try JetRun(moving, inputs: reference.inputs, degree: 2, on: kernels)
      let wrong = reference.mismatches(epsilon: kernels.precision.epsilon) {
        run.coefficient($0, $1, $2, lane: 0)
      }
      #expect(wrong.isEmpty, "\(Trace.current)")
    }
  }

  private static func cases() throws -> [OperationCase] {
    try views.flatMap { view in
      try uses.map { use in
        var builder = CaseBuilder(name: "\(use.name) of x \(view.name)")
        let x = try builder.real("x", [4, 6], .spaced)
        let scaled = try builder.program.scale(x, 0.25)
        for (name, value) in [("direct", x), ("computed", scaled)] {
          let viewed = try view.make(&builder, value)
          try builder.output(name, use.make(&builder, viewed))
        }
        return try builder.build()
      }
    }
  }

  private static func plusNumber(_ c: inout CaseBuilder, _ x: ValueID) throws -> ValueID {
    try c.append(.unary(.exp), c.program.add(x, c.program.number(0.5)))
  }

  private static func product(_ c: inout CaseBuilder, _ x: ValueID) throws -> ValueID {
    try c.append(.matmul, x, c.append(.transpose([1, 0]), x))
  }

  private static func picked(_ c: inout CaseBuilder, _ x: ValueID) throws -> ValueID {
    let shape = c.program.shape(of: x)
    let columns = (0..<shape[0]).map { Int64($0 % shape[1]) }
    let places = try c.integers("places", [shape[0]], columns)
    return try c.append(.takeAlongAxis, x, places)
  }

  private static func scattered(_ c: inout CaseBuilder, _ x: ValueID) throws -> ValueID {
    let count = c.program.shape(of: x)[0]
    let places = try c.integers("places", [count], (0..<count).map { Int64($0 * 5 % 3) })
    return try c.append(.scatterAdd(rows: 4), x, places)
  }
}
