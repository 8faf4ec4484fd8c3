import LacunaProtocols
import LacunaStores

/// A small sketch: two parameters, three units, degree 2.
enum Sample {
  static let digest = SHA256Digest.of("data")
  static let programs = [(name: "step", text: "program step\n"), (name: "forward", text: "φ\n")]

  static func manifest(
    _ change: (inout SketchManifest) -> Void = { _ in }
  ) -> SketchManifest {
    var manifest = SketchManifest(
      learner: .init(
        name: "microgpt",
        version: "1.0.0",
        configuration: [
          "steps": .integer(1000), "rate": .number(0.25), "tied": .bool(false),
          "optimizer": .string("adam"), "decay": .number(1),
        ]
      ),
      data: .init(path: "names.txt", digest: digest, format: .lines, examples: 3, units: 3),
      training: .init(steps: 1000),
      expansion: .init(degree: 2, seed: UInt64.max),
      parameters: [.init(name: "w", shape: [2, 3]), .init(name: "b", shape: [])]
    )
    change(&manifest)
    return manifest
  }

  static func baseState() throws -> [TensorData] {
    [
      try TensorData(name: "b", shape: [], [0.5]),
      try TensorData(name: "w", shape: [2, 3], [1.0, 2, 3, 4, 5, 6]),
    ]
  }

  static func shard(start: Int, count: Int, scale: Double = 1) throws -> Shard {
    Shard(
      start: start,
      count: count,
      tensors: [
        try ramp("w", [count, 2, 2, 3, 2], from: start, scale: scale),
        try ramp("b", [count, 2, 2], from: start, scale: scale),
      ]
    )
  }

  static func create(
    in store: any SketchStore,
    _ change: (inout SketchManifest) -> Void = { _ in }
  ) throws -> SketchArchive {
    try SketchArchive.create(
      in: store,
      manifest: manifest(change),
      baseState: baseState(),
      programs: programs
    )
  }

  private static func ramp(
    _ name: String,
    _ shape: [Int],
    from start: Int,
    scale: Double
  ) throws -> TensorData {
    let elements = (0..<shape.reduce(1, *)).map { Double($0 + start) * scale }
    return try TensorData(name: name, shape: shape, elements)
  }
}

/// The message of the error that some work throws, or nil when it throws none.
func message(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch {
    return "\(error)"
  }
}

/// The category of the error that some work throws, or nil when it throws no error of Lacuna's.
func category(_ work: () throws -> Void) -> ErrorCategory? {
  do {
    try work()
    return nil
  } catch {
    return (error as? any LacunaError)?.category
  }
}
