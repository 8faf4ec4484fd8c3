import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaStores
import MicrogptPlugin
import Synchronization
import Testing

@testable import LacunaSketching

@Suite struct RetrainBankTests {
  /// A store that notes what is read.
  final class WatchedStore: SketchStore {
    let inner = MemoryStore()
    let reads = Mutex<[String]>([])
    var location: String { inner.location }
    func exists() -> Bool { inner.exists() }
    func list() -> [String] { inner.list() }
    func read(_ name: String) -> [UInt8]? {
      reads.withLock { $0.append(name) }
      return inner.read(name)
    }
    func write(_ name: String, _ bytes: [UInt8]) { inner.write(name, bytes) }
    func remove(_ name: String) { inner.remove(name) }
    func lock() -> any SketchStoreLock { inner.lock() }
  }

  static func problem(steps: Int = 10) throws -> TrainingProblem {
    let names = (0..<10).map {
      String(repeating: "ab", count: 1 + $0 % 3) + "\(["c", "d"][$0 % 2])"
    }
    let dataset = Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    let configuration = try Configuration(
      schema: Microgpt.descriptor.schema,
      assignments: ["block=8", "embedding=4", "heads=2", "mlp-ratio=2"]
    )
    return try TrainingProblem(
      name: "microgpt",
      learner: Microgpt(configuration: configuration, records: dataset.records),
      dataset: dataset,
      steps: steps,
      initialState: .drawn(seed: 3)
    )
  }

  private static let sets = [[0], [1, 2], [3, 4, 5], [0, 9]]

  private func truth(
    _ problem: TrainingProblem,
    _ store: any SketchStore,
    _ sets: [[Int]] = sets,
    isWritable: Bool = true,
    precision: Precision = .float64
  ) throws -> (values: [[Double]], retrained: Int) {
    let bank = try RetrainBank(
      in: store,
      of: RetrainedProblem(problem, precision: precision),
      isWritable: isWritable
    )
    let base = try Retraining(problem, options: ExecutionOptions(precision: precision))
      .parameters(weightings: [Retraining.weights(deleting: [], count: 10)])[0]
    return try GroundTruth(
      problem,
      base: base,
      bank: bank,
      options: ExecutionOptions(precision: precision)
    ).values(
      of: [Golden.loss("abab", on: problem), Golden.loss("dc", on: problem)],
      weightings: sets.map { Retraining.weights(deleting: $0, count: 10) }
    )
  }

  @Test(arguments: [Precision.float64, .float32])
  func `what is in the bank is what a retrain gives`(_ precision: Precision) throws {
    let problem = try Self.problem()
    let store = WatchedStore()
    let fresh = try truth(problem, store, isWritable: false, precision: precision)
    #expect(fresh.retrained == 4 && !store.exists())
    let first = try truth(problem, store, precision: precision)
    #expect(first.retrained == 4 && first.values == fresh.values)
    let again = try truth(problem, store, precision: precision)
    #expect(again.retrained == 0 && again.values == fresh.values)
    let more = try truth(problem, store, Self.sets + [[7], [7]], precision: precision)
    #expect(more.retrained == 1 && Array(more.values.prefix(4)) == fresh.values)
    #expect(more.values[4] == more.values[5])
  }

  @Test func `only what is asked for is read`() throws {
    let problem = try Self.problem()
    let store = WatchedStore()
    _ = try truth(problem, store)
    store.reads.withLock { $0 = [] }
    _ = try truth(problem, store, [[1, 2]])
    #expect(store.reads.withLock { $0.count } == 2)
  }

  private func failure(_ body: () throws -> Void) -> RetrainBankError? {
    do {
      try body()
      return nil
    } catch {
      return error as? RetrainBankError
    }
  }

  @Test func `a bank of another run names what differs`() throws {
    let store = MemoryStore()
    _ = try truth(Self.problem(), store)
    let found = failure { _ = try truth(Self.problem(steps: 9), store) }
    guard case .foreign(_, let differences) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(differences.count == 2)
    #expect(differences.contains("steps is 10, expected 9"))
    #expect(differences.contains { $0.hasPrefix("schedule is ") })
    let other = failure { _ = try truth(Self.problem(), store, precision: .float32) }
    #expect(
      other == .foreign(location: "memory", differences: ["precision is f64, expected f32"])
    )
  }

  @Test func `every bit of a retrain is verified`() throws {
    let problem = try Self.problem()
    let store = MemoryStore()
    _ = try truth(problem, store, [[1]])
    let blob = try #require(store.list().first { $0.hasSuffix(".safetensors") })
    let whole = try #require(store.read(blob))
    for place in [0, 40, whole.count / 2, whole.count - 1] {
      var bytes = whole
      bytes[place] ^= 1
      store.write(blob, bytes)
      guard
        case .damaged(_, blob, "digest", _, _)? = failure({ _ = try truth(problem, store, [[1]]) })
      else {
        Issue.record("bit at \(place) was not noticed")
        continue
      }
    }
    store.write(blob, Array(whole.dropLast()))
    let short = failure { _ = try truth(problem, store, [[1]]) }
    #expect(
      short
        == .damaged(
          location: "memory",
          blob: blob,
          field: "size",
          found: "\(whole.count - 1) bytes",
          expected: "\(whole.count)"
        )
    )
    store.remove(blob)
    #expect(
      failure { _ = try truth(problem, store, [[1]]) } == .missing(location: "memory", blob: blob)
    )
  }

  @Test func `an index that is none is an error`() throws {
    let problem = try Self.problem()
    let store = MemoryStore()
    store.write("retrains/index.json", Array("{\"format\":\"lacuna-retrains/1\"}".utf8))
    guard case .malformed(_, "problem", "nothing", _)? = failure({ _ = try truth(problem, store) })
    else {
      Issue.record("a missing field was not named")
      return
    }
    let text = "{\"format\":\"lacuna-retrains/9\",\"problem\":{},\"models\":{}}"
    store.write("retrains/index.json", Array(text.utf8))
    guard case .otherFormat? = failure({ _ = try truth(problem, store) }) else {
      Issue.record("another format was not noticed")
      return
    }
    let other = MemoryStore()
    other.write("notes.txt", [1])
    #expect(
      failure { _ = try truth(problem, other) } == .occupied(location: "memory", blob: "notes.txt")
    )
  }
}
