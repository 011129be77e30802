package dev.mlxj.io.safetensors;

import dev.mlxj.io.Entry;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.io.OpenOptions;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How the tensors lie in the file: one behind the other, from the header to the end, without gaps
 * and overlaps. Anything else is refused, or named in a warning when lenient.
 */
final class DataLayout {
    /** For a defect that is accepted when lenient. */
    static final String LENIENT_REMEDY =
            "MLX reads it all the same; so does `mlxj check --lenient`";

    private final Path file;
    private final long dataStart;
    private final OpenOptions options;

    DataLayout(Path file, long dataStart, OpenOptions options) {
        this.file = file;
        this.dataStart = dataStart;
        this.options = options;
    }

    /**
     * Checks the ranges of all tensors against each other and the file.
     *
     * @param fileSize bytes of the file; negative where that cannot be known
     * @return the tensors in the order of their bytes
     */
    List<Entry> check(Collection<Entry> tensors, long fileSize)
            throws MalformedCheckpointException {
        List<Entry> sorted = new ArrayList<>(tensors);
        sorted.sort(new DataOrder());
        long end = dataStart;
        for (Entry entry : sorted) {
            end = Math.max(end, entry.end());
        }
        if (fileSize >= 0 && end > fileSize) {
            throw new MalformedCheckpointException(
                    file,
                    fileSize,
                    "the file ends here, its header lists tensors up to byte " + end,
                    "it is cut short; fetch it again");
        }
        checkNeighbours(sorted);
        if (fileSize > end) {
            refuseOrWarn(end, "the last tensor ends here, bytes that follow: " + (fileSize - end));
        }
        return sorted;
    }

    private void checkNeighbours(List<Entry> sorted) throws MalformedCheckpointException {
        Defect gaps = new Defect();
        Defect overlaps = new Defect();
        long end = dataStart;
        Entry last = null;
        for (Entry entry : sorted) {
            if (entry.position() > end) {
                gaps.add(end, entry, last, entry.position() - end);
            } else if (entry.position() < end) {
                overlaps.add(entry.position(), entry, last, end - entry.position());
            }
            if (last == null || entry.end() >= end) {
                end = entry.end();
                last = entry;
            }
        }
        if (overlaps.first != null) {
            refuseOrWarn(
                    overlaps.at,
                    quoted(overlaps.first)
                            + " begins within "
                            + quoted(Objects.requireNonNull(overlaps.before))
                            + overlaps.others("overlap"));
        }
        if (gaps.first != null) {
            refuseOrWarn(
                    gaps.at,
                    "bytes of no tensor before "
                            + quoted(gaps.first)
                            + ": "
                            + gaps.bytes
                            + gaps.others("gap"));
        }
    }

    private void refuseOrWarn(long at, String problem) throws MalformedCheckpointException {
        if (!options.lenient()) {
            throw new MalformedCheckpointException(file, at, problem, LENIENT_REMEDY);
        }
        options.warnings()
                .accept(Names.escape(file.toString()) + ": at byte " + at + ": " + problem);
    }

    private static String quoted(Entry entry) {
        return "tensor " + Names.quote(entry.name());
    }

    /** The first of several defects of one kind, and how many there are. */
    private static final class Defect {
        private long at;
        private long bytes;
        private @Nullable Entry first;
        private @Nullable Entry before;
        private int count;

        void add(long at, Entry entry, @Nullable Entry before, long bytes) {
            if (count++ == 0) {
                this.at = at;
                this.first = entry;
                this.before = before;
                this.bytes = bytes;
            }
        }

        String others(String kind) {
            return count < 2
                    ? ""
                    : " (and " + (count - 1) + " more " + kind + (count == 2 ? ")" : "s)");
        }
    }

    /** By begin, then by end: an empty tensor comes before the one that begins where it lies. */
    private static final class DataOrder implements Comparator<Entry> {
        @Override
        public int compare(Entry a, Entry b) {
            int order = Long.compare(a.position(), b.position());
            return order != 0 ? order : Long.compare(a.byteSize(), b.byteSize());
        }
    }
}
