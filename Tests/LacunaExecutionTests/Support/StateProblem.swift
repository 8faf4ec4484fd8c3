import LacunaExecution
import LacunaPrograms
import LacunaTestSupport

/// A step from state to state, run several times by a plan and by the reference evaluator.
struct StateProblem {
  let program: Program
  /// The state, in the layout's order.
  let state: [(name: String, shape: Shape)]
  var steps = 3
  var seed: UInt64 = 1
  /// How many panels of rows the plan is to have.
  var panels: Int?

  /// A problem whose state is the program's inputs of that role.
  init(_ program: Program, steps: Int = 3, seed: UInt64 = 1) {
    self.program = program
    self.steps = steps
    self.seed = seed
    state = program.inputs.filter { $0.role == .state }.map {
      ($0.name, program.type(of: $0.value).shape)
    }
  }

  /// A problem that a closure builds; it returns nothing, but names the outputs.
  init(_ name: String, _ body: (inout ProgramBuilder) throws -> Void) throws {
    var builder = ProgramBuilder(name: name)
    try body(&builder)
    self.init(try builder.build())
  }

  func plan(_ ring: Ring, _ kernels: Kernels = .best) throws -> (Plan, StateLayout) {
    let layout = StateLayout(state, ring: ring, precision: kernels.precision)
    let plan = try Plan(
      program: program,
      ring: ring,
      precision: kernels.precision,
      instructionSet: kernels.instructionSet,
      varying: [.state, .weights],
      layout: layout,
      panels: panels
    )
    return (plan, layout)
  }

  /// The first elements at which runs over jets and the reference differ.
  func jetMismatches(
    degree: Int,
    on kernels: Kernels = .best,
    notingIn profiler: PlanProfiler? = nil
  ) throws -> [String] {
    let (plan, layout) = try plan(.jet(degree: degree), kernels)
    let workspace = try Workspace(layout: layout, plans: [plan])
    let bound = workspace.bind(plan)
    var reference = ReferenceState<ReferenceJet>(self) { random in jet(&random, degree) }
    for (name, shape) in state {
      let numbers = reference.numbers(name)
      try workspace.setState(name, numbers.map(\.primal))
      let tangents = try workspace.tangents(name)
      for (element, power, lane) in places(shape, degree, kernels) {
        let value = Symmetry(lane: lane).apply(numbers[element][power], power)
        tangents[element, power, lane] = (value.real, value.imaginary)
      }
    }
    var comparison = Comparison(precision: kernels.precision)
    for step in 0..<steps {
      let inputs = reference.inputs(step)
      try feed(bound, inputs, shared: \.primal) { role, name, numbers in
        try bound.setTangents(role, name) { element, power, lane in
          let value = Symmetry(lane: lane).apply(numbers[element][power], power)
          return (value.real, value.imaginary)
        }
      }
      if let profiler { bound.run(notingIn: profiler) } else { bound.run() }
      let outputs = try reference.advance(inputs)
      for (name, tensor) in outputs {
        let (primals, tangents) = (try bound.shared(name), try bound.tangents(name))
        for (element, jet) in tensor.numbers.enumerated() {
          comparison.check("step \(step) output \(name)[\(element)]", primals[element], jet.primal)
          for (_, power, lane) in places([], degree, kernels) {
            let found =
              tangents.isEmpty ? ReferenceComplex.zero : complex(tangents[element][power - 1][lane])
            comparison.check(
              "step \(step) output \(name)[\(element)] z^\(power) lane \(lane)",
              Symmetry(lane: lane).undo(found, power),
              jet[power]
            )
          }
        }
      }
      for (name, shape) in state {
        let (primals, tangents) = (try workspace.primal(name), try workspace.tangents(name))
        let numbers = reference.numbers(name)
        for element in 0..<shape.count {
          comparison.check(
            "step \(step) state \(name)[\(element)]",
            primals[element],
            numbers[element].primal
          )
        }
        for (element, power, lane) in places(shape, degree, kernels) {
          comparison.check(
            "step \(step) state \(name)[\(element)] z^\(power) lane \(lane)",
            Symmetry(lane: lane).undo(complex(tangents[element, power, lane]), power),
            numbers[element][power]
          )
        }
      }
      if !comparison.wrong.isEmpty { break }
    }
    return comparison.wrong
  }

