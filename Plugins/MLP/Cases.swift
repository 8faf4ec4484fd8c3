import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
///
/// The numbers were computed with numpy, by `Tests/Golden/cases.py`.
extension MLP {
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

  static let cases = [
    PluginCase(
      "classification",
      learner: "mlp",
      configuration: #"""
        {"activation":"tanh","batch":4,"epochs":2,"hidden":"3","label":"kind","learning-rate":0.1,
        "order":"file"}
        """#,
      data: kinds,
      deleted: [3],
      seed: 5,
      expectations: [
        .init(
          "layer0.weights",
          [
            -0.7549201897694532, -0.26641482481805706, 1.3551397603223954, -0.38265101983422717,
            0.008998327686071353, -0.6874275475812833,
          ],
          tolerance: 1e-12
        ),
        .init(
          "layer0.bias",
          [
            0.07761094257649763, -0.027930487038526467, 0.020005775751705212,
          ],
          tolerance: 1e-12
        ),
        .init(
          "layer1.weights",
          [
            -0.23932346573222027, -0.16041412609388622, 0.8028777573674251, 0.29661096403328313,
            0.8495931397260698, -0.763410442438392, 0.9224933015220245, 1.1888895825043937,
            -0.3893949431435167,
          ],
          tolerance: 1e-12
        ),
        .init(
          "layer1.bias",
          [
            -0.031064251110117888, -0.11037104618858684, 0.11638143441177821,
          ],
          tolerance: 1e-12
        ),
      ]
    ),
    PluginCase(
      "regression",
      learner: "mlp",
      configuration: #"""
        {"activation":"softplus","batch":4,"epochs":2,"hidden":"2","label":"price",
        "learning-rate":0.05,"optimizer":"momentum","order":"file","task":"regression"}
        """#,
      data: prices,
      deleted: [6],
      measurement: "supervised:prediction",
      query: "row:6",
      seed: 2,
      expectations: [
        .init(
          "layer0.weights",
          [
            -0.9938864632957454, -1.693329630736282, -0.7498218994182045, -1.0778553227157954,
          ],
          tolerance: 1e-12
        ),
        .init("layer0.bias", [-0.001816224062937369, -0.00993449980063675], tolerance: 1e-12),
        .init("layer1.weights", [-1.212411347817567, 0.6548991555053677], tolerance: 1e-12),
        .init("layer1.bias", [0.09836413156109713], tolerance: 1e-12),
        .init("value", [1.6445593107211205], tolerance: 1e-12),
      ]
    ),
  ]
}
