import LacunaSketching
import LacunaStores

extension UnitOptions {
  /// The weights that the jets are expanded about; nil where they are all 1.
  func baseWeights(of units: Units, in dataset: Dataset) throws -> [Double]? {
    try Weighting.weights(baseWeights, changes: baseWeight, units: units, of: dataset)
  }

  /// What the manifest says of them.
  func weightManifest(_ weights: [Double]?) -> SketchManifest.BaseWeights? {
    weights.map { _ in
      SketchManifest.BaseWeights(
        specification: (baseWeights.map { [$0] } ?? []) + baseWeight
      )
    }
  }
}
