/// The text of what `body` throws, for tests that pin messages.
func thrownMessage(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing thrown"
  } catch {
    return "\(error)"
  }
}
