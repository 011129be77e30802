package dev.mlxj.cli;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Outline;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code mlxj inspect [MODEL]}. */
@Command(name = "inspect", description = "Shows a model's parameters: path, dtype, shape, bytes.")
final class InspectCommand implements Callable<Integer> {
    @Mixin private ModelArgument model;
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

    @Override
    public Integer call() throws Exception {
        if (depth < 1) {
            throw new UsageException("--depth: " + depth + " is less than 1", null);
        }
        try (Checkpoint checkpoint = model.openHeader(common)) {
            Inspection all = Inspection.of(checkpoint);
            Inspection listed = new Inspection(all.metadata(), chosen(all.rows()));
            print(listed);
        }
        return ExitCode.OK;
    }

    private void print(Inspection listed) {
        List<Row> rows = new ArrayList<>(listed.rows());
        if (namesOnly) {
            order.sort(rows);
            for (Row row : rows) {
                common.out().append(Escape.line(row.name())).append('\n');
            }
            return;
        }
        Listing listing = new Listing();
        listing.title(model.path().toString(), "safetensors", listed.metadata());
        if (flat) {
            order.sort(rows);
            listing.flat(rows);
        } else {
            Outline tree = Outline.of(rows);
            order.sort(tree);
            listing.tree(tree, depth);
        }
        common.out().append(listing.totals(listed).text());
    }

    private List<Row> chosen(List<Row> rows) {
        if (!trainable && !frozen) {
            return rows;
        }
        List<Row> chosen = new ArrayList<>();
        for (Row row : rows) {
            if ((trainable && row.trainable()) || (frozen && row.frozen())) {
                chosen.add(row);
            }
        }
        return chosen;
    }
}
