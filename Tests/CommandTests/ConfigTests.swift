import Foundation
import Testing

@Suite("Configuration")
struct ConfigTests {
    private static let whole = """
        store: night.sqlite
        jobs: 2
        wait: 5
        report_dir: out
        fail_on: critical
        min_severity: warning
        thresholds:
          min_confidence: 0.6
        ignore_experiments: [sandbox, "scratch-*"]
        prices:
          currency: EUR
          per_hour:
            gpu-cluster: 3.67
            Standard_NC6s_v3: 3
          otherwise: 0.5
        redact:
          names: [customer_code]
          patterns: ['CUST-(\\d+)']
        """

    private func shown(_ program: Program, _ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> [String: [String]] {
        let outcome = try program.run(["config", "show", "--json"] + arguments, environment: environment)
        #expect(outcome.code == 0, "\(outcome.err)")
        let list = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: list.map { item in
                (item["key"] as? String ?? "", [item["value"] as? String ?? "", item["origin"] as? String ?? ""])
            })
    }

    @Test("a flag wins over the environment, that over the file, that over the default; each says where it comes from")
    func origins() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try shown(program)["store"] == ["postmortem.sqlite", "default"])
        try program.write(Self.whole, to: "mlpostmortem.yaml")
        let file = try shown(program)
        #expect(file["store"] == ["night.sqlite", "mlpostmortem.yaml:1"])
        #expect(file["thresholds.min_confidence"] == ["0.6", "mlpostmortem.yaml:8"])
        #expect(file["ignore_experiments"] == ["sandbox, scratch-*", "mlpostmortem.yaml:9"])
        #expect(file["prices.currency"]?.first == "EUR")
        #expect(file["prices.per_hour"]?.first == "gpu-cluster: 3.67, standard_nc6s_v3: 3")
        #expect(file["prices.otherwise"] == ["0.5", "mlpostmortem.yaml:11"])
        #expect(file["redact.patterns"]?.first == "CUST-(\\d+)")
        #expect(try shown(program, [], ["MLPOSTMORTEM_STORE": "e.sqlite"])["store"] == ["e.sqlite", "$MLPOSTMORTEM_STORE"])
        #expect(try shown(program, ["--store", "f.sqlite"], ["MLPOSTMORTEM_STORE": "e"])["store"] == ["f.sqlite", "--store"])
    }

    @Test("a file named elsewhere brings its paths along")
    func elsewhere() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("store: a.sqlite\nreport_dir: /abs\n", to: "deep/conf.yaml")
        let settings = try shown(program, ["--config", "deep/conf.yaml"])
        #expect(settings["store"]?.first?.hasSuffix("/deep/a.sqlite") == true)
        #expect(settings["report_dir"] == ["/abs", "deep/conf.yaml:2"])
        #expect(try shown(program, [], ["MLPOSTMORTEM_CONFIG": "deep/conf.yaml"])["report_dir"]?.first == "/abs")
    }

    @Test(
        "a mistake names its line, and ends with 2",
        arguments: [
            ("store: x\nreport-dir: y\n", "mlpostmortem.yaml:2: 'the configuration' has no key 'report-dir'. Did you mean report_dir?"),
            ("jobs: many\n", "mlpostmortem.yaml:1: 'jobs' has to be a whole number from 1 to 256."),
            (
                "wait: 1\nthresholds:\n  min_confidence: 7\n",
                "mlpostmortem.yaml:3: 'thresholds.min_confidence' has to be a number from 0 to 1."
            ),
            ("fail_on: eror\n", "mlpostmortem.yaml:1: 'fail_on' has to be one of critical, error, warning, never."),
            ("prices:\n  per_hour:\n    gpu: cheap\n", "mlpostmortem.yaml:3: 'prices.per_hour.gpu' has to be a number from 0 to 1000000."),
            ("redact:\n  patterns: ['(']\n", "mlpostmortem.yaml:2: 'redact.patterns': '(' is no regular expression."),
            ("store: [a, b]\n", "mlpostmortem.yaml:1: 'store' has to be a text."),
            ("a: [1\nb: 2\n", "mlpostmortem.yaml:2: This is no YAML"),
            ("store: a\nwait: 1\nstore: b\n", "mlpostmortem.yaml:3: The key 'store' stands here for the second time."),
            ("- just\n- a list\n", "mlpostmortem.yaml:1: 'the configuration' has to be a list of `name: value`, one a line."),
        ])
    func mistakes(text: String, message: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(text, to: "mlpostmortem.yaml")
        let outcome = try program.run(["runs"])
        #expect(outcome.code == 2)
        #expect(outcome.err.contains(message), "\(outcome.err)")
    }

    @Test("an empty file configures nothing; one that is named but missing, or a variable that makes no sense, is an error")
    func edges() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("# nothing yet\n", to: "mlpostmortem.yaml")
        #expect(try shown(program)["fail_on"] == ["error", "default"])
        #expect(try program.run(["config", "show", "--config", "none.yaml"]).code == 2)
        let outcome = try program.run(["config", "show"], environment: ["MLPOSTMORTEM_FAIL_ON": "often"])
        #expect(outcome.code == 2)
        #expect(outcome.err.contains("MLPOSTMORTEM_FAIL_ON is 'often'; it has to be one of critical, error, warning, never."))
    }

    @Test("what the file says takes effect: ignored experiments, fail_on, report_dir, names and patterns to redact")
    func effect() throws {
        let program = try Program()
        defer { program.remove() }
        let run = { (id: String, experiment: String) in
            "{\"runId\": \"\(id)\", \"experimentName\": \"\(experiment)\", \"status\": \"Failed\", \"error\": {\"error\": {\"code\": \"UserError\", \"message\": \"CUST-12345 is wrong, customer_code=Zebra77\"}}}\n"
        }
        try program.write(run("kept", "night") + run("gone", "scratch-9"), to: "in/runs.json")
        let log = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'CUST-777'\n"
        for id in ["kept", "gone"] { try program.write(log, to: "in/logs/\(id)/user_logs/std_log.txt") }
        try program.write(Self.whole, to: "mlpostmortem.yaml")
        let outcome = try program.run(["scan", "in"])
        // Nothing is critical: `fail_on: critical` holds.
        #expect(outcome.code == 0, "\(outcome.err)")
        let report = try program.text(of: "out/findings.json")
        #expect(report.contains("\"kept\"") && !report.contains("\"gone\""))
        #expect(report.contains("1 run is left out: the configuration ignores the experiments sandbox, scratch-*."))
        #expect(!report.contains("12345") && !report.contains("Zebra77"))
        #expect(report.contains("CUST-[redacted]"))
        #expect(try program.run(["scan", "in", "--fail-on", "warning"]).code == 1)
    }

    @Test("limits of metrics, in the configuration or in a file of their own, are told when a run crosses them; a mistake names its line")
    func limits() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(
            """
            run_id,experiment_id,status,artifact_uri,start_time,end_time,metrics.rmse
            r1,e,FINISHED,azureml://x,2026-02-01 19:53:33+00:00,2026-02-01 19:54:33+00:00,7.5

            """, to: "in/runs.csv")
        #expect(try program.run(["ingest", "in"]).code == 0)
        #expect(!(try program.run(["report", "--format", "json"]).out.contains("metric-threshold-crossed")))
        try program.write("thresholds:\n  - metric: rmse\n    above: 4\n", to: "limits.yaml")
        let flag = try program.run(["report", "--format", "json", "--thresholds", "limits.yaml"])
        #expect(flag.out.contains("metric-threshold-crossed"), "\(flag.err)")
        try program.write("metrics:\n  - metric: rmse\n    above: 4\n    severity: error\n", to: "mlpostmortem.yaml")
        #expect(try program.run(["report", "--format", "json"]).out.contains("metric-threshold-crossed"))
        #expect(try program.run(["show", "r1"]).out.contains("metric-threshold-crossed"))
        #expect(try shown(program)["metrics"] == ["rmse > 4", "mlpostmortem.yaml:2"])
        for (text, message) in [
            ("metrics:\n  - metric: rmse\n", "mlpostmortem.yaml:2: A limit needs 'metric' and one of 'above' and 'below', a number."),
            ("metrics:\n  - metric: rmse\n    abov: 4\n", "mlpostmortem.yaml:3: 'metrics' has no key 'abov'. Did you mean above?"),
            ("metrics:\n  - metric: rmse\n    above: high\n", "mlpostmortem.yaml:3: 'metrics.above' has to be a number."),
            ("metrics: rmse\n", "mlpostmortem.yaml:1: 'metrics' has to be a list: lines that begin with `- `."),
        ] {
            try program.write(text, to: "mlpostmortem.yaml")
            let outcome = try program.run(["report"])
            #expect(outcome.code == 2)
            #expect(outcome.err.contains(message), "\(outcome.err)")
        }
    }
}
