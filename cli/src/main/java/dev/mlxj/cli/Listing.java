package dev.mlxj.cli;

import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.io.Entry;
import dev.mlxj.surgery.Anatomy;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Inspection.Total;
import dev.mlxj.surgery.Measurement;
import dev.mlxj.surgery.Outline;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model's tensors as text: a tree, or one path a line, and the totals. What was measured stands
 * in columns of its own.
 */
final class Listing {
    private static final List<String> STATISTICS =
            List.of("min", "max", "mean", "std", "absmax", "zeros", "nan", "inf");
    private static final int LONGEST_VALUE = 64;

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Measurement measured;
    private final @Nullable Anatomy anatomy;

    Listing(Measurement measured) {
        this(measured, null);
    }

    /**
     * A listing.
     *
     * @param anatomy with whose types the modules are listed; null without
     */
    Listing(Measurement measured, @Nullable Anatomy anatomy) {
        this.measured = measured;
        this.anatomy = anatomy;
    }

    /** Where the model is, what it is, and its metadata. */
    Listing title(String path, String kind, Map<String, String> metadata) {
        out.append(Escape.line(path)).append("  ").append(Escape.line(kind)).append('\n');
        for (Map.Entry<String, String> field : metadata.entrySet()) {
            String value = field.getValue();
            if (value.length() > LONGEST_VALUE) {
                value = value.substring(0, LONGEST_VALUE) + "…";
            }
            out.append("  ").append(Escape.line(field.getKey())).append(" = ");
            out.append(Escape.line(value)).append('\n');
        }
        out.append('\n');
        return this;
    }

    /**
     * The tree of modules and tensors.
     *
     * @param depth how many parts of a path are shown; what is deeper is summed up in its module
     */
    Listing tree(Outline root, int depth) {
        Table table = table();
        addBelow(table, root, "", "", true, depth);
        table.appendTo(out);
        return this;
    }

    /** One line for each tensor, with its whole path. */
    Listing flat(List<Row> rows) {
        Table table = table();
        for (Row row : rows) {
            addTensor(table, Escape.line(row.name()), row);
        }
        table.appendTo(out);
        return this;
    }

    /** One tensor, a line for each thing that is known of it. */
    Listing details(Row row) {
        Entry entry = row.entry();
        out.append(Escape.line(row.name())).append('\n');
        Table table = new Table("ll");
        table.add("  dtype", entry.dtype().name());
        table.add("  shape", entry.shape().toString());
        table.add("  parameters", Quantity.count(row.parameters()));
        table.add("  size", Quantity.bytes(entry.byteSize()));
        table.add("  state", state(row));
        table.add("  file", Escape.line(String.valueOf(entry.file())));
        table.add("  bytes", entry.position() + " to " + entry.end());
        List<String> cells = new ArrayList<>();
        addMeasured(cells, row);
        for (int i = 0; i < cells.size(); i++) {
            table.add("  " + measuredTitles().get(i), cells.get(i));
        }
        table.appendTo(out);
        return this;
    }

    /** The totals of each dtype and of all; what is trainable is counted in parameters. */
    Listing totals(Inspection listed) {
        Table table = new Table("lrrrr");
        table.add("dtype", "tensors", "parameters", "size", "trainable");
        for (Map.Entry<DType, Total> entry : listed.totalByDType().entrySet()) {
            addTotal(table, entry.getKey().name(), entry.getValue());
        }
        addTotal(table, "total", listed.total());
        out.append('\n');
        table.appendTo(out);
        return this;
    }

    /** What the architecture says: parameters by type, ties, and what does not fit. */
    Listing anatomy(List<Row> rows) {
        if (anatomy == null) {
            return this;
        }
        Map<String, Total> byType = new TreeMap<>();
        for (Row row : rows) {
            String type = anatomy.typeOf(row.name());
            byType.computeIfAbsent(type.isEmpty() ? "none" : type, absent -> new Total()).add(row);
        }
        Table table = new Table("lrrr");
        table.add("type", "tensors", "parameters", "size");
        byType.forEach(
                (type, total) ->
                        table.add(
                                type,
                                Quantity.count(total.tensors()),
                                Quantity.count(total.parameters()),
                                Quantity.bytes(total.bytes())));
        out.append('\n');
        table.appendTo(out);
        anatomy.shared()
                .forEach(
                        (second, first) ->
                                out.append("shared: ")
                                        .append(Escape.line(second))
                                        .append(" is ")
                                        .append(Escape.line(first))
                                        .append('\n'));
        for (String finding : anatomy.findings()) {
            out.append(Escape.message(finding)).append('\n');
        }
        return this;
    }

