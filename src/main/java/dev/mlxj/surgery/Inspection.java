package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a checkpoint holds, from its headers alone: no tensor byte is read.
 *
 * @param metadata of the whole model; for a sharded one the union, in which the index wins
 * @param rows one for each tensor, in the order of the files and of the data in them
 */
public record Inspection(SequencedMap<String, String> metadata, List<Row> rows) {

    /** One tensor, and whether the model's frozen set names it. */
    public record Row(Entry entry, boolean frozen) {
        public String name() {
            return entry.name();
        }

        /** Takes a gradient: floating or complex, and not frozen. */
        public boolean trainable() {
            return !frozen && entry.dtype().isInexact();
        }

        /** Number of elements. */
        public long parameters() {
            return entry.shape().elements();
        }
    }

    /** Counts of tensors, of their elements, and of their bytes. */
    public static final class Total {
        private long tensors;
        private long parameters;
        private long bytes;
        private long trainable;
        private long frozen;

        /** Counts one tensor more. */
        public void add(Row row) {
            tensors++;
            parameters += row.parameters();
            bytes += row.entry().byteSize();
            trainable += row.trainable() ? row.parameters() : 0;
            frozen += row.frozen() ? 1 : 0;
        }

        public long tensors() {
            return tensors;
        }

        /** Elements of all tensors. */
        public long parameters() {
            return parameters;
        }

        public long bytes() {
            return bytes;
        }

        /** Elements of the tensors that take a gradient. */
        public long trainable() {
            return trainable;
        }

        /** Tensors that the frozen set names. */
        public long frozen() {
            return frozen;
        }
    }

    /** Reads the listing of an open checkpoint. */
    public static Inspection of(Checkpoint model) throws MalformedCheckpointException {
        SequencedMap<String, Entry> entries = model.entries();
        FrozenSet frozen = FrozenSet.in(model);
        List<Row> rows = new ArrayList<>(entries.size());
        for (Entry entry : entries.values()) {
            rows.add(new Row(entry, frozen.contains(entry.name())));
        }
        return new Inspection(model.metadata(), rows);
    }

    /** The total of all rows. */
    public Total total() {
        Total total = new Total();
        for (Row row : rows) {
            total.add(row);
        }
        return total;
    }

    /** The total of each dtype that occurs, in the order of {@link DType}. */
    public Map<DType, Total> totalByDType() {
        Map<DType, Total> totals = new EnumMap<>(DType.class);
        for (Row row : rows) {
            Total total = totals.get(row.entry().dtype());
            if (total == null) {
                total = new Total();
                totals.put(row.entry().dtype(), total);
            }
            total.add(row);
        }
        return totals;
    }
}
