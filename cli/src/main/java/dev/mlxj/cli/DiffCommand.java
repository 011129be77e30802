package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.cli.page.DiffPage;
import dev.mlxj.cli.page.Page;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.surgery.Diff;
import dev.mlxj.surgery.Difference;
import dev.mlxj.surgery.Difference.Pair;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mlxj diff A B}. */
@Command(name = "diff", description = "Tells how two models differ; exit code 1 if they do.")
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A model.")
    private Path a;

    @Parameters(index = "1", paramLabel = "B", description = "The model to compare it with.")
    private Path b;

    @Option(
            names = "--rtol",
            paramLabel = "R",
            description = "Values may differ by R times those of B; 0 when absent.")
    private double rtol;

    @Option(
            names = "--atol",
            paramLabel = "R",
            description = "Values may differ by R; 0 when absent.")
    private double atol;

    @Option(
            names = "--bits",
            description = "Tensors must have the same bits: -0 is not 0, and NaN have payloads.")
    private boolean bits;

    @Option(names = "--ignore-dtype", description = "Another dtype alone is no difference.")
    private boolean ignoreDtype;

    @Option(
            names = "--map",
            paramLabel = "OLD=NEW",
            description = "The tensor OLD of A is called NEW in B.")
    private Map<String, String> renames = new LinkedHashMap<>();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Only the N tensors that differ most, the worst first.")
    private @Nullable Integer top;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write one page to look at: what differs, and how far.")
    private @Nullable Path html;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        if (!(rtol >= 0) || !(atol >= 0)) {
            throw new UsageException("--rtol and --atol are not negative", null);
        }
        if (top != null && top < 0) {
            throw new UsageException("--top: " + top + " is less than 0", null);
        }
        if (html != null) {
            Page.check(html);
        }
        Threads.set(common.threads());
        Difference difference;
        try (Checkpoint one = ModelArgument.open(a, common);
                Checkpoint other = ModelArgument.open(b, common)) {
            difference =
                    new Diff(rtol, atol, bits, ignoreDtype, renames, common.memory())
                            .of(one, other);
        }
        List<Pair> shown = top == null ? difference.tensors() : difference.top(top);
        if (html != null) {
            DiffPage.of(a.toString(), b.toString(), difference, shown).write(html);
        }
        if (common.json()) {
            Json.print(common.out(), "diff", json -> write(json, difference, shown));
        } else {
            common.out().append(text(difference, shown));
        }
        return difference.isNone() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private static void write(JsonGenerator json, Difference difference, List<Pair> shown)
            throws IOException {
        json.writeBooleanField("equal", difference.isNone());
        writeNames(json, "only_in_a", difference.onlyInA());
        writeNames(json, "only_in_b", difference.onlyInB());
        json.writeObjectFieldStart("tensors");
        for (Pair pair : shown) {
            json.writeObjectFieldStart(pair.a().name());
            json.writeArrayFieldStart("dtype");
            json.writeString(pair.a().dtype().name());
            json.writeString(pair.b().dtype().name());
            json.writeEndArray();
            json.writeArrayFieldStart("shape");
            Json.shape(json, pair.a().shape());
            Json.shape(json, pair.b().shape());
            json.writeEndArray();
            writeValues(json, pair);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeNames(JsonGenerator json, String field, List<Entry> entries)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (Entry entry : entries) {
            json.writeString(entry.name());
        }
        json.writeEndArray();
    }

    private static void writeValues(JsonGenerator json, Pair pair) throws IOException {
        if (pair.values().isEmpty()) {
            for (String field : List.of("max_abs", "max_rel", "rms", "cosine", "equal_bits")) {
                json.writeNullField(field);
            }
            return;
        }
        Comparison values = pair.values().get();
        Json.number(json, "max_abs", values.maxAbs());
        Json.number(json, "max_rel", values.maxRelative());
        Json.number(json, "rms", values.rms());
        Json.number(json, "cosine", values.cosine());
        if (pair.a().dtype() == pair.b().dtype()) {
            json.writeNumberField("equal_bits", values.equalBits());
        } else {
            json.writeNullField("equal_bits");
        }
    }

    private static StringBuilder text(Difference difference, List<Pair> shown) {
        StringBuilder out = new StringBuilder();
        appendEntries(out, "only in A", difference.onlyInA());
        appendEntries(out, "only in B", difference.onlyInB());
        if (!shown.isEmpty()) {
            out.append("different\n");
            Table table = new Table("lllrrrrr");
            table.add(
                    "  name",
                    "dtype",
                    "shape",
                    "max abs",
                    "max rel",
                    "rms",
                    "cosine",
                    "equal bits");
            for (Pair pair : shown) {
                addPair(table, pair);
            }
            table.appendTo(out);
            out.append('\n');
        }
        int different = difference.tensors().size();
        return out.append(Quantity.of(different + difference.equal(), "tensor"))
                .append(" in both: ")
                .append(Quantity.count(difference.equal()))
                .append(" equal, ")
                .append(Quantity.count(different))
                .append(" different; ")
                .append(Quantity.count(difference.onlyInA().size()))
                .append(" only in A, ")
                .append(Quantity.count(difference.onlyInB().size()))
                .append(" only in B\n");
    }

    private static void appendEntries(StringBuilder out, String title, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append(title).append('\n');
        Table table = new Table("lll");
        for (Entry entry : entries) {
            table.add(
                    "  " + Escape.line(entry.name()),
                    entry.dtype().name(),
                    entry.shape().toString());
        }
        table.appendTo(out);
        out.append('\n');
    }

    private static void addPair(Table table, Pair pair) {
        Entry a = pair.a();
        Entry b = pair.b();
        String name = Escape.line(a.name());
        if (!a.name().equals(b.name())) {
            name += " → " + Escape.line(b.name());
        }
        String dtype = change(a.dtype().name(), b.dtype().name());
        String shape = change(a.shape().toString(), b.shape().toString());
        if (pair.values().isEmpty()) {
            table.add("  " + name, dtype, shape);
            return;
        }
        Comparison values = pair.values().get();
        table.add(
                "  " + name,
                dtype,
                shape,
                Quantity.real(values.maxAbs()),
                Quantity.real(values.maxRelative()),
                Quantity.real(values.rms()),
                String.format(Locale.ROOT, "%.9f", values.cosine()),
                a.dtype() == b.dtype() ? Quantity.count(values.equalBits()) : "");
    }

    private static String change(String before, String after) {
        return before.equals(after) ? before : before + " → " + after;
    }
}
