import LacunaExecution
import LacunaPrograms
import Testing

/// Numbers that are not finite are found wherever they are.
struct FiniteTests {
  private static let tensors: [(name: String, shape: Shape)] = [
    ("a", [3]), ("b", []), ("c", [5, 7]),
  ]

  @Test(arguments: Precision.allCases, [1, 3, 4])
  func `in tangents and primals of jets`(precision: Precision, degree: Int) throws {
    let layout = StateLayout(Self.tensors, ring: .jet(degree: degree), precision: precision)
    let workspace = try Workspace(layout: layout, plans: [])
    for (name, shape) in Self.tensors {
      let values = (0..<shape.count).map { Double($0) - 1 }
      try workspace.setState(name, values)
      #expect(workspace.isFinite)
      #expect(try workspace.firstNotFinite() == nil)
      let tangents = try workspace.tangents(name)
      for bad in [Double.nan, .infinity, -.infinity] {
        for element in [0, shape.count / 2, shape.count - 1] {
          var changed = values
          changed[element] = bad
          try workspace.setState(name, changed)
          #expect(!workspace.isFinite, "\(name)[\(element)] = \(bad)")
          #expect(try workspace.firstNotFinite() == name)
          try workspace.setState(name, values)
          for lane in [0, precision.lanes - 1] {
            for power in [1, degree] {
              for number in [(re: bad, im: 0.0), (re: 0.0, im: bad)] {
                tangents[element, power, lane] = number
                #expect(!workspace.isFinite, "\(name)[\(element)] z^\(power) \(lane) = \(bad)")
                #expect(try workspace.firstNotFinite() == name)
                tangents[element, power, lane] = (1, -1)
              }
            }
          }
          #expect(workspace.isFinite)
        }
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func `in lanes`(precision: Precision) throws {
    // One tensor more, so that the state's last slot is not a whole vector of the search.
    for tensors in [Self.tensors, Self.tensors + [("d", [2])]] {
      let layout = StateLayout(tensors, ring: .lanes, precision: precision)
      let workspace = try Workspace(layout: layout, plans: [])
      for (name, shape) in tensors {
        var values = (0..<shape.count).map { Double($0) }
        for bad in [Double.nan, .infinity] {
          values[shape.count - 1] = bad
          try workspace.setState(name, values)
          #expect(!workspace.isFinite)
          #expect(try workspace.firstNotFinite() == name)
        }
        values[shape.count - 1] = precision == .float64 ? .greatestFiniteMagnitude : 3e38
        try workspace.setState(name, values)
        #expect(workspace.isFinite)
      }
    }
  }

  @Test func `an empty state is finite`() throws {
    let layout = StateLayout([], ring: .lanes, precision: .float64)
    #expect(try Workspace(layout: layout, plans: []).isFinite)
  }
}
