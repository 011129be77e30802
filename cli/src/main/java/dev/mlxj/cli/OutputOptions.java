package dev.mlxj.cli;

import dev.mlxj.array.kernel.Threads;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.surgery.Destination;
import dev.mlxj.surgery.Freeze;
import dev.mlxj.surgery.Output;
import dev.mlxj.surgery.Output.Where;
import dev.mlxj.surgery.Plan;
import dev.mlxj.surgery.PlanWriter;
import dev.mlxj.surgery.Setting;
import dev.mlxj.surgery.WriteReport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Where a command writes its result, and how; and the writing itself. */
final class OutputOptions {
    private static final String DASH = "-";
    private static final Path STANDARD_OUTPUT = Path.of(DASH);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where to write: a file, a directory, or - for standard output.")
    private @Nullable String out;

    @Option(
            names = {"-i", "--in-place"},
            description = "Replace MODEL itself.")
    private boolean inPlace;

    @Option(
            names = {"-f", "--force"},
            description = "An existing OUT may be replaced.")
    private boolean force;

    @Option(
            names = "--max-shard-size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Split into files of at most SIZE (5GB), and an index.")
    private @Nullable Long maxShardSize;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Print what would be done, write nothing.")
    private boolean dryRun;

    @Option(
            names = "--verify",
            description = "Check the finished files against their source before they count.")
    private boolean verify;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a receipt: each tensor before and after, with its SHA-256.")
    private @Nullable Path report;

    @Option(
            names = "--header-slack",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Room to leave in headers for later edits in place.")
    private @Nullable Long headerSlack;

    @Option(
            names = "--no-sync",
            description = "Do not force the result to the disk: faster, for scratch work.")
    private boolean noSync;

    /** Makes the plan once the model is open. */
    interface Planner {
        Plan plan(Checkpoint model) throws Exception;
    }

    /** Freezes or unfreezes, and says how many parameters are frozen then. */
    int freeze(ModelArgument model, CommonOptions common, String suffix, Freeze freeze)
            throws Exception {
        AtomicLong frozen = new AtomicLong();
        return write(
                model,
                common,
                suffix,
                report ->
                        Quantity.count(frozen.get())
                                + " of "
                                + Quantity.of(report.tensors().size(), "parameter")
                                + (dryRun ? " would be frozen" : " frozen"),
                source -> {
                    Freeze.Result result = freeze.plan(source, common::warn);
                    frozen.set(result.frozen());
                    return result.plan();
                });
    }

    /**
     * Opens the model, makes the plan, and writes it; or prints it, in a dry run.
     *
     * @param suffix what the name of a result beside the model gets
     * @param summary the last line for a person
     */
    int write(
            ModelArgument model,
            CommonOptions common,
            String suffix,
            Function<WriteReport, String> summary,
            Planner planner)
            throws Exception {
        Output output = toOutput(common);
        Destination destination = Destination.of(model.path(), output, suffix);
        destination.check(model.path(), output);
        Threads.set(common.threads());
        WriteJson json = new WriteJson(common, dryRun);
        WriteReport written;
        try (Checkpoint checkpoint = model.open(common);
                ProgressDisplay progress = ProgressDisplay.of(common)) {
            Plan plan = planner.plan(checkpoint);
            Setting setting = new Setting(common.memory(), progress, common::warn, json::text);
            written = new PlanWriter(plan, destination, output, setting).write();
        }
        if (!common.quiet()) {
            new WriteText(common, dryRun).print(written);
            common.note(summary.apply(written));
        }
        if (common.json()) {
            common.out().print(json.text(written));
        } else if (!destination.path().equals(STANDARD_OUTPUT) && !dryRun) {
            common.out().println(Escape.line(destination.path().toString()));
        }
        return ExitCode.OK;
    }

    /** {@code 102 of 103 tensors cast to F16; 90.9 MB read, 45.4 MB written}. */
    Function<WriteReport, String> tensors(String verb) {
        return report -> WriteText.summary(report, verb, dryRun);
    }

    private Output toOutput(CommonOptions common) {
        if (inPlace && out != null) {
            throw new UsageException("-i and -o contradict each other", null);
        }
        String to = out != null && StandardStream.isOutput(Path.of(out)) ? DASH : out;
        if (DASH.equals(to) && common.json()) {
            throw new UsageException("--json and `-o -` would both write to standard output", null);
        }
        if (to != null && to.isEmpty()) {
            throw new UsageException("-o: the name of the output is empty", null);
        }
        Where where =
                inPlace ? new Where.InPlace() : to == null ? new Where.Beside() : new Where.At(to);
        return new Output(where, force, maxShardSize, verify, report, headerSlack, !noSync, dryRun);
    }
}
