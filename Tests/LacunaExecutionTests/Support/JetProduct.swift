import CJetKernels
import LacunaExecution
import LacunaTestSupport

/// A product of matrices of jets with random elements, as the kernel is asked for it.
struct JetProduct: CustomStringConvertible {
  /// Which operand lies transposed.
  enum Layout: CaseIterable { case plain, firstTurned, secondTurned }

  let degree: Int
  let m: Int, n: Int, k: Int
  let layout: Layout
  let precision: Precision
  /// Numbers by element, coefficient, part and lane.
  private let x: [Double], y: [Double], x0: [Double], y0: [Double]

  init(
    degree: Int,
    _ size: (m: Int, n: Int, k: Int),
    _ layout: Layout,
    _ precision: Precision,
    _ random: inout SplitMix64
  ) {
    (self.degree, self.layout, self.precision) = (degree, layout, precision)
    (m, n, k) = size
    func draw(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(Float(random.uniform(in: -1...1))) }
    }
    let element = 2 * degree * precision.lanes
    (x, y) = (draw(m * k * element), draw(k * n * element))
    (x0, y0) = (draw(m * k), draw(k * n))
  }

  var description: String {
    "[\(m), \(k)] × [\(k), \(n)], degree \(degree), \(layout), \(precision.rawValue)"
  }

  /// The place of an element of the first operand, and of the second one.
  private func first(_ i: Int, _ l: Int) -> Int { layout == .firstTurned ? l * m + i : i * k + l }
  private func second(_ l: Int, _ j: Int) -> Int { layout == .secondTurned ? j * k + l : l * n + j }

  /// What the kernel makes of it, between guards that it must leave alone.
  func run(on instructionSet: InstructionSet, gathers: Bool = false) -> [Double] {
    precision == .float64
      ? run(on: instructionSet, gathers, Double.self) : run(on: instructionSet, gathers, Float.self)
  }

  private func run<Number: BinaryFloatingPoint>(
    on instructionSet: InstructionSet,
    _ gathers: Bool,
    _: Number.Type
  ) -> [Double] {
    let element = 2 * degree * precision.lanes
    func aligned(_ values: [Double]) -> UnsafeMutableBufferPointer<Number> {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(64, values.count * MemoryLayout<Number>.size),
        alignment: 64
      )
      let numbers = bytes.bindMemory(to: Number.self)
      for (index, value) in values.enumerated() { numbers[index] = Number(value) }
      return numbers
    }
    let guardLength = 64
    let out = aligned(Array(repeating: .infinity, count: m * n * element + guardLength))
    let operands = [x, y, x0, y0].map(aligned)
    let room = aligned(
      Array(repeating: 0, count: gathers ? Int(LK_MATMUL_SCRATCH) / MemoryLayout<Number>.size : 0)
    )
    defer { ([out, room] + operands).forEach { $0.deallocate() } }
    var arguments = lk_arguments()
    (arguments.degree, arguments.slots) = (Int64(degree), Int64(2 * degree))
    (arguments.m, arguments.n, arguments.k) = (Int64(m), Int64(n), Int64(k))
    arguments.out = UnsafeMutableRawPointer(out.baseAddress)
    arguments.a = UnsafeRawPointer(operands[0].baseAddress)
    arguments.b = UnsafeRawPointer(operands[1].baseAddress)
    arguments.a_primal = UnsafeRawPointer(operands[2].baseAddress)
    arguments.b_primal = UnsafeRawPointer(operands[3].baseAddress)
    (arguments.out_m, arguments.out_n) = (Int64(n), 1)
    (arguments.a_m, arguments.a_k) = (Int64(first(1, 0)), Int64(first(0, 1)))
    (arguments.b_k, arguments.b_n) = (Int64(second(1, 0)), Int64(second(0, 1)))
    if gathers { arguments.scratch = UnsafeMutableRawPointer(room.baseAddress) }
    lk_kernels(instructionSet.rawValue, Int32(MemoryLayout<Number>.size)).pointee.jet_matmul(
      &arguments
    )
    return out.map { Double($0) }
  }

  /// The products as their definition has them, in one lane: value and sum of magnitudes, real parts before
  /// imaginary ones, by element and coefficient.
  func expected(lane: Int) -> [(value: Double, size: Double)] {
    let lanes = precision.lanes
    var results: [(Double, Double)] = []
    for i in 0..<m {
      for j in 0..<n {
        var sums = Array(repeating: (0.0, 0.0), count: 2 * degree)
        for l in 0..<k {
          let (p, q) = (first(i, l), second(l, j))
          func series(_ primal: Double, _ numbers: [Double], _ element: Int) -> [ReferenceComplex] {
            [ReferenceComplex(primal)]
              + (0..<degree).map { r in
                let at = (element * degree + r) * 2 * lanes + lane
                return ReferenceComplex(numbers[at], numbers[at + lanes])
              }
          }
          let (u, v) = (series(x0[p], x, p), series(y0[q], y, q))
          for r in 1..<degree + 1 {
            for s in 0..<r + 1 {
              let term = u[s] * v[r - s]
              sums[2 * r - 2].0 += term.real
              sums[2 * r - 1].0 += term.imaginary
              sums[2 * r - 2].1 += u[s].magnitude * v[r - s].magnitude
              sums[2 * r - 1].1 += u[s].magnitude * v[r - s].magnitude
            }
          }
        }
        results += sums
      }
    }
    return results
  }
}
