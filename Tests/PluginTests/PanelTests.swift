import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization
import Testing

/// Learners whose mini-batches are trained on a panel of rows at a time.
struct PanelTests {
  private func logistic(rows: Int, classes: Int) throws -> TrainingProblem {
    let (columns, table) = TestTable.classes(count: rows, classes: classes, seed: 4)
    return try Experiment(
      "logistic-regression",
      ["optimizer=gradient-descent", "epochs=2", "learning-rate=0.5"],
      on: .table(columns, table)
    ).problem
  }

  private func transformer(batch: Int) throws -> TrainingProblem {
    let letters = Array("abcdefgh")
    let names = (0..<3 * batch).map { number in
      String((0..<15).map { letters[(number * 5 + $0 * 3) % letters.count] })
    }
    return try Experiment(
      "microgpt",
      ["layers=2", "embedding=16", "block=16", "batch=\(batch)"],
      on: Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    ).problem
  }

  @Test func `full batches and batches of sequences are cut into panels`() throws {
    let options = ExecutionOptions()
    for classes in [2, 3] {
      let (few, many) = (
        try logistic(rows: 60, classes: classes), try logistic(rows: 4000, classes: classes)
      )
      for ring in [Ring.jet(degree: 3), .jet(degree: 6)] {
        #expect(try TrainingPlan(few, ring: ring, options: options).plans[0].panelCount == 1)
        #expect(try TrainingPlan(many, ring: ring, options: options).plans[0].panelCount > 8)
      }
    }
    let plan = try TrainingPlan(transformer(batch: 4), ring: .jet(degree: 3), options: options)
    #expect(plan.plans.allSatisfy { $0.panelCount == 4 })
  }

  @Test func `panels are the same for every instruction set`() throws {
    let problem = try logistic(rows: 4000, classes: 2)
    let counts = try InstructionSet.available.map { set in
      let options = ExecutionOptions(instructionSet: set)
      return try TrainingPlan(problem, ring: .jet(degree: 3), options: options).plans[0].panelCount
    }
    #expect(Set(counts).count == 1)
  }

  @Test func `shards are the same bits for any number of threads and blocks`() throws {
    for problem in [try logistic(rows: 3001, classes: 2), try transformer(batch: 3)] {
      var expected: [Shard]?
      for threads in [1, 2, 3] {
        let options = ExecutionOptions(threads: threads)
        let precompute = try Precompute(
          problem,
          directions: .random(seed: 3),
          degree: 2,
          options: options
        )
        #expect(try #require(precompute.plan).plans[0].panelCount > 1)
        // Three blocks: together with one thread, each alone with three.
        let shards = Mutex<[Shard]>([])
        try precompute.run([0..<24]) { _ in
        } onShard: { shard in
          shards.withLock { $0.append(shard) }
        }
        let found = shards.withLock { $0 }
        #expect(found.count == 1)
        expected = expected ?? found
        #expect(found == expected, "\(threads) threads")
      }
    }
  }
}
