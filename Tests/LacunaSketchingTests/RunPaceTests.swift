import LacunaSketching
import LacunaTestSupport
import Testing

/// How work fills time, against threads that take pieces one by one on a made-up clock.
struct RunPaceTests {
  /// How much is done at a moment, and when all is, of pieces of length 1.
  private func simulate(_ pieces: Int, _ threads: Int, at time: Double) -> (Double, end: Double) {
    var free = [Double](repeating: 0, count: threads)
    var done = 0.0
    for _ in 0..<pieces {
      let worker = free.indices.min { free[$0] < free[$1] } ?? 0
      done += min(1, max(0, time - free[worker]))
      free[worker] += 1
    }
    return (done, free.max() ?? 0)
  }

  @Test func `the share of time follows from the share of work`() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<200 {
      let pieces = Int.random(in: 1...40, using: &random)
      let threads = Int.random(in: 1...9, using: &random)
      let pace = RunPace(pieces: pieces, threads: threads)
      let end = simulate(pieces, threads, at: 0).end
      #expect(Double(pace.rounds) == end)
      let now = random.unit() * end
      let (done, _) = simulate(pieces, threads, at: now)
      #expect(abs(pace.time(done: done / Double(pieces)) - now / end) < 1e-9)
    }
  }

  @Test func `the time of a run follows from its first block`() throws {
    // Three pieces of 100 steps on two threads, 10 seconds each: 20 seconds.
    let pace = RunPace(pieces: 3, threads: 2)
    #expect(pace.total(piece: 10) == 20)
    #expect(pace.total(Progress(done: 0, total: 300), elapsed: 1) == nil)
    #expect(pace.total(Progress(done: 50, total: 300), elapsed: 2.5) == 20)
    #expect(!pace.isMeasured(Progress(done: 199, total: 300)))
    #expect(pace.isMeasured(Progress(done: 200, total: 300)))
    #expect(pace.total(Progress(done: 200, total: 300), elapsed: 10) == 20)
    #expect(pace.total(Progress(done: 250, total: 300), elapsed: 15) == 20)
    #expect(pace.total(Progress(done: 300, total: 300), elapsed: 20) == 20)
    // The same after three seconds of getting ready, seen first after one more.
    let first = (progress: Progress(done: 20, total: 300), elapsed: 4.0)
    let late = pace.total(Progress(done: 200, total: 300), elapsed: 13, since: first)
    #expect(abs((late ?? 0) - 23) < 1e-12)
    let none = pace.total(Progress(done: 20, total: 300), elapsed: 4, since: first)
    #expect(none == pace.total(Progress(done: 20, total: 300), elapsed: 4))
    // More threads than pieces: all of them at once.
    let wide = RunPace(pieces: 2, threads: 8)
    #expect(wide.threads == 2 && wide.rounds == 1)
    #expect(!wide.isMeasured(Progress(done: 199, total: 200)))
  }
}
