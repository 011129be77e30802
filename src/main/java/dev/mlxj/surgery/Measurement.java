package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.array.kernel.StatisticsKernel;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.surgery.Pieces.Piece;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one pass over the bytes of tensors finds. Memory is bounded, whatever their size.
 *
 * @param sha256 the digest of each tensor's bytes, in hexadecimal; empty if not asked for
 * @param statistics of each tensor whose elements are numbers (6-bit floats have no agreed
 *     packing); empty if not asked for
 */
public record Measurement(
        Optional<Map<String, String>> sha256, Optional<Map<String, Statistics>> statistics) {
    public static final Measurement NONE = new Measurement(Optional.empty(), Optional.empty());

    /**
     * Measures tensors of a checkpoint, several at a time.
     *
     * @param memory upper bound for buffers, in bytes
     */
    public static Measurement of(
            Checkpoint model,
            Collection<Entry> entries,
            boolean sha256,
            boolean statistics,
            long memory)
            throws IOException {
        if (!sha256 && !statistics) {
            return NONE;
        }
        Pass pass = new Pass(model, biggestFirst(entries), statistics);
        if (sha256) {
            pass.hash(memory);
        } else {
            pass.measure(memory);
        }
        model.requireUnchanged();
        return new Measurement(
                sha256 ? Optional.of(pass.digests) : Optional.empty(),
                statistics ? Optional.of(pass.statistics()) : Optional.empty());
    }

    /** So that no thread is left alone with a big tensor at the end. */
    private static List<Entry> biggestFirst(Collection<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::byteSize).reversed());
        return sorted;
    }

    private static final class Pass {
        private final Checkpoint model;
        private final List<Entry> entries;
        private final boolean withStatistics;
        private final Map<String, String> digests = new ConcurrentHashMap<>();

        /** For each tensor the statistics of its pieces. */
        private final Statistics[][] parts;

        Pass(Checkpoint model, List<Entry> entries, boolean withStatistics) {
            this.model = model;
            this.entries = entries;
            this.withStatistics = withStatistics;
            this.parts = new Statistics[entries.size()][];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = new Statistics[Pieces.count(entries.get(i).byteSize())];
            }
        }

        /** A digest takes the bytes of a tensor in order: a thread has a tensor. */
        void hash(long memory) throws IOException {
            List<List<Piece>> tensors = new ArrayList<>();
            for (Entry _ : entries) {
                tensors.add(new ArrayList<>());
            }
            for (Piece piece : Pieces.of(entries)) {
                tensors.get(piece.at()).add(piece);
            }
            Reading.run(
                    entries.size(),
                    memory,
                    () -> {
                        StatisticsKernel kernel = new StatisticsKernel();
                        return (job, buffer, _) -> {
                            MessageDigest digest = ModelDigest.sha256();
                            for (Piece piece : tensors.get(job)) {
                                read(piece, kernel, digest, buffer);
                            }
                            digests.put(
                                    entries.get(job).name(),
                                    HexFormat.of().formatHex(digest.digest()));
                        };
                    });
        }

        /** Without digests, a thread has a piece. */
        void measure(long memory) throws IOException {
            List<Piece> pieces = Pieces.of(entries);
            Reading.run(
                    pieces.size(),
                    memory,
                    () -> {
                        StatisticsKernel kernel = new StatisticsKernel();
                        return (job, buffer, _) -> read(pieces.get(job), kernel, null, buffer);
                    });
        }

        private void read(
                Piece piece,
                StatisticsKernel kernel,
                @Nullable MessageDigest digest,
                MemorySegment buffer)
                throws IOException {
            Entry entry = entries.get(piece.at());
            boolean numbers = withStatistics && hasNumbers(entry);
            TensorSource source = model.source(entry.name());
            kernel.begin();
            for (long from = piece.from(); from < piece.to(); from += buffer.byteSize()) {
                MemorySegment bytes =
                        buffer.asSlice(0, Math.min(buffer.byteSize(), piece.to() - from));
                source.read(from, bytes);
                if (digest != null) {
                    digest.update(bytes.asByteBuffer());
                }
                if (numbers) {
                    kernel.add(entry.dtype(), bytes);
                }
            }
            parts[piece.at()][piece.index()] = kernel.end();
        }

        private static boolean hasNumbers(Entry entry) {
            return entry.dtype().bits() != 6;
        }

        Map<String, Statistics> statistics() {
            Map<String, Statistics> joined = new HashMap<>();
            for (int i = 0; i < parts.length; i++) {
                if (hasNumbers(entries.get(i))) {
                    Statistics all = Statistics.NONE;
                    for (Statistics part : parts[i]) {
                        all = all.and(part);
                    }
                    joined.put(entries.get(i).name(), all);
                }
            }
            return joined;
        }
    }
}
