import Evidence

/// What to do, as a table with room for who does it and until when.
struct ActionsText {
    let group: RunGroup

    func write(to page: inout MarkdownPage) {
        let remedies = Advice(group: group).remedies
        guard !remedies.isEmpty else { return }
        page.heading(3, "Actions")
        page.table(["What to do", "Owner", "Date"], remedies.map { ["\(Wording.sentence($0))", "", ""] })
    }
}
