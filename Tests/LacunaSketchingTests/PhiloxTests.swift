import LacunaSketching
import Testing

@Suite struct PhiloxTests {
  /// Known answers of the Random123 distribution, `kat_vectors`: philox 4x32 with 10 rounds.
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), UInt64(0),
      SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    ),
    (
      SIMD4<UInt32>(repeating: .max), UInt64.max,
      SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
    ),
    (
      SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      UInt64(0x299F_31D0_A409_3822),
      SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ])
  func `words are the published ones`(
    counter: SIMD4<UInt32>,
    seed: UInt64,
    expected: SIMD4<UInt32>
  ) {
    #expect(Philox(seed: seed).words(counter) == expected)
  }

  @Test func `directions have length one and differ`() {
    let directions = Directions.random(seed: 5)
    for index in [0, 1, 1 << 33] {
      let psi = directions.direction(index, units: 300)
      let square = psi.reduce(0) { $0 + $1.re * $1.re + $1.im * $1.im }
      #expect(abs(square - 1) < 1e-14)
    }
    let first = directions.direction(0, units: 4)
    #expect(first != directions.direction(1, units: 4))
    #expect(first != Directions.random(seed: 6).direction(0, units: 4))
    #expect(first == Directions.random(seed: 5).direction(0, units: 4))
  }

  /// E[ψ_a conj ψ_b] = δ_ab/n, over many directions.
  @Test func `directions are isotropic`() {
    let (n, count) = (3, 4000)
    let rows = (0..<count).map { Directions.random(seed: 1).direction($0, units: n) }
    for a in 0..<n {
      for b in 0..<n {
        let mean = rows.reduce(Complex(0)) { sum, psi in
          let product = psi[a] * Complex(psi[b].re, -psi[b].im)
          return sum + Complex(product.re / Double(count), product.im / Double(count))
        }
        // Six standard errors; entries have a deviation below 1/2.
        #expect(abs(mean.re - (a == b ? 1.0 / 3 : 0)) < 6 * 0.5 / Double(count).squareRoot())
        #expect(abs(mean.im) < 6 * 0.5 / Double(count).squareRoot())
      }
    }
  }
}
