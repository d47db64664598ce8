import Evidence
import Testing

@testable import Intake

/// Silences, progress, attempts, tracebacks, hints and ranks: what a log tells beyond single lines.
struct LogStoryTests {
    private func stamp(_ minute: Int, _ second: Int = 0) -> String {
        "2026-03-01 10:\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
    }

    @Test("The ten longest silences are kept, longest first, with the lines around them")
    func silences() throws {
        var text = ""
        var minute = 0
        for step in 1...10 {
            text += stamp(minute) + " INFO step \(step) begins\n"
            minute += step == 4 ? 9 : step % 3
        }
        let log = try LogSupport.scan(text)
        #expect(log.silences.map(\.seconds) == [540, 120, 120, 120, 60, 60])
        #expect(log.silences.first?.before.text == stamp(3) + " INFO step 4 begins")
        #expect(log.silences.first?.after.text == stamp(12) + " INFO step 5 begins")
        #expect(log.silences.first?.before.number == 4)
    }

    @Test("The line before a silence is the last one printed, stamped or not; wrapper lines break no silence")
    func silenceOfUserCode() throws {
        let log = try LogSupport.scan(
            """
            [2026-03-01T10:00:00.000000] Entering context manager injector.
            2026-03-01 10:00:05 loading
            calling the price service
            2026/03/01 10:20:00 Not exporting to RunHistory as the exporter is either stopped or there is no data.
            Stopped: false
            OriginalData: 1
            FilteredData: 0.
            2026-03-01 11:00:05 prices came

            """, as: "70_driver_log.txt")
        #expect(log.role == .driver)
        #expect(log.silences.map(\.seconds) == [3_600])
        #expect(log.silences.first?.before.text == "calling the price service")
        #expect(log.silences.first?.before.time == TimestampParser.parse("2026-03-01 10:00:05"))
        #expect(log.userLineCount == 3)
    }

    @Test("A buffered line that comes late shortens the silence that it lay in")
    func lateLine() throws {
        let log = try LogSupport.scan(
            "2026-03-01 10:00:00 a\n2026-03-01 12:00:00 b\n2026-03-01 10:30:00 printed late\n2026-03-01 12:00:10 c\n")
        #expect(log.silences.map(\.seconds) == [5_400, 10])
        #expect(log.silences.first?.before.text == "2026-03-01 10:30:00 printed late")
    }

    @Test("A printed time series is no clock")
    func tableOfDates() throws {
        let log = try LogSupport.scan(
            "2026-03-01 10:00:00 frame\n2019-01-01 00:00:00    0.25\n2019-06-01 00:00:00   -1.5\n2026-03-01 10:00:09 end\n")
        #expect(log.silences.map(\.seconds) == [9])
        #expect(log.firstTime == TimestampParser.parse("2026-03-01 10:00:00"))
        #expect(log.lastTime == TimestampParser.parse("2026-03-01 10:00:09"))
    }

    @Test("A log without time stamps has no silences")
    func unstamped() throws {
        let log = try LogSupport.scan("a\nb\nc\n")
        #expect(log.silences.isEmpty)
        #expect(log.firstTime == nil)
    }

    @Test(
        "Counters in their common forms are progress",
        arguments: [
            ("Epoch 3/10 loss: 0.5", "epoch", 3.0, 10.0), ("EPOCH [3 of 10]", "epoch", 3, 10),
            ("{'loss': 0.1, 'epoch': 0.25}", "epoch", 0.25, nil),
            ("2026-03-01 10:00:00 epoch=12 train_loss=3.8", "epoch", 12, nil), ("global_step: 400", "step", 400, nil),
            ("Step [5/100], Loss: 2.3", "step", 5, 100), ("Round 3 of 20", "round", 3, 20), ("iter 100: loss 2", "iteration", 100, nil),
            ("Iteration: 7/9", "iteration", 7, 9), ("Batch 8 of 64", "batch", 8, 64), (" 12/469 [====>....] - ETA: 3s", "keras", 12, 469),
            ("Processed 12 of 40 mini batches in 00:10:00.", "minibatch", 12, 40),
            ("Train:  26%|##6    | 26.5k/100k [05:12<57:49, 12it/s]", "tqdm", 26_500, 100_000),
            ("469/469 ━━━━━━━━━━━━━━━━━━━━ 3s 5ms/step", "keras", 469, 469),
        ] as [(String, String, Double, Double?)])
    func countersAreRead(line: String, name: String, value: Double, total: Double?) throws {
        let series = try LogSupport.scan(line + "\n").progress
        let found = try #require(series.first { $0.name == name })
        #expect(found.last == value)
        #expect(found.total == total)
    }

