package dev.mlxj.surgery;

import dev.mlxj.io.AtomicDirectory;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.Entry;
import dev.mlxj.io.OutputFile;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.safetensors.SafetensorsLayout;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one road to disk. A plan is arranged in files; each is written under a temporary name and
 * checked, and all get their names when all are complete. Until then the output is what it was, and
 * so it stays after any failure.
 */
public final class PlanWriter {
    /** Room that is left in a header which had none, for the next change of metadata in place. */
    private static final long ROOM = 16 << 10;

    private final Plan plan;
    private final Destination destination;
    private final Output output;
    private final Setting setting;
    private final OutputOptions options;
    private final LossLedger ledger = new LossLedger();

    public PlanWriter(Plan plan, Destination destination, Output output, Setting setting) {
        this.plan = plan;
        this.destination = destination;
        this.output = output;
        this.setting = setting;
        this.options = destination.options(output, setting.notes());
    }

    /**
     * Writes the result, or says what would be written.
     *
     * @throws ResultRejectedException if the result may not take its name: a cast lost too much, or
     *     the finished files are not what was planned
     * @throws IOException if a file cannot be read or written, or the input changed meanwhile
     */
    public WriteReport write() throws IOException, ResultRejectedException {
        // Without such a change, the result in place has the bytes that it would have elsewhere.
        boolean metadataAlone =
                destination instanceof Destination.InPlace
                        && !plan.metadata().isNone()
                        && plan.keepsTensors()
                        && output.maxShardSize() == null;
        if (!metadataAlone) {
            return writeFiles(output.headerSlack() == null ? 0 : output.headerSlack());
        }
        InPlaceMetadata edit = new InPlaceMetadata(plan, options);
        return switch (edit.prepare()) {
            case NOTHING_TO_DO -> new ReportMaker(plan, destination).ofHeaders(List.of(), 0);
            case READY -> writeMetadata(edit);
            case NO_ROOM -> writeFiles(output.headerSlack() == null ? ROOM : output.headerSlack());
        };
    }

    private WriteReport writeMetadata(InPlaceMetadata edit) throws IOException {
        ReportMaker maker = new ReportMaker(plan, destination);
        if (output.report() != null && !output.dryRun()) {
            maker.digestSource(setting);
        }
        WriteReport report = maker.ofHeaders(edit.files(), edit.bytes());
        if (!output.dryRun()) {
            commit(edit, report);
        }
        return report;
    }

    private WriteReport writeFiles(long slack) throws IOException, ResultRejectedException {
        Arrangement arrangement = arrangement(slack);
        if (isDirectory()) {
            return writeDirectory(arrangement);
        }
        SafetensorsLayout layout = arrangement.parts().firstEntry().getValue();
        return writeFile(layout);
    }

    private boolean isDirectory() {
        return destination instanceof Destination.ToDirectory
                || (destination instanceof Destination.InPlace
                        && plan.source().directory().isPresent());
    }

    private Arrangement arrangement(long slack) throws IOException {
        Path directory = plan.source().directory().orElse(null);
        Path index = plan.source().index().orElse(null);
        if (isDirectory() && output.maxShardSize() != null) {
            return Arrangement.sharded(plan, output.maxShardSize(), slack);
        }
        if (isDirectory() && directory != null && index != null) {
            String name =
                    destination instanceof Destination.InPlace
                            ? String.valueOf(index.getFileName())
                            : Arrangement.INDEX;
            return Arrangement.asSource(plan, directory, index, name, slack);
        }
        Path file = plan.source().shards().getFirst().file();
        String name =
                destination instanceof Destination.InPlace
                        ? String.valueOf(file.getFileName())
                        : Arrangement.ONE_FILE;
        return Arrangement.single(plan, name, slack);
    }

    private WriteReport writeFile(SafetensorsLayout layout)
            throws IOException, ResultRejectedException {
        Path path = destination.path();
        List<String> files = List.of(WriteReport.fileName(path));
        ReportMaker maker = new ReportMaker(plan, destination);
        if (output.dryRun()) {
            return maker.report(files, layout.totalSize());
        }
        begin(layout.totalSize());
        try (AtomicOutput file = AtomicOutput.create(path, layout.totalSize(), options)) {
            fill(file, layout, maker);
            conclude(maker);
            WriteReport report = maker.report(files, layout.totalSize());
            commit(file::commit, report);
            return report;
        }
    }

