import Evidence

extension Pattern {
    /// The last words of a runtime other than Python that say by themselves that the program ended.
    static let runtimeUncaught = Pattern(
        "runtime-uncaught",
        literals: [
            "Exception in thread \"main\"", "Unhandled exception. ", "Unhandled Exception: ", "panicked at", "PHP Fatal error",
            "runtime error:",
            "Error: Error(", "Error: Os {", "Error: Custom {", "User class threw exception",
        ],
        regex:
            #"^(?:Exception in thread "main" (?<java>[\w.$]+)(?::\s*(?<javatext>.*))?|Unhandled [Ee]xception[.:] (?<net>(?:[A-Z]\w*\.)+\w+): (?<nettext>.*)|thread '(?:main|<unnamed>)'(?: \(\d+\))? panicked at (?<rust>.+)|PHP Fatal error:\s+(?<php>.+)|Fortran runtime error: (?<fortran>.+)|Error: (?<debug>(?:Error\(|Os \{|Custom \{).+)|.*User class threw exception: (?<spark>[\w.$]+)(?::\s*(?<sparktext>.*))?)$"#,
        captures: ["java", "javatext", "net", "nettext", "rust", "php", "fortran", "debug", "spark", "sparktext"],
        matches: [
            "Exception in thread \"main\" java.lang.RuntimeException: wrap",
            "Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.",
            "thread 'main' panicked at src/main.rs:3:5:", "PHP Fatal error:  Uncaught TypeError: bad", "Fortran runtime error: End of file",
            "Error: Error(\"missing field `x`\", line: 3, column: 1)",
            "Error: Os { code: 2, kind: NotFound, message: \"No such file or directory\" }",
            "ApplicationMaster: User class threw exception: java.io.IOException: no rows",
        ],
        ignores: [
            "Exception in thread \"worker-3\" java.lang.RuntimeException: x", "no thread 'main' panicked", "Error: 0.03",
            "Unhandled exception handler installed",
        ])

    /// An error line of R, Julia, Go, Node or Octave, which means the end only together with `runtimeEnd`.
    static let runtimeError = Pattern(
        "runtime-error", literals: ["Error", "ERROR: ", "panic: ", "fatal error: ", "error: "],
        regex:
            #"^(?:Error(?: in (?<call>.{1,200}?))? ?: ?(?<r>.*)|ERROR: (?<julia>(?:LoadError: )?.+)|panic: (?<go>.+)|fatal error: (?<gofatal>.+)|(?<node>[A-Z]\w*Error(?: \[\w+\])?: .+)|error: (?<octave>.+))$"#,
        captures: ["call", "r", "julia", "go", "gofatal", "node", "octave"],
        matches: [
            "Error in gzfile(file, mode) : cannot open the connection", "Error: object 'x' not found",
            "ERROR: LoadError: BoundsError: attempt to access 3-element Vector",
            "panic: runtime error: index out of range [5] with length 3",
            "fatal error: all goroutines are asleep - deadlock!", "TypeError: Cannot read properties of undefined (reading 'rows')",
            "error: index (5,_): out of bound 3",
        ],
        ignores: ["Errors: 0", "mean_squared_error: 0.1", "don't panic: all is well"])

    /// What those runtimes print behind the error that ended them.
    static let runtimeEnd = Pattern(
        "runtime-end", literals: ["Execution halted", "Stacktrace:", "goroutine ", "Node.js v", "error: called from"],
        regex: #"^(?:Execution halted|Stacktrace:|goroutine \d+ \[|Node\.js v\d+|error: called from)"#,
        matches: ["Execution halted", "Stacktrace:", "goroutine 1 [running]:", "Node.js v18.12.1", "error: called from"],
        ignores: ["no Stacktrace: was kept", "32 goroutine workers"])

    /// The reasons below an exception of the Java virtual machine; the last one is the origin.
    static let javaCause = Pattern(
        "java-cause", literals: ["Caused by: "], regex: #"^Caused by: (?<type>(?:\w+\.)+[A-Z][\w$]*)(?:: (?<text>.*))?$"#,
        captures: ["type", "text"],
        matches: ["Caused by: java.lang.NumberFormatException: For input string: \"x\"", "Caused by: java.net.ConnectException"],
        ignores: ["Caused by: a late delivery", "This was caused by: java"])

    /// Spark gave a job up.
    static let sparkFailed = Pattern(
        "spark-failed", literals: ["aborted due to stage failure"],
        regex: #"Job aborted due to stage failure: (?<text>.+)$"#, captures: ["text"],
        matches: ["org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times"],
        ignores: ["aborted due to stage failure policy"])
}
