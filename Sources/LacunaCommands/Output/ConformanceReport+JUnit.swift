import FoundationXML

/// The report as JUnit's XML: a suite a library, a case a check.
extension ConformanceReport {
  var junit: String {
    let root = XMLElement(name: "testsuites")
    let document = XMLDocument(rootElement: root)
    document.version = "1.0"
    document.characterEncoding = "UTF-8"
    for library in libraries { root.addChild(library.element(seed: seed)) }
    return document.xmlString(options: .nodePrettyPrint)
  }
}

extension ConformanceReport.Library {
  fileprivate func element(seed: UInt64) -> XMLElement {
    let skipped = checks.count { $0.outcome == "not-applicable" }
    let suite = XMLElement(
      "testsuite",
      [
        ("name", path), ("tests", "\(checks.count)"),
        ("failures", "\(checks.count(where: \.fails))"), ("errors", "0"), ("skipped", "\(skipped)"),
        ("time", Figure.number(checks.reduce(0) { $0 + $1.seconds })),
      ]
    )
    let properties = XMLElement(name: "properties")
    properties.addChild(XMLElement("property", [("name", "seed"), ("value", "\(seed)")]))
    suite.addChild(properties)
    for entry in checks { suite.addChild(entry.element) }
    return suite
  }
}

extension ConformanceReport.Entry {
  fileprivate var element: XMLElement {
    let element = XMLElement(
      "testcase",
      [("classname", "lacuna.\(category)"), ("name", id), ("time", Figure.number(seconds))]
    )
    let text =
      "clause \(clause): \(summary)\n\(message ?? "")\nreproduce: \(reproduce)"
      + (output.map { "\nit wrote:\n\($0)" } ?? "")
    if outcome == "not-applicable" {
      element.addChild(XMLElement("skipped", [("message", message ?? "")]))
    } else if fails {
      let failure = XMLElement("failure", [("type", severity), ("message", message ?? "")])
      failure.stringValue = text.withoutControls
      element.addChild(failure)
    } else if isFinding {
      let output = XMLElement(name: "system-out")
      output.stringValue = "\(severity): \(text)".withoutControls
      element.addChild(output)
    }
    return element
  }
}

extension XMLElement {
  /// An element with attributes.
  fileprivate convenience init(_ name: String, _ attributes: [(String, String)]) {
    self.init(name: name)
    for (name, value) in attributes {
      let attribute = XMLNode(kind: .attribute)
      attribute.name = name
      attribute.stringValue = value.withoutControls
      addAttribute(attribute)
    }
  }
}

extension String {
  /// Without the characters that XML 1.0 cannot hold.
  fileprivate var withoutControls: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          let isAllowed =
            $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF
            || "\t\n\r".unicodeScalars.contains($0)
          return isAllowed ? $0 : "\u{FFFD}"
        }
      )
    )
  }
}
