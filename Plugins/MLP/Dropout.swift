import LacunaPluginKit

/// The hidden units that a training step leaves out: the same in every run of that step.
///
/// Steps are pure programs, so what is random is decided beforehand. Each place in a layer (a row of the
/// mini-batch and a unit) has a phase φ and two odd strides k and l, drawn once and written into the program.
/// The schedule gives each step two whole numbers a and b below M = 1024. The place is kept when
///
///     cos(2π (φ + k a + l b)/M) > cos(2π (h + ½)/M)
///
/// which is so for 2h + 1 of the M values of φ + k a + l b modulo M. Within a step places are kept
/// independently, for the phases are; across steps a place takes every value equally often, for odd strides
/// are invertible modulo M. All angles lie on a grid with the threshold half-way between two of its points,
/// so that f32 and f64 leave out the same units.
struct Dropout: Sendable {
  private static let modulus = 1024
  /// The number of values on each side of zero that are kept.
  private let reach: Int
  private let seed: UInt64

  /// The part of the places that is kept: 1 − rate, on the grid.
  var kept: Double { Double(2 * reach + 1) / Double(Self.modulus) }

  /// Nil for a rate of 0.
  init?(rate: Double, seed: UInt64) {
    guard rate > 0 else { return nil }
    reach = Int((((1 - rate) * Double(Self.modulus) - 1) / 2).rounded())
    self.seed = seed
  }

  private static let numbers = ["dropout.a", "dropout.b"]

  /// The schedule with a and b for each step.
  func added(to schedule: Schedule) -> Schedule {
    var schedule = schedule
    schedule.scalarNames += Self.numbers
    for step in schedule.steps.indices {
      var generator = SplitMix64(seed: seed, stream: UInt64(step))
      schedule.steps[step].scalars += Self.numbers.map { _ in
        Double(generator.next(below: Self.modulus))
      }
    }
    return schedule
  }

  /// The values of a hidden layer, those of units that are left out 0 and the others larger by 1/kept.
  func applied(to hidden: Tensor, layer: Int, in trace: StepTrace) -> Tensor {
    let shape = hidden.shape
    var generator = SplitMix64(seed: ~seed, stream: UInt64(layer))
    let places = (0..<hidden.count).map { _ in
      (
        phase: Double(generator.next(below: Self.modulus)),
        a: Double(2 * generator.next(below: 16) + 1), b: Double(2 * generator.next(below: 16) + 1)
      )
    }
    let table = hidden.trace
    let position =
      table.constant(places.map(\.phase), shape: shape)
      + table.constant(places.map(\.a), shape: shape) * trace.scalar(Self.numbers[0])
      + table.constant(places.map(\.b), shape: shape) * trace.scalar(Self.numbers[1])
    let step = 2 * Double.pi / Double(Self.modulus)
    let edge = cos(table.constant((Double(reach) + 0.5) * step))
    return hidden * (greater(cos(position * step), edge) * (1 / kept))
  }
}
