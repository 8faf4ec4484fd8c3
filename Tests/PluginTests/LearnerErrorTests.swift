import LacunaProtocols
import LacunaSketching
import Testing

/// What the learners say of settings and tables that they cannot use.
struct LearnerErrorTests {
  struct Fault: Sendable {
    var learner = "logistic-regression"
    var settings: [String] = []
    var rows = [["1", "x"], ["2", "y"]]
    let expected: String
  }

  static let faults: [Fault] = [
    Fault(
      settings: ["label=diagnosis"],
      expected:
        "plugin 'logistic-regression', learner 'logistic-regression', create: the table has "
        + "no column 'diagnosis'; it has 'a', 'label'. Settings of the learner name columns, as in "
        + "label=NAME."
    ),
    Fault(
      rows: [["1", "x"], ["one", "y"]],
      expected: "row 1, column 'a': found 'one', expected a finite number"
    ),
    Fault(rows: [["1", "x"], ["2", "x"]], expected: "column 'label' has 1 class, expected 2 to"),
    Fault(settings: ["ignore=b"], expected: "the table has no column 'b'; it has 'a', 'label'."),
    Fault(settings: ["ignore=a"], expected: "the table has no column beside 'label', 'a'"),
    Fault(settings: ["l2=-1"], expected: "l2 is -1.0, expected a number from 0.0 to 1000000.0"),
    Fault(settings: ["optimizer=bfgs"], expected: "optimizer is bfgs, expected one of"),
    Fault(
      rows: (0..<600).map { ["1", "\($0)"] },
      expected:
        "optimizer is newton, expected another optimizer: this model has 1200 unknowns, and "
        + "Newton's method takes at most 1000"
    ),
    Fault(
      learner: "mlp",
      settings: ["label=diagnosis"],
      expected: "plugin 'mlp', learner 'mlp', create: the table has no column 'diagnosis'"
    ),
    Fault(
      learner: "mlp",
      settings: ["hidden=8,-2"],
      expected: "hidden is -2, expected integers from"
    ),
    Fault(
      learner: "mlp",
      settings: ["dropout=0.95"],
      expected: "dropout is 0.95, expected a number"
    ),
    Fault(
      learner: "mlp",
      settings: ["task=regression"],
      expected: "row 0, column 'label': found 'x', expected a finite number"
    ),
    Fault(
      learner: "mlp",
      settings: ["task=ranking"],
      expected: "task is ranking, expected one of 'classification', 'regression'"
    ),
  ]

  @Test(arguments: faults.indices)
  func faultsSayWhatIsWrong(index: Int) {
    let fault = Self.faults[index]
    let text = message {
      _ = try Experiment(
        fault.learner,
        fault.settings,
        on: .table(["a", "label"], fault.rows)
      )
    }
    #expect(text.contains(fault.expected), "\(text)")
  }

  @Test(arguments: ["logistic-regression", "mlp"])
  func queriesThatCannotBeEncoded(learner: String) throws {
    let experiment = try Experiment(
      learner,
      [],
      on: .table(["a", "label"], [["1", "x"], ["2", "y"]])
    )
    let faults = [
      (
        ["a": "1", "label": "z"],
        "column 'label' is 'z', expected a class of the training data: 'x', 'y'."
      ),
      (["label": "x"], "the record has no field 'a'; it has 'label'."),
      (["a": "?", "label": "x"], "field 'a' is '?', expected a finite number"),
    ]
    for (fields, expected) in faults {
      let record = Record(fields: fields.map { Record.Field(name: $0, value: $1) })
      let text = message { _ = try experiment.target("loss", record) }
      #expect(text.contains(expected), "\(text)")
    }
  }
}
