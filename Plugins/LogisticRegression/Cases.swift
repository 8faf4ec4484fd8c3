import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
///
/// The numbers were computed with numpy, by `Tests/Golden/cases.py`.
extension LogisticRegression {
  private static let ripeness = """
    size,colour,ripe
    1.0,2.0,no
    2.0,1.5,no
    0.5,3.0,yes
    3.0,0.5,no
    1.5,2.5,yes
    2.5,1.0,yes
    0.8,2.2,yes
    2.2,2.8,no

    """

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

  static let cases = [
    // The optimum, which Newton's method reaches to the last digits.
    PluginCase(
      "newton",
      learner: "logistic-regression",
      configuration: #"{"l2":0.1,"label":"ripe"}"#,
      data: ripeness,
      deleted: [2],
      expectations: [
        .init("weights", [-0.4273233506369814, 0.018647867764133234], tolerance: 1e-12),
        .init("bias", [-0.20759946575916746], tolerance: 1e-12),
      ]
    ),
    PluginCase(
      "adam",
      learner: "logistic-regression",
      configuration: #"""
        {"batch":3,"epochs":2,"l2":0.05,"label":"kind","learning-rate":0.1,"optimizer":"adam",
        "order":"file"}
        """#,
      data: kinds,
      deleted: [1],
      expectations: [
        .init(
          "weights",
          [
            0.02019036103635862, -0.43630348276800623, 0.5316933749972897, -0.1965627278057272,
            -0.5108827802064015, 0.3915834738189848,
          ],
          tolerance: 1e-12
        ),
        .init(
          "bias",
          [
            0.006435804726449015, -0.13099252107886838, 0.2647721504319264,
          ],
          tolerance: 1e-12
        ),
      ]
    ),
  ]
}
