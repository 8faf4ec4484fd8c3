import CJetKernels
import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// What a plan says of itself.
struct PlanTests {
  @Test func `multiply-adds of matrix products go by the kind of the operands`() throws {
    let (m, k, n) = (5, 7, 3)
    func count(_ a: InputRole, _ b: InputRole, _ ring: Ring) throws -> Double {
      var builder = ProgramBuilder(name: "matmul")
      let x = try builder.input(a, "a", type: .real([m, k]))
      let y = try builder.input(b, "b", type: .real([k, n]))
      try builder.output("y", builder.append(.matmul, x, y))
      return try Plan(
        program: builder.build(),
        ring: ring,
        precision: .float64,
        varying: [.state]
      ).multiplyAddsPerLane
    }
    let size = Double(m * k * n)
    #expect(try count(.state, .state, .jet(degree: 3)) == 24 * size)
    #expect(try count(.batch, .state, .jet(degree: 3)) == 6 * size)
    #expect(try count(.state, .batch, .jet(degree: 3)) == 6 * size)
    #expect(try count(.batch, .batch, .jet(degree: 3)) == 0)
    #expect(try count(.state, .state, .jet(degree: 20)) == 840 * size)
    #expect(try count(.state, .state, .lanes) == size)
    #expect(try count(.batch, .state, .lanes) == size)
  }

  @Test func `scratch memory is used again`() throws {
    for ring in [Ring.jet(degree: 3), .lanes] {
      // A long chain of large values, two of which are alive at a time.
      let plan = try chain(of: 20, [40, 50], ring)
      let scratch = plan.buffers.filter { $0.home == .scratch && !$0.isShared }
      let largest = scratch.map(\.bytes).max() ?? 0
      let all = scratch.reduce(0) { $0 + $1.bytes }
      #expect(plan.scratchBytes < all / 3)
      #expect(plan.scratchBytes >= largest)
      let inputs = plan.buffers.filter { $0.home == .input && !$0.isShared }
        .reduce(0) { $0 + $1.bytes }
      #expect(plan.scratchBytes < inputs + 6 * largest)
    }
  }

  @Test(arguments: [Ring.jet(degree: 3), .jet(degree: 1), .jet(degree: 7), .lanes])
  func `buffers in use at the same time do not overlap`(ring: Ring) throws {
    for seed in 0..<UInt64(60) {
      let (plan, _) = try RandomProgram.problem(seed: seed).plan(ring)
      expectNoOverlap(plan, "seed \(seed)")
    }
    for problem in try StatePrograms.all() {
      let (plan, _) = try problem.plan(ring)
      expectNoOverlap(plan, problem.program.name)
    }
  }

  @Test func `large updates are streams and small ones are not`() throws {
    for problem in try StatePrograms.all() where problem.program.name.hasPrefix("Adam") {
      let size = problem.state[0].shape.count
      for ring in [Ring.jet(degree: 3), .lanes] {
        let (plan, _) = try problem.plan(ring)
        let (count, bytes) = (size, ring == .lanes ? 64 : 384)
        let longest = ring == .lanes ? Planner.pieceBytes : Planner.tileBytes
        let streams = plan.stages.compactMap(\.streamed)
        // Chains are worth it at any length.
        let isLarge = ring == .lanes ? count >= 2 * (longest / bytes) : count > 1
        #expect(streams.isEmpty != isLarge, "\(problem.program.name) over \(ring)")
        #expect(plan.stages.contains(where: \.isChain) == (isLarge && ring != .lanes))
        for stream in streams {
          #expect(stream.piece <= stream.count)
          #expect(stream.count == count)
          #expect(stream.piece * bytes <= longest)
        }
      }
    }
  }

