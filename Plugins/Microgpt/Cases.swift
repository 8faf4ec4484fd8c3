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
    PluginCase(
      "five-names-in-pairs-two-deleted",
      learner: "microgpt",
      configuration: #"{"batch":2,"block":5,"embedding":4,"heads":2,"mlp-ratio":2}"#,
      data: "adam\nbella\ncleo\ndana\nedwin\n",
      deleted: [1, 3],
      measurement: "loss",
      query: "dalia",
      seed: 7,
      expectations: [
        .init("value", [2.3958480470138253], tolerance: 1e-12),
        .init("layer0.attn_wv", valuesOfPairs, tolerance: 1e-12),
      ]
    ),
  ]

  private static let valuesWithoutTwo = [
    0.15215856669767902, 0.0187817207041429, 0.06661349494958654, 0.1506382433266067,
    -0.005855196913941917, 0.13949464537535275, 0.03651726374623407, 0.02676997303973674,
    0.1216735163174923, 0.021866345831622953, -0.11377468405585536, -0.07288490899254012,
    0.14951468211478694, -0.17049985060604753, 0.03294043974033188, -0.10681357991255302,
  ]

  private static let valuesOfPairs = [
    0.1521923976899517, 0.01890709151805964, 0.06692093166000701, 0.1498579004700252,
    -0.005978845521484296, 0.14000459113803926, 0.03709052367251892, 0.02982873243750895,
    0.12244426260518786, 0.022168110204433527, -0.11389702319930388, -0.07231813602815909,
    0.14837305115056623, -0.17130841720350545, 0.03407211301059987, -0.10522057208250327,
  ]
}
