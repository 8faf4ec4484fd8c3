import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
///
/// The numbers were computed with numpy, by `Tests/Golden/cases.py`.
///
/// Every measurement is of row 5, on a logistic regression from which it is left out.
enum Cases {
  private static let kinds = """
    size,colour,kind
    1.0,2.0,apple
    2.0,1.5,pear
    0.5,3.0,plum
    3.0,0.5,pear
    1.5,2.5,plum
    2.5,1.0,apple
    0.8,2.2,plum
    2.2,2.8,pear

    """

  static let all = [
    classifying("loss", [2.9567818810644284]),
    classifying("log-probability", [-2.9567818810644284]),
    classifying("logit", [-0.5299311653355279]),
    classifying("probability", [0.05198594522522024]),
    classifying("margin", [-2.8883159596042285]),
    classifying("entropy", [0.27802385172743915]),
    classifying("parameter-norm", [2.2027551099433786]),
  ]

  private static func classifying(_ measurement: String, _ values: [Double]) -> PluginCase {
    PluginCase(
      measurement,
      learner: "logistic-regression:logistic-regression",
      configuration: #"{"epochs":20,"l2":0.05,"label":"kind"}"#,
      data: kinds,
      deleted: [5],
      measurement: measurement,
      query: "row:5",
      expectations: [.init("value", values, tolerance: 1e-12)]
    )
  }
}