  /// The first elements at which runs over lanes of reals and the reference differ.
  func laneMismatches(on kernels: Kernels = .best) throws -> [String] {
    let (plan, layout) = try plan(.lanes, kernels)
    let workspace = try Workspace(layout: layout, plans: [plan])
    let bound = workspace.bind(plan)
    // Lanes begin alike, and differ by the weights: three sets of them.
    var references = (0..<3).map { number in
      ReferenceState<Double>(self, varying: UInt64(number)) { $0.uniform(in: -1...1) }
    }
    for (name, _) in state { try workspace.setState(name, references[0].numbers(name)) }
    var comparison = Comparison(precision: kernels.precision)
    for step in 0..<steps {
      let inputs = references.map { $0.inputs(step) }
      try feed(bound, inputs[0], shared: { $0 }) { role, name, _ in
        try bound.setLanes(role, name) { element, lane in
          inputs[lane % 3][ReferenceEvaluator.Key(role, name)]?.numbers[element] ?? .nan
        }
      }
      bound.run()
      for index in references.indices {
        for (name, tensor) in try references[index].advance(inputs[index]) {
          let found = try bound.lanes(name)
          for (element, number) in tensor.numbers.enumerated() {
            for lane in stride(from: index, to: kernels.precision.lanes, by: 3) {
              comparison.check(
                "step \(step) output \(name)[\(element)] lane \(lane)",
                found[element][lane],
                number
              )
            }
          }
        }
        for (name, _) in state {
          let numbers = references[index].numbers(name)
          for lane in stride(from: index, to: kernels.precision.lanes, by: 3) {
            for (element, found) in try workspace.values(name, lane: lane).enumerated() {
              comparison.check(
                "step \(step) state \(name)[\(element)] lane \(lane)",
                found,
                numbers[element]
              )
            }
          }
        }
      }
      if !comparison.wrong.isEmpty { break }
    }
    return comparison.wrong
  }

  private func feed<Number>(
    _ bound: BoundPlan,
    _ inputs: [ReferenceEvaluator.Key: ReferenceTensor<Number>],
    shared: (Number) -> Double,
    varying: (InputRole, String, [Number]) throws -> Void
  ) throws {
    for (key, tensor) in inputs where key.role != .state {
      if tensor.element == .integer {
        try bound.setIntegers(key.role, key.name, tensor.integers)
      } else {
        try bound.setShared(key.role, key.name, tensor.numbers.map(shared))
        if key.role == .weights { try varying(key.role, key.name, tensor.numbers) }
      }
    }
  }

  /// Every element and power, in two lanes: the others differ from them by signs.
  private func places(
    _ shape: Shape,
    _ degree: Int,
    _ kernels: Kernels
  ) -> [(element: Int, power: Int, lane: Int)] {
    (0..<shape.count).flatMap { element in
      (1..<degree + 1).flatMap { power in
        [1, kernels.precision.lanes - 2].map { (element, power, $0) }
      }
    }
  }

  private func complex(_ value: (re: Double, im: Double)) -> ReferenceComplex {
    ReferenceComplex(value.re, value.im)
  }

  private func jet(_ random: inout SplitMix64, _ degree: Int) -> ReferenceJet {
    let primal = random.uniform(in: -1...1)
    return ReferenceJet(
      primal: primal,
      tangents: (0..<degree).map { _ in
        ReferenceComplex(random.uniform(in: -0.3...0.3), random.uniform(in: -0.3...0.3))
      }
    )
  }
}

/// Collects the first few differences.
struct Comparison {
  let precision: Precision
  private(set) var wrong: [String] = []

  init(precision: Precision) { self.precision = precision }

  mutating func check(_ place: String, _ found: Double, _ expected: Double) {
    check(place, ReferenceComplex(found), ReferenceComplex(expected))
  }

  /// Wrong memory makes differences of the size of the numbers, rounding in a few steps none near these.
  mutating func check(_ place: String, _ found: ReferenceComplex, _ expected: ReferenceComplex) {
    let tolerance = precision == .float64 ? 1e-10 : 1e-3
    let isNear = (found - expected).magnitude <= tolerance * (1 + expected.magnitude)
    if !isNear, wrong.count < 4 {
      wrong.append("\(place): found \(found), expected \(expected)")
    }
  }
}
