import Foundation
import Testing

@testable import LacunaCommands

struct ProgressBarTests {
  @Test(arguments: [
    (0.0, 5.0, "work  [░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░]  0%  ETA unknown"),
    (0.5, 12.0, "work  [███████████████░░░░░░░░░░░░░░░]  50%  ETA 12 s"),
    (0.999, 100.0, "work  [█████████████████████████████░]  99%  ETA 100 ms"),
    (1.0, 9.0, "work  [██████████████████████████████]  100%  ETA 0 ms"),
    (1.5, 9.0, "work  [██████████████████████████████]  100%  ETA 0 ms"),
  ])
  func aLineShowsShareAndTimeLeft(_ share: Double, _ elapsed: Double, _ line: String) {
    #expect(ProgressBar.line("work", share: share, elapsed: elapsed) == line)
  }

  @Test(arguments: [
    (0.0004, "0 ms"), (0.85, "850 ms"), (0.9996, "1.0 s"), (2.34, "2.3 s"), (9.96, "10 s"),
    (12.4, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s"), (7502, "2 h 5 min"),
    (.infinity, "years"),
  ])
  func aTimeIsWrittenAsPeopleSayIt(_ seconds: Double, _ text: String) {
    #expect(ProgressBar.duration(seconds) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_600_000, "1.5 MiB"), (3 << 40, "3.0 TiB"),
  ])
  func sizesAreInTheLargestFittingUnit(_ bytes: Int, _ text: String) {
    #expect(Figure.bytes(bytes) == text)
  }

  @Test func thereIsNoBarWhereNobodyLooks() throws {
    let workshop = try Workshop()
    #expect(try Recipe().make(in: workshop).complaints.isEmpty)
    let curve = try Lacuna.run(
      ["curve", "names.sketch", "--delete", "3", "--query", "max", "--weights", "1"],
      in: workshop
    )
    #expect(curve.code == 0 && curve.errors.isEmpty)
  }
}
