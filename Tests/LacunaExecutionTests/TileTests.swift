import LacunaExecution
import LacunaTestSupport
import Testing

/// Products of every kind, whose extents leave every remainder of the kernels' tiles.
struct TileTests {
  @Test(arguments: ProductKind.allCases)
  func `products are chains of multiply-adds to the last bit`(kind: ProductKind) {
    for kernels in Kernels.all {
      for seed in 0..<UInt64(Stress.count(24, all: 1000)) {
        switch kernels.precision {
        case .float64: check(kind, of: Double.self, on: kernels, seed: seed)
        case .float32: check(kind, of: Float.self, on: kernels, seed: seed)
        }
      }
    }
  }

  private func check<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ kind: ProductKind,
    of number: Number.Type,
    on kernels: Kernels,
    seed: UInt64
  ) {
    let slots = [1, 2, 6, 8][Int(seed / 2 % 4)]
    let product = KernelProduct<Number>(kind, on: kernels, slots: slots, seed: seed)
    #expect(
      product.found() == product.expected(),
      "\(kind) on \(kernels), \(product.m) × \(product.k) × \(product.n), seed \(seed)"
    )
  }
}
