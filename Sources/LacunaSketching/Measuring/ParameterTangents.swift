import LacunaExecution

/// The tangents of the parameters in some lanes: what a measurement is evaluated on.
struct ParameterTangents {
  /// A number by the index of a parameter, the element, the coefficient 1…d and the lane.
  typealias Function = (
    _ parameter: Int, _ element: Int, _ coefficient: Int, _ lane: Int
  ) -> Complex

  private enum Source {
    case function(Function)
    /// Each parameter as `[lanes, degree, element, 2]`.
    case stored([UnsafeRawBufferPointer], counts: [Int], degree: Int, precision: Precision)
  }

  private let source: Source
  /// The lane that is lane 0 here.
  private var first = 0

  /// Tangents from a function.
  init(_ function: @escaping Function) {
    source = .function(function)
  }

  /// Tangents as a shard stores them: of each parameter `[lanes, degree, element, 2]`.
  init(
    stored: [UnsafeRawBufferPointer],
    counts: [Int],
    degree: Int,
    precision: Precision
  ) {
    source = .stored(stored, counts: counts, degree: degree, precision: precision)
  }

  /// The tangents of the lanes from one on.
  func from(lane: Int) -> ParameterTangents {
    var copy = self
    copy.first += lane
    return copy
  }

  /// A number.
  subscript(parameter: Int, element: Int, coefficient: Int, lane: Int) -> Complex {
    switch source {
    case .function(let function): return function(parameter, element, coefficient, first + lane)
    case .stored(let tensors, let counts, let degree, let precision):
      let row = (first + lane) * degree + coefficient - 1
      let at = (row * counts[parameter] + element) * 2
      return Complex(
        precision.load(tensors[parameter], index: at),
        precision.load(tensors[parameter], index: at + 1)
      )
    }
  }

  /// A parameter of the lanes from here on, where it is stored.
  func stored(_ parameter: Int) -> StoredTangents? {
    guard case .stored(let tensors, let counts, let degree, let precision) = source,
      tensors.indices.contains(parameter)
    else { return nil }
    let lane = degree * counts[parameter] * 2 * precision.bytes
    return StoredTangents(
      bytes: UnsafeRawBufferPointer(rebasing: tensors[parameter].dropFirst(first * lane)),
      precision: precision
    )
  }
}
