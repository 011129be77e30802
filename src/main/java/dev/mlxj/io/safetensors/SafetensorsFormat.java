package dev.mlxj.io.safetensors;

import dev.mlxj.io.FileHead;
import dev.mlxj.io.Format;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.OpenOptions;
import dev.mlxj.io.Shard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads the header of one safetensors file. */
public final class SafetensorsFormat implements Format {
    private static final String CUT_SHORT = "the download may have stopped early; fetch it again";

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public boolean recognizes(FileHead head) {
        if (head.length() <= SafetensorsLayout.LENGTH_BYTES) {
            return false;
        }
        long length = head.firstLong();
        int first = head.at(SafetensorsLayout.LENGTH_BYTES);
        return length > 0
                && length <= SafetensorsLayout.MAX_HEADER_BYTES
                && (first == '{'
                        || first == ' '
                        || first == '\n'
                        || first == '\r'
                        || first == '\t');
    }

    @Override
    public Shard read(Path file, FileHead head, InputStream rest, OpenOptions options)
            throws IOException {
        long length = headerLength(file, head);
        HeaderBytes bytes =
                new HeaderBytes(
                        file,
                        head.bytes(),
                        head.length(),
                        rest,
                        SafetensorsLayout.LENGTH_BYTES,
                        length);
        long dataStart = SafetensorsLayout.LENGTH_BYTES + length;
        HeaderParser parser = new HeaderParser(bytes, dataStart, options);
        parser.parse();
        var entries =
                new DataLayout(file, dataStart, options)
                        .check(parser.entries().values(), head.fileSize());
        long end = entries.isEmpty() ? dataStart : entries.getLast().end();
        return new Shard(
                file,
                head.fileSize() < 0 ? end : head.fileSize(),
                length,
                parser.metadata(),
                entries);
    }

    private static long headerLength(Path file, FileHead head) throws MalformedCheckpointException {
        if (head.length() < SafetensorsLayout.LENGTH_BYTES) {
            throw new MalformedCheckpointException(
                    file,
                    0,
                    "a safetensors file has at least 8 bytes, this one has " + head.length(),
                    CUT_SHORT);
        }
        long length = head.firstLong();
        if (length < 0 || length > SafetensorsLayout.MAX_HEADER_BYTES) {
            throw new MalformedCheckpointException(
                    file,
                    0,
                    "a header of "
                            + Long.toUnsignedString(length)
                            + " bytes is claimed, at most "
                            + SafetensorsLayout.MAX_HEADER_BYTES
                            + " are allowed",
                    "this is hardly a safetensors file");
        }
        long after = head.fileSize() - SafetensorsLayout.LENGTH_BYTES;
        if (head.fileSize() >= 0 && length > after) {
            throw new MalformedCheckpointException(
                    file,
                    0,
                    "a header of " + length + " bytes is claimed, " + after + " follow",
                    CUT_SHORT);
        }
        return length;
    }
}
