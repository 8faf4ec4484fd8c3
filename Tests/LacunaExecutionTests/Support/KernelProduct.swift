import CJetKernels
import LacunaExecution
import LacunaTestSupport

/// The kernels of products, by what the operands are.
enum ProductKind: CaseIterable {
  case reals, realsTimesSlots, slotsTimesReals, lanes
}

/// A product of matrices given to a kernel alone: any extents, any layout of the operands.
struct KernelProduct<Number: BinaryFloatingPoint & BitwiseCopyable> {
  let kind: ProductKind
  let kernels: Kernels
  /// The extents: [m, k] × [k, n].
  let (m, n, k): (Int, Int, Int)
  /// Whether the operands, and the result, lie transposed.
  let turned: [Bool]
  /// The numbers of an element of the left operand, the right one and the result.
  private let sizes: [Int]
  private var left: [Number]
  private var right: [Number]

  init(_ kind: ProductKind, on kernels: Kernels, slots: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func extent(_ most: Int) -> Int { 1 + Int(random.unit() * Double(most)) }
    self.kind = kind
    self.kernels = kernels
    // Now and then so deep that the kernels cut k into pieces.
    let depth = seed % 8 == 0 ? 400 : 12
    (m, n, k) = (extent(depth > 100 ? 5 : 21), extent(depth > 100 ? 5 : 21), extent(depth))
    turned = (0..<3).map { _ in random.unit() < 0.5 }
    let size = slots * kernels.precision.lanes
    sizes =
      switch kind {
      case .reals: [1, 1, 1]
      case .realsTimesSlots: [1, size, size]
      case .slotsTimesReals: [size, 1, size]
      case .lanes: [size, size, size]
      }
    left = (0..<(m * k * sizes[0])).map { _ in Number(random.normal()) }
    right = (0..<(k * n * sizes[1])).map { _ in Number(random.normal()) }
  }

  /// Strides of a matrix of rows × columns.
  private func strides(_ operand: Int, _ rows: Int, _ columns: Int) -> (row: Int, column: Int) {
    turned[operand] ? (1, rows) : (columns, 1)
  }

  /// What the kernel makes of it.
  func found() -> [Number] {
    let table = lk_kernels(kernels.instructionSet.rawValue, Int32(kernels.precision.bytes)).pointee
    var arguments = lk_arguments()
    let bytes = MemoryLayout<Number>.size
    func copy(_ from: UnsafeRawBufferPointer, to area: UnsafeMutableRawPointer) {
      UnsafeMutableRawBufferPointer(start: area, count: from.count).copyMemory(from: from)
    }
    let areas = [left.count, right.count, m * n * sizes[2]].map {
      UnsafeMutableRawPointer.allocate(byteCount: $0 * bytes, alignment: 64)
    }
    defer { for area in areas { area.deallocate() } }
    left.withUnsafeBytes { copy($0, to: areas[0]) }
    right.withUnsafeBytes { copy($0, to: areas[1]) }
    let area = areas[2].bindMemory(to: Number.self, capacity: m * n * sizes[2])
    // What was there must not matter.
    area.initialize(repeating: .nan, count: m * n * sizes[2])
    arguments.slots = Int64(max(1, sizes[2] / kernels.precision.lanes))
    (arguments.m, arguments.n, arguments.k) = (Int64(m), Int64(n), Int64(k))
    let (a, b, out) = (strides(0, m, k), strides(1, k, n), strides(2, m, n))
    (arguments.a_m, arguments.a_k) = (Int64(a.row), Int64(a.column))
    (arguments.b_k, arguments.b_n) = (Int64(b.row), Int64(b.column))
    (arguments.out_m, arguments.out_n) = (Int64(out.row), Int64(out.column))
    (arguments.a, arguments.a_primal) = (UnsafeRawPointer(areas[0]), UnsafeRawPointer(areas[0]))
    (arguments.b, arguments.b_primal) = (UnsafeRawPointer(areas[1]), UnsafeRawPointer(areas[1]))
    (arguments.out, arguments.out_primal) = (areas[2], areas[2])
    let kernel =
      switch kind {
      case .reals: table.real_matmul
      case .realsTimesSlots: table.slot_matmul_sv
      case .slotsTimesReals: table.slot_matmul_vs
      case .lanes: table.lane_matmul
      }
    kernel?(&arguments)
    return Array(UnsafeBufferPointer(start: area, count: m * n * sizes[2]))
  }

  /// Each number as one chain of multiply–adds in the order of k.
  func expected() -> [Number] {
    let (a, b, out) = (strides(0, m, k), strides(1, k, n), strides(2, m, n))
    var result = [Number](repeating: 0, count: m * n * sizes[2])
    for i in 0..<m {
      for j in 0..<n {
        for number in 0..<sizes[2] {
          var sum: Number = 0
          for l in 0..<k {
            let x = left[(i * a.row + l * a.column) * sizes[0] + number % sizes[0]]
            let y = right[(l * b.row + j * b.column) * sizes[1] + number % sizes[1]]
            sum = kernels.isFused ? sum.addingProduct(x, y) : sum + x * y
          }
          result[(i * out.row + j * out.column) * sizes[2] + number] = sum
        }
      }
    }
    return result
  }
}

extension Kernels {
  /// Whether multiply–adds are rounded once.
  var isFused: Bool {
    #if arch(x86_64)
    instructionSet != .baseline
    #else
    true
    #endif
  }
}