    /** The digest of the whole model. */
    Listing sha256(String digest) {
        out.append("\nsha256 of the model  ").append(digest).append('\n');
        return this;
    }

    StringBuilder text() {
        return out;
    }

    private Table table() {
        StringBuilder alignment = new StringBuilder("lllrrl");
        List<String> titles =
                new ArrayList<>(List.of("name", "dtype", "shape", "parameters", "size", ""));
        if (anatomy != null) {
            titles.add("type");
            alignment.append('l');
        }
        titles.addAll(measuredTitles());
        alignment.repeat('r', titles.size() - alignment.length());
        Table table = new Table(alignment.toString());
        table.add(titles.toArray(new String[0]));
        return table;
    }

    private void addBelow(
            Table table, Outline module, String path, String indent, boolean top, int depth) {
        List<Outline> children = module.children();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            Outline child = children.get(i);
            StringBuilder label = new StringBuilder(indent);
            if (!top) {
                label.append(last ? "└─ " : "├─ ");
            }
            label.append(Escape.line(child.name()));
            String below = path + child.name();
            int left = depth - 1;
            while (left > 0 && child.row() == null && child.children().size() == 1) {
                child = child.children().getFirst();
                label.append('.').append(Escape.line(child.name()));
                below = below + "." + child.name();
                left--;
            }
            if (child.row() != null) {
                addTensor(table, label.toString(), child.row());
            } else {
                addModule(table, label.toString(), below, child.total(), left == 0);
            }
            if (left > 0) {
                String deeper = top ? "" : indent + (last ? "   " : "│  ");
                addBelow(table, child, below + ".", deeper, false, left);
            }
        }
    }

    private void addModule(Table table, String label, String path, Total total, boolean closed) {
        List<String> cells = new ArrayList<>();
        cells.add(label);
        cells.add("");
        cells.add(closed ? Quantity.of(total.tensors(), "tensor") : "");
        cells.add(Quantity.count(total.parameters()));
        cells.add(Quantity.bytes(total.bytes()));
        cells.add(closed ? state(total) : "");
        if (anatomy != null) {
            cells.add(anatomy.types().getOrDefault(path, ""));
        }
        table.add(cells.toArray(new String[0]));
    }

    private static String state(Row row) {
        return row.frozen() ? "frozen" : row.trainable() ? "trainable" : "";
    }

    private static String state(Total total) {
        if (total.frozen() > 0) {
            return total.frozen() == total.tensors() ? "frozen" : "partly frozen";
        }
        return total.trainable() == total.parameters() ? "trainable" : "";
    }

    private void addTensor(Table table, String label, Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(label);
        cells.add(row.entry().dtype().name());
        cells.add(row.entry().shape().toString());
        cells.add(Quantity.count(row.parameters()));
        cells.add(Quantity.bytes(row.entry().byteSize()));
        cells.add(state(row));
        if (anatomy != null) {
            cells.add(anatomy.typeOf(row.name()));
        }
        addMeasured(cells, row);
        table.add(cells.toArray(new String[0]));
    }

    private List<String> measuredTitles() {
        List<String> titles = new ArrayList<>();
        if (measured.statistics().isPresent()) {
            titles.addAll(STATISTICS);
        }
        if (measured.sha256().isPresent()) {
            titles.add("sha256");
        }
        return titles;
    }

    private void addMeasured(List<String> cells, Row row) {
        if (measured.statistics().isPresent()) {
            addStatistics(cells, measured.statistics().get().get(row.name()));
        }
        if (measured.sha256().isPresent()) {
            cells.add(measured.sha256().get().getOrDefault(row.name(), ""));
        }
    }

    private static void addStatistics(List<String> cells, @Nullable Statistics statistics) {
        if (statistics == null) {
            cells.addAll(Collections.nCopies(STATISTICS.size(), ""));
            return;
        }
        boolean some = statistics.finite() > 0;
        cells.add(some ? Quantity.real(statistics.min()) : "");
        cells.add(some ? Quantity.real(statistics.max()) : "");
        cells.add(some ? Quantity.real(statistics.mean()) : "");
        cells.add(some ? Quantity.real(statistics.std()) : "");
        cells.add(some ? Quantity.real(statistics.absMax()) : "");
        cells.add(Quantity.count(statistics.zeros()));
        cells.add(Quantity.count(statistics.nan()));
        cells.add(Quantity.count(statistics.infinite()));
    }

    private static void addTotal(Table table, String what, Total total) {
        table.add(
                what,
                Quantity.count(total.tensors()),
                Quantity.count(total.parameters()),
                Quantity.bytes(total.bytes()),
                Quantity.count(total.trainable()));
    }
}