    private WriteReport writeDirectory(Arrangement arrangement)
            throws IOException, ResultRejectedException {
        Path path = directory();
        Companions companions =
                destination instanceof Destination.InPlace
                        ? Companions.inPlace(plan)
                        : Companions.of(plan, path);
        List<String> files = new ArrayList<>(arrangement.parts().keySet());
        files.addAll(companions.names());
        if (arrangement.index() != null) {
            files.add(arrangement.index().name());
        }
        ReportMaker maker = new ReportMaker(plan, destination);
        if (output.dryRun()) {
            return maker.report(files, arrangement.bytes());
        }
        begin(arrangement.bytes());
        try (AtomicDirectory directory =
                AtomicDirectory.create(path, arrangement.bytes(), options)) {
            for (Map.Entry<String, SafetensorsLayout> part : arrangement.parts().entrySet()) {
                SafetensorsLayout layout = part.getValue();
                try (OutputFile file = directory.file(part.getKey(), layout.totalSize())) {
                    fill(file, layout, maker);
                }
            }
            conclude(maker);
            companions.write(directory);
            if (arrangement.index() != null) {
                byte[] index = arrangement.index().text().getBytes(StandardCharsets.UTF_8);
                directory.write(arrangement.index().name(), index);
            }
            if (output.verify()) {
                requireNone(
                        ForwardCheck.of(
                                plan.source(),
                                directory.temporary(),
                                setting.memory(),
                                setting.notes()));
            }
            WriteReport report = maker.report(files, arrangement.bytes());
            commit(directory::commit, report);
            return report;
        }
    }

    private Path directory() {
        return destination instanceof Destination.InPlace
                ? plan.source().directory().orElse(destination.path())
                : destination.path();
    }

    /** Tells how much there is to do: every byte is written, and perhaps read again and hashed. */
    private void begin(long bytes) {
        long work = output.verify() ? 2 * bytes : bytes;
        if (output.report() != null) {
            work += bytes;
            for (Entry entry : plan.source().entries().values()) {
                work += entry.byteSize();
            }
        }
        setting.progress().begin(output.verify() ? "writing and verifying" : "writing", work);
    }

    /** Writes and finishes one file, and looks at it as the output's settings ask. */
    private void fill(OutputFile file, SafetensorsLayout layout, ReportMaker maker)
            throws IOException, ResultRejectedException {
        new PartWriter(setting.memory(), setting.progress(), ledger)
                .write(file, layout, plan.tensors());
        file.finish();
        Path temporary = file.temporary().orElse(null);
        if (temporary != null && output.verify()) {
            List<String> findings =
                    new PartCheck(temporary, layout, plan.tensors())
                            .run(setting.memory(), setting.progress());
            requireNone(findings);
        }
        if (temporary != null && output.report() != null) {
            maker.digestResult(temporary, setting);
        }
    }

    private static void requireNone(List<String> findings) throws ResultRejectedException {
        if (!findings.isEmpty()) {
            throw new ResultRejectedException(findings, null);
        }
    }

    /** Everything is written: may it take its name? */
    private void conclude(ReportMaker maker) throws IOException, ResultRejectedException {
        LossRule.enforce(plan, ledger.all());
        maker.lost(ledger.all());
        if (output.report() != null) {
            maker.digestSource(setting);
        }
        plan.requireUnchanged();
    }

    /** The last step of a piece of work. */
    interface Step {
        void run() throws IOException;
    }

    /**
     * The receipt is complete on the disk before the result takes its name, and takes its own
     * after.
     */
    private void commit(Step result, WriteReport report) throws IOException {
        Path path = output.report();
        if (path == null) {
            result.run();
            return;
        }
        byte[] text = setting.receipt().apply(report).getBytes(StandardCharsets.UTF_8);
        OutputOptions ofReceipt = Destination.receiptOptions(output);
        try (AtomicOutput receipt = AtomicOutput.create(path, text.length, ofReceipt)) {
            receipt.write(0, MemorySegment.ofArray(text));
            receipt.finish();
            result.run();
            receipt.commit();
        }
    }
}
