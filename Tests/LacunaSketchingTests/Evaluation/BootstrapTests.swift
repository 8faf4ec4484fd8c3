import LacunaTestSupport
import Testing

@testable import LacunaSketching

@Suite struct BootstrapTests {
  /// `numpy.percentile([0.5, 1.25, 2, 3.5, 7], [2.5, 10, 50, 90, 97.5])`, numpy 2.4.6.
  @Test func `quantiles are those of numpy`() {
    let sorted = [0.5, 1.25, 2, 3.5, 7]
    for (share, expected) in [(0.025, 0.575), (0.1, 0.8), (0.5, 2), (0.9, 5.6), (0.975, 6.65)] {
      #expect(abs(Bootstrap.quantile(sorted, share) - expected) < 1e-14)
    }
  }

  /// The interval of a mean of 40 normal numbers holds the true mean about as often as it says: percentile
  /// intervals are a little short, by the factor √(39/40) and normal for Student quantiles: 94.1%.
  @Test func `intervals cover`() throws {
    let trials = Stress.count(200, all: 2000)
    var covered = 0
    for trial in 0..<trials {
      var generator = SplitMix64(seed: UInt64(trial))
      let numbers = (0..<40).map { _ in 3 + generator.normal() }
      let score = Bootstrap(seed: UInt64(trial), resamples: 200).scores(count: 40) { copies in
        [zip(numbers, copies).reduce(0) { $0 + $1.0 * Double($1.1) } / 40]
      }[0]
      if try #require(score.low)...(try #require(score.high)) ~= 3 { covered += 1 }
    }
    // Four standard deviations of a share of so many trials.
    let share = Double(covered) / Double(trials)
    #expect(abs(share - 0.935) < 4 * (0.935 * 0.065 / Double(trials)).squareRoot(), "\(share)")
  }

  @Test func `each item is drawn as often as any other`() {
    var drawn = [Double](repeating: 0, count: 7)
    for resample in 0..<2000 {
      for (index, copies) in Bootstrap(seed: 5).copies(of: 7, resample: resample).enumerated() {
        drawn[index] += Double(copies)
      }
    }
    // 14 000 draws over 7 items; χ² with 6 degrees of freedom exceeds 27.9 once in 10 000 times.
    let chi = drawn.reduce(0) { $0 + ($1 - 2000) * ($1 - 2000) / 2000 }
    #expect(chi < 27.9)
  }

  @Test func `a single item has no interval, and an undefined figure no value`() {
    let one = Bootstrap(seed: 0).scores(count: 1) { _ in [2, nil] }
    #expect(one == [Score(value: 2), Score(value: nil)])
    // Defined on the sample, and on few resamples.
    let rare = Bootstrap(seed: 0).scores(count: 5) { copies in
      [copies.allSatisfy { $0 == 1 } ? 1 : nil]
    }
    #expect(rare == [Score(value: 1)])
  }
}