    @Test(
        "Settings and other words are no progress",
        arguments: [
            "max_steps: 100", "num_epochs=5", "epochs: 5", "best epoch 3", "background 5", "batch_size: 32", "filter 3", "iterator: 5",
            "step size 5",
            "per epoch 100", "max_step 7", "every step 5", "batch 5s", "criterion 5", "writer: 5", "50% | 3/4", "a/b [====",
        ])
    func settingsAreNot(line: String) throws {
        #expect(try LogSupport.scan(line + "\n").progress.isEmpty)
    }

    @Test("A counter that starts over makes a new series; one that goes on does not")
    func seriesStartOver() throws {
        var text = ""
        for epoch in 1...3 {
            text += stamp(epoch) + " Epoch \(epoch)/3\n"
            for step in 1...4 { text += stamp(epoch, step * 10) + " step \(step)\n" }
        }
        let log = try LogSupport.scan(text)
        let epochs = log.progress.filter { $0.name == "epoch" }
        #expect(epochs.map(\.last) == [3])
        #expect(epochs.map(\.longestGap) == [60])
        let steps = log.progress.filter { $0.name == "step" }
        #expect(steps.map(\.first) == [1, 1, 1])
        #expect(steps.map(\.last) == [4, 4, 4])
        #expect(steps.map(\.marks) == [4, 4, 4])
        #expect(steps.last?.lastLine.text == stamp(3, 40) + " step 4")
    }

    @Test("A second start of the control script, or of a worker group, is a new attempt")
    func attempts() throws {
        let log = try LogSupport.scan(
            """
            [2026-03-01T10:00:00.000000] Entering context manager injector.
            failure in first
            epoch 1
            epoch 2
            [2026-03-01T10:10:00.000000] Entering context manager injector.
            failure in second
            epoch 1

            """, as: "70_driver_log.txt")
        #expect(log.attemptStarts == [5])
        #expect(log.hits.map(\.attempt) == [0, 1])
        #expect(log.progress.map(\.attempt) == [0, 1])
        let torch = try LogSupport.scan("a\n[default] Worker group FAILED. 2/3 attempts left; will restart worker group\nb\nfailure in b\n")
        #expect(torch.attemptStarts == [2])
        #expect(torch.hits.map(\.attempt) == [1])
        #expect(log.attemptTimes?.count == 1)
        #expect(log.attemptTimes?.first?.microseconds == TimestampParser.parse("2026-03-01T10:10:00Z")?.microseconds)
        #expect(torch.attemptTimes == nil)
    }

    @Test("The first lines of a log once more after a crash are a new attempt; a loop that prints the same lines is none")
    func bannerAttempts() throws {
        let banner =
            "importing the libraries\nreading the configuration file\nconnecting to the workspace\ncreating the model\nstarting the training\n"
        let crash = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'\n"
        #expect(try LogSupport.scan(banner + "epoch 1\n" + crash + banner + "epoch 1\n").attemptStarts == [10])
        #expect(try LogSupport.scan(banner + "epoch 1\n" + banner + "epoch 2\n" + banner).attemptStarts.isEmpty)
    }

    @Test("Equal tracebacks are one, with what follows the last of them in its attempt")
    func tracebacksAreGrouped() throws {
        func crash(_ number: Int) -> String {
            "Traceback (most recent call last):\n  File \"a.py\", line 3, in load\n    open(path)\nValueError: bad row \(number)\n"
        }
        let log = try LogSupport.scan("epoch 1\n" + crash(7) + "going on\n" + crash(12) + "skipped a row\nepoch 2\nepoch 3\n")
        let traceback = try #require(log.tracebacks.first)
        #expect(log.tracebacks.count == 1)
        #expect(traceback.occurrences == 2)
        #expect(traceback.firstLine == 2)
        #expect(traceback.header.location.line == 7)
        #expect(traceback.lastLine == 10)
        #expect(traceback.origin.message == "bad row 12")
        #expect(traceback.userLinesAfter == 3)
        #expect(traceback.nextUserLine == "skipped a row")
        #expect(traceback.progressAfter)
    }

