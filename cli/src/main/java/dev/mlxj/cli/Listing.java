package dev.mlxj.cli;

import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Inspection.Total;
import dev.mlxj.surgery.Outline;
import dev.mlxj.tensor.DType;

import java.util.List;
import java.util.Map;

/** A model's tensors as text: a tree, or one path a line, and the totals. */
final class Listing {
    private static final String ALIGNMENT = "lllrrl";
    private static final int LONGEST_VALUE = 64;

    private final StringBuilder out = new StringBuilder(1 << 14);

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
        Table table = new Table(ALIGNMENT);
        table.add("name", "dtype", "shape", "parameters", "size");
        addBelow(table, root, "", true, depth);
        table.appendTo(out);
        return this;
    }

    /** One line for each tensor, with its whole path. */
    Listing flat(List<Row> rows) {
        Table table = new Table(ALIGNMENT);
        table.add("name", "dtype", "shape", "parameters", "size");
        for (Row row : rows) {
            addTensor(table, Escape.line(row.name()), row);
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

    StringBuilder text() {
        return out;
    }

    private static void addBelow(
            Table table, Outline module, String indent, boolean top, int depth) {
        List<Outline> children = module.children();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            Outline child = children.get(i);
            StringBuilder label = new StringBuilder(indent);
            if (!top) {
                label.append(last ? "└─ " : "├─ ");
            }
            label.append(Escape.line(child.name()));
            int left = depth - 1;
            while (left > 0 && child.row() == null && child.children().size() == 1) {
                child = child.children().getFirst();
                label.append('.').append(Escape.line(child.name()));
                left--;
            }
            if (child.row() != null) {
                addTensor(table, label.toString(), child.row());
            } else {
                addModule(table, label.toString(), child.total(), left == 0);
            }
            if (left > 0) {
                addBelow(table, child, top ? "" : indent + (last ? "   " : "│  "), false, left);
            }
        }
    }

    private static void addModule(Table table, String label, Total total, boolean closed) {
        table.add(
                label,
                "",
                closed ? Quantity.of(total.tensors(), "tensor") : "",
                Quantity.count(total.parameters()),
                Quantity.bytes(total.bytes()),
                closed ? state(total) : "");
    }

    private static String state(Total total) {
        if (total.frozen() > 0) {
            return total.frozen() == total.tensors() ? "frozen" : "partly frozen";
        }
        return total.trainable() == total.parameters() ? "trainable" : "";
    }

    private static void addTensor(Table table, String label, Row row) {
        table.add(
                label,
                row.entry().dtype().name(),
                row.entry().shape().toString(),
                Quantity.count(row.parameters()),
                Quantity.bytes(row.entry().byteSize()),
                row.frozen() ? "frozen" : row.trainable() ? "trainable" : "");
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
