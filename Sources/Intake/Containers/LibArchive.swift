import CArchive

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A stream that libarchive takes apart. Owns libarchive's state.
///
/// Only what is asked for is switched on: libarchive would run programs of the system for some kinds.
final class LibArchive {
    /// What a step came to.
    enum Outcome {
        case went, ended
        /// A part of a sentence; behind it nothing can be read.
        case damaged(String)
    }

    private let archive: OpaquePointer
    private let kind: ContainerKind
    private let feed: Feed
    private let isSeeking: Bool
    private var isOpen = false

    /// What the callbacks of libarchive read.
    private final class Feed {
        let stream: any ByteStream
        var count = 0
        /// libarchive asked for more than there is.
        var isEnded = false

        init(_ stream: any ByteStream) { self.stream = stream }

        func next() -> UnsafeRawBufferPointer? {
            guard let block = stream.next() else {
                isEnded = true
                return nil
            }
            count += block.count
            return block
        }

        func seek(to offset: Int, fromEnd: Bool) -> Int? {
            guard let stream = stream as? any SeekableStream else { return nil }
            let (place, overflow) = offset.addingReportingOverflow(fromEnd ? stream.count : 0)
            guard !overflow, stream.seek(to: place) else { return nil }
            isEnded = false
            return place
        }
    }

    /// `isSeeking` unless the stream is to be read from front to back though it could be read from any place.
    init(_ stream: any ByteStream, kind: ContainerKind, isSeeking: Bool = true) {
        self.isSeeking = isSeeking
        feed = Feed(stream)
        self.kind = kind
        guard let archive = archive_read_new() else { preconditionFailure("libarchive cannot be initialised: memory is used up") }
        self.archive = archive
        switch kind {
        case .packed(let packing):
            switch packing {
            case .gzip: archive_read_support_filter_gzip(archive)
            case .bzip2: archive_read_support_filter_bzip2(archive)
            case .xz: archive_read_support_filter_xz(archive)
            case .zstd: archive_read_support_filter_zstd(archive)
            case .lz4: archive_read_support_filter_lz4(archive)
            }
            archive_read_support_format_raw(archive)
            // A stream that holds nothing.
            archive_read_support_format_empty(archive)
        case .archive(.zip): archive_read_support_format_zip(archive)
        case .archive(.sevenZip): archive_read_support_format_7zip(archive)
        case .archive(.tar):
            archive_read_support_format_tar(archive)
            // `cat a.tar b.tar` and appended archives hold more behind the first end.
            archive_read_set_option(archive, "tar", "read_concatenated_archives", "1")
        }
    }

    deinit { archive_read_free(archive) }

    /// Bytes of the stream that were taken.
    var offset: Int {
        let count = archive_filter_bytes(archive, -1)
        // Not told any more once a filter gave up.
        return count >= 0 ? Int(count) : feed.count
    }

    /// A filter of libarchive is at work: the stream is what its first bytes said.
    var isFiltered: Bool { archive_filter_code(archive, 0) != ARCHIVE_FILTER_NONE }

    /// Goes to the next member and describes it; `entry` is valid until the next call.
    func nextEntry() -> (entry: OpaquePointer?, outcome: Outcome) {
        LibArchive.withUnicodeNames {
            if !isOpen {
                isOpen = true
                let status = open()
                if status < ARCHIVE_WARN { return (nil, .damaged(end)) }
            }
            var entry: OpaquePointer?
            var status = archive_read_next_header(archive, &entry)
            // Asked to come again; more than a few times is no passing trouble.
            for _ in 0..<8 where status == ARCHIVE_RETRY { status = archive_read_next_header(archive, &entry) }
            switch status {
            case ARCHIVE_EOF: return (nil, .ended)
            case ARCHIVE_OK, ARCHIVE_WARN: return (entry, .went)
            default: return (nil, .damaged(end))
            }
        }
    }

    /// The next bytes of the member and where they belong, valid until the next call. Bytes may come together with damage.
    func nextData() -> (bytes: UnsafeRawBufferPointer, offset: Int, outcome: Outcome) {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        var status = archive_read_data_block(archive, &start, &count, &offset)
        for _ in 0..<8 where status == ARCHIVE_RETRY { status = archive_read_data_block(archive, &start, &count, &offset) }
        let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        switch status {
        case ARCHIVE_OK: return (bytes, Int(offset), .went)
        case ARCHIVE_EOF: return (UnsafeRawBufferPointer(start: nil, count: 0), Int(offset), .ended)
        // Given with the last bytes, when their checksum is wrong.
        case ARCHIVE_WARN: return (bytes, Int(offset), .damaged(message))
        default: return (UnsafeRawBufferPointer(start: nil, count: 0), Int(offset), .damaged(end))
        }
    }

    /// What libarchive says, as a part of a sentence.
    private var message: String {
        guard let text = archive_error_string(archive) else { return "it cannot be read" }
        var words = String(cString: text)[...]
        while let last = words.last, last == "." || last.isWhitespace { words.removeLast() }
        return words.isEmpty ? "it cannot be read" : String(words)
    }

    /// Why nothing more comes. What was cut is by far the most frequent, and each kind has other words for it.
    private var end: String {
        guard feed.isEnded else { return message }
        return switch kind {
        case .packed(let packing): "the \(packing.rawValue) stream ends early"
        case .archive(let archive): "the \(archive.rawValue) archive ends early"
        }
    }

    // MARK: Reading

    private func open() -> Int32 {
        if (feed.stream as? any SeekableStream)?.seek(to: 0) == true, isSeeking {
            archive_read_set_seek_callback(archive) { _, client, offset, whence in
                // libarchive never seeks from where it is: it does not tell what it holds unread.
                guard let client, whence != SEEK_CUR else { return Int64(ARCHIVE_FATAL) }
                let place = LibArchive.feed(client).seek(to: Int(offset), fromEnd: whence == SEEK_END)
                return place.map(Int64.init) ?? Int64(ARCHIVE_FATAL)
            }
        }
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(feed).toOpaque())
        archive_read_set_read_callback(archive) { _, client, buffer in
            guard let client, let block = LibArchive.feed(client).next() else { return 0 }
            buffer?.pointee = block.baseAddress
            return block.count
        }
        return archive_read_open1(archive)
    }

    private static func feed(_ client: UnsafeMutableRawPointer) -> Feed {
        Unmanaged<Feed>.fromOpaque(client).takeUnretainedValue()
    }

    // MARK: Names

    /// libarchive turns names into the encoding of the thread's locale, where the C locale knows ASCII alone. The thread gets its own back.
    private static func withUnicodeNames<Result>(_ body: () -> Result) -> Result {
        var unicode: locale_t?
        for name in ["C.UTF-8", "en_US.UTF-8", "UTF-8"] where unicode == nil { unicode = newlocale(LC_CTYPE_MASK, name, nil) }
        guard let unicode else { return body() }
        let own = uselocale(unicode)
        defer {
            uselocale(own)
            freelocale(unicode)
        }
        return body()
    }
}
