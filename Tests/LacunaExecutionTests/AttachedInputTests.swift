import LacunaExecution
import LacunaPrograms
import Testing

/// Inputs fed by reference.
struct AttachedInputTests {
  /// The rows of a table that varies, times numbers.
  private func plan() throws -> Plan {
    var builder = ProgramBuilder(name: "rows")
    let table = try builder.input(.parameter, "table", type: .real([4, 2]))
    let rows = try builder.input(.batch, "rows", type: .integer([3]))
    let factors = try builder.input(.batch, "factors", type: .real([3, 2]))
    let gathered = try builder.append(.gather, table, rows)
    try builder.output("y", builder.binary(.multiply, gathered, factors))
    return try Plan(
      program: builder.build(),
      ring: .jet(degree: 2),
      precision: .float64,
      varying: [.parameter],
      attached: [.batch]
    )
  }

  private static let table = (0..<8).map(Double.init)

  private func message(_ data: InputData, _ name: String) throws -> String? {
    let plan = try plan()
    let bound = try Workspace(for: plan).bind(plan)
    do {
      try bound.attach(data, to: #require(plan.input(.batch, name)))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `each frame has data of its own`() throws {
    let plan = try plan()
    let layout = StateLayout([], ring: plan.ring, precision: plan.precision)
    let bound = try Workspace(layout: layout, plans: [plan], frames: 2).bind(plan)
    let (rows, factors) = (plan.input(.batch, "rows"), plan.input(.batch, "factors"))
    let picked: [[Int64]] = [[3, 0, 1], [2, 2, 0]]
    for frame in 0..<2 {
      bound.select(frame: frame, block: 0)
      try bound.attach(InputData(integers: picked[frame]), to: #require(rows))
      let numbers = Array(repeating: Double(frame + 2), count: 6)
      try bound.attach(InputData(reals: numbers, .float64), to: #require(factors))
      try bound.setShared(.parameter, "table", Self.table)
      bound.runShared()
    }
    try bound.setTangents(.parameter, "table") { element, power, lane in
      (Double(element * power), Double(lane))
    }
    for frame in [1, 0] {
      bound.select(frame: frame, block: 0)
      bound.runLanes()
      let elements = picked[frame].flatMap { [Int($0) * 2, Int($0) * 2 + 1] }
      let factor = Double(frame + 2)
      #expect(try bound.shared("y") == elements.map { factor * Self.table[$0] })
      let tangents = try bound.tangents("y")
      for (position, element) in elements.enumerated() {
        for power in 1...2 {
          let found = tangents[position][power - 1]
          #expect(found.map(\.re) == Array(repeating: factor * Double(element * power), count: 8))
          #expect(found.map(\.im) == (0..<8).map { factor * Double($0) })
        }
      }
    }
  }

  @Test func `data that does not fit is refused`() throws {
    #expect(
      try message(InputData(integers: [0, 1, 4]), "rows")
        == "input 'rows', element 2: index 4, expected 0 to 3"
    )
    #expect(
      try message(InputData(integers: [0, -1, 1]), "rows")
        == "input 'rows', element 1: index -1, expected 0 to 3"
    )
    #expect(
      try message(InputData(integers: [0, 1]), "rows") == "input 'rows': 2 elements, expected 3"
    )
    #expect(
      try message(InputData(reals: [0, 1, 2], .float64), "rows")
        == "no attached real input is named 'rows'; there are: rows, factors"
    )
    #expect(try message(InputData(integers: [3, 0, 3]), "rows") == nil)
  }
}
