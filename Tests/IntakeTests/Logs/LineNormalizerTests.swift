import Evidence
import Testing

@testable import Intake

struct LineNormalizerTests {
    private func normalize(_ line: String) -> NormalizedLine {
        var line = line
        return line.withUTF8 { LineNormalizer.normalize(UnsafeRawBufferPointer($0)) }
    }

    @Test(
        "What launchers and loggers put before a message is taken off",
        arguments: [
            ("[rank3]: Killed", "Killed", nil), ("[1,0]<stderr>:Killed", "Killed", nil), ("[stderr]Killed", "Killed", nil),
            ("stderr: Killed", "Killed", nil),
            ("(train_fn pid=4123, ip=10.0.0.5) Killed", "Killed", nil), ("[0]: Killed", "Killed", nil),
            ("[default2]:Killed", "Killed", nil),
            ("[2021-04-03T14:17:58.226511] Entering", "Entering", nil),
            ("2026-03-01 10:00:00,123 - ERROR - trainer - no data", "no data", "ERROR"),
            ("2026-03-01 10:00:00,123 - trainer - ERROR - no data", "no data", "ERROR"),
            ("2026-03-01 10:00:00,123 | ERROR    | app.main:run:12 - no data", "no data", "ERROR"),
            ("2026-03-01 10:00:00.123 ERROR [main] org.apache.Foo: no data", "no data", "ERROR"),
            ("2026-03-01 10:00:00,123 [MainThread] WARNING trainer: no data", "no data", "WARNING"),
            ("2026-03-01 10:00:00 WARNING urllib3.connectionpool Retrying", "Retrying", "WARNING"),
            ("21/04/03 14:17:57 ERROR Executor: Exception in task", "Exception in task", "ERROR"),
            ("INFO 2026-02-01 19:54:05,919 initializer.py:55 [14] - started {}", "started {}", "INFO"),
            ("2026-02-01T19:54:04.113865Z  INFO span{k=v}: target: message", "span{k=v}: target: message", "INFO"),
            ("[2026-03-01 10:00:00,123] [INFO] [real_accelerator.py:110:get] Setting", "Setting", "INFO"),
            ("[2026-03-01 10:00:00] [ERROR] no data", "no data", "ERROR"),
            ("ERROR root: no data", "no data", "ERROR"), ("ERROR:root:no data", "no data", "ERROR"),
            ("[ERROR] no data", "no data", "ERROR"),
            ("[INFO|trainer.py:123] 2026-03-01 10:00:00,123 >> no data", "no data", "INFO"),
            ("WARNING:azureml.core.run:no data", "no data", "WARNING"),
            ("W0804 22:15:44.407305 1234 torch/run.py:779] no data", "no data", "WARNING"),
            ("10:02:03,123 ERROR no data", "no data", "ERROR"),
            (" 26%|##6    | 26/100 [05:12<57:49, 12.66s/it]run.sh: line 18: 35 Killed", "run.sh: line 18: 35 Killed", nil),
            ("[rank0]: [stderr]2026-03-01 10:00:00 ERROR root: no data", "no data", "ERROR"),
            ("\u{1B}[32m2026-03-01 10:00:00\u{1B}[0m | \u{1B}[31mERROR\u{1B}[0m | app:run:3 - no data", "no data", "ERROR"),
        ] as [(String, String, String?)])
    func strips(line: String, text: String, level: String?) {
        let result = normalize(line)
        #expect(result.text == text)
        #expect(result.level == level)
    }

    @Test(
        "What belongs to the message stays",
        arguments: [
            "ERROR: Could not find a version", "ERROR code: 5", "  File \"a.py\", line 3, in f", "    return x  # [0]: none",
            "Error: no data", "ERRORS root: x",
            "INFORMATION about x", "KeyError: 'x'", "[epoch 3] loss", "(a, b) c", "26%|## | 26/100 [05:12<57:49]", "rank0: x",
            "standard: x", "E123 is a code",
        ])
    func keeps(line: String) {
        #expect(normalize(line).text == line)
    }

    @Test("Rank, time and the presence of a prefix are told")
    func facts() {
        let line = normalize("[rank12]: 2026-03-01 10:00:00 INFO x")
        #expect(line.rank == 12)
        #expect(line.time == TimestampParser.parse("2026-03-01 10:00:00"))
        #expect(line.hadPrefix)
        #expect(!normalize("[rank12]: x").hadPrefix)
    }

    @Test("Indentation behind a prefix is kept, white space at the end is not")
    func indentation() {
        #expect(normalize("[rank0]:   File \"a.py\", line 3  \r").text == "  File \"a.py\", line 3")
        #expect(normalize("[stderr]    x").text == "   x")
    }

    @Test("No more than eight kilobytes are read")
    func cap() {
        #expect(normalize(String(repeating: "x", count: 10_000)).text.utf8.count == 8_192)
    }
}
