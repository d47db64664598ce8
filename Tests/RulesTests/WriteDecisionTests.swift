import Evidence
import Rules
import Testing

@Suite("Where a written path goes")
struct WriteDecisionTests {
    private static let run: Run = {
        var statement = RunStatement(runID: "r1")
        statement.outputs = [Port(name: "model")]
        statement.command = "python train.py --out ${{outputs.model}} --report-dir x"
        return Run(statements: [statement])
    }()

    @Test(
        "printed paths",
        arguments: [
            ("/mnt/azureml/cr/j/0a1b2c3d4e5f60718293a4b5c6d7e8f9/cap/data-capability/wd/model/clf.pkl", "declared"),
            ("/mnt/azureml/cr/j/0a1b2c3d4e5f60718293a4b5c6d7e8f9/cap/data-capability/wd/INPUT_raw/a.csv", "input"),
            ("/mnt/azureml/cr/j/0a1b2c3d4e5f60718293a4b5c6d7e8f9/exe/wd/outputs/clf.pkl", "uploaded"),
            ("/mnt/azureml/cr/j/0a1b2c3d4e5f60718293a4b5c6d7e8f9/exe/wd/model/clf.pkl", "lost"),
            ("outputs/clf.pkl", "uploaded"), ("./outputs/clf.pkl", "uploaded"), ("logs/events.txt", "uploaded"),
            ("output/clf.pkl", "lost"), ("Outputs/clf.pkl", "lost"), ("/outputs/clf.pkl", "lost"), ("./report_out", "lost"),
            ("/tmp/model/clf.pkl", "lost"), ("~/clf.pkl", "lost"), ("/root/x.npy", "lost"),
            ("azureml://datastores/ws/paths/x", "remote"), ("abfss://c@a.dfs.core.windows.net/x", "remote"), ("s3://bucket/x", "remote"),
            ("C:\\Users\\me\\model.pkl", "unknown"), ("../model.pkl", "unknown"),
        ])
    func printed(path: String, expected: String) {
        #expect(word(WriteDecision.persistence(ofPath: path, run: WriteDecisionTests.run)) == expected)
    }

    @Test("an argument that the command line sets to a declared output is kept")
    func declaredArgument() {
        let (call, module) = write(argument: "out", flags: ["--out"], fallback: nil)
        #expect(WriteDecision.persistence(of: call, in: module, run: WriteDecisionTests.run) == .declared("model"))
    }

    @Test("a flag spelled differently leaves the default, and the default is lost")
    func misspelledFlag() {
        let (call, module) = write(argument: "report_dir", flags: ["--report_dir"], fallback: "./report_out")
        let expected = Persistence.lost(
            "the command line does not set `--report_dir`, so its default applies, and `report_out/r.json` lies in the working folder of the node, "
                + "of which only `./outputs` and `./logs` are uploaded")
        #expect(WriteDecision.persistence(of: call, in: module, run: WriteDecisionTests.run) == expected)
    }

    private func write(argument: String, flags: [String], fallback: String?) -> (CodeCall, CodeEvidence) {
        let quote = Quote(location: Location(source: "a.py", line: 1), text: "")
        var call = CodeCall(kind: .write, function: "open", quote: quote)
        call.path = PathValue(root: .argument, text: "r.json", argument: argument)
        var module = CodeEvidence(source: "a.py", module: "a.py")
        module.arguments = [CodeArgument(flags: flags, destination: argument, defaultValue: fallback, quote: quote)]
        module.calls = [call]
        return (call, module)
    }

    private func word(_ persistence: Persistence) -> String {
        switch persistence {
        case .declared: "declared"
        case .uploaded: "uploaded"
        case .remote: "remote"
        case .input: "input"
        case .lost: "lost"
        case .unknown: "unknown"
        }
    }
}