    @Test("A traceback at the end of a log is followed by nothing, wrapper lines aside")
    func nothingAfter() throws {
        let log = try LogSupport.scan(
            """
            [2026-03-01T10:00:00.000000] Entering context manager injector.
            epoch 1
            epoch 2
            [2026-03-01T10:00:03.000001] The experiment failed. Finalizing run...
            Cleaning up all outstanding Run operations, waiting 900.0 seconds
            2 items cleaning up...
            Cleanup took 5.5 seconds
            Traceback (most recent call last):
              File "train.py", line 12, in <module>
                main()
            FileNotFoundError: [Errno 2] No such file or directory: '/outputs/demo.joblib'

            [2026-03-01T10:00:09.000001] Finished context manager injector with Exception.
            2026/03/01 10:00:10 Wrapper cmd failed with err: exit status 1
            2026/03/01 10:00:10 Process Exiting with Code:  1

            """, as: "70_driver_log.txt")
        let traceback = try #require(log.tracebacks.first)
        #expect(traceback.terminal.type == "FileNotFoundError")
        #expect(traceback.userLinesAfter == 0)
        #expect(traceback.nextUserLine == nil)
        #expect(!traceback.progressAfter)
        #expect(log.lastUserLine?.text == "FileNotFoundError: [Errno 2] No such file or directory: '/outputs/demo.joblib'")
        #expect(log.tail.filter { !$0.isWrapper && !$0.text.isEmpty }.map(\.number) == [2, 3, 8, 9, 10, 11])
    }

    @Test("Tracebacks of two ranks that print at once are kept apart")
    func interleavedRanks() throws {
        let log = try LogSupport.scan(
            """
            [rank0]: Traceback (most recent call last):
            [rank3]: Traceback (most recent call last):
            [rank0]:   File "/app/a.py", line 3, in load
            [rank3]:   File "/app/b.py", line 5, in save
            [rank0]:     load()
            [rank3]:     save()
            [rank0]: KeyError: 'zero'
            [rank3]: OSError: three
            [rank0]: going on

            """)
        #expect(log.tracebacks.map(\.rank) == [0, 3])
        #expect(log.tracebacks.map(\.terminal.type) == ["KeyError", "OSError"])
        #expect(log.tracebacks.map(\.userLinesAfter) == [1, 0])
        #expect(log.hits.map(\.rank) == [0])
    }

    @Test("The run's folder, its uuid and the ids that services name are hints")
    func hints() throws {
        let driver = try LogSupport.scan(
            """
            [2026-03-01T10:00:00.000000] Entering context manager injector.
            [2026-03-01T10:00:01.000000] Command=python a.py --out /mnt/batch/tasks/shared/LS_root/jobs/ws/azureml/my_run_17_ab/mounts/a
            [2026-03-01T10:00:01.000000] Current directory: /mnt/batch/tasks/shared/LS_root/jobs/ws/azureml/my_run_17_ab/wd/azureml/My_Run_17_ab

            """, as: "70_driver_log.txt")
        #expect(driver.hints.runIDs == ["My_Run_17_ab"])
        let user = try LogSupport.scan("saved /mnt/azureml/cr/j/0123456789abcdef0123456789abcdef/exe/wd/outputs\n{'run_id': 'another'}\n")
        #expect(user.hints.runUUIDs == ["0123456789abcdef0123456789abcdef"])
        #expect(user.hints.runIDs.isEmpty)
        let service = try LogSupport.scan(
            "INFO 2026-02-01 19:54:05,919 initializer.py:55 [14] - started {'correlation_id': 'brave_fig_0a1b', 'root_run_id': 'other', 'run_id': 'brave_fig_0a1b'}\n",
            as: "cs-capability.log")
        #expect(service.hints.runIDs == ["brave_fig_0a1b"])
        let step = try LogSupport.scan(
            "[2026-02-01 19:53:42Z] RunId:[a1b2c3] ParentRunId:[brave_fig_0a1b] ComputeTarget:[AmlCompute]\n[2026-02-01 19:54:25Z] Job finished, job RunId is a1b2c3\n",
            as: "executionlogs.txt")
        #expect(step.hints.runIDs == ["a1b2c3"])
        var scanner = LogScanner(source: "x.txt", patterns: try PatternSet([]), explicitRunID: "given")
        #expect(scanner.finish().hints.explicitRunID == "given")
    }
}
