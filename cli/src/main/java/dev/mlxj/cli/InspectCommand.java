package dev.mlxj.cli;

import dev.mlxj.array.kernel.Histogram;
import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.cli.page.InspectPage;
import dev.mlxj.cli.page.Page;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.models.Architectures;
import dev.mlxj.surgery.Anatomy;
import dev.mlxj.surgery.Choice;
import dev.mlxj.surgery.Histograms;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Measurement;
import dev.mlxj.surgery.ModelDigest;
import dev.mlxj.surgery.NothingChosenException;
import dev.mlxj.surgery.Outline;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code mlxj inspect [MODEL]}. */
@Command(name = "inspect", description = "Shows a model's parameters: path, dtype, shape, bytes.")
final class InspectCommand implements Callable<Integer> {
    @Mixin private ModelArgument model;
    @Mixin private ChoiceOptions choice;
    @Mixin private CommonOptions common;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Sum up what lies deeper than N parts of a path.")
    private int depth = Integer.MAX_VALUE;

    @Option(names = "--flat", description = "One line for each tensor, with its whole path.")
    private boolean flat;

    @Option(names = "--names-only", description = "Only the paths, one a line.")
    private boolean namesOnly;

    @Option(names = "--sort", paramLabel = "ORDER", description = "name, size or file.")
    private ListingOrder order = ListingOrder.NAME;

    @Option(names = "--trainable", description = "Only parameters that take a gradient.")
    private boolean trainable;

    @Option(names = "--frozen", description = "Only frozen parameters.")
    private boolean frozen;

    @Option(
            names = "--sha256",
            description = "The digest of each tensor's bytes, and one of the whole model.")
    private boolean sha256;

    @Option(
            names = "--stats",
            description = "Minimum, maximum, mean, std, zeros, NaN and Inf of each tensor.")
    private boolean stats;

    @Option(
            names = "--types",
            description = "The layer type of each module, and what the architecture misses.")
    private boolean types;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write one page to look at: tree, sizes, histograms.")
    private @Nullable Path html;

    @Override
    public Integer call() throws Exception {
        if (depth < 1) {
            throw new UsageException("--depth: " + depth + " is less than 1", null);
        }
        if (flat && depth != Integer.MAX_VALUE) {
            throw new UsageException("--depth: a flat list has no depth", null);
        }
        if (html != null) {
            Page.check(html);
        }
        boolean reads = sha256 || stats || html != null;
        Choice parameters = choice.toChoice();
        boolean architecture = types || parameters.asksForTypes();
        if (architecture && model.isStandardInput()) {
            throw new UsageException("--type and --types: standard input has no config.json", null);
        }
        try (Checkpoint checkpoint =
                reads || architecture ? model.open(common) : model.openHeader(common)) {
            Inspection all = Inspection.of(checkpoint);
            List<Row> rows = chosen(parameters.on(checkpoint), all.rows());
            Measurement measured = reads ? measure(checkpoint, rows) : Measurement.NONE;
            String digest = null;
            if (measured.sha256().isPresent() && rows.size() == all.rows().size()) {
                digest = ModelDigest.of(checkpoint.entries().values(), measured.sha256().get());
            }
            Inspection listed = new Inspection(all.metadata(), rows);
            if (html != null) {
                page(checkpoint, listed).write(html);
            }
            Anatomy anatomy = types ? anatomy(checkpoint) : null;
            if (common.json()) {
                printJson(checkpoint, listed, measured, digest, anatomy);
            } else if (namesOnly) {
                printNames(rows);
            } else {
                print(listed, measured, digest, anatomy);
            }
        }
        return ExitCode.OK;
    }

    private Measurement measure(Checkpoint checkpoint, List<Row> rows) throws IOException {
        Threads.set(common.threads());
        return Measurement.of(checkpoint, entries(rows), sha256, stats, common.memory());
    }

    private Page page(Checkpoint checkpoint, Inspection listed) throws IOException {
        List<Entry> entries = entries(listed.rows());
        Map<String, Statistics> statistics =
                Measurement.of(checkpoint, entries, false, true, common.memory())
                        .statistics()
                        .orElseThrow();
        Map<String, Histogram> histograms =
                Histograms.of(checkpoint, entries, statistics, InspectPage.BINS, common.memory());
        Outline tree = Outline.of(listed.rows());
        order.sort(tree);
        return InspectPage.of(
                model.path().toString(),
                Architectures.name(checkpoint).orElse(""),
                listed,
                tree,
                statistics,
                histograms);
    }

    private static List<Entry> entries(List<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            entries.add(row.entry());
        }
        return entries;
    }

    /** Null, with a warning, where the architecture is not known. */
    private @Nullable Anatomy anatomy(Checkpoint checkpoint) throws IOException {
        Optional<Anatomy> found = Anatomy.of(checkpoint);
        if (found.isEmpty()) {
            Optional<String> name = Architectures.name(checkpoint);
            common.warn(
                    name.isEmpty()
                            ? "--types: there is no config.json that names an architecture"
                            : "--types: the architecture '" + name.get() + "' is not known here");
        }
        return found.orElse(null);
    }

    private void printJson(
            Checkpoint checkpoint,
            Inspection listed,
            Measurement measured,
            @Nullable String digest,
            @Nullable Anatomy anatomy)
            throws IOException {
        order.sort(listed.rows());
        String architecture =
                model.isStandardInput() ? null : Architectures.name(checkpoint).orElse(null);
        Json.print(
                common.out(),
                "inspect",
                json ->
                        new InspectJson(json)
                                .write(
                                        model.path().toString(),
                                        architecture,
                                        listed,
                                        measured,
                                        digest,
                                        anatomy));
    }

    private void printNames(List<Row> rows) {
        order.sort(rows);
        for (Row row : rows) {
            common.out().append(Escape.line(row.name())).append('\n');
        }
    }

    private void print(
            Inspection listed,
            Measurement measured,
            @Nullable String digest,
            @Nullable Anatomy anatomy) {
        Listing listing = new Listing(measured, anatomy);
        listing.title(model.path().toString(), "safetensors", listed.metadata());
        if (flat) {
            order.sort(listed.rows());
            listing.flat(listed.rows());
        } else {
            Outline tree = Outline.of(listed.rows());
            order.sort(tree);
            listing.tree(tree, depth);
        }
        listing.totals(listed).anatomy(listed.rows());
        if (digest != null) {
            listing.sha256(digest);
        }
        common.out().append(listing.text());
    }

    /** The rows asked for, in the order of the files; a list of its own. */
    private List<Row> chosen(Choice parameters, List<Row> rows) throws NothingChosenException {
        Set<String> paths = parameters.isAll() ? null : select(parameters, rows);
        List<Row> chosen = new ArrayList<>();
        for (Row row : rows) {
            boolean inState =
                    (!trainable && !frozen)
                            || (trainable && row.trainable())
                            || (frozen && row.frozen());
            if (inState && (paths == null || paths.contains(row.name()))) {
                chosen.add(row);
            }
        }
        return chosen;
    }

    private Set<String> select(Choice parameters, List<Row> rows) throws NothingChosenException {
        SequencedMap<String, DType> dtypes = new LinkedHashMap<>();
        for (Row row : rows) {
            dtypes.put(row.name(), row.entry().dtype());
        }
        Choice.Selection selection = parameters.select(dtypes);
        for (String sentence : selection.idle()) {
            common.warn(sentence);
        }
        return selection.paths();
    }
}
