/// The areas of memory of a plan, as if they lay one after the other.
struct MemoryAreas {
  private let frame: Int
  private let state: Int
  private let primal: Int
  private let literals: Int
  private let indices: Int
  private let external: [Int]
  /// The bytes of all areas.
  let bytes: Int

  init(_ plan: Plan) {
    frame = plan.scratchBytes
    state = frame + plan.frameBytes
    primal = state + (plan.stateBytes ?? 0)
    var primalBytes = 0
    var externalBytes = Array(repeating: 0, count: plan.attachedInputs.count)
    for buffer in plan.buffers {
      switch buffer.home {
      case .primal(let offset): primalBytes = max(primalBytes, offset + buffer.bytes)
      case .external(let number): externalBytes[number] = buffer.bytes
      default: continue
      }
    }
    literals = primal + primalBytes
    indices = literals + plan.literals.bytes
    var next = indices + plan.indexBytes
    external = externalBytes.map { bytes in
      defer { next += bytes }
      return next
    }
    bytes = next
  }

  /// Where the area of a home starts, and with it what the home says of the place in it.
  func start(of home: Buffer.Home, isShared: Bool) -> Int {
    switch home {
    case .state(let offset): state + offset
    case .primal(let offset): primal + offset
    case .literals(let offset): literals + offset
    case .indices(let offset): indices + offset
    case .external(let number): external[number]
    case .input, .scratch: isShared ? frame : 0
    }
  }
}

extension Buffer {
  /// Whether the plan gives it an offset.
  var hasOffset: Bool { home == .input || home == .scratch }
}