  @Test func `an optimiser's state is updated in place`() throws {
    let adam = try #require(
      StatePrograms.all().first { $0.program.name == "Adam of [37, 11]" }
    )
    for ring in [Ring.jet(degree: 3), .lanes] {
      let (plan, layout) = try adam.plan(ring)
      let table = lk_kernels(plan.instructionSet.rawValue, 8).pointee
      let copies = plan.calls.filter { call in
        (isSame(call.kernel, table.slot_copy) || isSame(call.kernel, table.real_copy))
          && call.written.contains { buffer in
            if case .state = plan.buffers[buffer.index].home { true } else { false }
          }
      }
      // The old w is wanted for an output after the new one is made.
      #expect(copies.count <= 1, "\(ring)")
      #expect(layout.tensors.count == 3)
    }
  }

  @Test func `a plan says what it was made for`() throws {
    let plan = try chain(of: 2, [3], .jet(degree: 2))
    #expect(plan.ring == .jet(degree: 2))
    #expect(plan.precision == .float64)
    #expect(plan.instructionSet == .best)
    #expect(plan.callCount == plan.calls.count)
    #expect(plan.program.name == "chain")
  }

  @Test func `what is fed stays from run to run, whatever other plans do`() throws {
    let first = try chain(of: 3, [40], .jet(degree: 2))
    var builder = ProgramBuilder(name: "rows")
    let table = try builder.input(.state, "table", type: .real([4]))
    let rows = try builder.input(.batch, "rows", type: .integer([64]))
    try builder.output("y", builder.append(.gather, table, rows))
    let second = try Plan(
      program: builder.build(),
      ring: .jet(degree: 2),
      precision: .float64,
      varying: [.state]
    )
    let layout = StateLayout([], ring: .jet(degree: 2), precision: .float64)
    let workspace = try Workspace(layout: layout, plans: [first, second])
    // Bytes that would be wild indices.
    try workspace.bind(first).setShared(.state, "x", Array(repeating: -1e300, count: 40))
    workspace.bind(first).run()
    let bound = workspace.bind(second)
    try bound.setShared(.state, "table", [1, 2, 3, 4])
    bound.run()
    #expect(try bound.shared("y") == Array(repeating: 1, count: 64))
    try bound.setIntegers(.batch, "rows", Array(repeating: 3, count: 64))
    try workspace.bind(first).setShared(.state, "x", Array(repeating: -1e300, count: 40))
    workspace.bind(first).run()
    try bound.setShared(.state, "table", [1, 2, 3, 4])
    bound.run()
    bound.run()
    #expect(try bound.shared("y") == Array(repeating: 4, count: 64))
  }

  /// x, tanh of it, and so on.
  private func chain(of length: Int, _ shape: Shape, _ ring: Ring) throws -> Plan {
    var builder = ProgramBuilder(name: "chain")
    var x = try builder.input(.state, "x", type: .real(shape))
    for _ in 0..<length { x = try builder.unary(.tanh, x) }
    try builder.output("y", x)
    return try Plan(program: builder.build(), ring: ring, precision: .float64, varying: [.state])
  }

  /// Computes lifetimes anew, from stages and calls, and compares the places of all pairs alive together, in
  /// frames and in scratch memory.
  private func expectNoOverlap(_ plan: Plan, _ comment: String) {
    // The shared phase is moment 0 to sharedCount, the lanes' stages come after it.
    let end = plan.sharedCount + plan.stages.count
    var alive: [Int: ClosedRange<Int>] = [:]
    func touch(_ buffer: BufferID, _ moment: Int) {
      let known = alive[buffer.index] ?? moment...moment
      alive[buffer.index] = min(known.lowerBound, moment)...max(known.upperBound, moment)
    }
    for index in 0..<plan.sharedCount {
      plan.calls[index].pointers.forEach { touch($0.buffer, index) }
    }
    for (number, stage) in plan.stages.enumerated() {
      for call in plan.calls[stage.calls] {
        // What lanes read of a frame, the next block of lanes reads again.
        for pointer in call.pointers {
          let isShared = plan.buffers[pointer.buffer.index].isShared
          touch(pointer.buffer, isShared ? end : plan.sharedCount + number)
        }
      }
    }
    for output in plan.outputs {
      for view in [output.shared, output.varying].compactMap({ $0 }) { touch(view.buffer, end) }
    }
    var places: [(isShared: Bool, bytes: Range<Int>, moments: ClosedRange<Int>)] = []
    for (index, buffer) in plan.buffers.enumerated() {
      let start = plan.offsets[index]
      guard buffer.bytes > 0 else { continue }
      switch buffer.home {
      case .input:
        places.append((buffer.isShared, start..<start + buffer.bytes, 0...end))
      case .scratch:
        guard let moments = alive[index] else { continue }
        var bytes = buffer.bytes
        let stage = moments.lowerBound - plan.sharedCount
        if plan.isPiece[index], let stream = plan.stages[stage].streamed {
          bytes = buffer.bytes / stream.count * stream.piece
        }
        places.append((buffer.isShared, start..<start + bytes, moments))
      default: continue
      }
    }
    for (index, place) in places.enumerated() {
      let limit = place.isShared ? plan.frameBytes : plan.scratchBytes
      #expect(place.bytes.upperBound <= limit, "\(comment)")
      for other in places[(index + 1)...]
      where place.isShared == other.isShared && place.moments.overlaps(other.moments)
        && place.bytes.overlaps(other.bytes)
      {
        Issue.record("\(comment): \(place) and \(other)")
      }
    }
  }
}
