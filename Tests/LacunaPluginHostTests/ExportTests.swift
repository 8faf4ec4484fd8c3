import LacunaPluginKit
import LacunaProtocols
import LacunaSketching
import Synchronization
import Testing

@testable import LacunaPluginHost

/// The two halves of the Swift glue face to face: exported tables behind proxies.
struct ExportTests {
  private let library: PluginLibrary

  init() throws {
    let plugin = LacunaPlugin(
      name: "export",
      version: "2",
      learners: [Line.self],
      stores: [MemoryStore.self]
    )
    library = try PluginLibrary(path: "/export", table: #require(plugin.table))
  }

  @Test func storesKeepBlobs() throws {
    let store = try library.stores[0].open("place")
    #expect(try !store.exists())
    try store.write("b/ü", [1, 2, 0, 255])
    try store.write("a", [])
    #expect(try store.exists())
    #expect(try store.list() == ["a", "b/ü"])
    #expect(try store.read("b/ü") == [1, 2, 0, 255])
    #expect(try store.read("a") == [])
    #expect(try store.read("c") == nil)
    try store.remove("a")
    #expect(try store.read("a") == nil)
  }

  @Test func aStoreIsLockedAsLongAsTheTokenLives() throws {
    let store = try library.stores[0].open("place")
    var token: (any SketchStoreLock)? = try store.lock()
    let error = #expect(throws: PluginError.self) { _ = try store.lock() }
    #expect(error?.category == .temporary)
    #expect(
      error?.description == "plugin 'export', store 'memory:place', lock: another holds the lock"
    )
    withExtendedLifetime(token) {}
    token = nil
    _ = try store.lock()
  }

  @Test func tensorsAndSchedulesCross() throws {
    let line = try make("sound")
    #expect(line.state == Line.state)
    #expect(
      try line.encode(Record(text: "")) == [
        ExampleTensor("x", reals: [1, 2, 3, 4], shape: [2, 2]),
        ExampleTensor("i", integers: [-1, 7] as [Int64]),
      ]
    )
    #expect(
      try line.schedule(exampleCount: 2, stepCount: nil)
        == Schedule(
          scalarNames: ["a", "b"],
          steps: [.init(examples: [1, 0], scalars: [0.5, -2])]
        )
    )
  }

  @Test(arguments: [
    ("shape", "tensor 'x': 4 elements for shape [3, 2], expected 6"),
    ("nan", "tensor 'x': element 0 is nan, expected a finite number"),
    ("twice", "two tensors are named 'x'; names must be unique"),
    ("none", "the record has no tensor, expected at least one"),
  ])
  func encodingsAreChecked(mode: String, expected: String) throws {
    let line = try make(mode)
    #expect(
      message { _ = try line.encode(Record(text: "")) }
        == "plugin 'export', learner 'line', encode: " + expected
    )
  }

  @Test(arguments: [
    ("example", "step 0 uses example 9, expected 0 to 1"),
    ("scalars", "step 0 has 1 scalars, expected 2, one for each of 'a', 'b'"),
    ("count", "1 steps, expected 5"),
  ])
  func schedulesAreChecked(mode: String, expected: String) throws {
    let line = try make(mode)
    let steps = mode == "count" ? 5 : nil
    #expect(
      message { _ = try line.schedule(exampleCount: 2, stepCount: steps) }
        == "plugin 'export', learner 'line', schedule: " + expected
    )
  }

  private func make(_ mode: String) throws -> any LearningAlgorithm {
    let learner = library.learners[0]
    return try learner.make(
      configuration: Configuration(
        schema: learner.descriptor.schema,
        assignments: ["mode=\(mode)"]
      ),
      records: []
    )
  }
}

/// A learner that breaks a rule when it is told to.
private struct Line: LearnerPlugin {
  static let descriptor = LearnerDescriptor(
    name: "line",
    summary: "",
    version: "1",
    schema: ConfigurationSchema([.string("mode", default: "sound", "")]),
    dataFormat: .csv
  )
  static let state: [StateTensor] = [
    .parameter("a", [2, 3], .normal(standardDeviation: 0.5)), .parameter("b", [], .constant(3)),
    .parameter("c", [1], .uniform(low: -1, high: 2)), .slot("d", [4], .ones),
  ]
  let mode: String

  init(configuration: Configuration, records: [Record]) throws {
    mode = try configuration.string("mode")
  }

  var state: [StateTensor] { Self.state }

  func encode(_ record: Record) -> [ExampleTensor] {
    let x = ExampleTensor("x", reals: [1, 2, 3, 4], shape: mode == "shape" ? [3, 2] : [2, 2])
    return switch mode {
    case "nan": [ExampleTensor("x", reals: [.nan])]
    case "twice": [x, x]
    case "none": []
    default: [x, ExampleTensor("i", integers: [-1, 7] as [Int64])]
    }
  }

  func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
    Schedule(
      scalarNames: ["a", "b"],
      steps: [
        .init(
          examples: [mode == "example" ? 9 : 1, 0],
          scalars: mode == "scalars" ? [1] : [0.5, -2]
        )
      ]
    )
  }

  func step(_ trace: StepTrace) {}
  func forward(_ trace: ForwardTrace) {}
}

/// A store in memory.
private final class MemoryStore: StorePlugin {
  struct Locked: LacunaError {
    let category = ErrorCategory.temporary
    let description = "another holds the lock"
  }

  final class Token: SketchStoreLock {
    let store: MemoryStore
    init(_ store: MemoryStore) { self.store = store }
    deinit { store.isLocked.withLock { $0 = false } }
  }

  static let descriptor = StoreDescriptor(name: "memory", summary: "in memory", version: "1")
  let location: String
  let blobs = Mutex<[String: [UInt8]]>([:])
  let isLocked = Mutex(false)

  init(location: String) { self.location = location }

  func exists() -> Bool { blobs.withLock { !$0.isEmpty } }
  func list() -> [String] { blobs.withLock { $0.keys.sorted() } }
  func read(_ name: String) -> [UInt8]? { blobs.withLock { $0[name] } }
  func write(_ name: String, _ bytes: [UInt8]) { blobs.withLock { $0[name] = bytes } }
  func remove(_ name: String) { blobs.withLock { _ = $0.removeValue(forKey: name) } }

  func lock() throws -> any SketchStoreLock {
    let wasLocked = isLocked.withLock { locked in
      defer { locked = true }
      return locked
    }
    guard !wasLocked else { throw Locked() }
    return Token(self)
  }
}
