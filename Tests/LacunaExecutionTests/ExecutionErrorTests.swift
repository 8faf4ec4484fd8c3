import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Every error of planning and feeding, once, with its text.
struct ExecutionErrorTests {
  @Test(arguments: [0, -3])
  func `jets have a positive degree`(degree: Int) throws {
    let program = try sample()
    #expect(
      message { _ = try plan(program, .jet(degree: degree)) }
        == "the degree of a jet is \(degree), expected at least 1"
    )
  }

  @Test func `inputs and outputs are known by name`() throws {
    let bound = try bind(.jet(degree: 2))
    #expect(
      message { try bound.setShared(.state, "tabel", []) }
        == "no real state input is named 'tabel'; there are: table"
    )
    #expect(
      message { try bound.setShared(.batch, "table", []) }
        == "no real batch input is named 'table'; there are: x"
    )
    #expect(
      message { try bound.setTangents(.weights, "w") { _, _, _ in (0, 0) } }
        == "no real weights input is named 'w'; there are: "
    )
    #expect(
      message { try bound.setLanes(.base, "w") { _, _ in 0 } }
        == "no real base input is named 'w'; there are: "
    )
    #expect(
      message { _ = try bound.shared("z") } == "no output is named 'z'; there are: y, picked"
    )
    #expect(
      message { _ = try bound.lanes("z") } == "no output is named 'z'; there are: y, picked"
    )
    #expect(
      message { _ = try bound.tangents("z") } == "no output is named 'z'; there are: y, picked"
    )
  }

  @Test func `data has as many elements as its input`() throws {
    for ring in [Ring.jet(degree: 2), .lanes] {
      let bound = try bind(ring)
      #expect(
        message { try bound.setShared(.state, "table", [1, 2, 3]) }
          == "input 'table': 3 elements, expected 8"
      )
      #expect(
        message { try bound.setShared(.batch, "x", [1, 2, 3]) }
          == "input 'x': 3 elements, expected 2"
      )
      #expect(
        message { try bound.setIntegers(.batch, "rows", []) }
          == "input 'rows': 0 elements, expected 3"
      )
    }
  }

  @Test func `kinds of data go with kinds of inputs`() throws {
    for ring in [Ring.jet(degree: 2), .lanes] {
      let bound = try bind(ring)
      #expect(
        message { try bound.setShared(.batch, "rows", [0, 1, 9]) }
          == "no real batch input is named 'rows'; there are: x"
      )
      #expect(
        message { try bound.setLanes(.batch, "rows") { _, _ in 9 } }
          == "no real batch input is named 'rows'; there are: x"
      )
      #expect(
        message { try bound.setTangents(.batch, "rows") { _, _, _ in (9, 9) } }
          == "no real batch input is named 'rows'; there are: x"
      )
      #expect(
        message { try bound.setIntegers(.batch, "x", [0, 1]) }
          == "no integer batch input is named 'x'; there are: rows"
      )
    }
  }

  @Test func `indices lie within the smallest axis that they are for`() throws {
    for ring in [Ring.jet(degree: 1), .lanes] {
      let bound = try bind(ring)
      // The table has four rows, but what is made of it three.
      try bound.setIntegers(.batch, "rows", [0, 1, 2])
      for (wrong, place) in [(Int64(3), 1), (-1, 0), (.max, 2), (.min, 2)] {
        var rows: [Int64] = [0, 0, 0]
        rows[place] = wrong
        #expect(
          message { try bound.setIntegers(.batch, "rows", rows) }
            == "input 'rows', element \(place): index \(wrong), expected 0 to 2"
        )
      }
    }
  }

  @Test func `state is what the layout says`() throws {
    let program = try sample()
    func layout(_ tensors: [(name: String, shape: Shape)]) -> StateLayout {
      StateLayout(tensors, ring: .lanes, precision: .float64)
    }
    #expect(
      message { _ = try plan(program, .lanes, layout([("table", [2, 4])])) }
        == "state tensor 'table' is [4, 2], expected [2, 4]"
    )
    #expect(
      message { _ = try plan(program, .lanes, layout([])) }
        == "state tensor 'table' is [4, 2], expected a tensor of the layout"
    )
    #expect(
      message { _ = try plan(program, .lanes, layout([("table", [4, 2]), ("y", [2])])) }
        == "state tensor 'y' is real[3, 2], expected real[2]"
    )
  }

  @Test func `state is known by name and number of elements`() throws {
    let tensors: [(name: String, shape: Shape)] = [("a", [2]), ("b", [])]
    for ring in [Ring.jet(degree: 1), .lanes] {
      let layout = StateLayout(tensors, ring: ring, precision: .float32)
      let workspace = try Workspace(layout: layout, plans: [])
      #expect(
        message { try workspace.setState("a", [1]) } == "input 'a': 1 elements, expected 2"
      )
      let unknown = "no state tensor is named 'c'; there are: a, b"
      #expect(message { try workspace.setState("c", [1]) } == unknown)
      #expect(message { _ = try workspace.primal("c") } == unknown)
      #expect(message { _ = try workspace.tangents("c") } == unknown)
      #expect(message { _ = try workspace.values("c", lane: 0) } == unknown)
    }
  }

  @Test func `more memory than there is is refused`() throws {
    let layout = StateLayout(
      [("huge", Shape([1 << 20, 1 << 20]))],
      ring: .jet(degree: 3),
      precision: .float64
    )
    #expect(
      message { _ = try Workspace(layout: layout, plans: []) }
        == "cannot get 422212465065984 bytes of memory; use fewer threads, a lower degree or f32"
    )
  }

  /// y = the rows of a table, of four and of three rows, plus x.
  private func sample() throws -> Program {
    var builder = ProgramBuilder(name: "sample")
    let table = try builder.input(.state, "table", type: .real([4, 2]))
    let rows = try builder.input(.batch, "rows", type: .integer([3]))
    let x = try builder.input(.batch, "x", type: .real([2]))
    let gathered = try builder.append(.gather, table, rows)
    try builder.output("y", builder.add(gathered, x))
    let part = try builder.append(.slice(start: [1, 0], limit: [4, 2]), table)
    let turned = try builder.append(.reshape([1, 3]), rows)
    try builder.output("picked", builder.append(.gather, part, turned))
    return try builder.build()
  }

  private func plan(_ program: Program, _ ring: Ring, _ layout: StateLayout? = nil) throws -> Plan {
    try Plan(
      program: program,
      ring: ring,
      precision: .float64,
      varying: [.state],
      layout: layout
    )
  }

  private func bind(_ ring: Ring) throws -> BoundPlan {
    let plan = try plan(sample(), ring)
    return try Workspace(for: plan).bind(plan)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was thrown"
    } catch let error as ExecutionError {
      return error.description
    } catch {
      return "not an ExecutionError: \(error)"
    }
  }
}
