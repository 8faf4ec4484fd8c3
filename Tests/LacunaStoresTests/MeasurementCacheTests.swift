import LacunaProtocols
import LacunaStores
import Testing

@Suite struct MeasurementCacheTests {
  let store = MemoryStore()
  let archive: SketchArchive
  let coefficients: TensorData
  let key = MeasurementKey(
    measurement: "loss",
    programDigest: "sha256:1",
    queryDigest: "sha256:2",
    shardDigest: "sha256:3"
  )

  init() throws {
    archive = try Sample.create(in: store)
    coefficients = try TensorData(name: "any", shape: [3, 1, 2, 2], (0..<12).map(Double.init))
  }

  private func cachedBlob() throws -> String {
    try #require(store.list().first { $0.hasPrefix("cache/") })
  }

  @Test func `a measurement that was cached comes back`() throws {
    #expect(try archive.cachedMeasurement(key: key) == nil)
    try archive.cacheMeasurement(coefficients, key: key)
    #expect(try archive.cachedMeasurement(key: key) == coefficients.renamed("coefficients"))
    #expect(try SketchArchive.open(store).cachedMeasurement(key: key) != nil)
  }

  @Test func `the blob is named by the digest of the key's canonical JSON`() throws {
    try archive.cacheMeasurement(coefficients, key: key)
    let canonical =
      #"{"measurement":"loss","programDigest":"sha256:1","queryDigest":"sha256:2","#
      + #""shardDigest":"sha256:3"}"#
    #expect(
      try cachedBlob() == "cache/\(SHA256Digest.of(canonical).dropFirst(7)).safetensors"
    )
  }

  @Test func `every part of the key counts`() throws {
    try archive.cacheMeasurement(coefficients, key: key)
    let parts = ["loss", "sha256:1", "sha256:2", "sha256:3"]
    for place in parts.indices {
      var other = parts
      other[place] += "x"
      let key = MeasurementKey(
        measurement: other[0],
        programDigest: other[1],
        queryDigest: other[2],
        shardDigest: other[3]
      )
      #expect(try archive.cachedMeasurement(key: key) == nil)
    }
  }

  @Test func `a damaged cache is absent, never an error and never the truth`() throws {
    try archive.cacheMeasurement(coefficients, key: key)
    let blob = try cachedBlob()
    let whole = try #require(store.read(blob))
    for place in whole.indices {
      store.spoil(blob) { $0[place] ^= 1 }
      let found = try archive.cachedMeasurement(key: key)
      // The header's padding carries nothing, and a changed space is no JSON.
      #expect(found == nil, "byte \(place) of \(whole.count)")
      store.spoil(blob) { $0[place] ^= 1 }
    }
    for length in [0, 7, 8, whole.count / 2, whole.count - 1] {
      store.spoil(blob) { $0 = Array(whole.prefix(length)) }
      #expect(try archive.cachedMeasurement(key: key) == nil)
    }
  }

  @Test func `the cache of another key under this key's name is absent`() throws {
    try archive.cacheMeasurement(coefficients, key: key)
    let bytes = try #require(store.read(cachedBlob()))
    let other = MeasurementKey(
      measurement: "accuracy",
      programDigest: "sha256:1",
      queryDigest: "sha256:2",
      shardDigest: "sha256:3"
    )
    store.remove(try cachedBlob())
    try archive.cacheMeasurement(coefficients, key: other)
    try store.write(cachedBlob(), bytes)
    #expect(try archive.cachedMeasurement(key: other) == nil)
  }

  @Test func `caching needs an archive opened for writing`() throws {
    let reader = try SketchArchive.open(store)
    #expect(category { try reader.cacheMeasurement(coefficients, key: key) } == .software)
  }
}
