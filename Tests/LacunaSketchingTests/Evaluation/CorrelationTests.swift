import LacunaTestSupport
import Testing

@testable import LacunaSketching

@Suite struct CorrelationTests {
  private static let x = [0.3, -1.2, 2.5, 0.3, 4.1, -0.7, 2.5, 2.5, 0.0, 1.9]
  private static let y = [1.0, -0.5, 0.5, 0.7, 2.2, -0.5, 3.1, 0.2, 0.1, 0.7]

  /// `scipy.stats.pearsonr(x, y)`, `scipy.stats.spearmanr(x, y)`, `scipy.stats.rankdata(x)`, SciPy 1.17.1.
  @Test func `numbers are those of SciPy, ties included`() throws {
    let pearson = try #require(Correlation.pearson(Self.x, Self.y))
    let spearman = try #require(Correlation.spearman(Self.x, Self.y))
    #expect(abs(pearson - 0.694771416189021) < 1e-14)
    #expect(abs(spearman - 0.7090089103596127) < 1e-14)
    let ranks = Ranking(Self.x).ranks(copies: [Int](repeating: 1, count: Self.x.count))
    #expect(ranks == [4.5, 1, 8, 4.5, 10, 2, 8, 8, 3, 6])
  }

  /// A list with copies is the list written out.
  @Test(arguments: 0..<UInt64(Stress.count(20, all: 1000)))
  func `copies stand for repetition`(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = 2 + Int(generator.next() % 12)
    // Few values, so that there are ties.
    let x = (0..<count).map { _ in Double(generator.next() % 5) }
    let y = (0..<count).map { _ in generator.normal() }
    let copies = Bootstrap(seed: seed).copies(of: count, resample: 3)
    #expect(copies.reduce(0, +) == count)
    let written = copies.indices.flatMap { [Int](repeating: $0, count: copies[$0]) }
    let (longX, longY) = (written.map { x[$0] }, written.map { y[$0] })
    let pearson = Correlation.pearson(x, y, copies: copies)
    let expected = Correlation.pearson(longX, longY)
    #expect((pearson == nil) == (expected == nil))
    if let pearson, let expected { #expect(abs(pearson - expected) < 1e-12) }
    let ranks = Ranking(x).ranks(copies: copies)
    let ones = [Int](repeating: 1, count: written.count)
    #expect(written.map { ranks[$0] } == Ranking(longX).ranks(copies: ones))
  }

  @Test func `what is constant or single has no correlation`() {
    #expect(Correlation.pearson([1, 1, 1], [1, 2, 3]) == nil)
    #expect(Correlation.spearman([1, 2, 3], [0, 0, 0]) == nil)
    #expect(Correlation.pearson([1], [2]) == nil)
    #expect(Correlation.pearson([], []) == nil)
    #expect(abs((Correlation.spearman([1, 2, 3], [-1, -5, -6]) ?? 0) + 1) < 1e-15)
  }
}
