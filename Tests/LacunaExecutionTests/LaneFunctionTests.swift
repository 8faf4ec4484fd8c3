import CJetKernels
import Foundation
import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Functions over lanes against the C library's, which computes with more digits where the machine has them.
struct LaneFunctionTests {
  #if arch(x86_64)
  typealias Long = Float80
  #else
  typealias Long = Double
  #endif

  /// A function, where it is looked at, and the largest error in units in the last place.
  private struct Function: Sendable {
    var code: lk_function
    var range: ClosedRange<Double>
    var units: Double
    var truth: @Sendable (Long) -> Long
  }

  @Sendable private static func sigmoid(_ x: Long) -> Long {
    x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
  }

  private static let functions = [
    Function(code: LK_EXP, range: -746...710, units: 1, truth: { exp($0) }),
    Function(code: LK_EXP, range: -1...1, units: 1, truth: { exp($0) }),
    Function(code: LK_LOG, range: 0...10, units: 1, truth: { log($0) }),
    Function(code: LK_LOG, range: 0x1p-1074...0x1p-1060, units: 1, truth: { log($0) }),
    Function(code: LK_LOG, range: 1...1e308, units: 1, truth: { log($0) }),
    Function(code: LK_TANH, range: -25...25, units: 2.6, truth: { tanh($0) }),
    Function(code: LK_TANH, range: -0.5...0.5, units: 2.6, truth: { tanh($0) }),
    Function(code: LK_SIGMOID, range: -740...40, units: 2.5, truth: sigmoid),
    Function(code: LK_SIGMOID, range: -5...5, units: 2.5, truth: sigmoid),
    Function(code: LK_ERF, range: -7...7, units: 2, truth: { erf($0) }),
    Function(code: LK_ERF, range: -1e-300...1e-300, units: 2, truth: { erf($0) }),
    Function(
      code: LK_GELU,
      range: -37...37,
      units: 5,
      truth: { $0 * erfc(-$0 * Long(0.5).squareRoot()) / 2 }
    ),
    Function(code: LK_SILU, range: -30...30, units: 3.5, truth: { $0 * sigmoid($0) }),
    Function(
      code: LK_SOFTPLUS,
      range: -700...40,
      units: 2,
      truth: { $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0)) }
    ),
  ]

  /// What the kernel makes of numbers, as many as there are lanes or fewer.
  private static func values(_ code: lk_function, _ x: [Double], on kernels: Kernels) -> [Double] {
    let lanes = kernels.precision.lanes
    let table = lk_kernels(kernels.instructionSet.rawValue, Int32(kernels.precision.bytes)).pointee
    let slots = (x.count + lanes - 1) / lanes
    let from = UnsafeMutableRawPointer.allocate(byteCount: slots * 64, alignment: 64)
    let to = UnsafeMutableRawPointer.allocate(byteCount: slots * 64, alignment: 64)
    defer {
      from.deallocate()
      to.deallocate()
    }
    for index in 0..<(slots * lanes) {
      kernels.precision.store(index < x.count ? x[index] : 0, at: from, index: index)
    }
    var arguments = lk_arguments()
    arguments.slots = 1
    arguments.code = Int64(code.rawValue)
    arguments.rank = 1
    arguments.extents.0 = Int64(slots)
    arguments.out_strides.0 = 1
    arguments.a_strides.0 = 1
    arguments.a = UnsafeRawPointer(from)
    arguments.out = to
    table.lane_unary?(&arguments)
    return x.indices.map { kernels.precision.load(at: to, index: $0) }
  }

  @Test func `functions are right to a few units in the last place`() {
    var random = SplitMix64(seed: 7)
    for function in Self.functions {
      let x = (0..<Stress.count(400, all: 100_000)).map { _ in random.uniform(in: function.range) }
      for kernels in Kernels.all where kernels.precision == .float64 {
        let found = Self.values(function.code, x, on: kernels)
        for (x, value) in zip(x, found) {
          let truth = function.truth(Long(x))
          let nearest = Double(truth)
          // The C library's own error, where it has no more digits than the kernel.
          let units = function.units + (Long.self == Double.self ? 4 : 0)
          let error = Double(abs(Long(value) - truth)) / nearest.ulp
          let isRight = value == nearest || error <= units
          #expect(isRight, "function \(function.code.rawValue) at \(x) on \(kernels): \(error)")
        }
      }
    }
  }

  @Test func `infinities and zeros and what is no number are as in the C library`() {
    let points = [
      0, -0.0, .infinity, -.infinity, .nan, 0x1p-1074, -0x1p-1074, 0x1.8p-1030, 1e308, -1e308,
      709.78, 709.79,
      -745.1, -745.2,
    ]
    let functions: [(lk_function, (Double) -> Double)] = [
      (LK_EXP, { exp($0) }), (LK_LOG, { log($0) }), (LK_TANH, { tanh($0) }), (LK_ERF, { erf($0) }),
      (LK_SIGMOID, { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }),
      (LK_SOFTPLUS, { $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0)) }),
    ]
    for (code, truth) in functions {
      for kernels in Kernels.all where kernels.precision == .float64 {
        for (x, value) in zip(points, Self.values(code, points, on: kernels)) {
          let expected = truth(x)
          let isSame =
            expected.isNaN
            ? value.isNaN : value == expected || abs(value - expected) <= 2 * expected.ulp
          #expect(isSame, "function \(code.rawValue) of \(x) on \(kernels): \(value)")
          if expected == 0 { #expect(value.sign == expected.sign, "\(code.rawValue) of \(x)") }
        }
      }
    }
  }

  @Test func `AVX2 and AVX-512 give the same bits in either precision`() {
    var random = SplitMix64(seed: 11)
    let x = (0..<Stress.count(500, all: 100_000)).map { _ in 30 * random.normal() }
    for precision in Precision.allCases {
      for code in [LK_EXP, LK_LOG, LK_TANH, LK_SIGMOID, LK_ERF, LK_GELU, LK_SILU, LK_SOFTPLUS] {
        let found = InstructionSet.available.filter { $0 != .baseline }.map {
          Self.values(code, x, on: Kernels(instructionSet: $0, precision: precision))
            .map(\.bitPattern)
        }
        #expect(Set(found).count <= 1, "function \(code.rawValue) in \(precision)")
      }
    }
  }
}
