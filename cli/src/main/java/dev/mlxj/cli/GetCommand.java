package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.array.kernel.Threads;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.surgery.Elements;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Measurement;
import dev.mlxj.surgery.NpyExport;
import dev.mlxj.surgery.Slice;
import dev.mlxj.tensor.TensorSource;
import dev.mlxj.tree.Nearest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/** {@code mlxj get MODEL NAME}. */
@Command(name = "get", description = "Shows one tensor, prints its values, or saves it as .npy.")
final class GetCommand implements Callable<Integer> {
    /** Tensors with more elements are cut short, unless a slice says what to print. */
    private static final long MOST_WHOLE = 1000;

    private static final String NO_SLICE = "";

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.")
    private Path model;

    @Parameters(index = "1", paramLabel = "NAME", description = "The path of a tensor.")
    private String name;

    @Option(
            names = "--values",
            paramLabel = "SLICE",
            arity = "0..1",
            fallbackValue = NO_SLICE,
            description = "Print values: all, or those of a slice as in NumPy ('0, 2:5').")
    private @Nullable String values;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the tensor, or the slice of it, to a .npy file.")
    private @Nullable Path output;

    @Option(
            names = {"-f", "--force"},
            description = "An existing FILE may be replaced.")
    private boolean force;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        OutputOptions options = OutputOptions.DEFAULT.noting(common::note);
        options = force ? options.withForce() : options;
        if (output != null) {
            AtomicOutput.check(output, options);
        }
        Threads.set(common.threads());
        try (Checkpoint checkpoint = ModelArgument.open(model, common)) {
            Entry entry = entry(checkpoint);
            TensorSource source = checkpoint.source(name);
            Slice slice = slice(entry);
            if (output != null) {
                NpyExport.write(source, slice, output, options);
                checkpoint.requireUnchanged();
                if (!StandardStream.isOutput(output)) {
                    common.out().println(output);
                }
            } else if (common.json()) {
                printJson(checkpoint, entry, slice);
            } else if (values != null) {
                boolean whole = !values.equals(NO_SLICE) || entry.shape().elements() <= MOST_WHOLE;
                Elements elements = new Elements(source);
                new ValueText(elements::text, entry.shape(), slice, whole, common.out()).print();
                common.out().println();
            } else {
                common.out().append(summary(checkpoint, entry));
            }
        }
        return ExitCode.OK;
    }

    private Slice slice(Entry entry) {
        return values == null || values.equals(NO_SLICE)
                ? Slice.all(entry.shape())
                : Slice.parse(values, entry.shape());
    }

    private Entry entry(Checkpoint checkpoint) {
        Entry entry = checkpoint.entries().get(name);
        if (entry == null) {
            List<String> nearest = Nearest.to(name, checkpoint.entries().keySet());
            throw new UsageException(
                    Names.escape(model.toString()) + ": there is no tensor " + Names.quote(name),
                    nearest.isEmpty()
                            ? "`mlxj inspect --names-only` lists all names"
                            : "the nearest: " + quoted(nearest));
        }
        return entry;
    }

    private static String quoted(List<String> names) {
        StringJoiner quoted = new StringJoiner(", ");
        for (String near : names) {
            quoted.add(Names.quote(near));
        }
        return quoted.toString();
    }

    private Row row(Checkpoint checkpoint, Entry entry) throws IOException {
        for (Row row : Inspection.of(checkpoint).rows()) {
            if (row.entry().equals(entry)) {
                return row;
            }
        }
        throw new IllegalStateException("a listing has every tensor");
    }

    private StringBuilder summary(Checkpoint checkpoint, Entry entry) throws IOException {
        Row row = row(checkpoint, entry);
        Measurement measured =
                Measurement.of(checkpoint, List.of(entry), true, true, common.memory());
        return new Listing(measured).details(row).text();
    }

    private void printJson(Checkpoint checkpoint, Entry entry, Slice slice) throws IOException {
        Row row = row(checkpoint, entry);
        Measurement measured =
                Measurement.of(checkpoint, List.of(entry), true, true, common.memory());
        Json.print(
                common.out(),
                "get",
                json -> {
                    json.writeStringField("name", name);
                    new InspectJson(json).writeFields(row, measured);
                    if (values != null) {
                        writeValues(json, checkpoint.source(name), slice);
                    }
                });
    }

    private static void writeValues(JsonGenerator json, TensorSource source, Slice slice)
            throws IOException {
        StringBuilder text = new StringBuilder();
        Elements elements = new Elements(source);
        new ValueText(elements::json, source.shape(), slice, true, text).print();
        json.writeFieldName("values");
        json.writeRawValue(text.toString());
    }
}
