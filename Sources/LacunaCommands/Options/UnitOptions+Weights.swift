import LacunaSketching
import LacunaStores

extension UnitOptions {
  /// The weights that the jets are expanded about; nil where they are all 1.
  func baseWeights(of units: Units, in dataset: Dataset) throws -> [Double]? { nil }

  /// What the manifest says of them.
  func weightManifest(_ weights: [Double]?) -> SketchManifest.BaseWeights? { nil }
}
