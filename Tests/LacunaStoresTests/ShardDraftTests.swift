import LacunaProtocols
import LacunaStores
import Testing

/// Shards that are filled in place, and sizes that are counted before anything is written.
@Suite struct ShardDraftTests {
  @Test func `a file that is filled in place is the file that is made of its tensors`() throws {
    let tensors = [
      try TensorData(name: "b", shape: [2, 3], [1.0, 2, 3, 4, 5, 6]),
      try TensorData(name: "a", shape: [3], [Float(1), -2, 3]),
      try TensorData(name: "ü", shape: [], [Int64(-7)]),
      try TensorData(name: "none", shape: [0, 4], [Double]()),
    ]
    let metadata = ["format": "test/1", "start": "12"]
    let outlines = tensors.map(\.outline)
    var draft = SafetensorsDraft(outlines, metadata: metadata)
    for tensor in tensors.reversed() {
      draft.withBytes(of: tensor.name) { $0.copyBytes(from: tensor.bytes) }
    }
    let file = draft.finished(source: "draft")
    #expect(file.metadata == metadata)
    #expect(try file.tensors() == tensors.sorted { $0.name < $1.name })
    let expected = Safetensors.serialize(tensors, metadata: metadata)
    #expect(SafetensorsDraft.size(outlines, metadata: metadata) == expected.count)
    #expect(outlines.map(\.bytes) == tensors.map(\.bytes.count))
  }

  @Test(arguments: [SketchPrecision.f64, .f32], [[4], [1, 3], [2, 1, 1]])
  func `a shard filled block by block is written as the shard of the same tensors`(
    _ precision: SketchPrecision,
    _ blocks: [Int]
  ) throws {
    let (whole, drafted) = (MemoryStore(), MemoryStore())
    let change = { @Sendable (manifest: inout SketchManifest) in
      manifest.expansion.precision = precision
    }
    var expected = try Sample.create(in: whole, change)
    var archive = try Sample.create(in: drafted, change)
    let shard = try Sample.shard(start: 8, count: 4)
    let tensors = try shard.tensors.map { tensor in
      let numbers = try tensor.doubles()
      return precision == .f64
        ? tensor
        : try TensorData(name: tensor.name, shape: tensor.shape, numbers.map { Float($0) })
    }
    let entry = try expected.append(Shard(start: 8, count: 4, tensors: tensors))
    let manifest = archive.manifest
    var draft = ShardDraft(
      8..<12,
      parameters: manifest.parameters,
      expansion: manifest.expansion
    )
    var next = 8
    for count in blocks {
      for tensor in tensors {
        let row = tensor.bytes.count / 4
        draft.withRows(next..<(next + count), of: tensor.name) {
          $0.copyBytes(from: tensor.bytes[((next - 8) * row)..<((next - 8 + count) * row)])
        }
      }
      next += count
    }
    let made = draft.finished()
    #expect(made.tensors == tensors)
    #expect(made == Shard(start: 8, count: 4, tensors: tensors))
    #expect(try archive.append(made) == entry)
    #expect(drafted.read(entry.name) == whole.read(entry.name))
    // Of a sketch with another seed it is not the file, but still the shard.
    let other = MemoryStore()
    var reseeded = try Sample.create(in: other) {
      change(&$0)
      $0.expansion.seed = 3
    }
    let otherEntry = try reseeded.append(made)
    #expect(try reseeded.shard(otherEntry).tensors == tensors)
  }

  @Test func `a draft of other parameters is refused as any other shard is`() throws {
    var archive = try Sample.create(in: MemoryStore())
    let draft = ShardDraft(
      0..<2,
      parameters: [.init(name: "w", shape: [2, 3])],
      expansion: archive.manifest.expansion
    )
    #expect(category { _ = try archive.append(draft.finished()) } == .data)
  }

  @Test(arguments: [
    [0..<4], [0..<1, 1..<12, 12..<13], [8..<10, 98..<108, 999..<1004, 99_999_999..<100_000_001],
  ])
  func `the bytes of a sketch are counted before it is written`(_ ranges: [Range<Int>]) throws {
    let store = MemoryStore()
    let size = try SketchSize(Sample.manifest(), adding: ranges, programs: Sample.programs)
    var archive = try Sample.create(in: store)
    for range in ranges {
      try archive.append(Sample.shard(start: range.lowerBound, count: range.count))
    }
    func bytes(_ prefix: String) -> Int {
      store.list().filter { $0.hasPrefix(prefix) }.reduce(0) { $0 + (store.read($1)?.count ?? 0) }
    }
    #expect(size.shards == bytes("shards/"))
    #expect(size.baseState == bytes("base"))
    #expect(size.programs == bytes("programs/"))
    #expect(size.manifest == bytes("manifest"))
    #expect(size.inputs == 0)
    #expect(size.total == bytes(""))
    #expect(size.directions == ranges.reduce(0) { $0 + $1.count })
    // And more of it, of which only shards and manifest are new.
    let more = [200_000_000..<200_000_020, 300_000_000..<300_000_007]
    let growth = try SketchSize(archive.manifest, adding: more, isBegun: true)
    let before = bytes("shards/")
    for range in more {
      try archive.append(Sample.shard(start: range.lowerBound, count: range.count))
    }
    #expect(growth.shards == bytes("shards/") - before)
    #expect(growth.total == growth.shards + bytes("manifest"))
  }
}
