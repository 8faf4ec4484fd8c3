import LacunaExecution
import LacunaTestSupport
import Testing

/// The kernel of products of jets by itself, in every shape of register tile and of block.
struct JetTileTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 11, 33])
  func `products of every remainder are what their definition says`(degree: Int) throws {
    var random = SplitMix64(seed: UInt64(degree))
    let shapes = (1..<10).flatMap { m in (1..<10).map { (m, $0) } }
    let count = Stress.count(degree < 9 ? 81 : 12, all: 81)
    for (m, n) in shapes.shuffled(using: &random).prefix(count) {
      let depth = Int.random(in: 1...(degree < 9 ? 9 : 3), using: &random)
      try check(degree, (m, n, depth), &random)
    }
  }

  @Test(arguments: [64, 65, 100])
  func `products of long elements are what their definition says`(degree: Int) throws {
    var random = SplitMix64(seed: UInt64(degree))
    for size in [(1, 1, 2), (2, 3, 1), (5, 1, 2), (3, 2, 2)] { try check(degree, size, &random) }
  }

  @Test func `products in several blocks are what their definition says`() throws {
    var random = SplitMix64(seed: 99)
    let sizes = [
      (1, 5, 4, 400), (1, 40, 33, 200), (3, 26, 17, 70), (3, 17, 26, 70), (3, 1, 19, 130),
      (4, 19, 1, 130), (8, 25, 18, 60), (33, 4, 3, 14),
      (5, 21, 26, 30), (7, 20, 20, 25), (66, 4, 3, 17),
    ]
    for (degree, m, n, k) in sizes { try check(degree, (m, n, k), &random) }
  }

  /// All instruction sets against the definition in two lanes, and the two that fuse against each other in all bits.
  ///
  /// The bound is that of three real products for each complex one: what is added up to them is at most three
  /// times the product of magnitudes.
  private func check(
    _ degree: Int,
    _ size: (m: Int, n: Int, k: Int),
    _ random: inout SplitMix64
  ) throws {
    for precision in Precision.allCases {
      let layout = try #require(JetProduct.Layout.allCases.randomElement(using: &random))
      let product = JetProduct(degree: degree, size, layout, precision, &random)
      let runs = InstructionSet.available.map { ($0, product.run(on: $0)) }
      for lane in [0, precision.lanes - 3] {
        let expected = product.expected(lane: lane)
        for (instructionSet, found) in runs {
          let wrong = expected.indices.filter { index in
            let (value, magnitude) = expected[index]
            let bound = 2 * precision.epsilon * Double(size.k * (degree + 1)) * magnitude
            return !(abs(found[index * precision.lanes + lane] - value) <= bound)
          }
          #expect(wrong.isEmpty, "\(product), \(instructionSet.name), lane \(lane)")
        }
      }
      for (instructionSet, found) in runs {
        #expect(found.suffix(64).allSatisfy { $0 == .infinity }, "\(product) writes past its end")
        #expect(found == product.run(on: instructionSet, gathers: true), "\(product) gathered")
      }
      let fused = runs.filter { $0.0 != .baseline }.map { $0.1.map(\.bitPattern) }
      #expect(Set(fused).count <= 1, "\(product): AVX2 and AVX-512 differ")
    }
  }
}
