package dev.mlxj.io.safetensors;

import dev.mlxj.io.Entry;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.io.OpenOptions;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The JSON header: one object of tensors by name, and {@code __metadata__}. Refuses what the
 * reference reader refuses, and also two spellings that only that reader knows (a tensor as an
 * array, a dtype as an object), every duplicate name, since readers disagree about what it means,
 * and what would only fill the memory: a kept string above 32 MiB, a rank above 1024, a million
 * keys of metadata.
 */
final class HeaderParser {
    static final String METADATA = "__metadata__";

    /** The reference reader has no such limit; more would not fit a small heap. */
    private static final int MOST_METADATA = 1_000_000;

    private final HeaderBytes bytes;
    private final JsonTokens json;
    private final TensorParser tensors;
    private final OpenOptions options;
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private boolean metadataSeen;

    /**
     * @param dataStart position in the file of the first byte behind the header
     */
    HeaderParser(HeaderBytes bytes, long dataStart, OpenOptions options) {
        this.bytes = bytes;
        this.json =
                new JsonTokens(bytes, options.lenient() ? Integer.MAX_VALUE : JsonTokens.DEEPEST);
        this.tensors = new TensorParser(bytes, json, dataStart, options.lenient());
        this.options = options;
    }

    /** The free text, in the order of the header; after {@link #parse}. */
    SequencedMap<String, String> metadata() {
        return metadata;
    }

    /** The tensors, in the order of the header; after {@link #parse}. */
    SequencedMap<String, Entry> entries() {
        return entries;
    }

    /** Reads the whole header. */
    void parse() throws IOException {
        if (options.lenient() && bytes.peek() == 0xef) {
            skipByteOrderMark();
        }
        int first = json.peek();
        if (first != '{') {
            throw json.unexpected(first, "'{': the header is a JSON object");
        }
        bytes.skip();
        if (json.peek() == '}') {
            bytes.skip();
        } else {
            do {
                member();
            } while (json.another('}', "in the header"));
        }
        if (json.peek() >= 0) {
            trailing();
        }
        if (json.deepest() > JsonTokens.DEEPEST) {
            warn(json.deepest() + " objects and arrays are in each other");
        }
        if (tensors.oddExtents() > 0) {
            warn(tensors.oddExtents() + " extents are written with a point or an exponent");
        }
    }

    private void member() throws IOException {
        json.peek();
        long start = bytes.offset();
        String name = json.string("the name of a tensor");
        json.expect(':', "behind a name");
        if (name.equals(METADATA)) {
            if (metadataSeen) {
                throw duplicate(start, "the header has " + METADATA + " twice");
            }
            metadataSeen = true;
            readMetadata();
        } else if (entries.containsKey(name)) {
            throw duplicate(start, "tensor " + Names.quote(name) + " is listed twice");
        } else {
            entries.put(name, tensors.read(name, start));
        }
    }

    private void readMetadata() throws IOException {
        int c = json.peek();
        if (c == 'n') {
            json.skipNull();
            return;
        }
        if (options.lenient() && (c == '"' || c == '[')) {
            json.skipValue(1);
            warn(METADATA + " is not an object, and is ignored");
            return;
        }
        json.expect('{', "to begin " + METADATA + ", an object of strings");
        if (json.peek() == '}') {
            bytes.skip();
            return;
        }
        do {
            json.peek();
            long start = bytes.offset();
            String key = json.string("a key of " + METADATA);
            json.expect(':', "behind a key of " + METADATA);
            String value = json.string("a value of " + METADATA);
            if (metadata.size() == MOST_METADATA) {
                throw bytes.malformed(
                        start, METADATA + " has more than " + MOST_METADATA + " keys");
            }
            if (metadata.putIfAbsent(key, value) != null) {
                throw duplicate(start, METADATA + " has the key " + Names.quote(key) + " twice");
            }
        } while (json.another('}', "in " + METADATA));
    }

    private void skipByteOrderMark() throws IOException {
        long start = bytes.offset();
        if (bytes.next() != 0xef || bytes.next() != 0xbb || bytes.next() != 0xbf) {
            throw bytes.malformed(start, "the header begins with bytes that are no JSON");
        }
        warn("a byte order mark stands before the header");
    }

    private void trailing() throws IOException {
        long start = bytes.offset();
        if (options.lenient()) {
            int c = bytes.next();
            while (c == 0) {
                c = bytes.next();
            }
            if (c < 0) {
                warn("the header is padded with NUL bytes, not with spaces");
                return;
            }
        }
        throw bytes.malformed(
                start,
                "something follows the header's object",
                bytes.peek() == 0 ? DataLayout.LENIENT_REMEDY : null);
    }

    private MalformedCheckpointException duplicate(long start, String problem) {
        return bytes.malformed(
                start, problem, "loaders disagree about which one counts; write the file anew");
    }

    private void warn(String warning) {
        options.warnings().accept(Names.escape(bytes.file().toString()) + ": " + warning);
    }
}
