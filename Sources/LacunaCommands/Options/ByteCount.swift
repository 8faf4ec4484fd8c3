import ArgumentParser

/// A number of bytes as a person writes it: `512M`, `2G`, `1048576`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let factors: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    var digits = argument[...]
    var factor = 1
    if let last = digits.last, let found = factors[Character(last.uppercased())] {
      factor = found
      digits = digits.dropLast()
    }
    guard let number = Double(digits), number > 0, number * Double(factor) < 0x1p62 else {
      return nil
    }
    bytes = Int(number * Double(factor))
  }

  var defaultValueDescription: String { "\(bytes)" }
}
