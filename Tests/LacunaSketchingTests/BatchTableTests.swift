import LacunaProtocols
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Mini-batches, against their examples put side by side one by one.
struct BatchTableTests {
  private func encoded(_ count: Int, width: Int = 3) -> [[ExampleTensor]] {
    (0..<count).map { example in
      [
        ExampleTensor(
          "x",
          reals: (0..<(2 * width)).map { Double(100 * example + $0) },
          shape: [2, width]
        ),
        ExampleTensor("label", integers: [example], shape: []),
      ]
    }
  }

  private func shuffled(_ count: Int, batch: Int, epochs: Int) -> Schedule {
    var random = SplitMix64(seed: 5)
    return Schedule(
      (0..<epochs).flatMap { _ in
        let order = (0..<count).shuffled(using: &random)
        return stride(from: 0, to: count, by: batch).map { Array(order[$0..<($0 + batch)]) }
      }
    )
  }

  @Test(arguments: [1, 2, 6, 12])
  func `a batch is its examples side by side`(_ size: Int) throws {
    let encoded = encoded(12)
    let schedule = shuffled(12, batch: size, epochs: 5)
    let table = BatchTable(schedule, encoded)
    for (batch, step) in zip(table.map { $0 }, schedule.steps) {
      let tensors = table.tensors(of: batch)
      #expect(tensors.map(\.name) == ["x", "label"])
      #expect(tensors[0].shape == [size, 2, 3] && tensors[1].shape == [size])
      #expect(tensors[0].reals == step.examples.flatMap { encoded[$0][0].reals })
      #expect(tensors[1].integers == step.examples.map { Int64($0) })
    }
  }

  @Test func `what is kept does not grow with the number of epochs`() {
    let data = 24 * (6 + 1) * 8
    for size in [1, 4, 24] {
      let bytes = [1, 3, 30].map {
        BatchTable(shuffled(24, batch: size, epochs: $0), encoded(24)).bytes
      }
      #expect(bytes == Array(repeating: size == 1 ? data : 2 * data, count: 3), "\(size)")
    }
    // A full batch is kept once.
    let full = Schedule(Array(repeating: Array(0..<24), count: 50))
    #expect(BatchTable(full, encoded(24)).bytes == 2 * data)
    #expect(BatchTable(full, encoded(24)).distinct == 0..<1)
  }

  @Test func `examples of other shapes do not go together`() {
    let mixed = encoded(2) + encoded(1, width: 4)
    let table = BatchTable(Schedule([[0, 1], [2], [1, 2]]), mixed)
    #expect(table.distinct.map { table.signature(of: $0) == nil } == [false, false, true])
    #expect(table.signature(of: 1) == mixed[2].signature(batchSize: 1))
  }

  @Test func `equal lists of examples are one list`() {
    var schedule = Schedule((0..<4).map { _ in (0..<100).map { $0 } })
    schedule.shareExamples()
    let places = schedule.steps.map { step in
      step.examples.withUnsafeBufferPointer { $0.baseAddress }
    }
    #expect(Set(places).count == 1)
  }
}
