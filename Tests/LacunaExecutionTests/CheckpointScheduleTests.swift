import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// The way back through a run of steps, against the least number of steps that dynamic programming finds.
@Suite struct CheckpointScheduleTests {
  /// What a schedule did, played out on states that are numbers of steps.
  private struct Played {
    var advances = 0
    var reversed: [Int] = []
    var saved: [Int: Int] = [0: 0]
    var present = 0

    init(_ schedule: CheckpointSchedule) {
      schedule.perform { action in
        switch action {
        case .advance(let steps):
          #expect(steps.lowerBound == present && !steps.isEmpty)
          present = steps.upperBound
          advances += steps.count
        case .save(let slot):
          #expect(0..<schedule.slots ~= slot)
          saved[slot] = present
        case .restore(let slot):
          #expect(saved[slot] != nil)
          present = saved[slot] ?? -1
        case .reverse(let step):
          #expect(step == present)
          reversed.append(step)
        }
      }
    }
  }

  /// The fewest steps forward that reverse a run: with one slot each is reached from the start; else the
  /// run is cut where that is best.
  private func fewest(_ steps: Int, _ slots: Int, _ known: inout [[Int?]]) -> Int {
    if steps == 1 { return 0 }
    if slots == 1 { return steps * (steps - 1) / 2 }
    if let found = known[steps][slots] { return found }
    var best = Int.max
    for split in 1..<steps {
      let later = fewest(steps - split, slots - 1, &known)
      best = min(best, split + later + fewest(split, slots, &known))
    }
    known[steps][slots] = best
    return best
  }

  @Test func `every step is reversed once, last first, and no schedule goes forward less`() {
    let most = Stress.count(48, all: 120)
    var known = [[Int?]](
      repeating: [Int?](repeating: nil, count: most + 1),
      count: most + 1
    )
    for steps in 1...most {
      for slots in [1, 2, 3, 4, 5, 7, 11, 20, steps, steps + 3] where slots > 0 {
        let schedule = CheckpointSchedule(steps: steps, slots: slots)
        let played = Played(schedule)
        #expect(played.reversed == Array((0..<steps).reversed()))
        #expect(played.advances == schedule.advances)
        #expect(
          played.advances == fewest(steps, min(slots, steps), &known),
          "\(steps) steps, \(slots) slots"
        )
        #expect(schedule.isWhole == (slots >= steps))
        if schedule.isWhole { #expect(played.advances == steps - 1) }
      }
    }
  }

  @Test func `a long run with few slots needs few steps again`() {
    // C(10 + 4, 4) = 1001 ≥ 1000: no step more than four times.
    let schedule = CheckpointSchedule(steps: 1000, slots: 10)
    #expect(schedule.advances < 4 * 1000)
    // 3 · 1 000 000 − C(1003, 2), as theory has it.
    #expect(CheckpointSchedule(steps: 1_000_000, slots: 1000).advances == 2_497_497)
  }
}
