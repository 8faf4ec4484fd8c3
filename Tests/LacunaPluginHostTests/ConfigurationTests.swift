import LacunaProtocols
import Testing

struct ConfigurationTests {
  let schema = ConfigurationSchema([
    .integer("layers", default: 1, in: 1...8, "layers"),
    .number("learning-rate", default: 0.01, in: 0...1, "rate"),
    .string("activation", default: "gelu", choices: ["gelu", "relu"], "function"),
    .boolean("bias", default: false, "whether"),
  ])

  @Test func defaultsAndValues() throws {
    let configuration = try Configuration(
      schema: schema,
      assignments: ["layers=2", "learning-rate=1", "bias=true", "layers=3"]
    )
    #expect(try configuration.integer("layers") == 3)
    #expect(try configuration.number("learning-rate") == 1)
    #expect(try configuration.string("activation") == "gelu")
    #expect(try configuration.boolean("bias"))
  }

  @Test func equalConfigurationsGiveEqualText() throws {
    let configuration = try Configuration(schema: schema, assignments: ["learning-rate=1e-5"])
    #expect(
      configuration.json
        == #"{"activation":"gelu","bias":false,"layers":1,"learning-rate":1e-05}"#
    )
    #expect(try Configuration(schema: schema, json: configuration.json) == configuration)
  }

  @Test func theSchemaRoundTrips() throws {
    #expect(try ConfigurationSchema(json: schema.json) == schema)
  }

  @Test(arguments: [
    (
      "layer=2",
      "configuration: unknown key 'layer'; there are 'layers', 'learning-rate', 'activation', "
        + "'bias'. Did you mean 'layers'?"
    ),
    ("layers=two", "configuration: layers is 'two', expected an integer from 1 to 8"),
    ("layers=9", "configuration: layers is 9, expected an integer from 1 to 8"),
    ("learning-rate=nan", "configuration: learning-rate is nan, expected a number from 0.0 to 1.0"),
    ("activation=tanh", "configuration: activation is tanh, expected one of 'gelu', 'relu'"),
    ("bias=yes", "configuration: bias is 'yes', expected true or false"),
    ("layers", "configuration: found 'layers', expected key=value"),
  ])
  func mistakesNameKeyFoundAndExpected(assignment: String, expected: String) {
    #expect(
      message { _ = try Configuration(schema: schema, assignments: [assignment]) } == expected
    )
  }

  @Test func jsonOfTheWrongTypeOrForm() {
    #expect(
      message { _ = try Configuration(schema: schema, json: #"{"layers":"1"}"#) }
        == "configuration: layers is '1', expected an integer from 1 to 8"
    )
    #expect(
      message { _ = try Configuration(schema: schema, json: "[1]") }
        == "configuration: found '[1]', expected an object of numbers, strings and booleans"
    )
  }

  @Test func schemasAreChecked() {
    #expect(
      message {
        _ = try ConfigurationSchema(
          json: ConfigurationSchema([schema.fields[0], schema.fields[0]]).json
        )
      } == "configuration schema: the key 'layers' is declared twice; keys must be unique"
    )
    #expect(
      message {
        try ConfigurationSchema([.integer("n", default: 9, in: 1...2, "")]).validate()
      } == "configuration: n is 9, expected an integer from 1 to 2"
    )
  }

  @Test func aKeyThatIsReadButNotDeclared() throws {
    let configuration = try Configuration(schema: schema)
    #expect(
      message { _ = try configuration.integer("heads") }
        == "configuration schema: no key 'heads' that takes an integer is declared, but it is read"
    )
  }
}
