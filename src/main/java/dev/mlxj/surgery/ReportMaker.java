package dev.mlxj.surgery;

import dev.mlxj.array.kernel.CastLosses;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers what a {@link WriteReport} says. */
final class ReportMaker {
    private final Plan plan;
    private final Destination destination;
    private final Map<String, String> before = new ConcurrentHashMap<>();
    private final Map<String, String> after = new ConcurrentHashMap<>();
    private SortedMap<String, Losses> losses = new TreeMap<>();

    ReportMaker(Plan plan, Destination destination) {
        this.plan = plan;
        this.destination = destination;
    }

    void lost(SortedMap<String, Losses> all) {
        losses = all;
    }

    /** Hashes the tensors of the source. */
    void digestSource(Setting setting) throws IOException {
        digest(plan.source(), before, setting);
    }

    /** Hashes the tensors of a finished file, from the disk. */
    void digestResult(Path file, Setting setting) throws IOException {
        try (Checkpoint written = Checkpoint.open(file)) {
            digest(written, after, setting);
        }
    }

    private static void digest(Checkpoint checkpoint, Map<String, String> digests, Setting setting)
            throws IOException {
        Jobs jobs = new Jobs();
        for (String name : checkpoint.entries().keySet()) {
            TensorSource source = checkpoint.source(name);
            jobs.add(
                    scratch -> {
                        MessageDigest sha256 = ModelDigest.sha256();
                        long size = source.byteSize();
                        for (long at = 0; at < size; at += scratch.byteSize()) {
                            var block = scratch.asSlice(0, Math.min(scratch.byteSize(), size - at));
                            source.read(at, block);
                            sha256.update(block.asByteBuffer());
                            setting.progress().advance(block.byteSize());
                        }
                        digests.put(name, HexFormat.of().formatHex(sha256.digest()));
                    });
        }
        jobs.run(setting.memory());
    }

    /**
     * The report.
     *
     * @param files that are written, none where nothing has to be
     */
    WriteReport report(List<String> files, long bytesWritten) {
        long bytesRead = 0;
        for (Content content : plan.tensors().values()) {
            bytesRead += content.sourceBytes();
        }
        return report(files, bytesRead, bytesWritten);
    }

    /** The report of a run whose result takes no byte of any tensor. */
    WriteReport ofHeaders(List<String> files, long bytesWritten) {
        return report(files, 0, bytesWritten);
    }

    private WriteReport report(List<String> files, long bytesRead, long bytesWritten) {
        List<WriteReport.Change> changes = new ArrayList<>();
        for (Map.Entry<String, Content> tensor : plan.tensors().entrySet()) {
            String name = tensor.getKey();
            Content content = tensor.getValue();
            changes.add(
                    new WriteReport.Change(
                            name,
                            stateBefore(name),
                            new WriteReport.State(
                                    content.dtype(), content.shape(), after.get(name)),
                            plan.isChanged(name),
                            losses.getOrDefault(name, Losses.NONE).cast()));
        }
        for (String name : plan.source().entries().keySet()) {
            if (!plan.tensors().containsKey(name)) {
                changes.add(
                        new WriteReport.Change(
                                name, stateBefore(name), null, true, CastLosses.NONE));
            }
        }
        return new WriteReport(
                plan.source().path(),
                destination.path(),
                bytesRead,
                bytesWritten,
                files,
                plan.metadata(),
                changes);
    }

    private WriteReport.@Nullable State stateBefore(String name) {
        Entry entry = plan.source().entries().get(name);
        return entry == null
                ? null
                : new WriteReport.State(entry.dtype(), entry.shape(), before.get(name));
    }
}
