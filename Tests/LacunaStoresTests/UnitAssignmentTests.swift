import Foundation
import LacunaProtocols
import LacunaStores
import Testing

/// Units and base weights beside a sketch.
@Suite struct UnitAssignmentTests {
  private let units = UnitAssignment(names: ["a/b", "zoë \"z\""], units: [1, -1, 0])

  private func weights(_ numbers: [Double] = [1, 0.5, -0.25]) throws -> TensorData {
    try TensorData(name: "any", shape: [numbers.count], numbers)
  }

  private func manifest(_ change: (inout SketchManifest) -> Void = { _ in }) -> SketchManifest {
    let sample = Sample.manifest()
    var data = sample.data
    data.units = 2
    data.grouping = .init(specification: "column:user", keep: ["1"], kept: 1)
    data.baseWeights = .init(specification: ["1=0.5"])
    var manifest = SketchManifest(
      learner: sample.learner,
      data: data,
      training: sample.training,
      expansion: sample.expansion,
      parameters: sample.parameters
    )
    change(&manifest)
    return manifest
  }

  private func create(
    in store: MemoryStore,
    units: UnitAssignment?,
    weights: TensorData?,
    _ change: (inout SketchManifest) -> Void = { _ in }
  ) throws -> SketchArchive {
    try SketchArchive.create(
      in: store,
      manifest: manifest(change),
      baseState: Sample.baseState(),
      programs: Sample.programs,
      units: units,
      baseWeights: weights
    )
  }

  @Test func `they come back from the store alone`() throws {
    let store = MemoryStore()
    _ = try create(in: store, units: units, weights: weights())
    let archive = try SketchArchive.open(store)
    #expect(try archive.units() == units)
    #expect(try archive.baseWeights() == [1, 0.5, -0.25])
    let blob = try #require(store.read("units.json"))
    #expect(archive.manifest.data.grouping?.digest == SHA256Digest.of(blob))
    let json = try JSONSerialization.jsonObject(with: Data(blob)) as? [String: Any]
    #expect(json?["format"] as? String == "lacuna-units/1")
    #expect(json?["names"] as? [String] == units.names)
    #expect(json?["units"] as? [Int] == units.units)
    let manifest = try #require(store.read("manifest.json"))
    #expect(try SketchManifest(decoding: manifest, source: "m") == archive.manifest)
    #expect(archive.manifest.formatVersion == 2)
  }

  @Test func `sketches without them are of version 1 and say nothing`() throws {
    let store = MemoryStore()
    let archive = try Sample.create(in: store)
    #expect(try archive.units() == nil)
    #expect(try archive.baseWeights() == nil)
    #expect(archive.manifest.formatVersion == 1)
    let text = String(decoding: try #require(store.read("manifest.json")), as: UTF8.self)
    #expect(!text.contains("grouping") && !text.contains("baseWeights"))
  }

  @Test func `a reader of version 1 is told`() throws {
    let wrong = try manifest { $0.formatVersion = 1 }
      .completed(
        baseState: Sample.baseState(),
        programs: Sample.programs,
        units: units,
        baseWeights: weights()
      )
    #expect(
      message { _ = try wrong.encoded(source: "m") }?.contains(
        "'formatVersion': found 1, expected 2 or more"
      ) == true
    )
  }

  @Test func `a flipped bit is detected wherever it is`() throws {
    let store = MemoryStore()
    let archive = try create(in: store, units: units, weights: weights())
    let readers: [(String, () throws -> Void)] = [
      ("units.json", { _ = try archive.units() }),
      ("weights.safetensors", { _ = try archive.baseWeights() }),
    ]
    for (blob, read) in readers {
      let size = try #require(store.read(blob)).count
      for place in 0..<size {
        store.spoil(blob) { $0[place] ^= 1 }
        #expect(category(read) == .data && message(read)?.contains(blob) == true)
        store.spoil(blob) { $0[place] ^= 1 }
      }
      #expect(message(read) == nil)
      store.remove(blob)
      #expect(message(read)?.contains("\(blob) is missing") == true)
    }
  }

  @Test(arguments: [
    (["a"], [0, 0, 0], "names: found 1 names, expected 2 that differ"),
    (["a", "a"], [0, 1, 0], "names: found 2 names, expected 2 that differ"),
    (["a", "b"], [0, 1], "units: found 2 numbers, expected 3, one for each example"),
    (["a", "b"], [0, 1, 2], "units[2]: found 2, expected -1 to 1"),
    (["a", "b"], [0, -2, 1], "units[1]: found -2, expected -1 to 1"),
    (["a", "b"], [0, -1, 0], "units: found no example of unit 1, expected one or more"),
  ])
  func `units that are not the manifest's are refused`(
    names: [String],
    numbers: [Int],
    expected: String
  ) throws {
    let wrong = UnitAssignment(names: names, units: numbers)
    let weights = try weights()
    let found = message { _ = try create(in: MemoryStore(), units: wrong, weights: weights) }
    #expect(found?.hasPrefix("units.json: \(expected)") == true, "\(found ?? "")")
  }

  @Test func `what the manifest speaks of has to be there, and nothing else`() throws {
    let weights = try weights()
    #expect(
      message { _ = try create(in: MemoryStore(), units: nil, weights: weights) }
        == "units.json: the file: found nothing, expected contents by the manifest"
    )
    #expect(
      message {
        _ = try create(in: MemoryStore(), units: units, weights: weights) {
          $0.data.baseWeights = nil
        }
      } == "weights.safetensors: the file: found contents, expected nothing by the manifest"
    )
    let short = try self.weights([1, 2])
    #expect(
      message { _ = try create(in: MemoryStore(), units: units, weights: short) }?
        .hasPrefix("weights.safetensors: tensor 'weights': found ") == true
    )
    let infinite = try self.weights([1, 2, .infinity])
    #expect(
      message { _ = try create(in: MemoryStore(), units: units, weights: infinite) }
        == "weights.safetensors: the weight of example 2: found inf, expected a finite number by the "
        + "manifest"
    )
  }

  @Test func `more that are never deleted than the units leave is refused`() throws {
    let weights = try weights()
    let found = message {
      _ = try create(in: MemoryStore(), units: units, weights: weights) {
        $0.data.grouping?.kept = 2
      }
    }
    #expect(found?.contains("'data.grouping.kept': found 2, expected 0 to 1") == true)
  }

  @Test func `words do not count where the units are the same`() throws {
    func complete(_ units: UnitAssignment, _ specification: String) throws -> SketchManifest {
      try manifest { $0.data.grouping?.specification = specification }
        .completed(
          baseState: Sample.baseState(),
          programs: Sample.programs,
          units: units,
          baseWeights: weights()
        )
    }
    let stored = try complete(units, "column:user")
    #expect(try complete(units, "file:users.txt").differences(from: stored).isEmpty)
    let other = UnitAssignment(names: ["b", "a"], units: [1, -1, 0])
    let differences = try complete(other, "column:name").differences(from: stored)
    #expect(differences.count == 2)
    #expect(differences[0].hasPrefix("data.grouping.digest: \"sha256:"))
    #expect(
      differences[1] == #"data.grouping.specification: "column:name" instead of "column:user""#
    )
  }
}
