import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
///
/// The numbers were computed with numpy, by `Tests/Golden/cases.py`.
///
/// Every measurement is of row 5, on a logistic or a ridge regression from which it is left out.
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

  private static let prices = """
    size,colour,price
    1.0,2.0,1.5
    2.0,1.5,2.0
    0.5,3.0,2.9
    3.0,0.5,0.7
    1.5,2.5,2.4
    2.5,1.0,1.1
    0.8,2.2,2.6
    2.2,2.8,3.1

    """

  static let all = [
    classifying("soft-accuracy", [9.604551124952693e-06]),
    classifying("log-odds", [-2.9033959299392063]),
    classifying("probabilities", [0.05198594522522024, 0.9338252829633532, 0.014188771811426564]),
    classifying("kl-divergence", [0.4380958101920804]),
    regressing("squared-error", [0.07861052788376499]),
    regressing("prediction", [1.3803756906077362]),
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

  private static func regressing(_ measurement: String, _ values: [Double]) -> PluginCase {
    PluginCase(
      measurement,
      learner: "ridge:ridge",
      configuration: #"{"l2":1,"label":"price"}"#,
      data: prices,
      deleted: [5],
      measurement: measurement,
      query: "row:5",
      expectations: [.init("value", values, tolerance: 1e-12)]
    )
  }
}
