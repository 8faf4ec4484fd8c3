import LacunaProtocols
import LacunaStores
import Testing

@Suite struct SketchArchiveTests {
  let store = MemoryStore()

  @Test func `a sketch comes back as it was written`() throws {
    var archive = try Sample.create(in: store)
    let entry = try archive.append(Sample.shard(start: 0, count: 4))
    #expect(
      store.list() == [
        "base.safetensors", "manifest.json", "programs/forward.txt", "programs/step.txt",
        "shards/00000000-00000004.safetensors",
      ]
    )
    let reader = try SketchArchive.open(store)
    #expect(reader.manifest == archive.manifest)
    #expect(try reader.baseState() == Sample.baseState())
    #expect(try reader.program(named: "forward") == "φ\n")
    #expect(try reader.directions() == nil)
    #expect(reader.manifest.shards == [entry])
    #expect(try reader.shard(entry) == Sample.shard(start: 0, count: 4))
  }

  @Test func `a sketch in a folder comes back as it was written`() throws {
    let folder = try TemporaryFolder()
    let store = DirectoryStore(path: folder.path + "/names.sketch")
    var archive = try Sample.create(in: store)
    let entry = try archive.append(Sample.shard(start: 8, count: 1))
    #expect(try SketchArchive.open(store).shard(entry) == Sample.shard(start: 8, count: 1))
    #expect(category { _ = try SketchArchive.open(store, forWriting: true) } == .temporary)
  }

  @Test func `a shard file says what it is`() throws {
    var archive = try Sample.create(in: store)
    let entry = try archive.append(Sample.shard(start: 5, count: 2))
    let bytes = try #require(store.read(entry.name))
    #expect(entry.bytes == bytes.count)
    #expect(entry.digest == SHA256Digest.of(bytes))
    let file = try Safetensors.parse(bytes, source: entry.name)
    #expect(
      file.metadata == [
        "format": "lacuna-shard/1", "start": "5", "count": "2", "degree": "2",
        "seed": "18446744073709551615",
      ]
    )
    #expect(try file.tensor("w").shape == [2, 2, 2, 3, 2])
  }

  @Test func `shards are listed in ascending order and missing ranges lie between`() throws {
    var archive = try Sample.create(in: store)
    #expect(try archive.missingRanges(upTo: 20) == [0..<20])
    try archive.append(Sample.shard(start: 12, count: 4))
    try archive.append(Sample.shard(start: 2, count: 3))
    #expect(archive.manifest.shards.map(\.start) == [2, 12])
    #expect(try archive.missingRanges(upTo: 20) == [0..<2, 5..<12, 16..<20])
    #expect(try archive.missingRanges(upTo: 14) == [0..<2, 5..<12])
    #expect(try archive.missingRanges(upTo: 4) == [0..<2])
    #expect(try archive.missingRanges(upTo: 0) == [])
  }

  @Test func `a lost shard is missing, and can be replaced`() throws {
    var archive = try Sample.create(in: store)
    let lost = try archive.append(Sample.shard(start: 0, count: 4))
    try archive.append(Sample.shard(start: 4, count: 4))
    store.remove(lost.name)
    #expect(try archive.missingRanges(upTo: 8) == [0..<4])
    #expect(
      message { _ = try archive.shard(lost) }
        == "memory/\(lost.name) is missing, though the manifest lists it; run the same precompute "
        + "command again: it recomputes what is missing"
    )
    try archive.append(Sample.shard(start: 1, count: 2))
    #expect(archive.manifest.shards.map(\.range) == [1..<3, 4..<8])
    #expect(try archive.missingRanges(upTo: 8) == [0..<1, 3..<4])
  }

  @Test func `directions that are there cannot be added again`() throws {
    var archive = try Sample.create(in: store)
    let entry = try archive.append(Sample.shard(start: 0, count: 4))
    let append = {
      var archive = archive
      try archive.append(Sample.shard(start: 3, count: 2))
    }
    #expect(
      message(append)
        == "directions 3 to 4 cannot be added to memory: \(entry.name) holds some of them; add "
        + "directions that the sketch does not have"
    )
    #expect(category(append) == .software)
    #expect(try SketchArchive.open(store).manifest.shards == [entry])
  }

  @Test func `a failing append leaves the sketch as it was`() throws {
    var archive = try Sample.create(in: store)
    let before = archive.manifest
    for blob in ["shards/00000000-00000001.safetensors", "manifest.json"] {
      store.refuse(blob)
      #expect(throws: MemoryStore.WriteRefused.self) {
        try archive.append(Sample.shard(start: 0, count: 1))
      }
      #expect(archive.manifest == before)
      #expect(try SketchArchive.open(store).manifest == before)
    }
    store.refuse(nil)
    try archive.append(Sample.shard(start: 0, count: 1))
  }

  @Test func `a shard that does not go with the manifest is refused`() throws {
    var archive = try Sample.create(in: store)
    let name = "shards/00000000-00000001.safetensors"
    let good = try Sample.shard(start: 0, count: 1).tensors
    let cases: [([TensorData], String)] = [
      ([good[0]], "tensors: found b, expected b, w"),
      (
        [good[0], try TensorData(name: "w", shape: [1], [1.0])],
        "shape of 'w': found [1], expected [1, 2, 2, 3, 2]"
      ),
      (
        [try TensorData(name: "b", shape: [1, 2, 2], [Float](repeating: 0, count: 4)), good[1]],
        "dtype of 'b': found F32, expected F64"
      ),
    ]
    for (tensors, expected) in cases {
      #expect(
        message { try archive.append(Shard(start: 0, count: 1, tensors: tensors)) }
          == "\(name): \(expected) by the manifest"
      )
    }
    #expect(archive.manifest.shards.isEmpty)
  }

  @Test func `an archive opened for reading cannot be written to`() throws {
    _ = try Sample.create(in: store)
    var reader = try SketchArchive.open(store)
    let append = { try reader.append(Sample.shard(start: 0, count: 1)) }
    #expect(
      message { _ = try append() }
        == "the sketch at memory was opened for reading; open it for writing"
    )
    #expect(category { _ = try append() } == .software)
  }

  @Test func `a program that the sketch does not carry is named with those that it does`() throws {
    let archive = try Sample.create(in: store)
    #expect(
      message { _ = try archive.program(named: "loss") }
        == "the sketch at memory carries no program 'loss'; it carries forward, step"
    )
    #expect(category { _ = try archive.program(named: "loss") } == .unavailable)
  }

  @Test func `a sketch is continued only as it was made`() throws {
    let archive = try Sample.create(in: store)
    func requested(_ change: (inout SketchManifest) -> Void = { _ in }) throws -> SketchManifest {
      try Sample.manifest(change).completed(
        baseState: Sample.baseState(),
        programs: Sample.programs
      )
    }
    try archive.requireSame(as: requested())
    let other = { try archive.requireSame(as: requested { $0.expansion.degree = 3 }) }
    #expect(
      message(other)
        == "the sketch at memory is not the one asked for, so it cannot be continued: "
        + "expansion.degree: 3 instead of 2; repeat the command it was made with, or name another "
        + "place"
    )
    #expect(category(other) == .configuration)
  }
}
