import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// Queries and tables that the plugin cannot use, and what it hands out.
struct MatrixFactorizationErrorTests {
  private static let csv = "user,item,rating\nann,x,1\nbob,y,2\nann,y,3\n"

  private func reason(_ csv: String = csv, _ settings: [String] = []) -> String {
    do {
      _ = try TableTrial("matrix-factorization", settings, csv: csv)
      return "nothing was thrown"
    } catch let error as any LacunaError {
      #expect(error.category == .data)
      return error.description
    } catch {
      return "\(error)"
    }
  }

  private func encoding(_ user: String, _ item: String) throws -> Result<[ExampleTensor], any Error>
  {
    let trial = try TableTrial("matrix-factorization", csv: Self.csv)
    let record = Record(fields: [
      .init(name: "rating", value: "4"), .init(name: "item", value: item),
      .init(name: "user", value: user),
    ])
    return Result { try trial.problem.learner.encode(record) }
  }

  @Test func entriesAreNumbered() throws {
    #expect(
      try encoding("ann", "y").get() == [
        ExampleTensor("row", integers: [0], shape: []),
        ExampleTensor("column", integers: [1], shape: []),
        ExampleTensor("value", reals: [4], shape: []),
      ]
    )
  }

  @Test(arguments: [("eve", "x", "user", "eve"), ("ann", "z", "item", "z")])
  func aQueryOfARowOrColumnThatIsNotInTheDataIsAnError(
    user: String,
    item: String,
    field: String,
    name: String
  ) throws {
    let error = #expect(throws: PluginError.self) { _ = try encoding(user, item).get() }
    #expect(
      error?.description
        == "plugin 'matrix-factorization', learner 'matrix-factorization', encode: field '\(field)' "
        + "cannot be encoded: '\(name)' does not occur in the training data, where it has 2 values; "
        + "nothing was learnt about others"
    )
    #expect(error?.category == .data)
  }

  @Test func columnsThatAreNotThereAreNamed() {
    #expect(
      reason(Self.csv, ["row=usr"]).hasSuffix(
        "the record has no field 'usr'; it has 'user', 'item', 'rating'. Did you mean 'user'?"
      )
    )
    #expect(reason(Self.csv, ["value=stars"]).contains("the record has no field 'stars'"))
    #expect(
      reason("user,item,rating\na,b,good\n").hasSuffix(
        "field 'rating' is 'good', expected a finite number"
      )
    )
  }

  @Test func outputsAreThePredictionItsTargetAndTheSquaredDifference() throws {
    let trial = try TableTrial("matrix-factorization", csv: Self.csv)
    let problem = trial.problem
    let example = try problem.learner.encode(problem.dataset.records[0])
    let program = try ProgramTracer.traceForward(
      problem.learner,
      name: "matrix-factorization",
      parameters: problem.parameters,
      example: example.signature
    )
    #expect(program.outputs.map(\.name) == ["prediction", "target", "loss"])
    // A query without a value has a prediction alone.
    let query = try problem.learner.encode(
      Record(fields: [.init(name: "item", value: "x"), .init(name: "user", value: "bob")])
    )
    #expect(
      query == [
        ExampleTensor("row", integers: [1], shape: []),
        ExampleTensor("column", integers: [0], shape: []),
      ]
    )
    let short = try ProgramTracer.traceForward(
      problem.learner,
      name: "matrix-factorization",
      parameters: problem.parameters,
      example: query.signature
    )
    #expect(short.outputs.map(\.name) == ["prediction"])
    #expect(program.outputs.allSatisfy { program.type(of: $0.value) == .real(.scalar) })
    #expect(problem.programs.count == 1)
  }
}
