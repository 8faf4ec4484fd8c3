import LacunaPluginKit

/// The cases by which the plugin wants to be judged.
///
/// The numbers were computed with numpy, by `Tests/Golden/cases.py`.
extension MatrixFactorization {
  static let cases = [
    PluginCase(
      "three-sweeps",
      learner: "matrix-factorization",
      configuration: #"{"l2":0.5,"sweeps":3}"#,
      data: """
        user,item,rating
        ann,tea,5
        ann,milk,3
        bob,tea,4
        bob,juice,1
        cid,milk,2
        cid,juice,5
        dan,tea,3
        dan,juice,4

        """,
      deleted: [4],
      measurement: "supervised:prediction",
      query: "row:4",
      seed: 11,
      expectations: [
        .init(
          "row-factors",
          [
            1.0457943697477858, -0.18491011866410448, 0.7136019596470904, 0.9327807869349515,
            -0.4602261949720577, -0.6552211906126777, -0.30583452050577636, -0.17385815041059546,
          ],
          tolerance: 1e-12
        ),
        .init(
          "column-factors",
          [
            1.064248044536823, -0.1474243051339132, -0.2409105480987764, 0.0425961348856014,
            -0.9978882978661697, -1.2956498972310153,
          ],
          tolerance: 1e-12
        ),
        .init("value", [3.457963454664891], tolerance: 1e-12),
      ]
    )
  ]
}
