import LacunaPrograms
import Testing

/// The nearest name.
struct SuggestionTests {
  private static let names = ["softmax", "log_softmax", "exp", "erf", "reduce_max", "max"]

  @Test(
    arguments: [
      ("sofmax", "softmax"), ("softmax", "softmax"), ("logsoftmax", "log_softmax"), ("exq", "exp"),
      ("reduce_mux", "reduce_max"), ("mx", "max"), ("convolution", nil), ("", nil),
    ] as [(String, String?)]
  )
  func `the nearest name is found if it is near enough`(name: String, expected: String?) {
    #expect(Suggestion.nearest(to: name, among: Self.names) == expected)
  }

  @Test func `among equally near names the first in the alphabet wins`() {
    #expect(Suggestion.nearest(to: "ex", among: ["exq", "exp", "exa"]) == "exa")
  }

  @Test func `the tail of a message is empty without a suggestion`() {
    #expect(Suggestion.tail(for: "exq", among: Self.names) == " Did you mean 'exp'?")
    #expect(Suggestion.tail(for: "convolution", among: Self.names).isEmpty)
  }
}
