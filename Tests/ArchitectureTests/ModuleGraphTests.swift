import Testing

@Suite("The graph of modules")
struct ModuleGraphTests {
  @Test("every folder under Sources is a module of the graph")
  func everyFolderIsKnown() throws {
    let known = ModuleGraph.modules.map(\.name).sorted()
    #expect(try SourceTree.folders(in: "Sources") == known)
  }

  @Test("the graph has no cycle: a module depends on earlier ones alone")
  func graphIsAcyclic() {
    var seen: Set<String> = []
    for module in ModuleGraph.modules {
      #expect(module.dependencies.isSubset(of: seen), "\(module.name)")
      seen.insert(module.name)
    }
  }

  @Test("the manifest declares no edge outside the graph")
  func manifestKeepsToTheGraph() throws {
    let declared = try ModuleGraph.declared()
    let swift = ModuleGraph.modules.filter { $0.name.hasPrefix("Lacuna") }
    #expect(Set(declared.keys) == Set(swift.map(\.name)))
    for module in swift {
      let found = declared[module.name] ?? ([], [])
      let extra = found.modules.subtracting(module.dependencies)
        .union(found.packages.subtracting(module.packages))
      #expect(extra.isEmpty, "\(module.name) may not depend on \(extra.sorted())")
    }
  }

  @Test("files import what their module may know", arguments: ModuleGraph.modules)
  func importsKeepToTheGraph(module: Module) throws {
    let allowed = ModuleGraph.allowed(module)
    for file in try SourceTree.files(under: "Sources/\(module.name)") {
      let extra = file.imports.subtracting(allowed)
      #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted())")
    }
  }

  @Test("plugins know the kit and nothing else of this package")
  func pluginsKnowTheKitAlone() throws {
    let kit: Set = ["LacunaPluginKit", "Foundation", "FoundationEssentials"]
    let files = try SourceTree.files(under: "Plugins")
    #expect(!files.isEmpty)
    for file in files {
      let extra = file.imports.subtracting(kit)
      #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted())")
    }
  }

  @Test(
    "C modules include their own files alone",
    arguments: ["CLacunaABI", "CJetKernels", "CLibFFI"]
  )
  func headersStayAtHome(module: String) throws {
    let files = try SourceTree.files(under: "Sources/\(module)", extensions: ["c", "h", "inc"])
    #expect(!files.isEmpty)
    let names = Set(files.map { $0.path.split(separator: "/").last.map(String.init) })
    for file in files {
      for include in file.includes {
        let name = include.split(separator: "/").last.map(String.init)
        #expect(names.contains(name), "\(file.path) includes \(include)")
      }
    }
  }

  @Test("the documents show the graph as it is")
  func documentsShowTheGraph() throws {
    let documented = try ModuleGraph.documented()
    for module in ModuleGraph.modules {
      #expect(documented[module.name] == module.dependencies, "\(module.name)")
    }
  }
}
