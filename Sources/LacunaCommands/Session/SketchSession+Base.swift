import LacunaExecution
import LacunaStores

extension SketchSession {
  /// The floating-point format of the sketch.
  var precision: Precision {
    archive.manifest.expansion.precision == .f64 ? .float64 : .float32
  }

  /// The parameters of the undeleted model, by name.
  ///
  /// - Throws: what is wrong with the sketch.
  func base() throws -> [String: [Double]] {
    var base: [String: [Double]] = [:]
    for tensor in try archive.baseState() { base[tensor.name] = try tensor.doubles() }
    return base
  }
}
