import LacunaProtocols
import LacunaStores
import Testing

/// What is said about a sketch that has been damaged behind Lacuna's back.
@Suite struct SketchArchiveDamageTests {
  let store = MemoryStore()
  let archive: SketchArchive
  let entry: ShardEntry

  init() throws {
    var archive = try Sample.create(in: store)
    entry = try archive.append(Sample.shard(start: 0, count: 2))
    self.archive = archive
  }

  @Test func `a truncated shard is detected`() {
    store.spoil(entry.name) { $0.removeLast(3) }
    let read = { _ = try archive.shard(entry) }
    #expect(
      message(read)
        == "memory/\(entry.name) is damaged: found \(entry.bytes - 3) bytes, expected "
        + "\(entry.bytes); delete the file and run the same precompute command again: it "
        + "recomputes what is missing"
    )
    #expect(category(read) == .data)
  }

  @Test func `a flipped bit is detected wherever it is`() {
    for place in stride(from: 0, to: entry.bytes, by: 7) {
      store.spoil(entry.name) { $0[place] ^= 4 }
      #expect(
        message { _ = try archive.shard(entry) }?.hasSuffix(
          "expected \(entry.digest); delete the file and run the same precompute command again: "
            + "it recomputes what is missing"
        ) == true
      )
      store.spoil(entry.name) { $0[place] ^= 4 }
    }
    #expect(message { _ = try archive.shard(entry) } == nil)
  }

  @Test func `a shard of another sketch is detected though its digest is right`() throws {
    let other = MemoryStore()
    var made = try Sample.create(in: other) { $0.expansion.seed = 7 }
    let foreign = try made.append(Sample.shard(start: 0, count: 2))
    try store.write(foreign.name, try #require(other.read(foreign.name)))
    #expect(
      message { _ = try archive.shard(foreign) }
        == "\(foreign.name): metadata field 'seed': found 7, expected 18446744073709551615 by the "
        + "manifest"
    )
  }

  @Test func `a damaged base state or program is detected`() {
    store.spoil("base.safetensors") { $0[$0.count - 1] ^= 1 }
    store.spoil("programs/step.txt") { $0.append(0x20) }
    let expected = SHA256Digest.of("program step\n")
    let found = SHA256Digest.of("program step\n ")
    #expect(category { _ = try archive.baseState() } == .data)
    #expect(
      message { _ = try archive.program(named: "step") }
        == "memory/programs/step.txt is damaged: found digest \(found), expected \(expected); "
        + "restore the file from a copy, or make the sketch again at another place"
    )
    store.remove("base.safetensors")
    #expect(
      message { _ = try archive.baseState() }
        == "memory/base.safetensors is missing, though the manifest lists it; restore the file "
        + "from a copy, or make the sketch again at another place"
    )
  }
}
