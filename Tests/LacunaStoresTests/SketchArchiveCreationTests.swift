import LacunaProtocols
import LacunaStores
import Testing

@Suite struct SketchArchiveCreationTests {
  let store = MemoryStore()

  @Test func `a place without a sketch is named`() {
    let open = { _ = try SketchArchive.open(DirectoryStore(path: "/nowhere/names.sketch")) }
    #expect(
      message(open)
        == "there is no sketch at /nowhere/names.sketch: it has no manifest.json; check the path, "
        + "or make one with precompute"
    )
    #expect(category(open) == .noInput)
  }

  @Test func `opening for writing makes nothing where there is no sketch`() throws {
    let folder = try TemporaryFolder()
    let store = DirectoryStore(path: folder.path + "/sketch")
    #expect(category { _ = try SketchArchive.open(store, forWriting: true) } == .noInput)
    #expect(folder.files().isEmpty)
  }

  @Test func `a sketch is not created over another`() throws {
    _ = try Sample.create(in: store)
    let create = { _ = try Sample.create(in: store) }
    #expect(
      message(create)
        == "there is a sketch at memory already; continue it, or name another place"
    )
    #expect(category(create) == .cannotCreate)
  }

  @Test(arguments: ["names.txt", "base.safetensors", "shards/old.safetensors"])
  func `a place of other things is refused, and left as it is`(blob: String) throws {
    try store.write(blob, [1])
    let create = { _ = try Sample.create(in: store) }
    #expect(
      message(create)
        == "memory already holds '\(blob)' and no sketch; name a new or empty place"
    )
    #expect(category(create) == .cannotCreate)
    #expect(store.list() == [blob])
  }

  @Test func `a file or a folder of other things is refused, and nothing written`() throws {
    let folder = try TemporaryFolder()
    try folder.put("anna", at: "names.txt")
    try folder.put("mine", at: "home/my notes")
    for place in ["names.txt", "home", ""] {
      let store = DirectoryStore(path: "\(folder.path)/\(place)")
      #expect(category { _ = try Sample.create(in: store) } == .cannotCreate)
    }
    #expect(folder.files() == ["home/my notes", "names.txt"])
  }

  @Test(arguments: ["base.safetensors", "programs/forward.txt", "manifest.json"])
  func `an interrupted creation is no sketch, and can be created anew`(blob: String) throws {
    store.refuse(blob)
    #expect(throws: MemoryStore.WriteRefused.self) { _ = try Sample.create(in: store) }
    #expect(category { _ = try SketchArchive.open(store) } == .noInput)
    store.refuse(nil)
    _ = try SketchArchive.create(
      in: store,
      manifest: Sample.manifest(),
      baseState: Sample.baseState(),
      programs: [(name: "other", text: "")]
    )
    #expect(store.list() == ["base.safetensors", "manifest.json", "programs/other.txt"])
  }

  @Test func `directions of a file are kept with the sketch`() throws {
    let directions = try TensorData(name: "psi", shape: [2, 3, 2], (0..<12).map(Double.init))
    let manifest = Sample.manifest { $0.expansion = .init(degreeAlongFile: 2) }
    let archive = try SketchArchive.create(
      in: store,
      manifest: manifest,
      baseState: Sample.baseState(),
      programs: [],
      directions: directions
    )
    #expect(try archive.directions() == directions.renamed("directions"))
  }

  @Test func `directions go with the distribution and the units`() throws {
    let directions = try TensorData(name: "psi", shape: [1, 2, 2], [1.0, 2, 3, 4])
    let fromFile = Sample.manifest { $0.expansion = .init(degreeAlongFile: 2) }
    let cases: [(SketchManifest, TensorData?, String)] = [
      (fromFile, nil, "tensor 'directions': found none, expected one"),
      (Sample.manifest(), directions, "tensor 'directions': found one, expected none"),
      (fromFile, directions, "shape of 'directions': found [1, 2, 2], expected [K, 3, 2]"),
    ]
    for (manifest, directions, expected) in cases {
      #expect(
        message {
          try SketchArchive.create(
            in: store,
            manifest: manifest,
            baseState: Sample.baseState(),
            programs: [],
            directions: directions
          )
        } == "directions.safetensors: \(expected) by the manifest"
      )
    }
    #expect(store.list().isEmpty)
  }

  @Test func `a base state without a parameter is refused`() throws {
    #expect(
      message {
        try SketchArchive.create(
          in: store,
          manifest: Sample.manifest(),
          baseState: [],
          programs: []
        )
      } == "base.safetensors: shape of 'b': found no such tensor, expected [] by the manifest"
    )
  }
}
