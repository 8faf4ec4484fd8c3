import LacunaTestSupport
import Testing

@testable import LacunaSketching

@Suite struct SetSamplingTests {
  @Test func `sets have their size, and each unit is in as many`() {
    let sampling = SetSampling(seed: 9)
    var counts = [Double](repeating: 0, count: 12)
    for number in 0..<3000 {
      let set = sampling.set(of: 4, among: 12, number: number)
      #expect(set.count == 4 && set == Set(set).sorted())
      #expect(set.allSatisfy { 0..<12 ~= $0 })
      for unit in set { counts[unit] += 1 }
    }
    // 1000 for each; their variance is that of draws without replacement, and χ² · 11/8 exceeds 35.6 once
    // in 5000 times with 11 degrees of freedom.
    let chi = counts.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 }
    #expect(chi * 11 / 8 < 35.6)
  }

  @Test func `a set depends on seed, number and purpose`() {
    let sampling = SetSampling(seed: 1)
    func set(_ sampling: SetSampling, _ number: Int, _ purpose: SetSampling.Purpose) -> [Int] {
      sampling.set(of: 10, among: 40, number: number, purpose)
    }
    let first = set(sampling, 0, .random)
    #expect(first == set(SetSampling(seed: 1), 0, .random))
    #expect(first != set(SetSampling(seed: 2), 0, .random))
    #expect(first != set(sampling, 1, .random))
    #expect(first != set(sampling, 0, .control))
    #expect(sampling.set(of: 40, among: 40, number: 0) == Array(0..<40))
    #expect(sampling.order(40).sorted() == Array(0..<40))
  }

  @Test func `sizes are uniform on a logarithmic scale`() {
    let sampling = SetSampling(seed: 4)
    let sizes = (0..<4000).map { sampling.size(upTo: 100, number: $0) }
    #expect(sizes.allSatisfy { 1...100 ~= $0 })
    // ⌊101^u⌋ is 1 for u < log 2 / log 101, and below 10 for u < log 10 / log 101.
    for (bound, share) in [(2, 0.15019), (10, 0.49892)] {
      let found = Double(sizes.count { $0 < bound }) / 4000
      #expect(abs(found - share) < 4 * (share * (1 - share) / 4000).squareRoot(), "\(found)")
    }
  }

  @Test func `a sample holds every class of sizes`() {
    let sets =
      (0..<50).map { EvaluatedSet(name: "\($0)", units: [$0]) }
      + [
        EvaluatedSet(name: "pair", units: [1, 2]), EvaluatedSet(name: "ten", units: Array(0..<10)),
      ]
    let sample = sets.sampled(6, SetSampling(seed: 0))
    #expect(sample.count == 6)
    #expect(sample.map(\.name).contains("pair") && sample.map(\.name).contains("ten"))
    #expect(sample == sets.filter(sample.contains))
    #expect(sets.sampled(100, SetSampling(seed: 0)) == sets)
  }
}
