/// Names in the examples of help texts. They are those of the sample workspace, so that a reader (and a test) can run every example.
enum HelpExample {
    static let run = "calm_acorn_k5wyn9pzyy"
}
