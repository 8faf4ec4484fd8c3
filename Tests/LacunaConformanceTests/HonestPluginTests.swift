import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaConformance

@Suite("What is unusual, and no fault")
struct HonestPluginTests {
  /// Where the loss has a kink, in the weight of an example: beside 1, as rectifiers have them.
  static let kinks = [9, 15, 21].flatMap { power in ["1 + 0x1p-\(power)", "1 - 0x1p-\(power)"] }

  @Test("jets are right beside a kink, however near", arguments: kinks)
  func kink(place: String) throws {
    let path = try CorpusPlugin.compile(
      source: """
        #define ALL(x) stretched(t, number(t, x), batch)
        #define BEND unary(t, "abs", binary(t, "sub", weights, ALL(\(place))))
        #define COUNT binary(t, "add", weights, binary(t, "mul", ALL(0.5), BEND))
        #define LOSS scaled(t, sum(t, binary(t, "mul", losses, COUNT)), 1.0 / batch)
        #include "good.h"
        """
    )
    defer {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    for id in ["learning/jets", "learning/unit-jets"] {
      let check = try #require(ConformanceCatalogue.check(id))
      for seed in 0..<UInt64(Stress.count(2, all: 10)) {
        #expect(try Bench.runner(seed: seed).run(check, on: path).verdict == .passed)
      }
    }
  }

  @Test("the time in which others ran only grows, and is part of all time")
  func waiting() {
    let clock = ContinuousClock()
    let (begin, before) = (clock.now, LoadTime.waited())
    var last = before
    for _ in 0..<1000 {
      let next = LoadTime.waited()
      #expect(next >= last)
      last = next
    }
    let time = begin.duration(to: clock.now) / .milliseconds(1)
    #expect(before >= 0 && last - before <= time)
  }
}
