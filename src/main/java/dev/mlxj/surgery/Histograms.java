package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Histogram;
import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the values of tensors are distributed. */
public final class Histograms {
    private Histograms() {}

    /**
     * A histogram of each tensor that has finite values, in one pass over the bytes.
     *
     * @param statistics of the entries, which say where the values lie
     * @param memory upper bound for buffers, in bytes
     */
    public static Map<String, Histogram> of(
            Checkpoint model,
            Iterable<Entry> entries,
            Map<String, Statistics> statistics,
            int bins,
            long memory)
            throws IOException {
        List<Entry> counted = new ArrayList<>();
        List<Histogram> histograms = new ArrayList<>();
        for (Entry entry : entries) {
            Statistics known = statistics.get(entry.name());
            if (known != null && known.finite() > 0) {
                counted.add(entry);
                histograms.add(new Histogram(known.min(), known.max(), bins));
            }
        }
        Reading.run(
                counted.size(),
                memory,
                () -> {
                    Numbers numbers = new Numbers();
                    return (job, buffer, _) -> {
                        Entry entry = counted.get(job);
                        TensorSource source = model.source(entry.name());
                        Histogram histogram = histograms.get(job);
                        for (long at = 0; at < entry.byteSize(); at += buffer.byteSize()) {
                            long n = Math.min(buffer.byteSize(), entry.byteSize() - at);
                            source.read(at, buffer.asSlice(0, n));
                            histogram.add(entry.dtype(), buffer.asSlice(0, n), numbers);
                        }
                    };
                });
        model.requireUnchanged();
        Map<String, Histogram> byName = new HashMap<>();
        for (int i = 0; i < counted.size(); i++) {
            byName.put(counted.get(i).name(), histograms.get(i));
        }
        return byName;
    }
}
