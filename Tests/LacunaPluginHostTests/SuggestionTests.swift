import LacunaProtocols
import Testing

/// The nearest name.
struct SuggestionTests {
  private static let names = ["softmax", "log_softmax", "exp", "erf", "reduce_max", "max"]

  @Test(
    arguments: [
      ("sofmax", "softmax"), ("softmax", "softmax"), ("logsoftmax", "log_softmax"), ("exq", "exp"),
      ("reduce_mux", "reduce_max"), ("mx", "max"),
    ]
  )
  func `the nearest name is found if it is near enough`(name: String, expected: String) {
    #expect(suggestionTail(for: name, among: Self.names) == " Did you mean '\(expected)'?")
  }

  @Test func `among equally near names the first in the alphabet wins`() {
    #expect(suggestionTail(for: "ex", among: ["exq", "exp", "exa"]) == " Did you mean 'exa'?")
  }

  @Test func `a name of a million letters is not compared`() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(suggestionTail(for: long, among: Self.names + [long]).isEmpty)
  }

  @Test(arguments: ["convolution", ""])
  func `nothing is suggested where nothing is near`(name: String) {
    #expect(suggestionTail(for: name, among: Self.names).isEmpty)
  }
}
