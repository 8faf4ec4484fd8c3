import LacunaExecution
import LacunaSketching
import LacunaStores
import Testing

/// Measuring a sketch in blocks, by threads, from memory.
@Suite struct OpenSketchTests {
  @Test(arguments: [Precision.float64, .float32])
  func `threads, shards and what is kept change no bit`(precision: Precision) throws {
    let problem = try Golden.problem()
    let targets = [try Golden.loss("max", on: problem), try Golden.loss("anna", on: problem)]
    let directions = Directions.random(seed: 11)
    // 19 lanes: whole blocks and the rest of one, in shards that end within blocks.
    var expected: [[[[Complex]]]]?
    for shard in [19, 5] {
      let store = MemoryStore()
      let options = ExecutionOptions(precision: precision, threads: 2)
      let precompute = try Precompute(problem, directions: directions, degree: 2, options: options)
      _ = try MemoryStore.sketch(precompute, store, count: 19, degree: 2, shard: shard)
      for (threads, bytesKept) in [(1, 0), (3, 0), (2, 1 << 30), (2, 60_000)] {
        // Opened for reading, so that nothing is cached.
        let sketch = OpenSketch(try SketchArchive.open(store), bytesKept: bytesKept)
        try sketch.load(threads: threads)
        let found = try targets.map {
          try SketchMeasurement(
            of: sketch,
            $0,
            parameters: problem.parameters,
            options: ExecutionOptions(threads: threads)
          )
        }
        #expect(found.map(\.directions) == [Array(0..<19), Array(0..<19)])
        expected = expected ?? found.map(\.coefficients)
        #expect(found.map(\.coefficients) == expected, "\(shard), \(threads), \(bytesKept)")
      }
    }
  }

  @Test func `a shard is verified before it is measured, and once when it is kept`() throws {
    let problem = try Golden.problem()
    let target = try Golden.loss("max", on: problem)
    let store = MemoryStore()
    let options = ExecutionOptions(threads: 2)
    let precompute = try Precompute(
      problem,
      directions: .random(seed: 11),
      degree: 1,
      options: options
    )
    _ = try MemoryStore.sketch(precompute, store, count: 6, degree: 1, shard: 2)
    let archive = try SketchArchive.open(store)
    let kept = OpenSketch(archive)
    try kept.load(threads: 2)
    let name = archive.manifest.shards[1].name
    var bytes = try #require(store.read(name))
    bytes[bytes.count - 3] ^= 1
    store.write(name, bytes)
    func measure(_ sketch: OpenSketch) throws -> SketchMeasurement {
      try SketchMeasurement(of: sketch, target, parameters: problem.parameters, options: options)
    }
    #expect(try measure(kept).directions.count == 6)
    for bytesKept in [0, 1 << 30] {
      #expect {
        _ = try measure(OpenSketch(archive, bytesKept: bytesKept))
      } throws: {
        "\($0)".contains(name)
      }
    }
  }
}
