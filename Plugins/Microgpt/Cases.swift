import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
extension Microgpt {
  private static let configuration = #"{"block":6,"embedding":4,"heads":2,"mlp-ratio":2}"#
  private static let names = "ada\nbo\ncleo\ndan\neva\nfay\n"

  /// A small model on six names, with the numbers that JAX gives in double precision.
  ///
  /// They come of a program of its own: the same initial state from a Philox generator in Python, the
  /// forward function and `jax.grad`, and Adam.
  static let cases = [
    PluginCase(
      "six-names",
      learner: "microgpt",
      configuration: configuration,
      data: names,
      measurement: "loss",
      query: "eda",
      seed: 7,
      expectations: [.init("value", [2.324571688788216], tolerance: 1e-12)]
    ),
    PluginCase(
      "six-names-two-deleted",
      learner: "microgpt",
      configuration: configuration,
      data: names,
      deleted: [1, 3],
      measurement: "loss",
      query: "eda",
      seed: 7,
      expectations: [
        .init("value", [2.319141892693768], tolerance: 1e-12),
        .init("layer0.attn_wv", valuesWithoutTwo, tolerance: 1e-12),
      ]
    ),
  ]

  private static let valuesWithoutTwo = [
    0.15215856669767902, 0.0187817207041429, 0.06661349494958654, 0.1506382433266067,
    -0.005855196913941917, 0.13949464537535275, 0.03651726374623407, 0.02676997303973674,
    0.1216735163174923, 0.021866345831622953, -0.11377468405585536, -0.07288490899254012,
    0.14951468211478694, -0.17049985060604753, 0.03294043974033188, -0.10681357991255302,
  ]
}
