import Foundation
import LacunaPrograms
import Testing

@testable import LacunaExecution

/// States that are kept and come back, in memory and in a file.
@Suite struct CheckpointsTests {
  private let layout = StateLayout(
    [("a", Shape([3])), ("b", Shape([2, 2])), ("beside", Shape([5]))],
    ring: .jet(degree: 2),
    precision: .float64
  )

  private func fill(_ workspace: Workspace, _ value: Double) throws {
    for tensor in layout.tensors {
      try workspace.setState(tensor.name, (0..<tensor.shape.count).map { value + Double($0) })
      let tangents = try workspace.tangents(tensor.name)
      tangents.fill(elements: tensor.shape.count) {
        (value + Double($0 + $1), value - Double($2))
      }
    }
  }

  @Test(arguments: [false, true])
  func `what was saved comes back, and what lies beside stays`(inFile: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.path
    let checkpoints = try Checkpoints(
      3,
      of: layout,
      tensors: 2,
      holdingLanes: true,
      inFileOf: inFile ? folder : nil
    )
    let workspace = try Workspace(layout: layout, plans: [])
    for number in 0..<3 {
      try fill(workspace, Double(10 * number))
      checkpoints.save(workspace, at: number)
    }
    try fill(workspace, 77)
    for number in [1, 0, 2] {
      checkpoints.restore(number, to: workspace)
      let value = Double(10 * number)
      #expect(try workspace.primal("a") == [value, value + 1, value + 2])
      let tangents = try workspace.tangents("b")
      #expect(tangents[3, 2, 5] == (value + 5, value - 5))
      #expect(try workspace.primal("beside")[0] == 77)
      #expect(try workspace.tangents("beside")[0, 1, 0].re == 78)
    }
  }

  @Test func `constant terms alone are smaller`() throws {
    let whole = Checkpoints.bytes(of: layout, tensors: 3, holdingLanes: true)
    let primal = Checkpoints.bytes(of: layout, tensors: 3, holdingLanes: false)
    #expect(whole == layout.primalBytes + layout.blockBytes)
    #expect(primal == layout.primalBytes)
  }

  @Test func `a folder that is not there is an error that names it`() {
    let folder = "/nowhere/lacuna"
    let error = #expect(throws: ExecutionError.self) {
      try Checkpoints(2, of: layout, tensors: 2, holdingLanes: true, inFileOf: folder)
    }
    let text = "\(error.map(String.init(describing:)) ?? "")"
    #expect(text.contains("/nowhere/lacuna: cannot make a file: No such file"))
    #expect(text.contains("name another folder with --spill"))
  }
}
